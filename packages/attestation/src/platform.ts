/**
 * The platform's own verification of a raw signature, in Node: at once, since handing it to another thread takes half as
 * long as verifying. The one module here that knows Node; where a bundler builds for browsers, `platform.browser.ts`
 * stands in its place.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';

import type { PublicJwk } from './key.ts';

/** A key made ready to verify with. */
export type ReadyKey = KeyObject;

/** Rejects for what the platform does not take for a key. */
export function readyKey(jwk: PublicJwk): Promise<ReadyKey> {
  return Promise.resolve(createPublicKey({ key: { ...jwk }, format: 'jwk' }));
}

/** Whether these are the raw 64 bytes, r‖s or of RFC 8032, by the key over the message. */
export function verifyRaw(
  key: ReadyKey,
  crv: PublicJwk['crv'],
  { message, signature }: { readonly message: Uint8Array; readonly signature: Uint8Array },
): Promise<boolean> {
  const verified =
    crv === 'P-256'
      ? verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
      : verify(null, message, key, signature);
  return Promise.resolve(verified);
}
