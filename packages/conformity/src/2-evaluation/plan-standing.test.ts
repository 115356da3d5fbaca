import { EMPTY_REPORT, type ReportDraft } from '@assay/vocabulary/report-draft';
import type { Verdict } from '@assay/vocabulary/test-report';
import { expect, test } from 'vitest';

import * as small from '../../test/small-world.ts';
import { standingInPlan, type SaidOfPlan } from './plan-standing.ts';
import type { PlannedTest } from './test-plan.ts';

const provision = small.ref('1-1');
const ONE = { id: '1-1-1', type: undefined, reads: [], isOwn: false };
const TEST: PlannedTest = {
  ...{ provision, title: 'T', outcome: 'O', scope: 'product', requirements: [], units: [] },
  ...{ cases: [ONE], mayNotApply: false, stated: undefined },
};
const NOTHING: SaidOfPlan = { draft: EMPTY_REPORT, isHandedIn: false, waiting: undefined, reports: [] };
const DRAFT: ReportDraft = {
  ...EMPTY_REPORT,
  results: [{ provision, cases: [{ case: ONE.id, verdict: 'fail', units: [] }] }],
};
const handedIn = (number: number, ...of: readonly Parameters<typeof small.verdicts>[]) => ({
  digest: small.digest(String(number)),
  number,
  report: small.report(of.map((one) => small.verdicts(...one))),
});
const standing = (said: Partial<SaidOfPlan>) => standingInPlan({ ...NOTHING, ...said }, TEST, ONE);
const reported = (number: number, verdict: Verdict) => ({ report: small.digest(String(number)), verdict });

test('what nobody has said anything of is open', () => {
  expect(standing({})).toEqual({ entry: 'open', waiting: undefined, reported: [] });
  expect(standing({ reports: [handedIn(1, ['1-2', 'pass'])] }).reported).toEqual([]);
});

test('what was entered is so until it is handed in, and then stands in the report alone', () => {
  expect(standing({ draft: DRAFT }).entry).toBe('done');
  const reports = [handedIn(1, ['1-1', 'fail'])];
  const after = { entry: 'open', waiting: undefined, reported: [reported(1, 'fail')] };
  expect(standing({ draft: DRAFT, isHandedIn: true, reports })).toEqual(after);
});

test('every report that was handed in is told with its own verdict, and one that waits beside them', () => {
  const reports = [handedIn(1, ['1-1', 'pass']), handedIn(2, ['1-1', 'fail']), handedIn(3, ['1-2', 'pass'])];
  const waiting = small.report({ '1-1': 'inconclusive' });
  expect(standing({ reports, waiting, draft: DRAFT })).toEqual({
    ...{ entry: 'done', waiting: 'inconclusive' },
    reported: [reported(1, 'pass'), reported(2, 'fail')],
  });
});

test('a verdict on the whole provision says it of a case only where the report tells of no case', () => {
  expect(standing({ reports: [handedIn(1, ['1-1', 'pass', []])] }).reported).toEqual([reported(1, 'pass')]);
  const other = handedIn(1, ['1-1', 'pass']);
  const [result] = other.report.results;
  const cases = (result?.cases ?? []).map((one) => ({ ...one, case: '1-1-9' }));
  const report = { ...other.report, results: result ? [{ ...result, cases }] : [] };
  expect(standing({ reports: [{ ...other, report }] }).reported).toEqual([]);
});
