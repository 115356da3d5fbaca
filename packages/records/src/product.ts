import { sql } from 'kysely';

import type { ProductId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';
import type { Product } from '@assay/vocabulary/product';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { VersionConflict } from './case-file.ts';
import { newestFirst, pageOf, parseCursor, type MalformedCursor, type Page } from './cursor.ts';
import type { Reader, Tx } from './open.ts';
import type { Tables } from './tables.ts';

type Of = { readonly organisation: OrganisationId };
type Saving = { readonly product: Product; readonly at: Instant; readonly by: PersonId };

/** A product as its developer keeps it. */
export type KeptProduct = Of & {
  readonly id: ProductId;
  readonly product: Product;
  readonly version: number;
  readonly changedAt: Instant;
  readonly changedBy: PersonId;
};

/** Begins a product; the same id again is nothing, so that a form sent twice makes one product. */
export async function beginProduct(
  tx: Tx,
  { organisation, id, product, at, by }: Of & Saving & { readonly id: ProductId },
): Promise<void> {
  await tx
    .insertInto('product')
    .values({ organisation, id, ...columnsOf({ product, at, by }), version: 1, begun_at: at })
    .onConflict((found) => found.columns(['organisation', 'id']).doNothing())
    .execute();
}

/** Puts what names a product in the place of what did, if it is as the writer saw it; hands back the new version. */
export async function changeProduct(
  tx: Tx,
  {
    organisation,
    id,
    expected,
    ...saving
  }: Of & Saving & { readonly id: ProductId; readonly expected: number },
): Promise<Result<number, VersionConflict>> {
  const changed = await tx
    .updateTable('product')
    .set({ ...columnsOf(saving), version: expected + 1 })
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .where('version', '=', expected)
    .returning('version')
    .executeTakeFirst();
  if (changed) return ok(changed.version);
  const there = await readProduct(tx, { organisation, id });
  return refuse({ code: 'version-conflict', expected, actual: there?.version ?? 0 });
}

/** What some products of an organisation are called; one that is not there is not in the answer. */
export async function namesOfProducts(
  reader: Reader,
  { organisation, ids }: Of & { readonly ids: readonly ProductId[] },
): Promise<ReadonlyMap<ProductId, string>> {
  const rows = await reader
    .selectFrom('product')
    .select(['id', 'name'])
    .where('organisation', '=', organisation)
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** One product of an organisation; another's is as absent as one that is not there. */
export async function readProduct(
  reader: Reader,
  { organisation, id }: Of & { readonly id: ProductId },
): Promise<KeptProduct | undefined> {
  const row = await products(reader)
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && productOf(row);
}

/** The products of an organisation, the one changed last first. */
export async function productsOf(
  reader: Reader,
  { organisation, after, limit }: Of & { readonly after?: string | undefined; readonly limit: number },
): Promise<Result<Page<KeptProduct>, MalformedCursor>> {
  const place = parseCursor(after);
  if (!place.ok) return place;
  const query = products(reader).where('organisation', '=', organisation);
  const newest = newestFirst(query, { at: 'changed_at', id: 'id', place: place.value, limit });
  const rows = (await newest.execute()).map(productOf);
  return ok(pageOf(rows, limit, ({ changedAt, id }) => ({ at: changedAt, id })));
}

function products(reader: Reader) {
  return reader
    .selectFrom('product')
    .select(['organisation', 'id', 'name', 'brand', 'manufacturer', 'models', 'gtins', 'category'])
    .select(['version', 'changed_at', 'changed_by']);
}

function columnsOf({ product, at, by }: Saving) {
  const { name, brand, manufacturer, models, gtins, category } = product;
  return { name, brand, manufacturer, models, gtins, category, changed_at: at, changed_by: by };
}

type Row = Omit<Tables['product'], 'begun_at' | 'changed_at'> & { readonly changed_at: Date };

function productOf(row: Row): KeptProduct {
  const { organisation, id, version, changed_at, changed_by, ...product } = row;
  return {
    ...{ organisation, id, version, changedAt: instantOf(changed_at), changedBy: changed_by },
    product: { ...product, models: [...product.models], gtins: [...product.gtins] },
  };
}
