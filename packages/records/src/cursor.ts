import { sql, type SelectQueryBuilder, type StringReference } from 'kysely';

import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { parseInstant, type Instant } from '@assay/vocabulary/instant';

/** Where a page of a list ended: the last row's moment and id. Opaque outside. */
export type Place = { readonly at: Instant; readonly id: string };
/** A page of a list: its rows, and the cursor of the next page, absent on the last. */
export type Page<T> = { readonly rows: readonly T[]; readonly next?: string };
export type MalformedCursor = { readonly code: 'malformed-cursor'; readonly cursor: string };

/** The text that stands for a place in a list. */
function cursorOf({ at, id }: Place): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

/** Reads a cursor that came from outside; none means the start. */
export function parseCursor(cursor: string | undefined): Result<Place | undefined, MalformedCursor> {
  if (cursor === undefined) return ok(undefined);
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const space = text.indexOf(' ');
  const at = parseInstant(text.slice(0, Math.max(space, 0)));
  if (!at.ok || cursorOf({ at: at.value, id: text.slice(space + 1) }) !== cursor)
    return refuse({ code: 'malformed-cursor', cursor });
  return ok({ at: at.value, id: text.slice(space + 1) });
}

type Newest<DB, TB extends keyof DB> = {
  /** Columns of the moment that puts a row in its place, and of the id that tells rows of one moment apart. */
  readonly at: StringReference<DB, TB>;
  readonly id: StringReference<DB, TB>;
  readonly place: Place | undefined;
  readonly limit: number;
};

/** The rows after a place, the newest first, with one more than fits: `pageOf` cuts it off. An index serves both. */
export function newestFirst<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  { at, id, place, limit }: Newest<DB, TB>,
): SelectQueryBuilder<DB, TB, Row> {
  const [moment, name] = [sql.ref(at), sql.ref(id)];
  const ordered = query
    .orderBy(moment, 'desc')
    .orderBy(name)
    .limit(limit + 1);
  if (!place) return ordered;
  return ordered.where(
    sql<boolean>`${moment} <= ${place.at} and (${moment} < ${place.at} or ${name} > ${place.id})`,
  );
}

/** Cuts a page off rows that were asked for with one more than fits. */
export function pageOf<T>(rows: readonly T[], limit: number, placeOf: (row: T) => Place): Page<T> {
  const last = rows[limit - 1];
  if (rows.length <= limit || last === undefined) return { rows };
  return { rows: rows.slice(0, limit), next: cursorOf(placeOf(last)) };
}
