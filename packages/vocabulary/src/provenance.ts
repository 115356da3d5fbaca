import { WebAddressSchema } from './web-address.ts';
import { closed, listOf, oneOf, text, Type, type Static } from './schema.ts';

/**
 * Where a document comes from. `as-published`: restates what a maker has published; `what-if`: differs from it;
 * `fictional`: invented for the sandbox; `submitted`: handed in by whoever it speaks for.
 */
export type ProvenanceKind = Static<typeof KindSchema>;
const KindSchema = oneOf(['as-published', 'what-if', 'fictional', 'submitted']);

/** What a document says of its own origin, and what it must not be taken for; shown wherever the document is. */
export const PROVENANCE = {
  kind: KindSchema,
  note: text(1_000),
  sources: listOf(WebAddressSchema, 20),
  licence: Type.Optional(text(200)),
};

/** The provenance of a document that changes nothing. */
export const ProvenanceSchema = closed(PROVENANCE);
