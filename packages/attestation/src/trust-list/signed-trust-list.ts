import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, readDocument, Type, type Static } from '@assay/vocabulary/schema';

import { fromBase64Url, toBase64Url } from '../base64.ts';
import { equalBytes, textOf, utf8 } from '../bytes.ts';
import { canonicalJson } from '../canonical-json.ts';
import { parseJson } from '../json.ts';
import { verifySignature, type PublicJwk, type Signer } from '../key.ts';
import { thumbprint } from '../thumbprint.ts';
import { parseTrustList, type Roots, type TrustList, type TrustListRefusal } from './trust-list.ts';

const TYPE = 'cyberlabel-trust-list+jws';
const LIMIT = 4 * 1024 * 1024;
const SIGNATURE_LIMIT = 40;

const base64Url = (max: number) => Type.String({ minLength: 1, maxLength: max, pattern: '^[A-Za-z0-9_-]+$' });
const GENERAL_JWS = {
  name: 'signed trust list',
  schema: closed({
    payload: base64Url(LIMIT),
    signatures: listOf(closed({ protected: base64Url(1_000), signature: base64Url(200) }), SIGNATURE_LIMIT),
  }),
};
const HEADER = {
  name: 'JOSE header of a trust list',
  schema: closed({
    alg: oneOf(['ES256', 'Ed25519']),
    typ: Type.Literal(TYPE),
    /** RFC 7638 thumbprint of the root key. */
    kid: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
  }),
};
type GeneralJws = Static<typeof GENERAL_JWS.schema>;

/** A trust list in JWS general JSON serialization, read and not yet believed. */
export type SignedTrustList = { readonly jws: GeneralJws; readonly list: TrustList };

export type SignedTrustListRefusal =
  { readonly code: 'trust-list-too-long' | 'malformed-trust-list' | 'header-not-allowed' } | TrustListRefusal;

/** The list with no signature yet: what goes round from root to root. Its bytes never change after this. */
export async function unsignedTrustList(list: TrustList): Promise<Result<string, TrustListRefusal>> {
  const read = await parseTrustList(list);
  if (!read.ok) return read;
  return ok(formatted({ payload: toBase64Url(utf8(canonicalJson(list))), signatures: [] }));
}

/** Adds the signature of one root; of a root that has signed already the old one stays. */
export async function addRootSignature(
  text: string,
  root: Signer,
): Promise<Result<string, SignedTrustListRefusal>> {
  const read = await readSignedTrustList(text);
  if (!read.ok) return read;
  const { jws } = read.value;
  const kid = toBase64Url(await thumbprint(root.publicJwk));
  if (jws.signatures.some((one) => headerOf(one.protected)?.kid === kid)) return ok(formatted(jws));
  const header = toBase64Url(utf8(canonicalJson({ alg: root.alg, kid, typ: TYPE })));
  const signature = await root.sign(utf8(`${header}.${jws.payload}`));
  if (!(await verifySignature(root.publicJwk, utf8(`${header}.${jws.payload}`), signature)))
    throw new Error('the root key made a signature that does not verify');
  const signatures = [...jws.signatures, { protected: header, signature: toBase64Url(signature) }];
  return ok(formatted({ ...jws, signatures }));
}

/** Takes a signed list apart: its form, its headers, its payload; who signed it is for `rootsThatSigned`. */
export async function readSignedTrustList(
  text: string,
): Promise<Result<SignedTrustList, SignedTrustListRefusal>> {
  if (text.length > LIMIT) return refuse({ code: 'trust-list-too-long' });
  const shape = readDocument(GENERAL_JWS, parseJson(text));
  if (!shape.ok) return refuse({ code: 'malformed-trust-list' });
  const jws = shape.value;
  if (jws.signatures.some((one) => headerOf(one.protected) === undefined))
    return refuse({ code: 'header-not-allowed' });
  const bytes = fromBase64Url(jws.payload);
  const payload = bytes && textOf(bytes);
  if (payload === undefined) return refuse({ code: 'malformed-trust-list' });
  const value = parseJson(payload);
  const list = await parseTrustList(value);
  if (!list.ok) return list;
  return canonicalJson(value) === payload
    ? ok({ jws, list: list.value })
    : refuse({ code: 'malformed-trust-list' });
}

/**
 * How many of these roots have signed: each key counts once, however often it signed, and only by a signature that holds.
 * Signatures of keys that are no roots are not looked at.
 */
export async function rootsThatSigned({ jws }: SignedTrustList, roots: Roots): Promise<number> {
  const signed = await Promise.all(roots.rootKeys.map((root) => hasSigned(jws, root)));
  return signed.filter(Boolean).length;
}

/** Whether two signed lists state the same, byte for byte. */
export function statesTheSame(one: SignedTrustList, other: SignedTrustList): boolean {
  return equalBytes(utf8(one.jws.payload), utf8(other.jws.payload));
}

async function hasSigned({ payload, signatures }: GeneralJws, root: PublicJwk): Promise<boolean> {
  const kid = toBase64Url(await thumbprint(root));
  for (const one of signatures) {
    const header = headerOf(one.protected);
    if (header?.kid !== kid || header.alg !== (root.kty === 'EC' ? 'ES256' : 'Ed25519')) continue;
    const signature = fromBase64Url(one.signature);
    if (signature && (await verifySignature(root, utf8(`${one.protected}.${payload}`), signature)))
      return true;
  }
  return false;
}

function headerOf(text: string): Static<typeof HEADER.schema> | undefined {
  const bytes = fromBase64Url(text);
  const header = bytes && readDocument(HEADER, parseJson(textOf(bytes) ?? ''));
  return header?.ok === true ? header.value : undefined;
}

function formatted(jws: GeneralJws): string {
  return `${canonicalJson(jws)}\n`;
}
