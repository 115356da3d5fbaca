import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import { LABEL_REASONS, STATE_ACTS, type StateAct } from '@assay/vocabulary/label-reason';
import type { JSX } from 'preact';

import type { ActOpen } from '../case-file/acts-open.ts';
import type { CaseRoom } from '../case-file/case-room.ts';
import type { FormState } from '../http/form-state.ts';
import { Choices, Select, Tick } from '../layout/form.tsx';
import { NoteOnLabel, OnLabel, whyNotNow } from './on-label.view.tsx';
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

/** The same of how a label is watched: opened once, said anew as often as it changes. */
export function watching({ standing }: Pick<CaseSheet, 'standing'>) {
  const isOpen = standing.state !== 'none' && standing.surveillance !== undefined;
  return {
    ...{ path: 'label/surveillance', event: 'label.watched', done: 'watch-label' },
    does: isOpen ? 'Change the surveillance' : 'Open the surveillance',
    says: 'How the label is watched, and by when it is looked at again. Its state stays as it is.',
  } as const;
}

/** The acts that a label allows as it stands, to those who may do them; nothing where there is no label, or it has ended. */
export function labelActsOpen(sheet: CaseSheet): readonly ActOpen[] {
  return (['openSurveillance', ...STATE_ACTS] as const).flatMap((act) => {
    const why = whyNotNow(act, sheet);
    const { path, does: name, says } = act === 'openSurveillance' ? watching(sheet) : LABEL_ACTS[act];
    if (why?.isState) return [];
    return [{ path, name, says, ...(why && { whyNot: why.says }) }];
  });
}

/** One act on the state of a label: what everybody will read, and why it is done. */
export function LabelActView({
  act,
  room,
  form,
}: {
  readonly act: StateAct;
  readonly room: CaseRoom;
  readonly form: FormState;
}): JSX.Element {
  const { at, sheet } = room;
  const { does, becomes, says } = LABEL_ACTS[act];
  const ordered = sheet.state.orders.filter(
    ({ kind, status }) => kind === CARRIES_OUT[act] && status === 'open',
  );
  return (
    <OnLabel act={act} does={does} says={says} room={room} form={form}>
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
      <NoteOnLabel form={form} />
      {act === 'withdraw' && <Tick form={form} name="confirm" />}
    </OnLabel>
  );
}

const CARRIES_OUT: Readonly<Record<StateAct, string | undefined>> = {
  ...{ suspend: 'suspension', withdraw: 'withdrawal', restore: undefined },
};

function wordOf(state: string): string {
  return `${state.slice(0, 1).toUpperCase()}${state.slice(1)}`;
}
