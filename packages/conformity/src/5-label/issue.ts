import type { LabelEvent } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { LabelId } from '@assay/vocabulary/ids';
import { dateIn, type CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Act } from '../act.ts';
import type { Case } from '../case.ts';
import { mayLabel, type MayNotLabel } from '../label.ts';
import { validityOf, type NoEnd } from './validity.ts';

export type NotGranted = { readonly code: 'not-granted'; readonly stage: Case['stage'] };

export type NotYetEffective = {
  readonly code: 'grant-not-yet-effective';
  readonly effective: CalendarDate;
  readonly today: CalendarDate;
};

export type LabelIssued = Extract<LabelEvent, { type: 'LabelIssued' }>;

type Issue = Act & { readonly label: LabelId; readonly scheme: SchemeEdition; readonly dossier: Dossier };

/**
 * States the grant as a label, from the first day of the grant on. The signature, the log and the register follow from
 * this event and nothing else.
 */
export function issueLabel(
  grantedCase: Case,
  command: Issue,
): Result<LabelIssued, MayNotLabel | NotGranted | NotYetEffective | NoEnd> {
  if (grantedCase.stage !== 'granted') return refuse({ code: 'not-granted', stage: grantedCase.stage });
  const allowed = mayLabel('issue', command.by, { state: 'none' }, grantedCase);
  if (!allowed.ok) return allowed;
  const { by, at, because, label, scheme, dossier } = command;
  const today = dateIn(at, scheme.timeZone);
  const { effective = today } = grantedCase;
  if (today < effective) return refuse({ code: 'grant-not-yet-effective', effective, today });
  const validity = validityOf(scheme, dossier.supportPeriod, at);
  if (!validity.ok) return validity;
  const { id, level } = grantedCase;
  return ok({ type: 'LabelIssued', at, by: by.id, because, label, case: id, level, ...validity.value });
}
