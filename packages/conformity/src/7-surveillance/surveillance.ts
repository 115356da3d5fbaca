import type { LabelEvent } from '@assay/vocabulary/case-event';
import { dateIn, type CalendarDate } from '@assay/vocabulary/instant';
import { LABEL_REASONS, type StateAct } from '@assay/vocabulary/label-reason';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Act } from '../act.ts';
import { orderFor, type NoSuchOrder, type WrongOrderStatus } from './order.ts';
import {
  mayLabel,
  type Holder,
  type Label,
  type LabelAct,
  type MayNotLabel,
  type Surveillance,
} from '../label.ts';

type LabelCommand = Act & { readonly holder: Holder };

/** How a label is watched is what its scheme names. */
export type ModeNotOfScheme = {
  readonly code: 'mode-not-of-scheme';
  readonly mode: string;
  readonly allowed: readonly string[];
};
export type ReviewAlreadyOver = {
  readonly code: 'review-already-over';
  readonly nextReview: CalendarDate;
  readonly today: CalendarDate;
};
export type NotWatched = MayNotLabel | ModeNotOfScheme | ReviewAlreadyOver;

/** Puts a label under its scheme's surveillance (ISO/IEC 27404 clause 8.5), or says anew how it is watched; today is a day to review it on. */
export function openSurveillance(
  label: Label,
  command: LabelCommand &
    Surveillance & { readonly scheme: Pick<SchemeEdition, 'surveillance' | 'timeZone'> },
): Result<readonly LabelEvent[], NotWatched> {
  const { nextReview, scheme } = command;
  const modes = [...new Set(command.modes)];
  const decided = allowed('openSurveillance', label, command, (act) => ({
    type: 'SurveillanceOpened',
    ...act,
    modes,
    nextReview,
  }));
  if (!decided.ok) return decided;
  const named: readonly string[] = scheme.surveillance.modes;
  const mode = modes.find((one) => !named.includes(one));
  if (mode !== undefined) return refuse({ code: 'mode-not-of-scheme', mode, allowed: named });
  const today = dateIn(command.at, scheme.timeZone);
  return nextReview < today ? refuse({ code: 'review-already-over', nextReview, today }) : decided;
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
