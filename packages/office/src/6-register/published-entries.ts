import { parseEntry, type Entry, type EntryOf, type EntryType } from '@assay/attestation/log/entry';
import { leavesBetween } from '@assay/records/log';

import { administratorOf, type Office } from '../office.ts';

const BATCH = 256;

/** An entry of the log with its place. */
export type Placed<T extends EntryType> = { readonly index: number; readonly entry: EntryOf<T> };

/** The entries of some types between two sizes of the log. Only those are read whole: canonical JSON shows its type. */
export async function entriesBetween<const T extends EntryType>(
  office: Office,
  { from, to, types }: { readonly from: number; readonly to: number; readonly types: readonly T[] },
): Promise<readonly Placed<T>[]> {
  const log = { administrator: administratorOf(office), log: office.log.origin };
  const found: Placed<T>[] = [];
  for (let start = from; start < to; start += BATCH) {
    const end = Math.min(start + BATCH, to);
    const leaves = await leavesBetween(office.records.read, { ...log, from: start, to: end });
    for (const [at, { entry: bytes }] of leaves.entries()) {
      if (!types.some((type) => Buffer.from(bytes).includes(`"type":"${type}"`))) continue;
      const read = parseEntry(bytes);
      if (read.ok && isOf(read.value, types)) found.push({ index: start + at, entry: read.value });
    }
  }
  return found;
}

function isOf<T extends EntryType>(entry: Entry, types: readonly T[]): entry is EntryOf<T> {
  return types.some((type) => type === entry.type);
}
