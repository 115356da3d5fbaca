import { ConditionSchema } from './condition.ts';
import { ConfidenceSchema } from './confidence.ts';
import { EDITION_REF_PATTERN, type EditionRef } from './ids.ts';
import { DateSchema, EditionNameSchema, NameSchema, ProvisionIdSchema } from './standard.ts';
import { closed, listOf, oneOf, recordOf, shaped, text, Type, type Static } from './schema.ts';

export const EditionRefSchema = shaped<EditionRef>(
  EDITION_REF_PATTERN,
  'an edition such as etsi-en-303-645@2.1.1',
);
/** Key of a sentence in `texts/<lang>.yaml`. */
const TextKeySchema = shaped<string>(
  '^[a-z][A-Za-z0-9]*(\\.[A-Za-z0-9-]+)*$',
  'the key of a text, such as level.1.name',
);

/** Who performs an assessment activity: the maker, somebody with an interest, or somebody with none. */
export const PartySchema = oneOf(['first', 'second', 'third']);
/** What the body that performs it must be able to show. */
export const CompetenceSchema = oneOf(['none', 'approved', 'accredited-17025', 'accredited-17065']);
/** What is done. Rigour is the ladder of `method.rigour`. */
export const ActivitySchema = oneOf([
  'declaration',
  'document-review',
  'functional-test',
  'binary-analysis',
  'penetration-test',
  'evaluation',
]);

export type Party = Static<typeof PartySchema>;
export type Competence = Static<typeof CompetenceSchema>;
export type Activity = Static<typeof ActivitySchema>;

const sourced = { source: text(400), confidence: ConfidenceSchema, note: Type.Optional(text(600)) };

/**
 * A way in which a level wants findings to come about. A finding counts for the level only if at least one
 * favourable result behind it was reached with this activity or a more rigorous one, by this party or one
 * further from the maker, with this competence, by a body recognised on the date, not older than `maxAgeDays`.
 */
const MethodSchema = closed({
  id: NameSchema,
  activity: ActivitySchema,
  party: PartySchema,
  competence: CompetenceSchema,
  /** Id of a setting in days; absent: any age. */
  maxAge: Type.Optional(NameSchema),
  title: TextKeySchema,
  ...sourced,
});

/**
 * For which products a group is asked: those of the categories named, all but those, or those of the classes named.
 * Absent: every product that the scheme takes.
 */
const SelectorSchema = Type.Union([
  closed({ categories: listOf(NameSchema, 100, 1) }),
  closed({ exceptCategories: listOf(NameSchema, 100, 1) }),
  closed({ classes: listOf(NameSchema, 20, 1) }),
]);

/** Provisions that a level adds, taken from one standard edition, and the method by which they count. */
const RequirementGroupSchema = closed({
  id: NameSchema,
  level: Type.Integer({ minimum: 1, maximum: 20 }),
  from: EditionRefSchema,
  provisions: listOf(ProvisionIdSchema, 2_000, 1),
  method: NameSchema,
  only: Type.Optional(SelectorSchema),
  /** The principle under which the group counts, where levels are reached principle by principle. */
  principle: Type.Optional(NameSchema),
  /** Whether the applicant may give a reason why a provision does not apply although no condition says so. */
  justifiedNotApplicable: Type.Boolean(),
  ...sourced,
});

const LevelSchema = closed({
  rank: Type.Integer({ minimum: 1, maximum: 20 }),
  name: TextKeySchema,
  symbol: text(12),
  basis: oneOf(['provisions', 'rigour', 'lifecycle', 'category']),
  ...sourced,
});

/** A way in which conformity may be shown, such as a module of Decision 768/2008/EC; `open` says to whom. */
const RouteSchema = closed({ id: NameSchema, title: TextKeySchema, open: TextKeySchema, ...sourced });

/** Products that the rules treat alike. A class that names no categories holds all that no other class names. */
const ClassSchema = closed({
  id: NameSchema,
  name: TextKeySchema,
  categories: listOf(NameSchema, 100),
  /** The list that the rules print, such as an annex of a law, and which of the categories each entry of it means. */
  listed: Type.Optional(
    listOf(closed({ id: text(20), title: TextKeySchema, categories: listOf(NameSchema, 20, 1) }), 100, 1),
  ),
  routes: listOf(RouteSchema, 10, 1),
  ...sourced,
});

const SettingSchema = closed({
  id: NameSchema,
  /** `null`: no rule fixes the number; whoever runs the programme must choose one before it is used. */
  value: Type.Union([Type.Number(), text(200), Type.Null()]),
  unit: text(40),
  effectiveFrom: DateSchema,
  ...sourced,
});

/**
 * What the scheme publishes about a product. The first ten are those of 47 CFR 8.222(b), in its order; `authorisation` is
 * the day of the label and how it stands now, `contact` where to report vulnerabilities, `securityInformation` where the
 * maker tells of vulnerabilities and updates, `declaration` what the maker has declared.
 */
