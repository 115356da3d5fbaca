import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, oneOf, readDocument, Type, type Static } from '@assay/vocabulary/schema';

import { fromBase64Url, toBase64Url } from '../base64.ts';
import { textOf, utf8 } from '../bytes.ts';
import { parseJson } from '../json.ts';
import { verifySignature, type PublicJwk, type Signer } from '../key.ts';
import { kidShape } from '../shapes.ts';

/** Trust layer section 12. */
export const JWS_LIMIT = 256 * 1024;

const HEADER = {
  name: 'JOSE header',
  schema: closed({
    alg: oneOf(['ES256', 'Ed25519', 'EdDSA']),
    typ: Type.Optional(Type.Literal('vc+jwt')),
    cty: Type.Optional(Type.Literal('vc')),
    kid: kidShape,
  }),
};
export type JoseHeader = Static<typeof HEADER.schema>;

/** A compact JWS taken apart, not yet verified. `payload` is a JSON object without the claims `vc` and `vp`. */
export type CompactJws = {
  readonly text: string;
  readonly header: JoseHeader;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type CompactJwsRefusal = {
  readonly code:
    | 'jws-too-long'
    | 'malformed-jws'
    | 'header-not-allowed'
    | 'payload-not-an-object'
    | 'wrapped-credential'
    | 'algorithm-not-of-this-key'
    | 'wrong-signature';
};

/**
 * Signs a credential exactly as trust layer section 4 says: header `{alg, typ, cty, kid}` and the payload itself, no
 * wrapping claim. The signature is verified before it leaves, so a signer that answers DER is found here.
 */
export async function signCompactJws(payload: object, signer: Signer): Promise<string> {
  const input = `${jwsHeader(signer)}.${toBase64Url(utf8(JSON.stringify(payload)))}`;
  const signature = await signer.sign(utf8(input));
  if (!(await verifySignature(signer.publicJwk, utf8(input), signature))) {
    throw new Error(`the key ${signer.kid} made a signature that does not verify`);
  }
  const jws = `${input}.${toBase64Url(signature)}`;
  const read = judged(jws, headerIn(headerOf(signer)), payload);
  if (!read.ok) throw new Error(`what was signed would be refused: ${read.refusal.code}`);
  return jws;
}

/** The first part of everything that `signCompactJws` signs with a key. */
export function jwsHeader({ alg, kid }: Pick<Signer, 'alg' | 'kid'>): string {
  return toBase64Url(utf8(JSON.stringify(headerOf({ alg, kid }))));
}

function headerOf({ alg, kid }: Pick<Signer, 'alg' | 'kid'>): object {
  return { alg, typ: 'vc+jwt', cty: 'vc', kid };
}

/** Takes a compact JWS apart and applies the header policy. Every part must be in its one base 64 form. */
export function readCompactJws(text: string): Result<CompactJws, CompactJwsRefusal> {
  if (text.length > JWS_LIMIT) return refuse({ code: 'jws-too-long' });
  const parts = text.split('.');
  const [first = '', second = '', third = ''] = parts;
  const [headerBytes, payloadBytes, signature] = [first, second, third].map(fromBase64Url);
  if (parts.length !== 3 || !headerBytes || !payloadBytes || !signature)
    return refuse({ code: 'malformed-jws' });
  const header = first === newest?.text ? newest.header : headerIn(jsonOf(headerBytes));
  if (header.ok) newest = { text: first, header };
  return judged(text, header, jsonOf(payloadBytes));
}

type ReadHeader = Result<JoseHeader, CompactJwsRefusal>;

/** The header that was read last: one key signs very many things, all under the same text. */
let newest: { readonly text: string; readonly header: ReadHeader } | undefined;

function headerIn(members: unknown): ReadHeader {
  const header = readDocument(HEADER, members);
  return header.ok ? header : refuse({ code: 'header-not-allowed' });
}

/** The policy of header and payload, whoever made them. */
function judged(text: string, header: ReadHeader, payload: unknown): Result<CompactJws, CompactJwsRefusal> {
  if (text.length > JWS_LIMIT) return refuse({ code: 'jws-too-long' });
  if (!header.ok) return header;
  if (!isObject(payload)) return refuse({ code: 'payload-not-an-object' });
  if ('vc' in payload || 'vp' in payload) return refuse({ code: 'wrapped-credential' });
  return ok({ text, header: header.value, payload });
}

/**
 * Verifies the signature with a pinned key. The key says which algorithm is allowed; the header may only agree. `bytes`
 * are those of the text, for whoever has them at hand: all of it is ASCII.
 */
export async function verifyCompactJws(
  jws: CompactJws,
  jwk: PublicJwk,
  bytes: Uint8Array = utf8(jws.text),
): Promise<Result<true, CompactJwsRefusal>> {
  const allowed = jwk.kty === 'EC' ? ['ES256'] : ['Ed25519', 'EdDSA'];
  if (!allowed.includes(jws.header.alg)) return refuse({ code: 'algorithm-not-of-this-key' });
  const end = jws.text.lastIndexOf('.');
  const signature = fromBase64Url(jws.text.slice(end + 1));
  return signature && (await verifySignature(jwk, bytes.subarray(0, end), signature))
    ? ok(true)
    : refuse({ code: 'wrong-signature' });
}

/** The bytes whose hash the log carries: the compact JWS as ASCII. */
export function jwsBytes(jws: string): Uint8Array {
  return utf8(jws);
}

function jsonOf(bytes: Uint8Array): unknown {
  return parseJson(textOf(bytes) ?? '');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
