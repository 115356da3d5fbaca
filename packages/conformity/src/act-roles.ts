import type { Role } from '@assay/vocabulary/programme';

import { MAY, type CaseAct } from './journey.ts';
import { LABEL_MAY, type LabelAct } from './label.ts';

/** The roles of which an act on a case, or on its label, needs one; which of them may depend on the stage. */
export function rolesFor(act: CaseAct | LabelAct): readonly Role[] {
  if (isOnLabel(act)) return [LABEL_MAY[act].role];
  const { role } = MAY[act];
  return typeof role === 'string' ? [role] : [...new Set(Object.values(role))];
}

function isOnLabel(act: CaseAct | LabelAct): act is LabelAct {
  return Object.hasOwn(LABEL_MAY, act);
}
