import { sql } from 'kysely';

import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Log } from './log.ts';
import type { Reader, Tx } from './open.ts';
import { sendToLog } from './outbox.ts';

export type Purpose = 'suspension' | 'revocation';

/** The positions that are set in one list, for both purposes, after exactly the entries below `through`. */
export type StatusBits = {
  readonly suspended: readonly number[];
  readonly revoked: readonly number[];
  readonly through: number;
};

/** A signed list as it went out. */
export type StatusList = {
  readonly purpose: Purpose;
  readonly list: number;
  /** Counts the publications of this list from 1. */
  readonly seq: number;
  readonly jws: string;
  readonly jwsHash: string;
  readonly through: number;
  readonly publishedAt: Instant;
};

/** What the log says of the labels of one list, read at one moment. */
export async function statusBits(
  reader: Reader,
  { administrator, log, list }: Log & { readonly list: number },
): Promise<StatusBits> {
  const positions = (bit: 'suspended' | 'revoked') =>
    sql<number[]>`array(
      select idx from label_status
      where administrator = ${administrator} and list = ${list} and ${sql.ref(bit)}
      order by idx
    )`.as(bit);
  const row = await reader
    .selectFrom('leaf')
    .select((leaf) => [
      sql<number>`coalesce(${leaf.fn.max('idx')} + 1, 0)`.as('through'),
      positions('suspended'),
      positions('revoked'),
    ])
    .where('administrator', '=', administrator)
    .where('log', '=', log)
    .executeTakeFirstOrThrow();
  return row;
}

/**
 * The lists in use that are due: never published, last published at `until` or before or under another JWS header (which
 * names the key) than `header`, or with a label whose state an
 * entry has changed after those that the newest publication reflects. List 0 is in use from the beginning.
 */
export async function dueStatusLists(
  reader: Reader,
  {
    administrator,
    until,
    header,
  }: { readonly administrator: string; readonly until: Instant; readonly header: string },
): Promise<readonly { readonly purpose: Purpose; readonly list: number }[]> {
  const due = sql<{ purpose: Purpose; list: number }>`(
    select purpose, list
    from (select coalesce(max(list), 0) as last from label where administrator = ${administrator}) as used
    cross join generate_series(0, last) as list
    cross join (values ('revocation'), ('suspension')) as purposes (purpose)
    left join lateral (
      select published_at, through, jws from status_list
      where administrator = ${administrator}
        and status_list.purpose = purposes.purpose and status_list.list = list
      order by seq desc
      limit 1
    ) as newest on true
    where newest.published_at is null or newest.published_at <= ${until}::timestamptz
      or not starts_with(newest.jws, ${`${header}.`})
      or exists (
        select from label_status as changed
        where administrator = ${administrator} and changed.list = list and changed.leaf >= newest.through
      )
  )`.as('due');
  return reader.selectFrom(due).select(['purpose', 'list']).orderBy('list').orderBy('purpose').execute();
}

/** The newest publication of a list; its `seq` is 1 less than the next. */
export async function newestStatusList(
  reader: Reader,
  {
    administrator,
    purpose,
    list,
  }: { readonly administrator: string; readonly purpose: Purpose; readonly list: number },
): Promise<StatusList | undefined> {
  const row = await reader
    .selectFrom('status_list')
    .select(['seq', 'jws', 'jws_hash', 'through', 'published_at'])
    .where('administrator', '=', administrator)
    .where('purpose', '=', purpose)
    .where('list', '=', list)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const { seq, jws, jws_hash, through, published_at } = row;
  return { purpose, list, seq, jws, jwsHash: jws_hash, through, publishedAt: instantOf(published_at) };
}

/** Keeps a publication and sends it to the log. One of the same number that was kept first stays; false tells so. */
export async function storeStatusList(
  tx: Tx,
  { administrator, publishedAt, ...stated }: StatusList & { readonly administrator: string },
): Promise<boolean> {
  const { purpose, list, seq, jws, jwsHash, through } = stated;
  const kept = await tx
    .insertInto('status_list')
    .values({ administrator, purpose, list, seq, jws, jws_hash: jwsHash, through, published_at: publishedAt })
    .onConflict((found) => found.columns(['administrator', 'purpose', 'list', 'seq']).doNothing())
    .executeTakeFirst();
  if (kept.numInsertedOrUpdatedRows === 0n) return false;
  const members = { purpose, list, seq, jwsHash, through };
  await sendToLog(tx, { administrator, kind: 'statuslist.published', label: null, members });
  return true;
}
