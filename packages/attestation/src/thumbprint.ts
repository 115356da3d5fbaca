import { sha256, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import type { PublicJwk } from './key.ts';

/** A key that signs is asked for its thumbprint each time, and is the same object each time. */
const known = new WeakMap<PublicJwk, Promise<Uint8Array>>();

/** SHA-256 thumbprint of a public key (RFC 7638; RFC 8037 for Ed25519): only the required members, sorted. */
export function thumbprint(jwk: PublicJwk): Promise<Uint8Array> {
  const made = known.get(jwk) ?? digested(jwk);
  known.set(jwk, made);
  return made;
}

function digested(jwk: PublicJwk): Promise<Uint8Array> {
  const required =
    jwk.kty === 'EC'
      ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }
      : { crv: jwk.crv, kty: jwk.kty, x: jwk.x };
  return sha256(utf8(canonicalJson(required)));
}
