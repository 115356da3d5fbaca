import { PRODUCT } from './dossier.ts';
import { closed, type Static } from './schema.ts';

/** What names a product of a developer, whatever becomes of it: the part of its dossiers that they share. */
export type Product = Static<typeof ProductKind.schema>;

export const ProductKind = {
  name: 'product',
  schema: closed({
    name: PRODUCT.name,
    brand: PRODUCT.brand,
    manufacturer: PRODUCT.manufacturer,
    models: PRODUCT.models,
    gtins: PRODUCT.gtins,
    category: PRODUCT.category,
  }),
};