export type DisclosureField = Static<typeof DisclosureFieldSchema>;
const DisclosureFieldSchema = oneOf([
  'productName',
  'manufacturer',
  'authorisation',
  'administrator',
  'laboratory',
  'passwordChange',
  'secureConfiguration',
  'updates',
  'supportPeriod',
  'inventories',
  'category',
  'models',
  'level',
  'labelId',
  'validity',
  'contact',
  'securityInformation',
  'declaration',
]);

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const ClockSchema = closed({
  id: NameSchema,
  /** What starts it and what stops it, as event names of the case or label. */
  starts: text(80),
  ends: text(80),
  /** Id of the setting that holds its length. */
  length: NameSchema,
  calendar: oneOf(['hours', 'calendar-days', 'business-days', 'months']),
  pausesWhileWaitingOnApplicant: Type.Boolean(),
  /** Only for cases that ask for one of these levels. Absent: for each. */
  levels: Type.Optional(listOf(Type.Integer({ minimum: 1, maximum: 20 }), 20, 1)),
  ...sourced,
});

const MonthSchema = Type.Integer({ minimum: 1, maximum: 12 });

/** A holiday that comes back each year: on a day of a month, or on the nth or the last such weekday of it. */
const HolidaySchema = Type.Union([
  closed({
    id: NameSchema,
    month: MonthSchema,
    day: Type.Integer({ minimum: 1, maximum: 31 }),
    /** The first year in which it is one. */
    since: Type.Optional(Type.Integer({ minimum: 1900, maximum: 9999 })),
  }),
  closed({
    id: NameSchema,
    month: MonthSchema,
    weekday: oneOf(WEEKDAYS),
    nth: Type.Union([oneOf(['last']), Type.Integer({ minimum: 1, maximum: 4 })]),
    since: Type.Optional(Type.Integer({ minimum: 1900, maximum: 9999 })),
  }),
]);

/** Which days do not count beside the weekend. `not-stated`: no source names them, and the clock says so. */
const HolidaysSchema = Type.Union([
  oneOf(['not-stated']),
  closed({
    rules: listOf(HolidaySchema, 40, 1),
    /** `nearest-weekday`: one on a Saturday is kept on the Friday before it, one on a Sunday on the Monday after. */
    observed: oneOf(['as-it-falls', 'nearest-weekday']),
  }),
  closed({
    /** The years whose holidays are all listed; of any other year none is stated. */
    years: listOf(Type.Integer({ minimum: 1900, maximum: 9999 }), 50, 1),
    dates: listOf(DateSchema, 1_000),
  }),
]);

export type SchemeEdition = Static<typeof SchemeEditionKind.schema>;
export type Method = Static<typeof MethodSchema>;
export type RequirementGroup = Static<typeof RequirementGroupSchema>;
export type Selector = Static<typeof SelectorSchema>;
export type Level = Static<typeof LevelSchema>;
export type Setting = Static<typeof SettingSchema>;
export type SchemeClock = Static<typeof ClockSchema>;
export type BusinessDays = NonNullable<SchemeEdition['businessDays']>;
export type Holiday = Static<typeof HolidaySchema>;

