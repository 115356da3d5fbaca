import { BODY_ID_PATTERN, type BodyId } from './ids.ts';
import { DigestSchema, LocalIdSchema, ProvisionRefSchema } from './dossier.ts';
import { ProvenanceSchema } from './provenance.ts';
import { ActivitySchema, CompetenceSchema, PartySchema } from './scheme.ts';
import { DateSchema, NameSchema, ProvisionIdSchema } from './standard.ts';
import { WebAddressSchema } from './web-address.ts';
import { closed, listOf, oneOf, shaped, text, Type, type Static } from './schema.ts';

export const BodyIdSchema = shaped<BodyId>(
  BODY_ID_PATTERN,
  'the id of a body, such as body_sandbox-laboratory',
);

/** What a tester concluded. `not-applicable` repeats a claim; the rules decide whether the condition is really false. */
export type Verdict = Static<typeof VerdictSchema>;
export const VerdictSchema = oneOf(['pass', 'fail', 'inconclusive', 'not-applicable']);

/** Characters at most of what a report says of a group, of a case and of one unit: as long as published ones are. */
export const LONGEST_SUMMARY = 2_000;
export const LONGEST_OBSERVED = 8_000;
export const LONGEST_UNIT = 2_000;

const TestCaseResultSchema = closed({
  case: ProvisionIdSchema,
  verdict: VerdictSchema,
  /** Single IXIT rows or components on which the case was run. */
  units: Type.Optional(
    listOf(
      closed({ part: LocalIdSchema, verdict: VerdictSchema, observed: Type.Optional(text(LONGEST_UNIT)) }),
      500,
      1,
    ),
  ),
  observed: Type.Optional(text(LONGEST_OBSERVED)),
});

const GroupResultSchema = closed({
  provision: ProvisionRefSchema,
  /** Absent where the report gives none: the rules then derive it from the cases and say so. */
  verdict: Type.Optional(VerdictSchema),
  summary: text(LONGEST_SUMMARY),
  source: Type.Optional(WebAddressSchema),
  cases: listOf(TestCaseResultSchema, 50),
});

export type TestReport = Static<typeof TestReportKind.schema>;
export type GroupResult = Static<typeof GroupResultSchema>;

/** What a laboratory returns: a verdict per test group, case and unit. */
export const TestReportKind = {
  name: 'test report',
  schema: closed({
    report: NameSchema,
    provenance: ProvenanceSchema,
    laboratory: closed({
      body: BodyIdSchema,
      name: text(120),
      party: PartySchema,
      competence: CompetenceSchema,
      /** Accreditation as it stood when the tests were made. */
      accreditation: Type.Optional(closed({ by: text(120), scope: text(300), until: DateSchema })),
    }),
    /** What was done; it bounds the rigour for which the verdicts count. */
    activity: ActivitySchema,
    object: closed({
      product: text(120),
      hardwareVersion: text(80),
      firmwareVersion: text(80),
      firmwareDigest: Type.Optional(DigestSchema),
    }),
    testedFrom: DateSchema,
    testedUntil: DateSchema,
    instruments: listOf(
      closed({ name: text(120), version: Type.Optional(text(60)), output: Type.Optional(DigestSchema) }),
      100,
    ),
    /** Role of whoever signed; a sandbox report names a plainly fictional person. */
    analyst: text(120),
    results: listOf(GroupResultSchema, 1_000, 1),
  }),
};
