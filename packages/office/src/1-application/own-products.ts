import type { ManufacturerNotOwn } from '@assay/conformity/1-application/own-manufacturer';
import type { VersionConflict } from '@assay/records/case-file';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import { draftsOf, type DraftRow } from '@assay/records/draft';
import type { Tx } from '@assay/records/open';
import { readOrganisation } from '@assay/records/organisation';
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
import { underOwnName } from './under-own-name.ts';

export type { DraftRow, KeptProduct };

type Desk = Pick<Office, 'records' | 'clock' | 'random'>;
type Of = { readonly organisation: OrganisationId };
type By = Of & { readonly by: PersonId };

export type NoSuchProduct = { readonly code: 'no-such-product-here' };

const A_PAGE = 50;

/** Begins a product of the organisation that somebody acts from, made under one of its own legal names. */
export async function addProduct(
  desk: Desk,
  begun: By & { readonly product: Product },
): Promise<Result<ProductId, ManufacturerNotOwn>> {
  return desk.records.write(async (tx) => {
    const { organisation, product } = begun;
    const own = await underOwnName(tx, { organisation, manufacturer: product.manufacturer });
    return own.ok ? ok(await noteProduct(desk, tx, begun)) : own;
  });
}

/** The same of a product that stands in a case of the organisation already, under whichever name it was then. */
export function addProductOfCase(desk: Desk, begun: By & { readonly product: Product }): Promise<ProductId> {
  return desk.records.write((tx) => noteProduct(desk, tx, begun));
}

/**
 * Corrects what names a product, if it is as it was seen. Applications that were handed in stay as they are; a legal name
 * that the organisation has lost since may stay, too.
 */
export async function changeProduct(
  { records, clock }: Pick<Desk, 'records' | 'clock'>,
  change: By & { readonly id: ProductId; readonly product: Product; readonly expected: number },
): Promise<Result<number, NoSuchProduct | ManufacturerNotOwn | VersionConflict>> {
  return records.write(async (tx) => {
    const there = await readProduct(tx, change);
    if (!there) return refuse({ code: 'no-such-product-here' });
    const { organisation, product } = change;
    const had = [there.product.manufacturer];
    const own = await underOwnName(tx, { organisation, manufacturer: product.manufacturer, had });
    return own.ok ? putProduct(tx, { ...change, at: clock() }) : own;
  });
}

/** The legal names under which an organisation applies. */
export async function ownManufacturers(
  { records }: Pick<Desk, 'records'>,
  { organisation }: Of,
): Promise<readonly string[]> {
  return (await readOrganisation(records.read, organisation))?.manufacturers ?? [];
}

async function noteProduct(
  { clock, random }: Desk,
  tx: Tx,
  { organisation, by, product }: By & { readonly product: Product },
): Promise<ProductId> {
  const id = mintId('product', random(BYTES_OF_ID));
  await beginProduct(tx, { organisation, id, product, at: clock(), by });
  return id;
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
