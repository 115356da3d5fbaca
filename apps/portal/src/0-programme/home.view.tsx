import type { WaitsForMe } from '@assay/office/0-programme/waits-for-me';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { JSX } from 'preact';

import { nameOf } from '../case-file/case-clocks.ts';
import { pathOfCase } from '../case-file/case-room.ts';
import type { DeskContext } from '../http/desk-route.ts';
import { ClockBadge } from '../layout/clock-line.tsx';
import { counted } from '../layout/counted.ts';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { Day } from '../layout/when.tsx';

type Waiting = WaitsForMe['waiting'][number];

/** What waits for me, step by step, each with the day by which it should be done. */
export function HomeView({ at, mine }: { readonly at: DeskContext; readonly mine: WaitsForMe }): JSX.Element {
  const { waiting, overdue, open } = mine;
  const count = waiting.reduce((sum, one) => sum + one.count, 0);
  return (
    <DeskFrame title="My desk" at={at}>
      <h1>
        {count === 0
          ? 'Nothing waits for you'
          : `${counted(count)} ${count === 1 ? 'case waits' : 'cases wait'} for you`}
      </h1>
      {open > 0 && (
        <p class="lead">
          {counted(open)} open in all that you can see
          {overdue > 0 ? `, ${counted(overdue)} of them overdue.` : ', none of them overdue.'}
        </p>
      )}
      {waiting.map((one) => (
        <Step waiting={one} />
      ))}
      {count === 0 && (
        <Empty
          says={at.signed.seat === undefined ? 'You act for no organisation yet.' : 'Your desk is clear.'}
        >
          <p>{at.signed.seat === undefined ? NO_SEAT : whatNext(at.signed.kinds)}</p>
        </Empty>
      )}
    </DeskFrame>
  );
}

function Step({ waiting: { step, count, first } }: { readonly waiting: Waiting }): JSX.Element {
  return (
    <section aria-labelledby={`waits-${step}`}>
      <h2 id={`waits-${step}`}>{TO_DO[step]}</h2>
      <DataTable
        caption={
          count > first.length
            ? `The first ${String(first.length)} of ${counted(count)}, in order of receipt`
            : 'In order of receipt'
        }
        rows={first}
        columns={[
          {
            name: 'Product',
            cell: ({ case: id, product, manufacturer }) => (
              <>
                <a href={step === 'laboratory' ? `/desk/laboratory/cases/${id}` : pathOfCase(id)}>
                  {product}
                </a>
                <span class="sub">{manufacturer}</span>
              </>
            ),
          },
          { name: 'Received', cell: ({ filedAt }) => <Day at={filedAt} /> },
          {
            name: 'By when',
            cell: ({ due }) =>
              due === undefined ? (
                <span class="soft">No day set</span>
              ) : (
                <>
                  <ClockBadge state={due.overdue ? 'overdue' : 'running'} /> <Day at={due.on} />
                  <span class="sub">{due.clock.startsWith('thread-') ? 'Question' : nameOf(due.clock)}</span>
                </>
              ),
          },
        ]}
      />
      {count > first.length && step !== 'applicant' && step !== 'laboratory' && (
        <p>
          <a href={`/desk/cases?waits=${step}`}>All of them</a>
        </p>
      )}
    </section>
  );
}

const TO_DO: Readonly<Record<Waiting['step'], string>> = {
  applicant: 'To answer or correct',
  laboratory: 'To test',
  intake: 'To check for completeness',
  evaluator: 'To evaluate',
  reviewer: 'To review',
  decider: 'To decide',
  issuer: 'To issue',
  surveillance: 'Changes told of, and what was ordered',
  authority: 'Answers to what you ordered',
};

const NO_SEAT =
  'Ask a manager of your organisation to invite you: the invitation adds a seat to this account.';

function whatNext(kinds: readonly OrganisationKind[]): string {
  if (kinds.includes('developer')) return 'Begin with a product: its dossier shows how far each label is.';
  if (kinds.includes('laboratory'))
    return 'Cases come here when an applicant or an administrator names your laboratory.';
  return 'What comes in shows up here by itself, the earliest first.';
}
