import { ConfidenceSchema } from './confidence.ts';
import { ProvisionRefSchema } from './dossier.ts';
import { NameSchema } from './standard.ts';
import { closed, listOf, oneOf, text, Type, type Static } from './schema.ts';

/**
 * How what one provision asks lies to what another asks (set relations, in the manner of NIST IR 8477): `equal`,
 * `subset`: `from` lies within `to`; `superset`: `from` holds all of `to`; `intersects`: they share a part.
 */
const RelationSchema = oneOf(['equal', 'subset', 'superset', 'intersects']);

const PairSchema = closed({
  from: ProvisionRefSchema,
  to: ProvisionRefSchema,
  relation: RelationSchema,
  /** How plain the overlap is. */
  strength: oneOf(['strong', 'medium', 'weak']),
  confidence: ConfidenceSchema,
  source: text(200),
  note: Type.Optional(text(400)),
});

export type CrosswalkPair = Static<typeof PairSchema>;
export type Crosswalk = Static<typeof CrosswalkKind.schema>;

/** Relations between provisions of different standards: `crosswalk/<name>.yaml`. They carry evidence, never a verdict. */
export const CrosswalkKind = {
  name: 'crosswalk',
  schema: closed({
    crosswalk: NameSchema,
    title: text(200),
    notes: Type.Optional(listOf(text(800), 20)),
    pairs: listOf(PairSchema, 10_000, 1),
  }),
};
