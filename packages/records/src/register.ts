import { sql, type SelectQueryBuilder } from 'kysely';

import type { EditionRef, LabelId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';
import type { LabelRecord, LabelState } from '@assay/vocabulary/label-record';
import { ok, type Result } from '@assay/vocabulary/result';

import { newestFirst, pageOf, parseCursor, type MalformedCursor, type Page } from './cursor.ts';
import type { Reader, Tx } from './open.ts';
import { codeOf, prefixQuery, wordsOf } from './register-words.ts';
import type { Tables } from './tables.ts';

type Keyed = { readonly administrator: string };

/** Puts what the public may read of each label in the place of what it read before. */
export async function putRegisterEntries(
  tx: Tx,
  { administrator, records }: Keyed & { readonly records: readonly LabelRecord[] },
): Promise<void> {
  if (records.length === 0) return;
  await tx
    .insertInto('register')
    .values(records.map((record) => ({ administrator, label_id: record.labelId, ...columnsOf(record) })))
    .onConflict((found) =>
      found.columns(['administrator', 'label_id']).doUpdateSet((entry) => ({
        record: entry.ref('excluded.record'),
        state: entry.ref('excluded.state'),
        product: entry.ref('excluded.product'),
        brand: entry.ref('excluded.brand'),
        manufacturer: entry.ref('excluded.manufacturer'),
        category: entry.ref('excluded.category'),
        scheme: entry.ref('excluded.scheme'),
        level: entry.ref('excluded.level'),
        valid_until: entry.ref('excluded.valid_until'),
        granted_at: entry.ref('excluded.granted_at'),
        codes: entry.ref('excluded.codes'),
        search: entry.ref('excluded.search'),
      })),
    )
    .execute();
}

function columnsOf(record: LabelRecord) {
  const { labelId, product, scheme } = record;
  const codes = [labelId, ...product.gtins, ...product.models].map(codeOf);
  const said = [
    product.name,
    product.brand,
    product.manufacturer,
    product.category,
    ...product.models,
    ...product.gtins,
    ...codes,
  ];
  return {
    record: JSON.stringify(record),
    state: storedState(record.state),
    product: product.name,
    brand: product.brand,
    manufacturer: product.manufacturer,
    category: product.category,
    scheme: scheme.edition,
    level: record.level.rank,
    valid_until: record.validUntil,
    granted_at: record.validFrom,
    codes,
    search: sql<string>`array_to_tsvector(${wordsOf(said.join(' '))}::text[])`,
  };
}

export type RegisterSearch = Keyed & {
  /** Beginnings of words of the product, brand, manufacturer, category, model, label id or GTIN; all must occur. */
  readonly text?: string;
  readonly state?: LabelState;
  readonly scheme?: EditionRef;
  /** Moment at which states are told: a label expires by itself. */
  readonly at: Instant;
  /** Cursor of an earlier page. */
  readonly after?: string;
  readonly limit: number;
};

/** Labels that match, the newest first. */
export async function searchRegister(
  reader: Reader,
  search: RegisterSearch,
): Promise<Result<Page<LabelRecord>, MalformedCursor>> {
  const place = parseCursor(search.after);
  if (!place.ok) return place;
  let query = entries(reader).where('administrator', '=', search.administrator);
  const words = search.text === undefined ? undefined : prefixQuery(search.text);
  if (words !== undefined) query = query.where(sql<boolean>`search @@ ${words}::tsquery`);
  else if (search.text?.trim()) return ok({ rows: [] });
  if (search.scheme !== undefined) query = query.where('scheme', '=', search.scheme);
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
  return ok({ ...page, rows: page.rows.map((row) => asOf(row.record, search.at)) });
}

/** Labels of a product by a code printed on it, exactly: label id, GTIN, model. The newest first, 50 at most. */
export async function labelsByCode(
  reader: Reader,
  { administrator, code, at }: Keyed & { readonly code: string; readonly at: Instant },
): Promise<readonly LabelRecord[]> {
  const rows = await entries(reader)
    .where('administrator', '=', administrator)
    .where(sql<boolean>`codes @> ${[codeOf(code)]}::text[]`)
    .orderBy('granted_at', 'desc')
    .orderBy('label_id')
    .limit(50)
    .execute();
  return rows.map(({ record }) => asOf(record, at));
}

/** What the public may read of labels now, whoever issued them, in one question; one that is not public yet is not among it. */
export async function registerEntries(
  reader: Reader,
  { labels, at }: { readonly labels: readonly (Keyed & { readonly id: LabelId })[]; readonly at: Instant },
): Promise<ReadonlyMap<LabelId, LabelRecord>> {
  if (labels.length === 0) return new Map();
  const administrators = [...new Set(labels.map(({ administrator }) => administrator))];
  const rows = await entries(reader)
    .where(sql<boolean>`administrator = any(${administrators}::text[])`)
    .where(sql<boolean>`label_id = any(${labels.map(({ id }) => id)}::text[])`)
    .execute();
  return new Map(rows.map(({ record }) => [record.labelId, asOf(record, at)]));
}

function entries(reader: Reader) {
  return reader.selectFrom('register').select(['label_id', 'record', 'granted_at']);
}

/** Expiry is nobody's act, so it is never written. */
function storedState(state: LabelState): Tables['register']['state'] {
  if (state === 'expired')
    throw new Error('a register entry states what was decided; expiry is told when it is read');
  return state;
}

/** Revoked goes before expired, expired before suspended. */
function asOf(record: LabelRecord, at: Instant): LabelRecord {
  if (record.state === 'revoked' || at < record.validUntil) return record;
  return { ...record, state: 'expired', stateSince: record.validUntil };
}

function inState<Row>(
  query: SelectQueryBuilder<Tables, 'register', Row>,
  state: LabelState,
  at: Instant,
): SelectQueryBuilder<Tables, 'register', Row> {
  if (state === 'revoked') return query.where('state', '=', state);
  if (state === 'expired')
    return query.where('state', '<>', 'revoked').where(sql<boolean>`valid_until <= ${at}`);
  return query.where('state', '=', state).where(sql<boolean>`valid_until > ${at}`);
}
