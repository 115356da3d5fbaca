import { beginDraft } from '@assay/office/1-application/own-drafts';
import {
  addProduct,
  changeProduct,
  ownManufacturers,
  ownProduct,
  ownProducts,
  type KeptProduct,
} from '@assay/office/1-application/own-products';
import { administratorsOffered } from '@assay/office/1-application/administrators-offered';
import { administratorOf } from '@assay/office/office';
import { textsOf } from '@assay/office/scheme-of';
import { parseId } from '@assay/vocabulary/desk-ids';
import { AdministratorCodeSchema } from '@assay/vocabulary/organisation';
import { ProductKind, type Product } from '@assay/vocabulary/product';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { EditionRefSchema } from '@assay/vocabulary/scheme';
import { closed, listOf, text, Type, type Static } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../http/desk-act.ts';
import { deskApi, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { DEVELOPER, seatOf } from './draft-at.tsx';
import { ProductFormPage, ProductPage, ProductsPage, wantedOf, type Offer } from './products.view.tsx';

const { schema } = ProductKind;
const PRODUCT_FIELDS: FieldWords = {
  name: { label: 'Name of the product', missing: 'Enter the name of the product' },
  brand: { label: 'Brand', missing: 'Enter the brand under which it is sold' },
  manufacturer: { label: 'Manufacturer', missing: 'Choose the company that makes it' },
  models: { label: 'Models', missing: 'Enter at least one model' },
  gtins: { label: 'Bar code numbers (GTIN)', wrong: 'A GTIN has 14 digits: put zeros in front' },
  category: {
    label: 'Kind of product',
    missing: 'Enter the kind of product',
    wrong: 'Write the kind in small letters with hyphens, such as smart-lock',
  },
};
/** Lists are written one a line. */
const BODY = closed({
  ...{ name: schema.properties.name, brand: schema.properties.brand, category: schema.properties.category },
  ...{
    manufacturer: schema.properties.manufacturer,
    models: text(10_000),
    gtins: Type.Optional(text(8_000)),
  },
});
const APPLY_FIELDS: FieldWords = {
  wanted: { label: 'Which label?', missing: 'Choose a label' },
  administrator: { label: 'Which administrator?', wrong: 'Choose an administrator' },
};
const FIELD_OF = { 'manufacturer-not-own': 'manufacturer' };
const [ADD, CHANGE] = ['Add a product', 'Change what names the product'];
const API = '/api/v1/products';
/** A product as its own programs are told of it; its version is its entity tag. */
const ProductToldSchema = closed({
  id: Type.String(),
  ...schema.properties,
  version: Type.Integer(),
  changedAt: Type.String(),
});
const QUERY = closed({ after: Type.Optional(text(200)) });

/** A developer's products: each with what names it and the applications that were begun for it. */
export const productRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/products',
    permission: DEVELOPER,
    event: 'products.read',
    query: QUERY,
    answer: async ({ query: { after } }, at) => {
      const page = await ownProducts(at.office, { ...seatOf(at), after });
      return page.ok
        ? ok({ page: ProductsPage({ at, page: page.value, isFirst: after === undefined }) })
        : page;
    },
  }),
  deskPage({
    path: '/desk/products/new',
    permission: DEVELOPER,
    event: 'none',
    answer: async (_, at) => {
      const [only, ...more] = await ownManufacturers(at.office, seatOf(at));
      const known = only !== undefined && more.length === 0 ? { manufacturer: only } : {};
      return ok({ page: await formPage(at, at.form(PRODUCT_FIELDS, known), ADD) });
    },
  }),
  ...actBothWays({
    permission: DEVELOPER,
    event: 'product.added',
    body: schema,
    does: async ({ body: product }, at) => {
      const added = await addProduct(at.office, { ...seatOf(at), product });
      if (added.ok) at.note({ object: added.value });
      return added;
    },
    form: {
      ...{ path: '/desk/products/new', fields: PRODUCT_FIELDS, fieldOf: FIELD_OF },
      own: { body: BODY, read: (fields) => ok({ body: productFrom(fields) }) },
      again: async (_, at, form) => ok(await formPage(at, form, ADD)),
      then: async (id) => ok({ to: `/desk/products/${id}` }),
    },
    api: {
      path: API,
      summary: 'Adds a product, made under one of the legal names of your organisation.',
      refusals: ['manufacturer-not-own'],
      gives: closed({ product: Type.String() }),
      told: (product) => ({
        ...{ data: { product }, status: 201, version: 1, location: `${API}/${product}` },
      }),
    },
  }),
  deskPage({
    path: '/desk/products/:product',
    permission: DEVELOPER,
    event: 'product.read',
    query: QUERY,
    answer: async ({ params, query: { after } }, at) => {
      const found = await productAt(at, params, after);
      if (!found.ok) return found;
      const administrator = administratorOf(at.office);
      return ok({ page: await productPage(at, found.value, at.form(APPLY_FIELDS, { administrator })) });
    },
  }),
  ...actBothWays({
    permission: DEVELOPER,
    event: 'draft.begun',
    body: closed({
      ...{ scheme: EditionRefSchema, level: Type.Integer({ minimum: 1, maximum: 20 }) },
      /** Its code; absent: whose installation it is. */
      administrator: Type.Optional(AdministratorCodeSchema),
    }),
    does: async ({ params, body }, at) => {
      const id = parseId('product', params['product'] ?? '');
      if (!id.ok) return refuse({ code: 'no-such-product-here' });
      const wanted = { administrator: administratorOf(at.office), ...body };
      const begun = await beginDraft(at.office, { ...seatOf(at), ...wanted, product: id.value });
      if (begun.ok) at.note({ object: begun.value, edition: body.scheme });
      return begun;
    },
    form: {
      ...{ path: '/desk/products/:product/apply', fields: APPLY_FIELDS },
      fieldOf: { 'no-such-offer': 'wanted', 'unknown-administrator': 'administrator' },
      own: {
        body: closed({ wanted: text(200), administrator: Type.Optional(AdministratorCodeSchema) }),
        read: ({ wanted, administrator }, at) => {
          const offer = offersOf(at).find((one) => wantedOf(one) === wanted);
          if (!offer) return refuse({ code: 'no-such-offer' });
          const { scheme, level } = offer;
          return ok({ body: { scheme, level, ...(administrator !== undefined && { administrator }) } });
        },
      },
      again: async ({ params }, at, form) => applyAgain(at, params, form),
      then: async (draft) => ok({ to: `/desk/drafts/${draft}` }),
    },
    api: {
      path: `${API}/:product/apply`,
      summary: 'Begins an application for a product; what names the product stands in it already.',
      refusals: [
        ...['no-such-product-here', 'unknown-scheme', 'scheme-not-open', 'unknown-level'],
        'unknown-administrator',
      ],
      gives: closed({ draft: Type.String() }),
      told: (draft) => ({
        ...{ data: { draft }, status: 201, version: 1, location: `/api/v1/drafts/${draft}` },
      }),
    },
  }),
  deskPage({
    path: '/desk/products/:product/edit',
    permission: DEVELOPER,
    event: 'product.read',
    answer: async ({ params }, at) => {
      const found = await productAt(at, params);
      if (!found.ok) return found;
      const { product, version } = found.value.product;
      const { models, gtins, ...rest } = product;
      const lists = { models: models.join('\n'), gtins: gtins.join('\n') };
      const form = at.form(PRODUCT_FIELDS, { ...rest, ...lists, version: String(version) });
      return ok({ page: await formPage(at, form, CHANGE) });
    },
  }),
  ...actBothWays({
    permission: DEVELOPER,
    event: 'product.changed',
    body: schema,
    does: async ({ params, body: product, version: expected = 0 }, at) => {
      const id = parseId('product', params['product'] ?? '');
      if (!id.ok) return refuse({ code: 'no-such-product-here' });
      at.note({ object: id.value });
      return changeProduct(at.office, { ...seatOf(at), id: id.value, product, expected });
    },
    form: {
      ...{ path: '/desk/products/:product/edit', fields: PRODUCT_FIELDS, fieldOf: FIELD_OF },
      own: {
        body: closed({ ...BODY.properties, version: Type.Integer({ minimum: 1 }) }),
        read: ({ version, ...fields }) => ok({ body: productFrom(fields), version }),
      },
      again: async (_, at, form) => ok(await formPage(at, form, CHANGE)),
      then: async (_, { params }) => ok({ to: `/desk/products/${params['product'] ?? ''}` }),
    },
    api: {
      ...{ method: 'PUT', path: `${API}/:product`, versioned: true },
      summary: 'Says anew what names a product. Applications that were handed in stay as they are.',
      refusals: ['no-such-product-here', 'manufacturer-not-own'],
      gives: closed({ product: Type.String(), version: Type.Integer() }),
      told: (version, { params }) => ({
        ...{ data: { product: params['product'] ?? '', version }, version },
      }),
    },
  }),
  deskApi({
    ...{ method: 'GET', path: API, permission: DEVELOPER, event: 'products.read', query: QUERY },
    summary: 'The products of your organisation, the one changed last first.',
    refusals: ['malformed-cursor'],
    gives: closed({ items: listOf(ProductToldSchema), next: Type.Optional(Type.String()) }),
    answer: async ({ query: { after } }, at) => {
      const page = await ownProducts(at.office, { ...seatOf(at), after });
      if (!page.ok) return page;
      const { rows, next } = page.value;
      return ok({ data: { items: rows.map(productTold), ...(next !== undefined && { next }) } });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: `${API}/:product`, permission: DEVELOPER, event: 'product.read' },
    summary: 'One product.',
    refusals: ['no-such-product-here'],
    gives: ProductToldSchema,
    answer: async ({ params }, at) => {
      const found = await productAt(at, params);
      if (!found.ok) return found;
      const { product } = found.value;
      return ok({ data: productTold(product), version: product.version });
    },
  }),
];

