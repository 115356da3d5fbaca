import type { LabelEvent } from '@assay/vocabulary/case-event';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { LABEL_REASONS, type StateAct } from '@assay/vocabulary/label-reason';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Act } from '../act.ts';
import { orderFor, type NoSuchOrder, type WrongOrderStatus } from './order.ts';
import { mayLabel, type Holder, type Label, type LabelAct, type MayNotLabel } from '../label.ts';

type LabelCommand = Act & { readonly holder: Holder };

/** Puts a label under its scheme's surveillance (ISO/IEC 27404 clause 8.5). */
export function openSurveillance(
  label: Label,
  command: LabelCommand & { readonly modes: readonly string[]; readonly nextReview: CalendarDate },
): Result<readonly LabelEvent[], MayNotLabel> {
  const { modes, nextReview } = command;
  return allowed('openSurveillance', label, command, (act) => ({
    type: 'SurveillanceOpened',
    ...act,
    modes,
    nextReview,
  }));
}

/** What everybody is told of why the state of a label changes is one of few codes, each with its sentence. */
export type ReasonNotOfAct = {
  readonly code: 'reason-not-of-act';
  readonly act: StateAct;
  readonly reasonCode: string;
  readonly allowed: readonly string[];
};

/** `sandbox`: of a programme whose labels state nothing, and which has codes of its own that say so. */
type Sanctioning = LabelCommand & {
  readonly reasonCode: string;
  readonly sandbox: boolean;
  /** The order of an authority that it carries out. */
  readonly order?: string;
};
export type NotSanctioned = MayNotLabel | ReasonNotOfAct | NoSuchOrder | WrongOrderStatus;
type Sanctioned = Result<readonly LabelEvent[], NotSanctioned>;

/** Makes a label invalid for the time being. */
export function suspend(label: Label, command: Sanctioning): Sanctioned {
  return sanctioned('suspend', label, command, 'LabelSuspended');
}

/** Makes a suspended label valid again. */
export function restore(label: Label, command: Sanctioning): Sanctioned {
  return sanctioned('restore', label, command, 'LabelRestored');
}

/** Ends a label for good; the public reads "revoked". */
export function withdraw(label: Label, command: Sanctioning): Sanctioned {
  return sanctioned('withdraw', label, command, 'LabelWithdrawn');
}

function sanctioned(
  act: StateAct,
  label: Label,
  command: Sanctioning,
  type: 'LabelSuspended' | 'LabelRestored' | 'LabelWithdrawn',
): Sanctioned {
  const { reasonCode, sandbox, order, holder } = command;
  const carrying = order !== undefined && { order };
  const decided = allowed(act, label, command, (done) => ({ type, ...done, reasonCode, ...carrying }));
  if (!decided.ok) return decided;
  const codes: readonly string[] = LABEL_REASONS[act];
  if (!codes.includes(reasonCode) && !(sandbox && reasonCode.startsWith('sandbox-')))
    return refuse({ code: 'reason-not-of-act', act, reasonCode, allowed: codes });
  if (order === undefined) return decided;
  const found = orderFor(holder.orders ?? [], order, 'answer');
  if (!found.ok) return found;
  return CARRIES_OUT[act] === found.value.kind ? decided : refuse({ code: 'no-such-order', order });
}

const CARRIES_OUT: Readonly<Partial<Record<StateAct, string>>> = {
  suspend: 'suspension',
  withdraw: 'withdrawal',
};

function allowed(
  act: LabelAct,
  label: Label,
  { by, at, because, holder }: LabelCommand,
  event: (act: Pick<LabelEvent, 'at' | 'by' | 'because'>) => LabelEvent,
): Result<readonly LabelEvent[], MayNotLabel> {
  const answer = mayLabel(act, by, label, holder);
  return answer.ok ? ok([event({ at, by: by.id, because })]) : answer;
}
