import type { BodyStanding } from '@assay/conformity/0-programme/body-standing';
import type { LaboratoryDesk, OwnRecognition } from '@assay/office/2-evaluation/laboratory-desk';
import { unreachable } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

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
  desk: { waiting, assigned, recognitions },
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
        <Care one={one} />
      ))}
      {waiting.length === 0 ? (
        <Empty says="Nothing waits for you.">
          <p>A case appears here when its administrator or applicant has named your laboratory.</p>
        </Empty>
      ) : (
        <DataTable caption="To test or to answer, by when" columns={COLUMNS} rows={waiting} />
      )}
      {assigned.rows.length > 0 && (
        <>
          <h2>All your cases</h2>
          <DataTable
            caption="In the order of receipt"
            columns={[...COLUMNS.slice(0, 2), STAGE]}
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
        <DataTable caption="As of today" columns={RECOGNITION} rows={recognitions} />
      )}
    </DeskFrame>
  );
}

type Line = LaboratoryDesk['waiting'][number];

const COLUMNS: readonly Column<Line>[] = [
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
        <span class="code">{scheme}</span>
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
        <span class="soft">No day was set</span>
      ),
  },
  { name: 'Received', cell: ({ filedAt }) => <Day at={filedAt} /> },
];

const STAGE: Column<Line> = {
  name: 'Stands',
  cell: ({ stage, waitsFor }) => (
    <>
      {stage}
      {waitsFor !== 'nobody' && <span class="sub">waits for the {waitsFor}</span>}
    </>
  ),
};

const RECOGNITION: readonly Column<OwnRecognition>[] = [
  { name: 'Scheme', cell: ({ scheme }) => <span class="code">{scheme}</span> },
  { name: 'Today', cell: ({ standing }) => <Standing standing={standing} /> },
  {
    name: 'For',
    cell: ({ standing }) =>
      standing.state === 'recognised' ? (
        <>
          {standing.scope.activities.join(', ')}
          <span class="sub">{standing.scope.competence}</span>
        </>
      ) : (
        <span class="soft">Nothing</span>
      ),
  },
];

/** How a body stands under a scheme, in words and days. */
export function Standing({ standing }: { readonly standing: BodyStanding }): JSX.Element {
  switch (standing.state) {
    case 'never':
      return <>Never recognised</>;
    case 'not-yet':
      return (
        <>
          Recognised from <Day at={standing.from} /> on
        </>
      );
    case 'recognised':
      return standing.until === undefined ? (
        <>Recognised, without an end</>
      ) : (
        <>
          Recognised, no longer from <Day at={standing.until} /> on
        </>
      );
    case 'expired':
      return (
        <>
          Expired on <Day at={standing.from} />
        </>
      );
    case 'accreditation-ended':
      return (
        <>
          Accreditation over since <Day at={standing.from} />
        </>
      );
    case 'withdrawn':
      return (
        <>
          Withdrawn from <Day at={standing.from} /> on: {standing.because}
        </>
      );
    default:
      return unreachable(standing);
  }
}

function needsCare({ standing, endsSoon }: OwnRecognition): boolean {
  return endsSoon || standing.state !== 'recognised';
}

function Care({ one: { scheme, standing } }: { readonly one: OwnRecognition }): JSX.Element {
  const isOver = standing.state !== 'recognised';
  return (
    <Notice
      kind="warning"
      title={
        isOver ? `Results of today do not count under ${scheme}` : `Recognition under ${scheme} ends soon`
      }
    >
      <p>
        <Standing standing={standing} />. A test counts only if the recognition holds on every day of it.
      </p>
    </Notice>
  );
}
