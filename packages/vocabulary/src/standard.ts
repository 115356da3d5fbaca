import { ConditionSchema } from './condition.ts';
import { ConfidenceSchema } from './confidence.ts';
import { EDITION_PATTERN, NAME_PATTERN } from './ids.ts';
import { DATE_PATTERN, type CalendarDate } from './instant.ts';
import { closed, listOf, oneOf, recordOf, shaped, text, Type, type Static } from './schema.ts';

export const ProvisionIdSchema = shaped<string>(
  '^[0-9A-Za-z]+([./-][0-9A-Za-z]+)*$',
  'the id of a provision, such as 5.3-13',
);
export const NameSchema = shaped<string>(NAME_PATTERN, 'a lower-case name with hyphens');
export const EditionNameSchema = shaped<string>(EDITION_PATTERN, 'an edition, such as 2.1.1');
export const DateSchema = shaped<CalendarDate>(DATE_PATTERN, 'a date, YYYY-MM-DD');

/** Which part of a product a provision speaks about, and so for what it is judged one by one. */
export type Scope = Static<typeof ScopeSchema>;
const ScopeSchema = oneOf([
  'product',
  'each-component',
  'each-applicable-component',
  'some-components',
  'developer',
]);

const TestCaseSchema = closed({
  id: ProvisionIdSchema,
  type: oneOf(['conceptual', 'functional', 'conceptual+functional']),
  /** IXIT tables the case reads; `ics` stands for the conformance statement itself. */
  ixit: listOf(text(40), 20),
});

/** What every edition of a document begins with: which it is, who published it when, and how well it is known here. */
export const EDITION_HEAD = {
  id: NameSchema,
  edition: EditionNameSchema,
  title: text(200),
  publisher: text(200),
  /** Month or day of publication as printed by the publisher, for example `2020-06`. */
  published: text(10),
  sources: listOf(text(400), 20, 1),
  confidence: ConfidenceSchema,
  notes: Type.Optional(listOf(text(800), 20)),
};

/**
 * How a provision follows from one of an earlier edition. `same`: unchanged in substance; `restated`: condition or
 * scope changed; `part`: one of several that an earlier provision was split into.
 */
const PredecessorSchema = closed({
  id: ProvisionIdSchema,
  relation: oneOf(['same', 'restated', 'part']),
  change: text(400),
  confidence: ConfidenceSchema,
});

const ProvisionSchema = closed({
  id: ProvisionIdSchema,
  section: text(40),
  title: text(120),
  /** What has to hold, in our own words: not the text of the standard. */
  outcome: text(600),
  modality: oneOf(['mandatory', 'recommended']),
  /** The status as the source prints it, for example `M C (5)`. */
  status: text(40),
  /** Ids of `conditions`; all must hold for the provision to apply. */
  conditions: listOf(NameSchema, 10),
  subjects: listOf(NameSchema, 20),
  scope: ScopeSchema,
  /** Id of the IXIT table whose rows are judged one by one. */
  assessedPer: Type.Optional(text(40)),
  /** The entry this one refines, for standards that nest. */
  parent: Type.Optional(ProvisionIdSchema),
  /** Kinds of evidence that usually answer it. */
  evidence: listOf(NameSchema, 20),
  tests: Type.Optional(closed({ group: ProvisionIdSchema, cases: listOf(TestCaseSchema, 20, 1) })),
  predecessors: Type.Optional(listOf(PredecessorSchema, 5, 1)),
  confidence: ConfidenceSchema,
  /** Marks for single columns of the row where they differ. */
  confidenceDetail: Type.Optional(recordOf(NAME_PATTERN, ConfidenceSchema, 20)),
  note: Type.Optional(text(600)),
});

export type Provision = Static<typeof ProvisionSchema>;
export type StandardEdition = Static<typeof StandardEditionKind.schema>;

/** What a standard asks, one edition: `standards/<id>/<edition>.yaml`. */
export const StandardEditionKind = {
  name: 'standard edition',
  schema: closed({
    ...EDITION_HEAD,
    /** The edition before this one, where its provisions have `predecessors`. */
    succeeds: Type.Optional(EditionNameSchema),
    sections: listOf(closed({ id: text(40), title: text(200) }), 100, 1),
    conditions: listOf(
      closed({
        id: NameSchema,
        /** Number or letter of the source's own table. */
        printed: text(20),
        when: text(300),
        expression: ConditionSchema,
        confidence: ConfidenceSchema,
      }),
      100,
    ),
    provisions: listOf(ProvisionSchema, 2_000, 1),
  }),
};
