import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { concat } from '../bytes.ts';
import { ENTRY_LIMIT } from './entry.ts';

export type EntryBundleRefusal = { readonly code: 'truncated-entry-bundle' | 'too-many-entries' };

/** C2SP tlog-tiles: each entry behind its length as 16 bits, big-endian; at most 256 of them. */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > 256) throw new RangeError('an entry bundle holds at most 256 entries');
  return concat(...entries.flatMap((entry) => [lengthOf(entry), entry]));
}

/** The entries of a bundle; a bundle that ends inside an entry is refused whole. */
export function decodeEntryBundle(bytes: Uint8Array): Result<readonly Uint8Array[], EntryBundleRefusal> {
  const entries: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const [high, low] = [bytes[offset], bytes[offset + 1]];
    if (high === undefined || low === undefined) return refuse({ code: 'truncated-entry-bundle' });
    const entry = bytes.slice(offset + 2, offset + 2 + high * 256 + low);
    if (entry.length !== high * 256 + low) return refuse({ code: 'truncated-entry-bundle' });
    if (entries.push(entry) > 256) return refuse({ code: 'too-many-entries' });
    offset += 2 + entry.length;
  }
  return ok(entries);
}

function lengthOf(entry: Uint8Array): Uint8Array {
  if (entry.length > ENTRY_LIMIT) throw new RangeError('an entry is at most 65,535 bytes');
  return Uint8Array.of(Math.floor(entry.length / 256), entry.length % 256);
}