/** What a programme demands, one edition: `schemes/<id>/<edition>.yaml`. An edition in force never changes. */
export const SchemeEditionKind = {
  name: 'scheme edition',
  schema: closed({
    id: NameSchema,
    edition: EditionNameSchema,
    title: TextKeySchema,
    jurisdiction: text(80),
    owner: text(200),
    status: oneOf(['open', 'closed-to-new', 'withdrawn']),
    /** `[from, to)`: days of the scheme's zone; `to` absent while in force. */
    inForce: closed({ from: DateSchema, to: Type.Optional(DateSchema), ...sourced }),
    timeZone: text(60),
    obligation: closed({ kind: oneOf(['voluntary', 'mandatory', 'mandatory-for-categories']), ...sourced }),
    sources: listOf(text(400), 30, 1),
    confidence: ConfidenceSchema,
    roles: listOf(closed({ id: NameSchema, duty: TextKeySchema, ...sourced }), 30, 1),
    scope: closed({
      /** Product categories taken; `any-consumer-iot` takes each that is not excluded. */
      categories: listOf(NameSchema, 100, 1),
      /** Categories never taken, even by `any-consumer-iot`: products for professionals, medical devices, vehicles. */
      excludedCategories: listOf(closed({ category: NameSchema, ...sourced }), 50),
      /** Facts that must be answered yes for the product to be in scope. */
      inclusion: listOf(closed({ id: NameSchema, when: ConditionSchema, ...sourced }), 30),
      exclusions: listOf(closed({ id: NameSchema, when: ConditionSchema, ...sourced }), 30),
    }),
    levelModel: oneOf(['binary', 'cumulative', 'classes', 'per-principle']),
    levels: listOf(LevelSchema, 20, 1),
    /** For `classes`: the classes of products, by category. */
    classes: Type.Optional(listOf(ClassSchema, 20, 1)),
    /** For `per-principle`: what a level is reached in, one by one; the whole is no higher than the lowest of them. */
    principles: Type.Optional(listOf(closed({ id: NameSchema, name: TextKeySchema, ...sourced }), 40, 2)),
    methods: listOf(MethodSchema, 20, 1),
    requirements: listOf(RequirementGroupSchema, 50, 1),
    /** What must have happened before a step may begin, such as a test plan approved before testing. */
    gates: Type.Optional(
      listOf(
        closed({
          id: NameSchema,
          before: oneOf(['application', 'testing', 'decision', 'label']),
          rule: TextKeySchema,
          ...sourced,
        }),
        20,
        1,
      ),
    ),
    declarations: listOf(closed({ id: NameSchema, version: text(20), text: TextKeySchema, ...sourced }), 40),
    /** Members of the dossier an application must fill, as JSON Pointers. */
    applicationForm: listOf(shaped<string>('^(/[A-Za-z0-9]+)+$', 'a JSON Pointer into the dossier'), 60, 1),
    disclosures: listOf(
      closed({ field: DisclosureFieldSchema, required: Type.Boolean(), label: TextKeySchema, ...sourced }),
      20,
    ),
    /** How a decision comes about. Absent: no source says, and what ISO/IEC 17065 leaves to whoever decides stays there. */
    decision: Type.Optional(
      closed({
        /** Whether the decider may find a requirement met that the findings leave open, naming it and the reason. */
        overruling: oneOf(['by-name-with-reason', 'forbidden']),
        ...sourced,
      }),
    ),
    /** What a grant states. Absent: no source says, and it names the administrator alone. */
    grant: Type.Optional(
      closed({
        /** Who is named as issuing it. */
        authorities: listOf(oneOf(['administrator', 'scheme-owner']), 2, 1),
        ...sourced,
      }),
    ),
    validity: closed({
      /** `min-support-term`: until the support end date, at most `term` after issue; `open-ended`: until a state change. */
      rule: oneOf(['min-support-term', 'fixed-term', 'open-ended']),
      /** Id of the setting with the longest term, in months. */
      term: Type.Optional(NameSchema),
      ...sourced,
    }),
    supportPeriod: closed({ endDateRequired: Type.Boolean(), mayBeShortened: Type.Boolean(), ...sourced }),
    renewal: closed({ rule: TextKeySchema, interval: Type.Optional(NameSchema), ...sourced }),
    changeClasses: listOf(closed({ id: NameSchema, action: TextKeySchema, ...sourced }), 20),
    standardChange: closed({ rule: TextKeySchema, grace: Type.Optional(NameSchema), ...sourced }),
    surveillance: closed({
      modes: listOf(NameSchema, 10, 1),
      rate: Type.Optional(NameSchema),
      rule: TextKeySchema,
      ...sourced,
    }),
    sanctions: listOf(
      closed({ id: NameSchema, rule: TextKeySchema, notice: Type.Optional(NameSchema), ...sourced }),
      20,
    ),
    clocks: listOf(ClockSchema, 30),
    /** Which days count for clocks in business days; a source that does not name the holidays says so. */
    businessDays: Type.Optional(
      closed({
        weekend: listOf(oneOf(WEEKDAYS), 6),
        holidays: HolidaysSchema,
        ...sourced,
      }),
    ),
    appeals: closed({ rule: TextKeySchema, ...sourced }),
    /** Absent where the scheme leads to no mark on the product. */
    label: Type.Optional(
      closed({
        elements: listOf(TextKeySchema, 20, 1),
        /** Absent where no source shows what an id looks like. */
        idPattern: Type.Optional(text(120)),
        altText: TextKeySchema,
        ...sourced,
      }),
    ),
    /** What the developer issues instead of a label, and what it must state. */
    statement: Type.Optional(
      closed({ title: TextKeySchema, states: listOf(TextKeySchema, 40, 1), ...sourced }),
    ),
    claims: listOf(closed({ id: NameSchema, rule: TextKeySchema, ...sourced }), 20),
    /** What a label of this scheme does not say; shown on every label page. */
    doesNotSay: listOf(TextKeySchema, 10, 1),
    recognitions: listOf(
      closed({
        party: text(120),
        /** The edition whose results are taken, where it is loaded; absent where the source names a party alone. */
        scheme: Type.Optional(EditionRefSchema),
        level: text(80),
        rule: TextKeySchema,
        ...sourced,
      }),
      40,
    ),
    fees: closed({ rule: TextKeySchema, ...sourced }),
    retention: closed({ rule: TextKeySchema, ...sourced }),
    settings: listOf(SettingSchema, 60),
  }),
};

/** Sentences of a scheme in one language: `schemes/<id>/texts/<lang>.yaml`. */
export type SchemeTexts = Static<typeof SchemeTextsKind.schema>;
export const SchemeTextsKind = {
  name: 'scheme texts',
  schema: closed({
    language: shaped<string>('^[a-z]{2}(-[A-Z]{2})?$', 'a language tag such as en'),
    texts: recordOf('^[a-z][A-Za-z0-9]*(\\.[A-Za-z0-9-]+)*$', text(2_000), 2_000),
  }),
};
