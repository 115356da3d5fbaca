import { may } from '@assay/conformity/journey';
import type { CaseDocument, CaseEvidence } from '@assay/office/case-file/case-documents';
import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import { isDecided } from '@assay/office/case-file/shown-of-case';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

import { ThreadList } from '../1-application/threads.view.tsx';
import { Found } from '../2-evaluation/found.view.tsx';
import { LabelProgress } from '../5-label/label-progress.view.tsx';
import { ChangeSection } from '../7-surveillance/changes.view.tsx';
import { OrderSection } from '../7-surveillance/orders.view.tsx';
import type { FormState } from '../http/form-state.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { ReasonTree } from '../layout/reason-tree.tsx';
import { ActList } from './act-list.view.tsx';
import type { ActOpen } from './acts-open.ts';
import { DatesSection } from './case-dates.view.tsx';
import { CasePapers } from './case-documents.view.tsx';
import { CaseState, CaseTitle } from './case-head.view.tsx';
import { pathOfCase, type CaseRoom } from './case-room.ts';
import { Declarations } from './declarations.view.tsx';
import { placeOf } from './own-acts.ts';
import { OwnHistory } from './own-history.view.tsx';

export type OwnCasePage = {
  readonly room: CaseRoom;
  readonly form: FormState;
  readonly acts: readonly ActOpen[];
  readonly documents: readonly CaseDocument[];
  readonly evidence: readonly CaseEvidence[];
  readonly done: string | undefined;
};

/** One case as whoever applied sees it: what is asked of them first, then where it stands and all that is theirs to know. */
export function OwnCaseView({ room, form, acts, documents, evidence, done }: OwnCasePage): JSX.Element {
  const { at, sheet, say, office } = room;
  const { state, label, desk, reader } = sheet;
  const now = office.clock();
  const maySign = may('signDeclarations', reader, state).ok;
  return (
    <DeskFrame title={state.product} at={at}>
      <p class="back">
        <a href="/desk/applications">Applications</a>
      </p>
      <ErrorSummary form={form} />
      {done !== undefined && <Notice kind="done" title={done} />}
      <h1>{state.product}</h1>
      <CaseTitle sheet={sheet} />
      <CaseState sheet={sheet} overdue={desk.due !== undefined && now >= desk.due.overdueFrom} />
      {label && <LabelProgress label={label} />}
      {state.stage === 'returned' && <Returned sheet={sheet} say={say} form={form} />}
      <Ended sheet={sheet} form={form} say={say} />
      <ActList id={state.id} acts={acts} />
      <OrderSection sheet={sheet} now={now} />
      <ChangeSection id={state.id} changes={state.changes} />
      <DatesSection sheet={sheet} now={now} />
      <section aria-labelledby="threads">
        <h2 id="threads">Questions to you</h2>
        {state.threads.length === 0 ? (
          <Empty says="You were asked nothing in this case." />
        ) : (
          <ThreadList sheet={sheet} />
        )}
      </section>
      {isDecided(sheet) ? (
        <section aria-label="Findings">
          <Found sheet={sheet} say={say} />
        </section>
      ) : (
        <section aria-labelledby="found">
          <h2 id="found">What was found</h2>
          <p class="soft measure">
            {desk.waitsFor === 'nobody'
              ? 'Nothing is shown: the case ended before anybody decided on findings.'
              : 'Not shown yet. The laboratory’s report and what the evaluation finds are shown here once the case is decided, with the reason of each finding.'}{' '}
            Notes that the administrator’s people write for each other, and the review, stay with them.
          </p>
        </section>
      )}
      <section aria-labelledby="declarations">
        <h2 id="declarations">Declarations</h2>
        <Declarations
          sheet={sheet}
          {...(maySign && { sign: (id: string) => pathOfCase(state.id, `sign/${encodeURIComponent(id)}`) })}
        />
      </section>
      <CasePapers id={state.id} documents={documents} evidence={evidence} />
      <section aria-labelledby="history">
        <h2 id="history">What happened</h2>
        <OwnHistory sheet={sheet} words={at.words} administrator={office.programme.administrator.name} />
      </section>
    </DeskFrame>
  );
}

/** What was missing when the application came back last, item by item. */
export function itemsReturned({ events }: Pick<CaseSheet, 'events'>): readonly Reason[] {
  const back = events.findLast(({ type }) => type === 'ApplicationReturned');
  return back?.type === 'ApplicationReturned' ? back.missing : [];
}

type Part = {
  readonly sheet: CaseSheet;
  readonly form: FormState;
  readonly say: (reason: Reason) => string;
};

function Returned({ sheet, say, form }: Part): JSX.Element {
  const { state, reader } = sheet;
  const items = itemsReturned(sheet);
  return (
    <section aria-labelledby="returned">
      <h2 id="returned">Came back to you</h2>
      <p>
        {items.length === 1 ? '1 item is' : `${String(items.length)} items are`} missing. A correction begins
        with all that you handed in; only what you change in it changes.
      </p>
      <DeskForm form={form} action={pathOfCase(state.id, 'correct')}>
        <ol class="items">
          {items.map((item, i) => (
            <li>
              <ReasonTree reason={item} say={say} open />
              {may('resubmit', reader, state).ok && placeOf(item) !== '' && (
                <button type="submit" class="quiet" name="place" value={placeOf(item)}>
                  Put it right<span class="unseen"> (item {i + 1})</span>
                </button>
              )}
            </li>
          ))}
        </ol>
        {may('resubmit', reader, state).ok && <Buttons does="Open the correction" />}
      </DeskForm>
    </section>
  );
}

/** Why it ended without a label, and the way to a new application. */
function Ended({ sheet, form, say }: Part): JSX.Element | null {
  const { state, events } = sheet;
  if (!['refused', 'dismissed', 'discontinued'].includes(state.stage)) return null;
  const end = events.at(-1);
  return (
    <section aria-labelledby="ended">
      <h2 id="ended">
        {state.stage === 'refused' ? 'Why the label was denied' : 'Why the application ended'}
      </h2>
      {end && <p class="said">{end.because}</p>}
      {end?.type === 'LabelRefused' && (
        <ol class="items">
          {(end.reasons ?? []).map((reason) => (
            <li>{reason}</li>
          ))}
          {end.grounds.map(({ closes }) => (
            <li>
              <ReasonTree reason={closes} say={say} open />
            </li>
          ))}
        </ol>
      )}
      {end?.type === 'ApplicationDismissed' && end.grounds.kind === 'not-in-accordance' && (
        <p>The rule: {end.grounds.rule}</p>
      )}
      <DeskForm form={form} action={pathOfCase(state.id, 'apply-again')}>
        <p>
          A new application begins with what you said in this one. Declarations are signed anew
          {state.stage === 'refused' && ', and it must tell of this denial and of what was put right since'}.
        </p>
        <Buttons does="Begin a new application" />
      </DeskForm>
    </section>
  );
}
