import type { VersionConflict } from '@assay/records/case-file';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import { draftsOf, type DraftRow } from '@assay/records/draft';
import {
  beginProduct,
  changeProduct as putProduct,
  productsOf,
  readProduct,
  type KeptProduct,
} from '@assay/records/product';
import { BYTES_OF_ID, mintId, type ProductId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Product } from '@assay/vocabulary/product';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Office } from '../office.ts';

export type { DraftRow, KeptProduct };

type Desk = Pick<Office, 'records' | 'clock' | 'random'>;
type Of = { readonly organisation: OrganisationId };
type By = Of & { readonly by: PersonId };

export type NoSuchProduct = { readonly code: 'no-such-product-here' };

const A_PAGE = 50;

/** Begins a product of the organisation that somebody acts from. */
export async function addProduct(
  { records, clock, random }: Desk,
  { organisation, by, product }: By & { readonly product: Product },
): Promise<ProductId> {
  const id = mintId('product', random(BYTES_OF_ID));
  await records.write((tx) => beginProduct(tx, { organisation, id, product, at: clock(), by }));
  return id;
}

/** Corrects what names a product, if it is as it was seen. Applications that were handed in stay as they are. */
export async function changeProduct(
  { records, clock }: Pick<Desk, 'records' | 'clock'>,
  change: By & { readonly id: ProductId; readonly product: Product; readonly expected: number },
): Promise<Result<number, NoSuchProduct | VersionConflict>> {
  const there = await readProduct(records.read, change);
  if (!there) return refuse({ code: 'no-such-product-here' });
  return records.write((tx) => putProduct(tx, { ...change, at: clock() }));
}

/** The products of an organisation, the one changed last first. */
export function ownProducts(
  { records }: Pick<Desk, 'records'>,
  list: Of & { readonly after?: string | undefined },
): Promise<Result<Page<KeptProduct>, MalformedCursor>> {
  return productsOf(records.read, { ...list, limit: A_PAGE });
}

/** One product, with the drafts that were begun for it. */
export async function ownProduct(
  { records }: Pick<Desk, 'records'>,
  { organisation, id, after }: Of & { readonly id: ProductId; readonly after?: string | undefined },
): Promise<
  Result<{ readonly product: KeptProduct; readonly drafts: Page<DraftRow> }, NoSuchProduct | MalformedCursor>
> {
  const product = await readProduct(records.read, { organisation, id });
  if (!product) return refuse({ code: 'no-such-product-here' });
  const drafts = await draftsOf(records.read, { organisation, product: id, after, limit: A_PAGE });
  return drafts.ok ? ok({ product, drafts: drafts.value }) : drafts;
}
