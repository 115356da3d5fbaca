import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Reason } from '@assay/vocabulary/evaluation';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';

export type Incomplete = { readonly code: 'application-incomplete'; readonly missing: readonly Reason[] };
export type NothingMissing = { readonly code: 'nothing-missing' };

type Intake = Act & {
  /** What `missingFrom` found for the dossier as it stands. */
  readonly missing: readonly Reason[];
};

/** Takes a complete application into evaluation; one that lacks something is refused item by item. */
export function accept(state: Case, command: Intake): Result<readonly CaseEvent[], MayNot | Incomplete> {
  const allowed = may('accept', command.by, state);
  if (!allowed.ok) return allowed;
  if (state.stage === 'none') throw new Error('unreachable: accept is not allowed before submission');
  if (command.missing.length > 0) return refuse({ code: 'application-incomplete', missing: command.missing });
  return ok([{ type: 'ApplicationAccepted', ...said(command), dossier: state.dossier }]);
}

/** Sends an incomplete application back with itemised reasons; a complete one cannot be sent back. */
export function giveBack(
  state: Case,
  command: Intake,
): Result<readonly CaseEvent[], MayNot | NothingMissing> {
  const allowed = may('return', command.by, state);
  if (!allowed.ok) return allowed;
  if (command.missing.length === 0) return refuse({ code: 'nothing-missing' });
  return ok([{ type: 'ApplicationReturned', ...said(command), missing: command.missing }]);
}
