import type { SaidOfPlan } from '@assay/conformity/2-evaluation/plan-standing';
import { lackingIn, stateOf } from '@assay/conformity/2-evaluation/report-draft';
import type { BenchPapers } from '@assay/office/2-evaluation/bench-papers';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import { endsSoon } from '@assay/office/2-evaluation/laboratory-desk';
import type { Office } from '@assay/office/office';
import { dateOf } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';

import { Standing } from '../../0-programme/people/recognition-words.tsx';
import type { CaseContext } from '../../http/desk-route.ts';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { Buttons, DeskForm } from '../../layout/form.tsx';
import { Notice } from '../../layout/notice.tsx';
import { SummaryList } from '../../layout/summary-list.tsx';
import { TaskList } from '../../layout/task-list.tsx';
import { Moment } from '../../layout/when.tsx';
import { benchPath, labelAsked, testPath } from './bench-at.tsx';
import { FromApplicant, Reports } from './bench-papers.view.tsx';
import { LabThreads } from './lab-threads.view.tsx';
import { Plan } from './plan.view.tsx';

type Shown = {
  readonly at: CaseContext;
  readonly office: Office;
  readonly bench: Bench;
  readonly papers: BenchPapers;
  readonly said: SaidOfPlan;
};

/** A case on the bench of its laboratory. */
export function BenchView({ at, office, bench, papers, said }: Shown): JSX.Element {
  const { state, kept, laboratory, standing } = bench;
  const over = standing.state !== 'recognised' || endsSoon(standing, dateOf(office.clock()));
  return (
    <DeskFrame title={state.product} at={at}>
      <p class="back">
        <a href="/desk/laboratory">Your laboratory</a>
      </p>
      <h1>{state.product}</h1>
      {over && laboratory.party === 'third' && (
        <Notice kind="warning" title="Look at your recognition before you test">
          <p>
            <Standing of={standing} />. A test counts only if it holds on every day of the test.
          </p>
        </Notice>
      )}
      <SummaryList
        rows={[
          { name: 'Label', value: labelAsked(bench) },
          { name: 'Maker', value: state.manufacturer },
          { name: 'Versions applied for', value: versions(bench) },
          {
            name: 'Your laboratory',
            value: laboratory.party === 'first' ? 'tests for its own house' : 'tests as a third party',
          },
          {
            name: 'Your recognition today',
            value: <Standing of={standing} />,
          },
        ]}
      />
      {kept?.report !== undefined && <HandedIn at={at} bench={bench} />}
      {kept?.report === undefined && (kept ?? papers.handedIn.length === 0) && <Progress bench={bench} />}
      {state.stage === 'accepted' && <Finished id={state.id} waitsSince={papers.waitsSince} />}
      {papers.handedIn.length > 0 && <Reports id={state.id} reports={papers.handedIn} />}
      <LabThreads bench={bench} />
      <FromApplicant office={office} bench={bench} papers={papers} />
      <Plan bench={bench} said={said} />
    </DeskFrame>
  );
}

function Progress({ bench }: { readonly bench: Bench }): JSX.Element {
  const { state, plan, draft, kept } = bench;
  const lacking = lackingIn(draft, plan);
  const all = plan.tests.flatMap((test) =>
    test.cases.map((one) => ({ test, one, state: stateOf(draft, test, one) })),
  );
  const done = all.filter((row) => row.state === 'done').length;
  const next = all.find((row) => row.state !== 'done');
  return (
    <>
      <h2>Your report</h2>
      <TaskList
        tasks={[
          {
            ...{ name: 'What was tested, when and by whom', path: benchPath(state.id, 'object') },
            state: draft.about ? 'done' : 'open',
          },
          {
            name: 'Instruments and their output',
            path: benchPath(state.id, 'instruments'),
            state: draft.instruments.length > 0 ? 'done' : 'open',
            hint:
              draft.instruments.length === 0 ? 'None named; a review of documents may need none.' : undefined,
          },
          {
            name: 'Verdicts',
            ...(next && { path: testPath(state.id, next.test.provision, next.one.id) }),
            state: done === all.length ? 'done' : done > 0 ? 'begun' : 'open',
            hint: `${String(done)} of ${String(all.length)} test cases`,
          },
          {
            name: 'Sign and hand in',
            path: benchPath(state.id, 'sign'),
            state: lacking.length > 0 ? 'blocked' : 'open',
            hint: lacking.length > 0 ? `${String(lacking.length)} entries are missing` : undefined,
          },
        ]}
      />
      {kept && (
        <p class="soft">
          Saved last on <Moment at={kept.savedAt} />.
        </p>
      )}
    </>
  );
}

function HandedIn({ at, bench }: { readonly at: CaseContext; readonly bench: Bench }): JSX.Element {
  const { state, kept, number } = bench;
  return (
    <>
      <Notice kind="done" title={`Report ${String(number)} is signed and handed in`}>
        <p class="code">{kept?.report}</p>
      </Notice>
      {state.stage === 'accepted' && (
        <DeskForm form={at.form({})} action={benchPath(state.id, 'further')}>
          <Buttons does="Begin a further report" />
        </DeskForm>
      )}
    </>
  );
}

/** The other way to a report: one that is finished already. */
function Finished({
  id,
  waitsSince,
}: {
  readonly id: string;
  readonly waitsSince: BenchPapers['waitsSince'];
}): JSX.Element {
  return waitsSince === undefined ? (
    <p>
      <a href={benchPath(id, 'finished')}>Send a finished report</a>, where your own system has written it.
    </p>
  ) : (
    <Notice kind="note" title="A finished report waits to be signed">
      <p>
        It was sent on <Moment at={waitsSince} />.{' '}
        <a href={benchPath(id, 'finished', 'sign')}>Look at it and sign it</a>, or{' '}
        <a href={benchPath(id, 'finished')}>send another</a>.
      </p>
    </Notice>
  );
}

function versions({ dossier: { product } }: Bench): string {
  const { hardwareVersions, firmwareVersions } = product;
  return `hardware ${hardwareVersions.join(', ')}; firmware ${firmwareVersions.join(', ')}`;
}
