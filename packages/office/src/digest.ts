import { createHash } from 'node:crypto';

import { digestFromHex, type Digest } from '@assay/vocabulary/ids';

/** SHA-256 of bytes, as documents are named. */
export function digestOf(bytes: Uint8Array | string): Digest {
  return digestFromHex(createHash('sha256').update(bytes).digest('hex'));
}
