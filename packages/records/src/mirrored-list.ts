import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

export type ListPlace = { readonly purpose: 'suspension' | 'revocation'; readonly list: number };

/** A status list of somebody else's log: which publication the log tells of last, and which is held. */
export type MirroredList = ListPlace & {
  readonly loggedHash: string;
  readonly loggedThrough: number;
  /** Absent until one that is logged could be fetched. */
  readonly held?: HeldList;
};
export type HeldList = { readonly hash: string; readonly jws: string; readonly validUntil: Instant };

/** Every list that a log tells of: two for each 131,072 labels. */
export async function mirroredLists(reader: Reader, origin: string): Promise<readonly MirroredList[]> {
  const rows = await lists(reader).where('origin', '=', origin).orderBy('list').orderBy('purpose').execute();
  return rows.map(listOf);
}

/** One list of a log. */
export async function mirroredList(
  reader: Reader,
  { origin, purpose, list }: ListPlace & { readonly origin: string },
): Promise<MirroredList | undefined> {
  const row = await lists(reader)
    .where('origin', '=', origin)
    .where('purpose', '=', purpose)
    .where('list', '=', list)
    .executeTakeFirst();
  return row && listOf(row);
}

/** Notes the publication that the log tells of last; what is held stays. */
export async function putLoggedList(
  tx: Tx,
  origin: string,
  { purpose, list, loggedHash, loggedThrough }: MirroredList,
): Promise<void> {
  const columns = { logged_hash: loggedHash, logged_through: loggedThrough };
  await tx
    .insertInto('mirrored_list')
    .values({ origin, purpose, list, ...columns, held_hash: null, jws: null, valid_until: null })
    .onConflict((found) => found.columns(['origin', 'purpose', 'list']).doUpdateSet(columns))
    .execute();
}

/** Keeps a list as it was served, once the log has told of it. */
export async function putHeldList(
  tx: Tx,
  origin: string,
  { purpose, list, held }: ListPlace & { readonly held: HeldList },
): Promise<void> {
  await tx
    .updateTable('mirrored_list')
    .set({ held_hash: held.hash, jws: held.jws, valid_until: held.validUntil })
    .where('origin', '=', origin)
    .where('purpose', '=', purpose)
    .where('list', '=', list)
    .execute();
}

type ListRow = ListPlace & {
  readonly logged_hash: string;
  readonly logged_through: number;
  readonly held_hash: string | null;
  readonly jws: string | null;
  readonly valid_until: Date | null;
};

function lists(reader: Reader) {
  return reader
    .selectFrom('mirrored_list')
    .select(['purpose', 'list', 'logged_hash', 'logged_through', 'held_hash', 'jws', 'valid_until']);
}

function listOf({ purpose, list, logged_hash, logged_through, held_hash, jws, valid_until }: ListRow) {
  const place = { purpose, list, loggedHash: logged_hash, loggedThrough: logged_through };
  return held_hash === null || jws === null || valid_until === null
    ? place
    : { ...place, held: { hash: held_hash, jws, validUntil: instantOf(valid_until) } };
}
