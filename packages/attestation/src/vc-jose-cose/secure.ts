import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { fromBase64Url, toBase64Url } from '../base64.ts';
import { textOf, utf8 } from '../bytes.ts';
import { parseJson } from '../json.ts';
import { faultsOf, timeOf, type Kind, type VcDocument } from './document.ts';
import { isObject, type Method } from './method.ts';

/** Media types of RFC-typed headers (VC-JOSE-COSE, section 3.1). */
const HEADER = {
  credential: { typ: 'vc+jwt', cty: 'vc' },
  presentation: { typ: 'vp+jwt', cty: 'vp' },
} as const;

export type Unsecured = {
  readonly code:
    'not-the-model' | 'no-secret-key' | 'malformed-jws' | 'header-not-allowed' | 'wrong-signature';
  readonly why: string;
};

/** A document whose signature holds. `expired`: since when it should not be relied on, if that is so. */
export type Secured = { readonly document: VcDocument; readonly expired: string | undefined };

/** Secures a document as compact JWS, its own members being the claims (VC-JOSE-COSE, section 3.1). */
export async function secure(
  kind: Kind,
  document: VcDocument,
  { secretKey, algorithms: [alg], curve, kid }: Method,
): Promise<Result<string, Unsecured>> {
  const faults = faultsOf(kind, document);
  if (faults.length > 0) return refuse({ code: 'not-the-model', why: faults.join('; ') });
  if (!secretKey) return refuse({ code: 'no-secret-key', why: 'the key file has no secretKeyJwk' });
  const header = { alg, ...HEADER[kind], ...(kid !== undefined && { kid }) };
  const input = `${toBase64Url(utf8(JSON.stringify(header)))}.${toBase64Url(utf8(JSON.stringify(document)))}`;
  const key = await crypto.subtle.importKey('jwk', { ...secretKey }, curve, false, ['sign']);
  const signature = await crypto.subtle.sign(curve, key, new Uint8Array(utf8(input)));
  return ok(`${input}.${toBase64Url(new Uint8Array(signature))}`);
}

/**
 * Verifies a compact JWS as that suite does: by the one key that it names, which also says the algorithm. `typ` and `cty`
 * must be right where they are there, other header members are left aside unless they are said to be critical, and an
 * end that has passed is told and no failure. Labels are verified by `verifyBundle`, which is stricter in all of this.
 */
export async function verifySecured(
  kind: Kind,
  jws: string,
  method: Method,
  now: Instant,
): Promise<Result<Secured, Unsecured>> {
  const [header, payload, signature] = jws.split('.').map(fromBase64Url);
  const members = header && jsonOf(header);
  if (!payload || !signature || jws.split('.').length !== 3 || !isObject(members))
    return refuse({ code: 'malformed-jws', why: 'not a compact JWS' });
  const { typ, cty } = HEADER[kind];
  if ((members['typ'] ?? typ) !== typ || (members['cty'] ?? cty) !== cty)
    return refuse({ code: 'header-not-allowed', why: `typ ${typ} and cty ${cty}, or none` });
  if ('crit' in members) return refuse({ code: 'header-not-allowed', why: 'nothing critical is understood' });
  const isOfKey = method.algorithms.some((alg) => alg === members['alg']);
  if (!isOfKey || !(await isSigned(jws.slice(0, jws.lastIndexOf('.')), signature, method)))
    return refuse({ code: 'wrong-signature', why: 'the signature is not of this key' });
  const document = jsonOf(payload);
  if (!isObject(document)) return refuse({ code: 'not-the-model', why: 'the payload is no JSON object' });
  const faults = faultsOf(kind, document);
  if (faults.length > 0) return refuse({ code: 'not-the-model', why: faults.join('; ') });
  return ok({ document, expired: expiryOf(document, now) });
}

async function isSigned(
  input: string,
  signature: Uint8Array,
  { publicKey, curve }: Method,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('jwk', { ...publicKey }, curve, false, ['verify']);
    const [sealed, message] = [new Uint8Array(signature), new Uint8Array(utf8(input))];
    return await crypto.subtle.verify(curve, key, sealed, message);
  } catch {
    return false;
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  return parseJson(textOf(bytes) ?? '');
}

/** The earliest of `validUntil` and `exp` that has passed. Claims of another type than their RFC names say nothing here. */
function expiryOf({ validUntil, exp }: VcDocument, now: Instant): string | undefined {
  const ends = [timeOf(validUntil), typeof exp === 'number' ? exp * 1000 : NaN];
  const passed = ends.filter((end) => end <= Date.parse(now)).sort((one, other) => one - other);
  return passed[0] === undefined ? undefined : new Date(passed[0]).toISOString();
}
