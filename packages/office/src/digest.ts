import { createHash } from 'node:crypto';

import type { Digest } from '@assay/vocabulary/ids';

/** SHA-256 of bytes, as documents are named. */
export function digestOf(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}
