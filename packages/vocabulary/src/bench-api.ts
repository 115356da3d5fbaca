import { HandedSchema } from './api.ts';
import { DigestSchema, LocalIdSchema } from './dossier.ts';
import { closed, listOf, oneOf, text, Type } from './schema.ts';
import { ActivitySchema } from './scheme.ts';
import { DateSchema } from './standard.ts';
import {
  LONGEST_OBSERVED,
  LONGEST_SUMMARY,
  LONGEST_UNIT,
  TestReportKind,
  VerdictSchema,
} from './test-report.ts';

/** What was tested, when, by what activity and by whom. */
export const TestedObjectSchema = closed({
  hardwareVersion: text(80),
  firmwareVersion: text(80),
  firmwareDigest: Type.Optional(DigestSchema),
  activity: ActivitySchema,
  testedFrom: DateSchema,
  testedUntil: DateSchema,
  analyst: text(120),
});

/** An instrument, and what it put out: a file that the laboratory has sent here. */
export const InstrumentNamedSchema = closed({
  name: text(120),
  version: Type.Optional(text(60)),
  output: Type.Optional(DigestSchema),
});

/** What was found in one test case, and on each part that it is run on. */
export const FoundSchema = closed({
  verdict: VerdictSchema,
  units: listOf(
    closed({ part: LocalIdSchema, verdict: VerdictSchema, observed: Type.Optional(text(LONGEST_UNIT)) }),
    500,
  ),
  observed: Type.Optional(text(LONGEST_OBSERVED)),
  /** One for all test cases of the provision. */
  summary: text(LONGEST_SUMMARY),
});

/** How the report under way stands. */
export const EnteredSchema = closed({
  /** Which report of the laboratory in the case. */
  number: Type.Integer(),
  version: Type.Integer(),
  lacking: Type.Integer({ description: 'Entries without which the report cannot be signed yet.' }),
});

const UNITS = listOf(
  closed({ part: Type.String(), verdict: Type.String(), observed: Type.Optional(Type.String()) }),
);

/** The bench of a case: the test plan, and what its laboratory has entered. */
export const BenchSchema = closed({
  ...EnteredSchema.properties,
  report: Type.Optional(Type.String({ description: 'Digest of what was handed in; it takes no more.' })),
  object: Type.Optional(TestedObjectSchema),
  instruments: TestReportKind.schema.properties.instruments,
  /** The report once nothing is missing: word for word as a key of the laboratory signs it, and as it is handed in. */
  whole: Type.Optional(HandedSchema),
  tests: listOf(
    closed({
      ...{ provision: Type.String(), title: Type.String(), requirements: listOf(Type.String()) },
      /** Components or rows on which each case is run. */
      parts: listOf(Type.String()),
      /** Whether it applies turns on something that the maker has not answered. */
      mayNotApply: Type.Boolean(),
      summary: Type.Optional(Type.String()),
      cases: listOf(
        closed({
          ...{ test: Type.String(), state: oneOf(['open', 'begun', 'done']), units: UNITS },
          verdict: Type.Optional(Type.String()),
          observed: Type.Optional(Type.String()),
          /** What reports that were handed in say of it: each counts, and the worse word holds. */
          reported: listOf(closed({ report: Type.String(), verdict: Type.String() })),
          /** What the finished report says that waits to be signed. */
          waiting: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
});
