import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, oneOf, readDocument, shaped, type Static } from '@assay/vocabulary/schema';

import { fromBase64Url, toBase64Url } from './base64.ts';
import { textOf, utf8 } from './bytes.ts';
import { parseJson } from './json.ts';
import { verifySignature, type PublicJwk, type Signer } from './key.ts';
import { thumbprint } from './thumbprint.ts';

/** A signature over a document that lies beside it (RFC 7515 appendix F): header and signature, nothing between. */
export type DetachedJws = {
  readonly header: Static<typeof HEADER.schema>;
  /** In the detached form, however it came. */
  readonly text: string;
};

export type DetachedRefusal = {
  readonly code:
    | 'malformed-jws'
    | 'header-not-allowed'
    | 'jws-of-another-document'
    | 'algorithm-not-of-this-key'
    | 'wrong-signature';
};

/**
 * Closed: no `crit`, no `b64`, no key in the header. `kid` is the thumbprint of the key (RFC 7638) and `typ` says what was
 * signed, so that no signature made for another purpose can be taken for one over a report (RFC 8725 section 3.11).
 */
const HEADER = {
  name: 'JOSE header',
  schema: closed({
    alg: oneOf(['ES256', 'EdDSA', 'Ed25519']),
    typ: oneOf(['test-report+jws']),
    kid: shaped<string>('^[A-Za-z0-9_-]{43}$', 'the thumbprint of a key'),
  }),
};
/** Characters of a header at most, encoded. */
const LONGEST_HEADER = 300;

/** Signs the bytes of a test report; what comes back is the detached form. */
export async function signDetached(document: Uint8Array, signer: Signer): Promise<string> {
  const header = { alg: signer.alg, typ: 'test-report+jws', kid: await keyName(signer.publicJwk) };
  const first = toBase64Url(utf8(JSON.stringify(header)));
  const signature = await signer.sign(signingInput(first, document));
  return `${first}..${toBase64Url(signature)}`;
}

/** How a header names a key: its thumbprint, base 64 for URLs. */
export async function keyName(jwk: PublicJwk): Promise<string> {
  return toBase64Url(await thumbprint(jwk));
}

/** Reads a signature over a document, detached or with the document in it, word for word. Nothing is verified yet. */
export function readDetached(text: string, document: Uint8Array): Result<DetachedJws, DetachedRefusal> {
  const parts = text.split('.');
  const [first = '', middle = '', last = ''] = parts;
  if (parts.length !== 3 || first.length > LONGEST_HEADER || fromBase64Url(last)?.length !== 64)
    return refuse({ code: 'malformed-jws' });
  if (middle !== '' && middle !== toBase64Url(document)) return refuse({ code: 'jws-of-another-document' });
  const bytes = fromBase64Url(first);
  const members = bytes && parseJson(textOf(bytes) ?? '');
  if (members === undefined) return refuse({ code: 'malformed-jws' });
  const header = readDocument(HEADER, members);
  if (!header.ok) return refuse({ code: 'header-not-allowed' });
  return ok({ header: header.value, text: `${first}..${last}` });
}

/** Whether the signature is of this key over this document. The key says which algorithm is allowed; the header may only agree. */
export async function verifyDetached(
  { header, text }: DetachedJws,
  document: Uint8Array,
  jwk: PublicJwk,
): Promise<Result<true, DetachedRefusal>> {
  const allowed = jwk.kty === 'EC' ? ['ES256'] : ['EdDSA', 'Ed25519'];
  if (!allowed.includes(header.alg)) return refuse({ code: 'algorithm-not-of-this-key' });
  const [first = '', , last = ''] = text.split('.');
  const signature = fromBase64Url(last);
  const holds =
    header.kid === (await keyName(jwk)) &&
    signature !== undefined &&
    (await verifySignature(jwk, signingInput(first, document), signature));
  return holds ? ok(true) : refuse({ code: 'wrong-signature' });
}

function signingInput(header: string, document: Uint8Array): Uint8Array {
  return utf8(`${header}.${toBase64Url(document)}`);
}
