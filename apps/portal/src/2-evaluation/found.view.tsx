import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

import { FindingTables } from './findings.view.tsx';
import { GapTable } from './gaps.view.tsx';
import { Verdict } from './verdict.view.tsx';

/** What was found in a case, for whoever judges it: the verdict, what is open, and every finding with its why. */
export function Found({
  sheet: { evaluation },
  say,
}: {
  readonly sheet: CaseSheet;
  readonly say: (reason: Reason) => string;
}): JSX.Element | null {
  if (!evaluation) return null;
  return (
    <>
      <h2>What was found</h2>
      <Verdict evaluation={evaluation} />
      <h3>What is missing for level {evaluation.level.asked}</h3>
      <GapTable evaluation={evaluation} say={say} />
      <h3>Every finding</h3>
      <FindingTables findings={evaluation.findings} say={say} />
    </>
  );
}
