import type { CaseDocument, CaseEvidence } from '@assay/office/case-file/case-documents';
import type { JSX } from 'preact';

import { EarlierDenials } from '../1-application/earlier-denials.view.tsx';
import { ThreadList } from '../1-application/threads.view.tsx';
import { CountsFigure } from '../2-evaluation/counts.view.tsx';
import { FindingTables } from '../2-evaluation/findings.view.tsx';
import { GapTable } from '../2-evaluation/gaps.view.tsx';
import { Verdict } from '../2-evaluation/verdict.view.tsx';
import { LabelProgress } from '../5-label/label-progress.view.tsx';
import { ChangeSection } from '../7-surveillance/changes.view.tsx';
import { OrderSection } from '../7-surveillance/orders.view.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { Notice } from '../layout/notice.tsx';
import type { ActOpen } from './acts-open.ts';
import { ActList } from './act-list.view.tsx';
import { DatesSection } from './case-dates.view.tsx';
import { CasePapers } from './case-documents.view.tsx';
import { CaseState, CaseTitle } from './case-head.view.tsx';
import { CaseHistory } from './case-history.view.tsx';
import { pathOfCase, type CaseRoom } from './case-room.ts';
import { Declarations } from './declarations.view.tsx';

export type CasePage = {
  readonly room: CaseRoom;
  readonly acts: readonly ActOpen[];
  readonly documents: readonly CaseDocument[];
  readonly evidence: readonly CaseEvidence[];
  /** What was done a moment ago, where that is why the page is shown. */
  readonly done: string | undefined;
};

/** One case whole: where it stands, what whoever looks may do, and all that is known of it. */
export function CaseView({ room, acts, documents, evidence, done }: CasePage): JSX.Element {
  const { at, sheet, say, works, office } = room;
  const { state, evaluation, label, desk } = sheet;
  const now = office.clock();
  return (
    <DeskFrame title={state.product} at={at}>
      <p class="back">
        <a href="/desk/cases">Cases</a>
      </p>
      {done !== undefined && <Notice kind="done" title={done} />}
      <h1>{state.product}</h1>
      <CaseTitle sheet={sheet} />
      <CaseState sheet={sheet} overdue={desk.due !== undefined && now >= desk.due.overdueFrom} />
      {label && <LabelProgress label={label} />}
      {works || acts.length > 0 ? (
        <ActList id={state.id} acts={acts} />
      ) : (
        <p class="soft">You see this case to read. Its label administrator acts on it.</p>
      )}
      <OrderSection sheet={sheet} now={now} />
      <ChangeSection id={state.id} changes={state.changes} />
      <DatesSection sheet={sheet} now={now} />
      <section aria-labelledby="threads">
        <h2 id="threads">Questions</h2>
        {state.threads.length === 0 ? (
          <Empty says="Nothing was asked in this case." />
        ) : (
          <ThreadList sheet={sheet} />
        )}
      </section>
      <EarlierDenials room={room} />
      {evaluation && (
        <section aria-labelledby="found">
          <h2 id="found">What was found</h2>
          <div class="measure">
            <Verdict evaluation={evaluation} />
            <CountsFigure evaluation={evaluation} />
          </div>
          <GapTable evaluation={evaluation} say={say} />
          <details class="fold">
            <summary>Every finding, each with its reasons</summary>
            <FindingTables findings={evaluation.findings} say={say} />
          </details>
        </section>
      )}
      <section aria-labelledby="declarations">
        <h2 id="declarations">Declarations</h2>
        <Declarations sheet={sheet} />
      </section>
      <CasePapers id={state.id} documents={documents} evidence={evidence} />
      <section aria-labelledby="history">
        <h2 id="history">What happened</h2>
        <CaseHistory sheet={sheet} words={at.words} />
      </section>
      <section aria-labelledby="take-along">
        <h2 id="take-along">Take the case along</h2>
        <ul>
          <li>
            <a href={pathOfCase(state.id, 'paper')}>The case on paper (PDF)</a>
          </li>
          <li>
            <a href={pathOfCase(state.id, 'archive')}>The whole file, sealed (zip)</a>{' '}
            <span class="soft">
              anybody can check it with <span class="code">assay case verify</span>
            </span>
          </li>
        </ul>
      </section>
    </DeskFrame>
  );
}
