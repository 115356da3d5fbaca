import {
  completeReview,
  reopenEvaluation,
  type ReviewRemarksMissing,
} from '@assay/conformity/3-review/review';
import type { MayNot } from '@assay/conformity/journey';
import type { Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import type { Office } from '../office.ts';

type ReviewCase = CaseCommand & { readonly sufficient: boolean; readonly remarks: readonly string[] };

/** Says whether the results suffice for a decision. */
export function reviewCase(
  office: Office,
  command: ReviewCase,
): Promise<Result<Done, MayNot | ReviewRemarksMissing | ActRefusal>> {
  const { sufficient, remarks } = command;
  return actOnCase(office, command, { act: 'review', sufficient, remarks }, (state, act) =>
    Promise.resolve(completeReview(state, { ...act, sufficient, remarks })),
  );
}

/** Sends the case back into evaluation. */
export function reopenCase(office: Office, command: CaseCommand): Promise<Result<Done, MayNot | ActRefusal>> {
  return actOnCase(office, command, { act: 'reopen' }, (state, act) =>
    Promise.resolve(reopenEvaluation(state, act)),
  );
}
