import { mayLabel, type LabelAct, type MayNotLabel } from '@assay/conformity/label';
import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** The label, where there is one to act on; a request that is repeated finds it as the first one left it. */
export function labelIn(
  { label, standing, state, reader }: CaseSheet,
  act: LabelAct,
): Result<LabelId, MayNotLabel> {
  if (label && standing.state !== 'none') return ok(label.id);
  const none = mayLabel(act, reader, { state: 'none' }, state);
  if (none.ok) throw new Error('unreachable: nothing is done to a label that is not there');
  return refuse(none.refusal);
}
