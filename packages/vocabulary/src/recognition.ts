import { ConfidenceSchema } from './confidence.ts';
import { ProvisionRefSchema } from './dossier.ts';
import { DateSchema, EditionNameSchema, NameSchema } from './standard.ts';
import { NAME_PATTERN } from './ids.ts';
import { closed, listOf, oneOf, recordOf, text, Type, type Static } from './schema.ts';
import { ActivitySchema } from './scheme.ts';

const sourced = { source: text(400), confidence: ConfidenceSchema, note: Type.Optional(text(800)) };

/** A scheme that is not held here, by the name and level that people know it by. */
const OutsideSchema = closed({ outside: closed({ name: text(200), level: text(120) }) });

const AnyOr = <T extends ReturnType<typeof listOf>>(list: T) => Type.Union([oneOf(['any']), list]);

/** Whose label counts: a scheme, the editions that the instrument pins, and the levels that it takes. */
const LabelSchema = closed({
  scheme: NameSchema,
  editions: AnyOr(listOf(EditionNameSchema, 50, 1)),
  /** `not-known`: no source says which. */
  levels: Type.Union([oneOf(['any', 'not-known']), listOf(Type.Integer({ minimum: 1, maximum: 20 }), 20, 1)]),
});

/** What it counts as: no more than `cap`, however high the level that is held. */
const RecognisedAsSchema = closed({
  scheme: NameSchema,
  editions: AnyOr(listOf(EditionNameSchema, 50, 1)),
  cap: Type.Union([oneOf(['not-known']), Type.Integer({ minimum: 1, maximum: 20 })]),
});

const CategoriesSchema = Type.Union([
  oneOf(['any']),
  closed({ only: listOf(NameSchema, 100, 1) }),
  closed({ except: listOf(NameSchema, 100, 1) }),
]);

const SpanSchema = closed({ from: DateSchema, to: Type.Optional(DateSchema), ...sourced });

/**
 * What recognition does. `automatic-deemed`: the label counts as conformity, nothing is applied for;
 * `simplified-application`: an application in which less is shown again; `assessment-reuse`: results are taken over;
 * `information-only`: no effect on conformity; `not-known`: no source says.
 */
const EffectSchema = oneOf([
  'automatic-deemed',
  'simplified-application',
  'assessment-reuse',
  'information-only',
  'not-known',
]);

/** One direction of an arrangement. The other direction, if there is one, is an entry of its own: it is never implied. */
const EntrySchema = closed({
  id: NameSchema,
  from: Type.Union([LabelSchema, OutsideSchema]),
  to: Type.Union([RecognisedAsSchema, OutsideSchema]),
  categories: CategoriesSchema,
  effect: EffectSchema,
  /** `[from, to)`, days of the scheme that recognises. */
  inForce: SpanSchema,
  suspensions: listOf(SpanSchema, 20),
  /** Whether the label must be valid on the day it is relied on; `not-known`: no source says. */
  sourceLabel: oneOf(['must-be-live', 'not-known']),
  conditions: listOf(closed({ id: NameSchema, rule: text(400), ...sourced }), 20),
  ...sourced,
});

export type RecognitionEntry = Static<typeof EntrySchema>;
export type RecognitionSpan = Static<typeof SpanSchema>;
export type Arrangement = Static<typeof ArrangementKind.schema>;

/** What parties have published about recognising each other's labels: `recognitions/<name>.yaml`. A legal fact, never a technical verdict. */
export const ArrangementKind = {
  name: 'recognition arrangement',
  schema: closed({
    arrangement: NameSchema,
    title: text(200),
    form: oneOf([
      'memorandum-of-understanding',
      'mutual-recognition-arrangement',
      'memorandum-of-cooperation',
      'cooperation',
      'joint-statement',
    ]),
    parties: listOf(text(120), 40, 2),
    /** Day, month or year as printed by the source. */
    signed: Type.Optional(text(10)),
    notes: Type.Optional(listOf(text(800), 20)),
    ...sourced,
    /** None: the parties work together and recognise nothing. */
    entries: listOf(EntrySchema, 40),
  }),
};

const LimitSchema = closed({
  value: Type.Integer({ minimum: 0, maximum: 1_000 }),
  why: text(600),
  ...sourced,
});

export type EquivalencePolicy = Static<typeof EquivalencePolicyKind.schema>;

/** Where a difference stops being a condition and begins to block: `recognitions/policy.yaml`. The choice of whoever compares. */
export const EquivalencePolicyKind = {
  name: 'equivalence policy',
  schema: closed({
    policy: NameSchema,
    title: text(200),
    /** Provisions that the source must cover, whole or at least in part, wherever the target asks for them or for the same. */
    must: listOf(
      closed({
        provision: ProvisionRefSchema,
        atLeast: oneOf(['whole', 'part']),
        why: text(400),
        ...sourced,
      }),
      100,
    ),
    limits: closed({
      /** Target requirements to which nothing in the source speaks. */
      uncovered: LimitSchema,
      /** Target requirements of which something stays open: the uncovered ones and those covered in part. */
      notWhole: LimitSchema,
      /** The most rigorous assessment that a condition may ask for; what takes more is a new assessment. */
      closable: closed({ activity: ActivitySchema, why: text(600), ...sourced }),
    }),
    /** Kinds of surveillance, each with the modes of schemes that belong to it. A mode without a kind is one of its own. */
    surveillanceKinds: recordOf(
      NAME_PATTERN,
      closed({ modes: listOf(NameSchema, 50, 1), why: text(400), ...sourced }),
      50,
    ),
  }),
};
