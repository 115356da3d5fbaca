import { basename } from 'node:path';

import { digestsKept, holdBlob, isSaidAnywhere, piecesKnown } from '@assay/records/evidence-named';
import type { Digest } from '@assay/vocabulary/ids';

import type { Office } from '../office.ts';

/** Files that nothing names, and their bytes in all. */
export type Remnants = {
  /** Whole files that lie under their digest. */
  readonly blobs: number;
  /** Pieces of uploads that nobody goes on with, and what a process left that was killed. */
  readonly begun: number;
  readonly bytes: number;
};

/** Days for which anything may lie before it is taken for a remnant, at least: an upload may be under way for one. */
export const LEAST_DAYS = 2;
const DAY = 86_400_000;
const AT_ONCE = 500;

/**
 * Finds what lies among the files of applicants and belongs to nobody: left by a process that was killed, or by an upload
 * that was refused at its end. `remove`: takes it away. A file that anybody sent stays, whether a case names it or not, and
 * so does one whose digest any draft, report, event or document says; each is looked at once more under the lock that
 * whoever sends the same file holds.
 */
export async function sweepRemnants(
  office: Pick<Office, 'records' | 'blobs' | 'clock'>,
  { days, remove }: { readonly days: number; readonly remove: boolean },
): Promise<Remnants> {
  if (days < LEAST_DAYS) throw new Error(`nothing is a remnant before ${String(LEAST_DAYS)} days are over`);
  const before = Date.parse(office.clock()) - days * DAY;
  const found = { blobs: 0, begun: 0, bytes: 0 };
  for await (const some of together(office.blobs.keptBefore(before))) {
    const kept = await digestsKept(
      office.records.read,
      some.map(({ digest }) => digest),
    );
    for (const { digest, size } of some.filter((one) => !kept.has(one.digest)))
      if (await isRemnant(office, digest, { before, remove })) {
        found.blobs += 1;
        found.bytes += size;
      }
  }
  for await (const some of together(office.blobs.begunBefore(before))) {
    const known = await piecesKnown(
      office.records.read,
      some.map(({ place }) => basename(place)),
    );
    for (const { place, size } of some.filter((one) => !known.has(basename(one.place)))) {
      if (remove) await office.blobs.dropBegun(place);
      found.begun += 1;
      found.bytes += size;
    }
  }
  return found;
}

type Asked = { readonly before: number; readonly remove: boolean };

function isRemnant(
  { records, blobs }: Pick<Office, 'records' | 'blobs'>,
  digest: Digest,
  { before, remove }: Asked,
): Promise<boolean> {
  return records.write(async (tx) => {
    await holdBlob(tx, digest);
    if (await isSaidAnywhere(tx, digest)) return false;
    return remove ? blobs.drop(digest, before) : true;
  });
}

async function* together<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let some: T[] = [];
  for await (const item of items) {
    some.push(item);
    if (some.length < AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
