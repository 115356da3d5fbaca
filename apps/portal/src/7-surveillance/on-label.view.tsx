import { mayLabel, type Label, type LabelAct } from '@assay/conformity/label';
import { stateToday } from '@assay/office/7-surveillance/label-standing';
import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { ComponentChildren, JSX } from 'preact';

import { CaseTitle } from '../case-file/case-head.view.tsx';
import { pathOfCase, type CaseRoom } from '../case-file/case-room.ts';
import { whyNot } from '../case-file/why-not.ts';
import type { FormState } from '../http/form-state.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm, TextArea } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { StateBadge } from '../layout/state-badge.tsx';
import { SummaryList } from '../layout/summary-list.tsx';
import { Day, Moment } from '../layout/when.tsx';

/** An act on the label of a case: how the label stands, and the fields of the act while it is open. */
export function OnLabel({
  act,
  does,
  says,
  room: { at, office, sheet },
  form,
  children,
}: {
  readonly act: LabelAct;
  /** What the button does; the page is called so too. */
  readonly does: string;
  readonly says: string;
  readonly room: CaseRoom;
  readonly form: FormState;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { state, label, standing } = sheet;
  const why = whyNotNow(act, sheet);
  const now = stateToday(office, standing);
  const back = { path: pathOfCase(state.id), name: 'Back to the case' };
  return (
    <DeskFrame title={`${does}: ${state.product}`} at={at}>
      <p class="back">
        <a href={back.path}>{state.product}</a>
      </p>
      <ErrorSummary form={form} />
      <h1>{does}</h1>
      <CaseTitle sheet={sheet} />
      <p>{says}</p>
      {why && (
        <Notice kind="warning" title="This cannot be done now">
          <p>{why.says}</p>
        </Notice>
      )}
      {label && standing.state !== 'none' && now !== 'none' && (
        <SummaryList
          rows={[
            { name: 'Label', value: <a href={`/L/${label.id}`}>{label.id}</a> },
            { name: 'Stands', value: <StateBadge standing={now} /> },
            { name: 'Since', value: <Moment at={standing.since} /> },
            { name: 'Valid until', value: <Moment at={standing.validUntil} /> },
            { name: 'Surveillance', value: <Watched standing={standing} /> },
          ]}
        />
      )}
      {!why && (
        <DeskForm form={form}>
          {children}
          <Buttons does={does} {...(act === 'withdraw' && { danger: true as const })} back={back} />
        </DeskForm>
      )}
    </DeskFrame>
  );
}

function Watched({ standing }: { readonly standing: Exclude<Label, { state: 'none' }> }): JSX.Element {
  const { surveillance } = standing;
  if (!surveillance) return <>Not opened yet</>;
  return (
    <>
      {surveillance.modes.map(modeWords).join(', ')}; next review by <Day at={surveillance.nextReview} />
    </>
  );
}

/** Why it is done, for the file alone. */
export function NoteOnLabel({ form }: { readonly form: FormState }): JSX.Element {
  return (
    <TextArea
      form={form}
      name="because"
      rows={3}
      hint="It stays in the file under your name. The public does not see it."
    />
  );
}

/** A way to watch a label, as its scheme names it: `random-audit`. */
export function modeWords(mode: string): string {
  return mode.replaceAll('-', ' ');
}

/** Why an act on the label is not open to whoever looks; `isState`: to nobody, as the label stands. */
export function whyNotNow(
  act: LabelAct,
  { reader, standing, state }: CaseSheet,
): { readonly says: string; readonly isState: boolean } | undefined {
  const allowed = mayLabel(act, reader, standing, state);
  if (allowed.ok) return undefined;
  const { refusal } = allowed;
  if (refusal.code !== 'wrong-label-state') return { says: whyNot(refusal), isState: false };
  const says =
    refusal.state === 'none' ? 'This case has no label in the register.' : `The label is ${refusal.state}.`;
  return { says, isState: true };
}
