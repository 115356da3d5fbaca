import type { Digest } from '@assay/vocabulary/ids';
import type { ReportDraft } from '@assay/vocabulary/report-draft';
import type { TestReport, Verdict } from '@assay/vocabulary/test-report';

import { stateOf, type TestState } from './report-draft.ts';
import type { PlannedCase, PlannedTest } from './test-plan.ts';

/** What a laboratory has said of its plan: what is under way, what waits to be signed, and what was handed in. */
export type SaidOfPlan = {
  readonly draft: ReportDraft;
  /** Whether the draft became a report: then it says nothing beside that report. */
  readonly isHandedIn: boolean;
  /** The finished report that waits to be signed. */
  readonly waiting: TestReport | undefined;
  /** In the order in which they came; each that is in the case counts, also beside a later one. */
  readonly reports: readonly {
    readonly digest: Digest;
    readonly number: number;
    readonly report: TestReport;
  }[];
};

/** Where one test case of a plan stands. */
export type CaseStanding = {
  /** In the report under way. */
  readonly entry: TestState;
  readonly waiting: Verdict | undefined;
  readonly reported: readonly { readonly report: Digest; readonly verdict: Verdict }[];
};

/** Says of a test case what its laboratory has entered, what waits, and what stands in reports. */
export function standingInPlan(
  { draft, isHandedIn, waiting, reports }: SaidOfPlan,
  test: PlannedTest,
  one: PlannedCase,
): CaseStanding {
  const verdictIn = (report: TestReport) =>
    report.results
      .filter(({ provision }) => provision === test.provision)
      .flatMap(({ verdict: ofAll, cases }) => {
        const found = cases.find((said) => said.case === one.id);
        // A report may give one verdict for the whole provision and none for its cases.
        return found?.verdict ?? (cases.length === 0 ? ofAll : undefined) ?? [];
      })
      .at(0);
  return {
    entry: isHandedIn ? 'open' : stateOf(draft, test, one),
    waiting: waiting && verdictIn(waiting),
    reported: reports.flatMap(({ digest, report }) => {
      const verdict = verdictIn(report);
      return verdict === undefined ? [] : [{ report: digest, verdict }];
    }),
  };
}
