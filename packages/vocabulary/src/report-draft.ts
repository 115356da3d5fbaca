import { DigestSchema, LocalIdSchema } from './dossier.ts';
import type { ProvisionRef } from './ids.ts';
import { ActivitySchema } from './scheme.ts';
import { DateSchema, ProvisionIdSchema } from './standard.ts';
import { LONGEST_OBSERVED, LONGEST_UNIT, VerdictSchema } from './test-report.ts';
import { closed, listOf, text, Type, type Static } from './schema.ts';

const CaseSchema = closed({
  case: ProvisionIdSchema,
  verdict: Type.Optional(VerdictSchema),
  observed: Type.Optional(text(LONGEST_OBSERVED)),
  units: listOf(
    closed({ part: LocalIdSchema, verdict: VerdictSchema, observed: Type.Optional(text(LONGEST_UNIT)) }),
    500,
  ),
});

/** A tool that was used, and what it put out: the digest of a file that the laboratory keeps here. */
const InstrumentSchema = closed({
  name: text(120),
  version: Type.Optional(text(60)),
  output: Type.Optional(DigestSchema),
});

const ObjectSchema = closed({
  hardwareVersion: text(80),
  firmwareVersion: text(80),
  firmwareDigest: Type.Optional(DigestSchema),
  activity: ActivitySchema,
  testedFrom: DateSchema,
  testedUntil: DateSchema,
  analyst: text(120),
});

/** A test report under way: what a laboratory has entered so far. */
export type ReportDraft = {
  readonly about?: TestedObject;
  readonly instruments: Instrument[];
  readonly results: {
    readonly provision: ProvisionRef;
    readonly summary?: string;
    readonly cases: DraftCase[];
  }[];
};
/** What was tested, when, by what activity and by whom. */
export type TestedObject = Static<typeof ObjectSchema>;
export type Instrument = Static<typeof InstrumentSchema>;
export type DraftCase = Static<typeof CaseSchema>;

/** A draft into which nothing was entered yet. */
export const EMPTY_REPORT: ReportDraft = { instruments: [], results: [] };
