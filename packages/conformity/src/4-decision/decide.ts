import type { CaseEvent } from '@assay/vocabulary/case-event';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { Gap } from '@assay/vocabulary/evaluation';

import type { NoEnd, Validity } from '../5-label/validity.ts';
import type { Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';

export type LevelNotReached = {
  readonly code: 'level-not-reached';
  readonly asked: number;
  readonly assessed: number;
  readonly gaps: readonly Gap[];
};
export type ReviewNotSufficient = { readonly code: 'review-not-sufficient' };

/**
 * Grants the level asked for. Only on a sufficient review of an evaluation that reached the level as assessed:
 * nobody can grant what the findings do not carry, nor what no label could state until when it holds (`validityOf`).
 */
export function grant(
  state: Case,
  command: Act & { readonly validity: Result<Validity, NoEnd> },
): Result<readonly CaseEvent[], MayNot | LevelNotReached | ReviewNotSufficient | NoEnd> {
  const allowed = may('grant', command.by, state);
  if (!allowed.ok) return allowed;
  const { level, evaluation, review } = reviewed(state);
  if (!review.sufficient) return refuse({ code: 'review-not-sufficient' });
  if (evaluation.assessed < level)
    return refuse({
      code: 'level-not-reached',
      asked: level,
      assessed: evaluation.assessed,
      gaps: evaluation.gaps,
    });
  const { by, at, because, validity } = command;
  if (!validity.ok) return validity;
  return ok([{ type: 'LabelGranted', at, by: by.id, because, level, evaluation: evaluation.digest }]);
}

/** Refuses, on the gaps that the evaluation left open and the decider's own reason. */
export function refuseLabel(state: Case, command: Act): Result<readonly CaseEvent[], MayNot> {
  const allowed = may('refuse', command.by, state);
  if (!allowed.ok) return allowed;
  const { evaluation } = reviewed(state);
  const { by, at, because } = command;
  return ok([
    { type: 'LabelRefused', at, by: by.id, because, grounds: evaluation.gaps, evaluation: evaluation.digest },
  ]);
}

function reviewed(state: Case) {
  if (state.stage === 'none' || !state.evaluation || !state.review)
    throw new Error('unreachable: a case under decision has an evaluation and a review');
  return { level: state.level, evaluation: state.evaluation, review: state.review };
}