/** A page with the form of a product, and the names that it may be made under. */
async function formPage(at: DeskContext, form: FormState, title: string): Promise<JSX.Element> {
  return ProductFormPage({ at, form, title, manufacturers: await ownManufacturers(at.office, seatOf(at)) });
}

function productTold({ id, product, version, changedAt }: KeptProduct): Static<typeof ProductToldSchema> {
  const { models, gtins, ...named } = product;
  return { id, ...named, models: [...models], gtins: [...gtins], version, changedAt };
}

function productFrom({
  models,
  gtins = '',
  ...rest
}: {
  readonly name: string;
  readonly brand: string;
  readonly manufacturer: string;
  readonly category: string;
  readonly models: string;
  readonly gtins?: string;
}): Product {
  return { ...rest, models: linesOf(models), gtins: linesOf(gtins) };
}

function linesOf(written: string): string[] {
  return [...new Set(written.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}

function productAt(at: DeskContext, params: Readonly<Record<string, string>>, after?: string) {
  const id = parseId('product', params['product'] ?? '');
  const none: Result<never, Refusal> = refuse({ code: 'no-such-product-here' });
  return id.ok ? ownProduct(at.office, { ...seatOf(at), id: id.value, after }) : Promise.resolve(none);
}

async function applyAgain(
  at: DeskContext,
  params: Readonly<Record<string, string>>,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const found = await productAt(at, params);
  return found.ok ? ok(await productPage(at, found.value, form)) : found;
}

type Found = Pick<Parameters<typeof ProductPage>[0], 'product' | 'drafts'>;

/** A product with the labels that may be applied for, and whom with. */
async function productPage(at: DeskContext, found: Found, form: FormState): Promise<JSX.Element> {
  const administrators = await administratorsOffered(at.office);
  return ProductPage({ at, ...found, offers: offersOf(at), administrators, form });
}

/** Every level of every scheme that applications are taken for here; each administrator takes all of them. */
function offersOf({ office }: Pick<DeskContext, 'office'>): readonly Offer[] {
  const { schemes } = office.programme;
  return schemes.flatMap((ref) => {
    const scheme = office.library.catalogue.schemes.get(ref);
    if (scheme?.status !== 'open') return [];
    const texts = textsOf(office, scheme);
    return scheme.levels.map(({ rank, name }) => ({
      ...{ scheme: ref, level: rank },
      title: texts[scheme.title] ?? scheme.id,
      ...(scheme.levels.length > 1 && { says: `Level ${String(rank)}, ${texts[name] ?? name}.` }),
    }));
  });
}
