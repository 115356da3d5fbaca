import type { LaboratoryDesk, OwnRecognition } from '@assay/office/2-evaluation/laboratory-desk';
import type { JSX } from 'preact';

import { ACTIVITY_WORDS, COMPETENCE_WORDS, Standing } from '../../0-programme/people/recognition-words.tsx';
import { schemeName, schemeTitle } from '../../case-file/queue.view.tsx';
import { STAGES, WAITS } from '../../case-file/why-not.ts';
import type { DeskContext } from '../../http/desk-route.ts';
import { ClockBadge } from '../../layout/clock-line.tsx';
import { DataTable, type Column } from '../../layout/data-table.tsx';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { Empty } from '../../layout/empty.tsx';
import { Notice } from '../../layout/notice.tsx';
import { PagesOn } from '../../layout/pages-on.tsx';
import { Day } from '../../layout/when.tsx';
import { benchPath } from './bench-at.tsx';

/** The desk of a laboratory. */
export function LaboratoryView({
  at,
  desk: { waiting, moreWait, assigned, recognitions },
  isFirst,
}: {
  readonly at: DeskContext;
  readonly desk: LaboratoryDesk;
  readonly isFirst: boolean;
}): JSX.Element {
  return (
    <DeskFrame title="Laboratory" at={at}>
      <h1>What waits for your laboratory</h1>
      {recognitions.filter(needsCare).map((one) => (
        <Care at={at} one={one} />
      ))}
      {waiting.length === 0 ? (
        <Empty says="Nothing waits for you.">
          <p>A case appears here when its administrator or applicant has named your laboratory.</p>
        </Empty>
      ) : (
        <DataTable caption="To test or to answer, by when" columns={columnsAt(at)} rows={waiting} />
      )}
      {moreWait && (
        <p>
          These are the {String(waiting.length)} that came in first. What came later and waits for you as well
          stands among all your cases.
        </p>
      )}
      {assigned.rows.length > 0 && (
        <>
          <h2>All your cases</h2>
          <DataTable
            caption="In the order of receipt"
            columns={[...columnsAt(at).slice(0, 2), STAGE]}
            rows={assigned.rows}
          />
          <PagesOn path="/desk/laboratory" next={assigned.next} isFirst={isFirst} />
        </>
      )}
      <h2>How you sign</h2>
      <p class="measure">
        With a passkey, at the desk of a case; or with{' '}
        <a href="/desk/laboratory/keys">a key of your laboratory</a>, where a program hands in what your own
        system has written.
      </p>
      <h2>For what your results count</h2>
      {recognitions.length === 0 ? (
        <Empty says="Nothing was said of your laboratory yet.">
          <p>Whoever looks after a scheme decides whether your results count under it.</p>
        </Empty>
      ) : (
        <DataTable caption="As of today" columns={recognitionAt(at)} rows={recognitions} />
      )}
    </DeskFrame>
  );
}

type Line = LaboratoryDesk['waiting'][number];

const columnsAt = (at: DeskContext): readonly Column<Line>[] => [
  {
    name: 'Product',
    cell: ({ case: id, product, manufacturer }) => (
      <>
        <a href={benchPath(id)}>{product}</a>
        <span class="sub">{manufacturer}</span>
      </>
    ),
  },
  {
    name: 'Label',
    cell: ({ scheme, level }) => (
      <>
        {schemeTitle(at, scheme)}
        <span class="sub">level {level}</span>
      </>
    ),
  },
  {
    name: 'By when',
    cell: ({ due }) =>
      due ? (
        <>
          <ClockBadge state={due.overdue ? 'overdue' : 'running'} /> <Day at={due.on} />
        </>
      ) : (
        <span class="soft">No day set</span>
      ),
  },
  { name: 'Received', cell: ({ filedAt }) => <Day at={filedAt} /> },
];

const STAGE: Column<Line> = {
  name: 'Stands',
  cell: ({ stage, waitsFor }) => (
    <>
      {STAGES[stage]}
      {waitsFor !== 'nobody' && <span class="sub">waits for {WAITS[waitsFor]}</span>}
    </>
  ),
};

const recognitionAt = (at: DeskContext): readonly Column<OwnRecognition>[] => [
  { name: 'Scheme', cell: ({ scheme }) => schemeName(at, scheme) },
  { name: 'Today', cell: ({ standing }) => <Standing of={standing} /> },
  {
    name: 'For',
    cell: ({ standing }) =>
      standing.state === 'recognised' ? (
        <>
          {standing.scope.activities.map((one) => ACTIVITY_WORDS[one]).join(', ')}
          <span class="sub">{COMPETENCE_WORDS[standing.scope.competence]}</span>
        </>
      ) : (
        <span class="soft">Nothing</span>
      ),
  },
];

function needsCare({ standing, endsSoon }: OwnRecognition): boolean {
  return endsSoon || standing.state !== 'recognised';
}

function Care({ at, one }: { readonly at: DeskContext; readonly one: OwnRecognition }): JSX.Element {
  const { standing } = one;
  const scheme = schemeName(at, one.scheme);
  const title =
    standing.state === 'recognised'
      ? `Recognition under ${scheme} ends soon`
      : `Results of today do not count under ${scheme}`;
  return (
    <Notice kind="warning" title={title}>
      <p>
        <Standing of={standing} />. A test counts only if the recognition holds on every day of it.
      </p>
    </Notice>
  );
}
