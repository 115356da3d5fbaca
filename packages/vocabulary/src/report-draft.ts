import type { ProvisionRef } from './ids.ts';
import type { TestReport, Verdict } from './test-report.ts';

/** A test report under way: what a laboratory has entered so far. Each entry was read when it came in. */
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
export type TestedObject = Omit<TestReport['object'], 'product'> &
  Pick<TestReport, 'activity' | 'testedFrom' | 'testedUntil' | 'analyst'>;

/** A tool that was used, and what it put out: the digest of a file that the laboratory keeps here. */
export type Instrument = TestReport['instruments'][number];

/** One test case: the verdict is given last. */
export type DraftCase = {
  case: string;
  verdict?: Verdict;
  observed?: string;
  units: { part: string; verdict: Verdict; observed?: string }[];
};

/** A draft into which nothing was entered yet. */
export const EMPTY_REPORT: ReportDraft = { instruments: [], results: [] };
