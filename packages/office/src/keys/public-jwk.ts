import type { KeyObject } from 'node:crypto';

import type { PublicJwk } from '@assay/attestation/key';

import { KeyFault } from './key-fault.ts';
import type { KeyKind } from './key-holder.ts';

/** The public half of a key, with the members that everybody needs and no more. */
export function publicJwkOf(key: KeyObject): PublicJwk {
  const jwk = key.export({ format: 'jwk' });
  if (jwk.kty === 'EC' && jwk.crv === 'P-256' && jwk.x !== undefined && jwk.y !== undefined)
    return { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y };
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519' && jwk.x !== undefined)
    return { kty: 'OKP', crv: 'Ed25519', x: jwk.x };
  throw new KeyFault('wrong-kind', 'a signing key is P-256 or Ed25519');
}

export function kindOf(jwk: PublicJwk): KeyKind {
  return jwk.kty === 'EC' ? 'ES256' : 'Ed25519';
}
