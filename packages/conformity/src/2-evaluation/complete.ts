import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Evaluation } from '@assay/vocabulary/evaluation';
import type { Digest } from '@assay/vocabulary/ids';
import { ok, type Result } from '@assay/vocabulary/result';

import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';

/** Closes the determination: the evaluation is kept under its digest and the case file says what it found. */
export function completeEvaluation(
  state: Case,
  command: Act & { readonly evaluation: Evaluation; readonly digest: Digest },
): Result<readonly CaseEvent[], MayNot> {
  const allowed = may('completeEvaluation', command.by, state);
  if (!allowed.ok) return allowed;
  const { evaluation, digest } = command;
  const { declared, assessed } = evaluation.level;
  return ok([
    {
      type: 'EvaluationCompleted',
      ...said(command),
      evaluation: digest,
      declared,
      assessed,
      gaps: evaluation.gaps,
    },
  ]);
}
