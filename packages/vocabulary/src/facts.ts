import { FactIdSchema } from './condition.ts';
import { ConfidenceSchema } from './confidence.ts';
import { closed, listOf, oneOf, text, Type, type Static } from './schema.ts';

/** One question about a product, asked once and used by every standard and scheme. */
const FactSchema = closed({
  id: FactIdSchema,
  /** In plain words, to be answered by somebody who knows the product. */
  question: text(300),
  type: oneOf(['yes-no', 'number', 'choice']),
  choices: Type.Optional(listOf(text(100), 50, 2)),
  /** Of a number: what it counts, such as `months`, and between which values it lies, both included. */
  unit: Type.Optional(text(40)),
  least: Type.Optional(Type.Number()),
  most: Type.Optional(Type.Number()),
  /** What turns on the answer. */
  why: text(500),
  confidence: ConfidenceSchema,
});

export type Fact = Static<typeof FactSchema>;
export type FactsDictionary = Static<typeof FactsDictionaryKind.schema>;

/** The dictionary of product questions, `standards/facts.yaml`. */
export const FactsDictionaryKind = {
  name: 'facts dictionary',
  schema: closed({ facts: listOf(FactSchema, 1_000, 1) }),
};
