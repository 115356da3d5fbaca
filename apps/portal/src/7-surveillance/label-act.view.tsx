import { mayLabel, type LabelAct } from '@assay/conformity/label';
import { stateToday } from '@assay/office/7-surveillance/label-standing';
import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import { LABEL_REASONS, STATE_ACTS, type StateAct } from '@assay/vocabulary/label-reason';
import type { JSX } from 'preact';

import type { ActOpen } from '../case-file/acts-open.ts';
import { CaseTitle } from '../case-file/case-head.view.tsx';
import { pathOfCase, type CaseRoom } from '../case-file/case-room.ts';
import { whyNot } from '../case-file/why-not.ts';
import type { FormState } from '../http/form-state.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, Choices, DeskForm, Select, TextArea, Tick } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { StateBadge } from '../layout/state-badge.tsx';
import { SummaryList } from '../layout/summary-list.tsx';
import { Moment } from '../layout/when.tsx';
import { titleOf } from './orders.view.tsx';

/** How each act on a label is called, where it lies below its case, and what it is. */
export const LABEL_ACTS = {
  suspend: {
    ...{ path: 'label/suspend', event: 'label.suspended', done: 'suspend-label' },
    ...{ does: 'Suspend the label', becomes: 'suspended' },
    says: 'For a time nobody may rely on it. It can be restored.',
  },
  restore: {
    ...{ path: 'label/restore', event: 'label.restored', done: 'restore-label' },
    ...{ does: 'Restore the label', becomes: 'valid' },
    says: 'It holds again, until the day on which it would have ended.',
  },
  withdraw: {
    ...{ path: 'label/withdraw', event: 'label.withdrawn', done: 'withdraw-label' },
    ...{ does: 'Withdraw the label', becomes: 'revoked' },
    says: 'For good: the public reads that it is revoked.',
  },
} as const satisfies Readonly<Record<StateAct, object>>;

/** The acts that a label allows as it stands, to those who may do them; nothing where there is no label, or it has ended. */
export function labelActsOpen(sheet: CaseSheet): readonly ActOpen[] {
  return STATE_ACTS.flatMap((act) => {
    const why = whyNotNow(act, sheet);
    const { path, does: name, says } = LABEL_ACTS[act];
    if (why?.isState) return [];
    return [{ path, name, says, ...(why && { whyNot: why.says }) }];
  });
}

/** One act on a label: how it stands, what everybody will read, and why it is done. */
export function LabelActView({
  act,
  room,
  form,
}: {
  readonly act: StateAct;
  readonly room: CaseRoom;
  readonly form: FormState;
}): JSX.Element {
  const { at, office, sheet } = room;
  const { state, label, standing } = sheet;
  const { does, becomes, says } = LABEL_ACTS[act];
  const why = whyNotNow(act, sheet);
  const now = stateToday(office, standing);
  const ordered = state.orders.filter(({ kind, status }) => kind === CARRIES_OUT[act] && status === 'open');
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
          ]}
        />
      )}
      {!why && (
        <DeskForm form={form}>
          <Choices
            form={form}
            name="reason"
            hint={`The page of the label will say “${wordOf(becomes)}”, with this sentence beside its day. The public log keeps the same reason.`}
            of={LABEL_REASONS[act].map((code) => ({
              value: code,
              label: at.words.reason({ code, facts: {} }),
            }))}
          />
          {ordered.length > 0 && (
            <Select
              form={form}
              name="order"
              hint="Where an authority ordered it. The public does not see it; the order is answered after."
              of={ordered.map((one) => ({ value: one.id, label: titleOf(one) }))}
            />
          )}
          <TextArea
            form={form}
            name="because"
            rows={3}
            hint="It stays in the file under your name. The public does not see it."
          />
          {act === 'withdraw' && <Tick form={form} name="confirm" />}
          <Buttons does={does} {...(act === 'withdraw' && { danger: true as const })} back={back} />
        </DeskForm>
      )}
    </DeskFrame>
  );
}

const CARRIES_OUT: Readonly<Record<StateAct, string | undefined>> = {
  ...{ suspend: 'suspension', withdraw: 'withdrawal', restore: undefined },
};

function wordOf(state: string): string {
  return `${state.slice(0, 1).toUpperCase()}${state.slice(1)}`;
}

/** Why an act on the label is not open to whoever looks; `isState`: to nobody, as the label stands. */
function whyNotNow(
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
