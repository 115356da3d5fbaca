import {
  standingInPlan,
  type CaseStanding,
  type SaidOfPlan,
} from '@assay/conformity/2-evaluation/plan-standing';
import type { PlannedCase, PlannedTest } from '@assay/conformity/2-evaluation/test-plan';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import { splitProvisionRef } from '@assay/vocabulary/ids';
import type { Verdict } from '@assay/vocabulary/test-report';
import type { JSX } from 'preact';

import { ACTIVITY_WORDS } from '../../0-programme/people/recognition-words.tsx';
import { documentPath } from '../../case-file/case-documents.view.tsx';
import { DataTable, type Column } from '../../layout/data-table.tsx';
import { Empty } from '../../layout/empty.tsx';
import { TaskBadge } from '../../layout/task-list.tsx';
import { testPath } from './bench-at.tsx';

/** Every test case of a plan: on what it is run, what the maker says, and where its verdict stands. */
export function Plan({ bench, said }: { readonly bench: Bench; readonly said: SaidOfPlan }): JSX.Element {
  const { plan } = bench;
  const rows = plan.tests.flatMap((test) =>
    test.cases.map((one) => ({ test, one, standing: standingInPlan(said, test, one) })),
  );
  return (
    <>
      <h2>Test plan</h2>
      <p class="measure soft">
        {String(plan.tests.length)} provisions need your laboratory
        {plan.activity !== undefined && `, the most by ${ACTIVITY_WORDS[plan.activity].toLowerCase()}`}.{' '}
        {String(plan.notApplicable)} do not apply as the maker answered, {String(plan.withoutLaboratory)} need
        no laboratory.
        {said.reports.length > 1 &&
          ' Of your reports each counts: where two differ, the worse verdict holds.'}
      </p>
      {rows.length === 0 ? (
        <Empty says="This level needs no laboratory." />
      ) : (
        <DataTable
          caption="Each test case, in the order of the scheme"
          columns={columns(bench, said)}
          rows={rows}
        />
      )}
    </>
  );
}

type Row = { readonly test: PlannedTest; readonly one: PlannedCase; readonly standing: CaseStanding };

function columns({ state }: Bench, said: SaidOfPlan): readonly Column<Row>[] {
  return [
    {
      name: 'Test case',
      cell: ({ test, one }) => (
        <>
          <a href={testPath(state.id, test.provision, one.id)}>
            <span class="code">{one.id}</span> {test.title}
          </a>
          <span class="sub">
            {one.isOwn ? `${splitProvisionRef(test.provision).id} as a whole` : one.type}
          </span>
        </>
      ),
    },
    {
      name: 'On',
      cell: ({ test: { units } }) =>
        units.length === 0 ? 'the product' : units.map(({ part }) => part).join(', '),
    },
    { name: 'The maker says', cell: ({ test }) => SAID[test.stated?.supported ?? 'nothing'] },
    { name: 'Verdict', cell: ({ standing }) => <Stands id={state.id} standing={standing} said={said} /> },
  ];
}

/** Where the verdict on a test case stands: in reports, in one that waits to be signed, in the one under way, or nowhere. */
export function Stands({
  id,
  standing: { entry, waiting, reported },
  said: { reports },
}: {
  readonly id: Bench['state']['id'];
  readonly standing: CaseStanding;
  readonly said: SaidOfPlan;
}): JSX.Element {
  const numberOf = (digest: string) => reports.find((one) => one.digest === digest)?.number;
  const [state, word] = badgeOf({ entry, waiting, reported }, reports.length > 0);
  return (
    <>
      <TaskBadge state={state} word={word} />
      {reported.map(({ report, verdict }) => (
        <span class="sub">
          {VERDICTS[verdict]}, in <a href={documentPath(id, report)}>report {numberOf(report)}</a>
        </span>
      ))}
      {waiting !== undefined && <span class="sub">{VERDICTS[waiting]}, in the finished report</span>}
      {reported.length > 0 && entry !== 'open' && (
        <span class="sub">{entry === 'done' ? 'Entered again' : 'Begun again'} in the report under way</span>
      )}
    </>
  );
}

function badgeOf(
  { entry, waiting, reported }: CaseStanding,
  hasReports: boolean,
): readonly ['done' | 'begun' | 'open', string] {
  if (reported.length > 0) return ['done', 'Handed in'];
  if (waiting !== undefined) return ['begun', 'Waits to be signed'];
  if (entry === 'done') return ['done', 'Entered'];
  if (entry === 'begun') return ['begun', 'Begun'];
  return ['open', hasReports ? 'In no report' : 'To do'];
}

/** A verdict, in words. */
export const VERDICTS: Readonly<Record<Verdict, string>> = {
  ...{ pass: 'Pass', fail: 'Fail', inconclusive: 'Inconclusive', 'not-applicable': 'Does not apply' },
};

/** What a maker states, in words. */
export const SAID = {
  ...{ yes: 'Met', no: 'Not met', 'not-applicable': 'Does not apply', nothing: 'Nothing' },
} as const;
