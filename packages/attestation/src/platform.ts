/**
 * The platform's own verification of a raw signature, in Node: on another thread, which takes a tenth longer and leaves
 * this one to its work. The one module here that knows Node; where a bundler builds for browsers,
 * `platform.browser.ts` stands in its place.
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
  const [digest, given] = crv === 'P-256' ? ['sha256', derOf(signature)] : [null, signature];
  return new Promise((resolve, reject) => {
    verify(digest, message, key, given, (error, verified) => {
      if (error) reject(error);
      else resolve(verified);
    });
  });
}

/**
 * The 64 bytes r‖s as DER (RFC 3279, section 2.2.3), which Node takes with the key alone: asked with options for r‖s, it
 * spends a quarter of the time on finding out that the options are no key.
 */
function derOf(raw: Uint8Array): Uint8Array {
  const der = new Uint8Array(72);
  let end = 2;
  for (const half of [0, 32]) {
    let first = half;
    while (first < half + 31 && raw[first] === 0) first += 1;
    const digits = raw.subarray(first, half + 32);
    // A number whose first bit is set would be negative without a zero before it.
    const start = end + ((digits[0] ?? 0) >= 0x80 ? 3 : 2);
    der[end] = INTEGER;
    der[end + 1] = start - end - 2 + digits.length;
    der.set(digits, start);
    end = start + digits.length;
  }
  der[0] = SEQUENCE;
  der[1] = end - 2;
  return der.subarray(0, end);
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
