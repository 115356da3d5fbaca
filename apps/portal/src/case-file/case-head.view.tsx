import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { JSX } from 'preact';

import { ClockBadge } from '../layout/clock-line.tsx';
import { Day } from '../layout/when.tsx';
import { STAGES, WAITS } from './why-not.ts';

/** Of what a page of a case is: maker, scheme, level, id; a line under its heading. */
export function CaseTitle({ sheet }: { readonly sheet: CaseSheet }): JSX.Element {
  const { state } = sheet;
  return (
    <p class="lead">
      {state.manufacturer}. {schemeName(sheet)}, level {state.level}.<span class="sub code">{state.id}</span>
    </p>
  );
}

/** Where the case stands, for whom it waits and by when; overdue as word, shape and colour. */
export function CaseState({
  sheet,
  overdue,
}: {
  readonly sheet: CaseSheet;
  readonly overdue: boolean;
}): JSX.Element {
  const { state, label } = sheet;
  // Once the label is asked for, what is left is the log's to do.
  const isIssued = label && sheet.desk.waitsFor === 'issuer';
  const desk = isIssued ? { ...sheet.desk, waitsFor: 'nobody' as const } : sheet.desk;
  return (
    <div class="stands">
      <p class="headline">{STAGES[state.stage]}</p>
      <p>
        {desk.waitsFor === 'nobody' ? (
          label ? (
            LABEL_STANDS[sheet.standing.state]
          ) : (
            'Nothing is left to do in this case.'
          )
        ) : (
          <>
            Waits for <strong>{WAITS[desk.waitsFor]}</strong>
          </>
        )}
        {desk.due && (
          <>
            , due <Day at={desk.due.on} /> {overdue && <ClockBadge state="overdue" />}
          </>
        )}
        {desk.waitsFor !== 'nobody' && !desk.due && ', without a day that is set'}
      </p>
    </div>
  );
}

const LABEL_STANDS: Readonly<Record<CaseSheet['standing']['state'], string>> = {
  none: 'The label is issued.',
  valid: 'The label is issued.',
  suspended: 'The label is suspended.',
  revoked: 'The label was withdrawn.',
};

/** The scheme by its title. */
function schemeName({ scheme, texts }: Pick<CaseSheet, 'scheme' | 'texts'>): string {
  return texts[scheme.title] ?? scheme.title;
}
