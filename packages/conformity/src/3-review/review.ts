import type { CaseEvent } from '@assay/vocabulary/case-event';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';

export type ReviewRemarksMissing = { readonly code: 'remarks-missing' };

type Review = Act & { readonly sufficient: boolean; readonly remarks: readonly string[] };

/** Says whether the results suffice for a decision (ISO/IEC 17065 clause 7.5); "not sufficient" must say why. */
export function completeReview(
  state: Case,
  command: Review,
): Result<readonly CaseEvent[], MayNot | ReviewRemarksMissing> {
  const allowed = may('review', command.by, state);
  if (!allowed.ok) return allowed;
  const { sufficient, remarks } = command;
  if (!sufficient && remarks.length === 0) return refuse({ code: 'remarks-missing' });
  return ok([{ type: 'ReviewCompleted', ...said(command), sufficient, remarks }]);
}

/** Sends the case back into evaluation; what was evaluated stays in the file. */
export function reopenEvaluation(state: Case, act: Act): Result<readonly CaseEvent[], MayNot> {
  const allowed = may('reopen', act.by, state);
  return allowed.ok ? ok([{ type: 'EvaluationReopened', ...said(act) }]) : allowed;
}
