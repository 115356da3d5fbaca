import type { LabelEvent } from '@assay/vocabulary/case-event';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ok, type Result } from '@assay/vocabulary/result';

import type { Act } from '../act.ts';
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

type Sanction = LabelCommand & { readonly reasonCode: string };

/** Makes a label invalid for the time being. */
export function suspend(label: Label, command: Sanction): Result<readonly LabelEvent[], MayNotLabel> {
  const { reasonCode } = command;
  return allowed('suspend', label, command, (act) => ({ type: 'LabelSuspended', ...act, reasonCode }));
}

/** Makes a suspended label valid again. */
export function restore(label: Label, command: Sanction): Result<readonly LabelEvent[], MayNotLabel> {
  const { reasonCode } = command;
  return allowed('restore', label, command, (act) => ({ type: 'LabelRestored', ...act, reasonCode }));
}

/** Ends a label for good; the public reads "revoked". */
export function withdraw(label: Label, command: Sanction): Result<readonly LabelEvent[], MayNotLabel> {
  const { reasonCode } = command;
  return allowed('withdraw', label, command, (act) => ({ type: 'LabelWithdrawn', ...act, reasonCode }));
}

function allowed(
  act: LabelAct,
  label: Label,
  { by, at, because, holder }: LabelCommand,
  event: (act: Pick<LabelEvent, 'at' | 'by' | 'because'>) => LabelEvent,
): Result<readonly LabelEvent[], MayNotLabel> {
  const answer = mayLabel(act, by, label, holder);
  return answer.ok ? ok([event({ at, by: by.id, because })]) : answer;
}
