import { beginDraft } from '@assay/office/1-application/own-drafts';
import { addProduct, changeProduct, ownProduct, ownProducts } from '@assay/office/1-application/own-products';
import { textsOf } from '@assay/office/scheme-of';
import { parseId } from '@assay/vocabulary/desk-ids';
import { ProductKind, type Product } from '@assay/vocabulary/product';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { DEVELOPER, seatOf } from './draft-at.tsx';
import { ProductFormPage, ProductPage, ProductsPage, wantedOf, type Offer } from './products.view.tsx';

const { schema } = ProductKind;
const PRODUCT_FIELDS: FieldWords = {
  name: { label: 'Name of the product', missing: 'Enter the name of the product' },
  brand: { label: 'Brand', missing: 'Enter the brand under which it is sold' },
  manufacturer: { label: 'Manufacturer', missing: 'Enter the company that makes it' },
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
const APPLY_FIELDS: FieldWords = { wanted: { label: 'Which label?', missing: 'Choose a label' } };
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
    answer: async (_, at) =>
      ok({ page: ProductFormPage({ at, form: at.form(PRODUCT_FIELDS), title: 'Add a product' }) }),
  }),
  deskForm({
    path: '/desk/products/new',
    permission: DEVELOPER,
    event: 'product.added',
    body: BODY,
    fields: PRODUCT_FIELDS,
    again: async (_, at, form) => ok(ProductFormPage({ at, form, title: 'Add a product' })),
    answer: async ({ body }, at) => {
      const seat = seatOf(at);
      const id = await addProduct(at.office, { ...seat, product: productFrom(body) });
      at.note({ object: id });
      return ok({ to: `/desk/products/${id}` });
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
      const page = ProductPage({ at, ...found.value, offers: offersOf(at), form: at.form(APPLY_FIELDS) });
      return ok({ page });
    },
  }),
  deskForm({
    path: '/desk/products/:product/apply',
    permission: DEVELOPER,
    event: 'draft.begun',
    body: closed({ wanted: text(200) }),
    fields: APPLY_FIELDS,
    again: async ({ params }, at, form) => applyAgain(at, params, form),
    answer: async ({ params, body: { wanted } }, at) => {
      const id = parseId('product', params['product'] ?? '');
      const offer = offersOf(at).find((one) => wantedOf(one) === wanted);
      if (!id.ok || !offer) return refuse({ code: 'no-such-product-here' });
      const seat = seatOf(at);
      const { administrator, scheme, level } = offer;
      const begun = await beginDraft(at.office, { ...seat, product: id.value, administrator, scheme, level });
      return begun.ok ? ok({ to: `/desk/drafts/${begun.value}` }) : begun;
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
      const values = {
        ...rest,
        models: models.join('\n'),
        gtins: gtins.join('\n'),
        version: String(version),
      };
      return ok({
        page: ProductFormPage({
          at,
          form: at.form(PRODUCT_FIELDS, values),
          title: 'Change what names the product',
        }),
      });
    },
  }),
  deskForm({
    path: '/desk/products/:product/edit',
    permission: DEVELOPER,
    event: 'product.changed',
    body: closed({ ...BODY.properties, version: Type.Integer({ minimum: 1 }) }),
    fields: PRODUCT_FIELDS,
    again: async (_, at, form) => ok(ProductFormPage({ at, form, title: 'Change what names the product' })),
    answer: async ({ params, body: { version: expected, ...body } }, at) => {
      const id = parseId('product', params['product'] ?? '');
      if (!id.ok) return refuse({ code: 'no-such-product-here' });
      const seat = seatOf(at);
      const change = { ...seat, id: id.value, product: productFrom(body), expected };
      const changed = await changeProduct(at.office, change);
      return changed.ok ? ok({ to: `/desk/products/${id.value}` }) : changed;
    },
  }),
];

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
  return found.ok ? ok(ProductPage({ at, ...found.value, offers: offersOf(at), form })) : found;
}

/** Every level of every scheme that applications are taken for here. */
function offersOf({ office }: Pick<DeskContext, 'office'>): readonly Offer[] {
  const { administrator, schemes } = office.programme;
  return schemes.flatMap((ref) => {
    const scheme = office.library.catalogue.schemes.get(ref);
    if (scheme?.status !== 'open') return [];
    const texts = textsOf(office, scheme);
    return scheme.levels.map(({ rank, name }) => ({
      ...{ administrator: administrator.code, scheme: ref, level: rank },
      title: texts[scheme.title] ?? scheme.id,
      says: `${scheme.levels.length > 1 ? `Level ${String(rank)}, ${texts[name] ?? name}. ` : ''}Handled by ${administrator.name}.`,
    }));
  });
}
