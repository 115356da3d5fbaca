import { hash } from 'node:crypto';

/** SHA-256 at once, for building trees; what is verified elsewhere uses the platform's own. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'));
}
