import { sql, type SelectQueryBuilder } from 'kysely';

import type { LabelId } from '@assay/vocabulary/ids';
import { instantOf, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import type { LabelState } from '@assay/vocabulary/label-record';
import { ok, type Result } from '@assay/vocabulary/result';

import { newestFirst, pageOf, parseCursor, type MalformedCursor, type Page } from './cursor.ts';
import type { Reader, Tx } from './open.ts';
import { codeOf, prefixQuery, wordsOf } from './register-words.ts';
import type { MirroredHolder, MirroredProduct, Tables } from './tables.ts';

/** What the entries of a label in somebody's log come to. */
export type MirroredLabel = {
  readonly origin: string;
  readonly labelId: LabelId;
  /** Leaf that binds the newest credential, and its hash. */
  readonly index: number;
  readonly vcHash: string;
  /** Key that signed the credential. */
  readonly kid: string;
  readonly product: MirroredProduct;
  readonly holder: MirroredHolder;
  readonly tier: string;
  /** Until when the maker has promised security updates, as the credential states it. */
  readonly supportEnd: CalendarDate | null;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  readonly status: { readonly list: number; readonly index: number };
  /** As logged; expiry is told by the clock of whoever reads. */
  readonly state: 'granted' | 'suspended' | 'revoked';
  readonly since: Instant;
  readonly grantedAt: Instant;
  /** Leaf of the newest entry. */
  readonly lastIndex: number;
};

/** Puts what is known of a label in the place of what was. */
export async function putMirroredLabel(tx: Tx, label: MirroredLabel): Promise<void> {
  const { origin, labelId, product, holder, status } = label;
  const codes = [labelId, product.model, ...product.gtins].map(codeOf);
  const said = [product.brand, product.model, holder.name, ...codes];
  const columns = {
    idx: label.index,
    vc_hash: label.vcHash,
    kid: label.kid,
    product: JSON.stringify(product),
    holder: JSON.stringify(holder),
    tier: label.tier,
    support_end: label.supportEnd,
    valid_from: label.validFrom,
    valid_until: label.validUntil,
    list: status.list,
    list_index: status.index,
    state: label.state,
    since: label.since,
    granted_at: label.grantedAt,
    last_idx: label.lastIndex,
    codes,
    search: sql<string>`array_to_tsvector(${wordsOf(said.join(' '))}::text[])`,
  };
  await tx
    .insertInto('mirrored_label')
    .values({ origin, label_id: labelId, ...columns })
    .onConflict((found) => found.columns(['label_id', 'origin']).doUpdateSet(columns))
    .execute();
}

/** A label of one log. */
export async function mirroredLabel(
  reader: Reader,
  { origin, labelId }: { readonly origin: string; readonly labelId: LabelId },
): Promise<MirroredLabel | undefined> {
  const row = await rows(reader)
    .where('label_id', '=', labelId)
    .where('origin', '=', origin)
    .executeTakeFirst();
  return row && labelOf(row);
}

export type MirrorSearch = {
  /** Logs that count. */
  readonly origins: readonly string[];
  /** Beginnings of words of brand, model, holder, label id or GTIN; all must occur. */
  readonly text?: string;
  readonly gtin?: string;
  readonly state?: LabelState;
  /** Moment at which states are told. */
  readonly at: Instant;
  /** Cursor of an earlier page. */
  readonly after?: string;
  readonly limit: number;
};

/** Labels of all these logs that match, the newest first. */
export async function searchMirroredLabels(
  reader: Reader,
  search: MirrorSearch,
): Promise<Result<Page<MirroredLabel>, MalformedCursor>> {
  const place = parseCursor(search.after);
  if (!place.ok) return place;
  const words = search.text === undefined ? undefined : prefixQuery(search.text);
  if (search.origins.length === 0 || (words === undefined && search.text?.trim())) return ok({ rows: [] });
  let query = rows(reader).where(sql<boolean>`origin = any(${[...search.origins]}::text[])`);
  if (words !== undefined) query = query.where(sql<boolean>`search @@ ${words}::tsquery`);
  if (search.gtin !== undefined) query = query.where(sql<boolean>`codes @> ${[codeOf(search.gtin)]}::text[]`);
  if (search.state !== undefined) query = inState(query, search.state, search.at);
  const newest = newestFirst(query, {
    at: 'granted_at',
    id: 'label_id',
    place: place.value,
    limit: search.limit,
  });
  const page = pageOf(await newest.execute(), search.limit, (row) => ({
    at: instantOf(row.granted_at),
    id: row.label_id,
  }));
  return ok({ ...page, rows: page.rows.map(labelOf) });
}

function rows(reader: Reader) {
  return reader
    .selectFrom('mirrored_label')
    .select([
      'origin',
      'label_id',
      'idx',
      'vc_hash',
      'kid',
      'product',
      'holder',
      'tier',
      'support_end',
      'valid_from',
      'valid_until',
      'list',
      'list_index',
      'state',
      'since',
      'granted_at',
      'last_idx',
    ]);
}

type Selected = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

function labelOf(row: Selected): MirroredLabel {
  return {
    origin: row.origin,
    labelId: row.label_id,
    index: row.idx,
    vcHash: row.vc_hash,
    kid: row.kid,
    product: row.product,
    holder: row.holder,
    tier: row.tier,
    supportEnd: row.support_end,
    validFrom: instantOf(row.valid_from),
    validUntil: instantOf(row.valid_until),
    status: { list: row.list, index: row.list_index },
    state: row.state,
    since: instantOf(row.since),
    grantedAt: instantOf(row.granted_at),
    lastIndex: row.last_idx,
  };
}

function inState<Found>(
  query: SelectQueryBuilder<Tables, 'mirrored_label', Found>,
  state: LabelState,
  at: Instant,
): SelectQueryBuilder<Tables, 'mirrored_label', Found> {
  if (state === 'revoked') return query.where('state', '=', state);
  if (state === 'expired')
    return query.where('state', '<>', 'revoked').where(sql<boolean>`valid_until <= ${at}`);
  const logged = state === 'valid' ? 'granted' : state;
  return query.where('state', '=', logged).where(sql<boolean>`valid_until > ${at}`);
}
