import type { CaseCounts, CaseLine } from '@assay/office/0-programme/look-at-queue';
import type { WaitsFor } from '@assay/vocabulary/case-step';
import type { EditionRef } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import type { DeskContext } from '../http/desk-route.ts';
import { ClockBadge } from '../layout/clock-line.tsx';
import { counted } from '../layout/counted.ts';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { PagesOn } from '../layout/pages-on.tsx';
import { Day } from '../layout/when.tsx';
import { nameOf } from './case-clocks.ts';
import { pathOfCase } from './case-room.ts';
import { STAGES, WAITS } from './why-not.ts';

type Step = Exclude<WaitsFor, 'nobody'>;

type Queue = {
  readonly at: DeskContext;
  readonly page: { readonly rows: readonly CaseLine[]; readonly next?: string };
  readonly counts: CaseCounts;
  readonly waits: Step | 'overdue' | 'all' | 'nobody';
  readonly steps: readonly Step[];
  /** The steps at which whoever looks is waited for. */
  readonly mine: readonly WaitsFor[];
  readonly isFirst: boolean;
};

/** The queue in order of receipt: what waits, for whom, by when. */
export function QueueView({ at, page, counts, waits, steps, mine, isFirst }: Queue): JSX.Element {
  const { rows, next } = page;
  return (
    <DeskFrame title="Cases" at={at}>
      <h1>Cases</h1>
      <p class="lead">
        {waits === 'overdue' ? 'The longest overdue first.' : 'In order of receipt.'}{' '}
        {counts.overdue > 0 ? `${counted(counts.overdue)} overdue in all.` : 'None is overdue.'}
      </p>
      <nav aria-label="What the cases wait for">
        <ul class="steps-of-queue">
          {[...steps, 'overdue' as const, 'all' as const].map((step) => (
            <li>
              <a href={`/desk/cases?waits=${step}`} aria-current={step === waits ? 'page' : undefined}>
                {TABS[step]}
                {step !== 'all' && <span class="count"> {counted(counts[step])}</span>}
                {step !== 'all' && step !== 'overdue' && mine.includes(step) && (
                  <span class="unseen"> (yours)</span>
                )}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {rows.length === 0 ? (
        <Empty says={EMPTY[waits] ?? 'No case waits here.'}>
          <p>{waits !== 'all' && <a href="/desk/cases?waits=all">See every case</a>}</p>
        </Empty>
      ) : (
        <DataTable
          caption={captionOf(waits)}
          rows={rows}
          columns={[
            {
              name: 'Product',
              cell: ({ case: id, product, manufacturer }) => (
                <>
                  <a href={pathOfCase(id)}>{product}</a>
                  <span class="sub">{manufacturer}</span>
                </>
              ),
            },
            {
              name: 'Scheme',
              cell: ({ scheme, level }) => (
                <>
                  {schemeTitle(at, scheme)}
                  <span class="sub">level {level}</span>
                </>
              ),
            },
            { name: 'Received', cell: ({ filedAt }) => <Day at={filedAt} /> },
            {
              name: 'Stands',
              cell: ({ stage, waitsFor }) => (
                <>
                  {STAGES[stage]}
                  {waitsFor !== 'nobody' && <span class="sub">waits for {WAITS[waitsFor]}</span>}
                </>
              ),
            },
            { name: 'Due', cell: (line) => <Due line={line} /> },
          ]}
        />
      )}
      <PagesOn path="/desk/cases" query={{ waits }} next={next} isFirst={isFirst} />
    </DeskFrame>
  );
}

/** By when what a case waits for is due. */
export function Due({ line: { due, waitsFor } }: { readonly line: CaseLine }): JSX.Element {
  if (waitsFor === 'nobody') return <span class="soft">Nothing left to do</span>;
  if (!due) return <span class="soft">No day set</span>;
  return (
    <>
      <Day at={due.on} />
      {due.overdue ? (
        <ClockBadge state="overdue" />
      ) : (
        <span class="sub">
          {due.clock.startsWith('thread-') ? 'an answer' : nameOf(due.clock).toLowerCase()}
        </span>
      )}
    </>
  );
}

/** A scheme by its title. */
export function schemeTitle({ office: { library } }: Pick<DeskContext, 'office'>, ref: EditionRef): string {
  const scheme = library.catalogue.schemes.get(ref);
  return (scheme && library.texts.get(scheme.id)?.get('en')?.[scheme.title]) ?? ref;
}

/** What a scheme is called in its editions, which share their texts. */
export function schemeName(at: Pick<DeskContext, 'office'>, id: string): string {
  const edition = [...at.office.library.catalogue.schemes].findLast(([, scheme]) => scheme.id === id);
  return edition ? schemeTitle(at, edition[0]) : id;
}

const EMPTY: Readonly<Partial<Record<Queue['waits'], string>>> = {
  all: 'There is no case yet.',
  overdue: 'No day has passed.',
};

function captionOf(waits: Queue['waits']): string {
  if (waits === 'all' || waits === 'nobody') return 'Every case';
  if (waits === 'overdue') return 'Cases whose day has passed';
  return `Cases that wait for ${WAITS[waits]}`;
}

const TABS: Readonly<Record<Step | 'overdue' | 'all', string>> = {
  intake: 'Intake',
  evaluator: 'Evaluation',
  reviewer: 'Review',
  decider: 'Decision',
  issuer: 'To issue',
  surveillance: 'Surveillance',
  authority: 'With the authority',
  applicant: 'With the applicant',
  laboratory: 'With the laboratory',
  overdue: 'Overdue',
  all: 'Every case',
};
