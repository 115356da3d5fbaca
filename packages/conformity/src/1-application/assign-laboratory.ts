import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { BodyId, OrganisationId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';

export type AlreadyAssigned = { readonly code: 'laboratory-already-assigned'; readonly body: BodyId };
export type AlreadyTested = { readonly code: 'laboratory-already-reported'; readonly body: BodyId };

/** Names the laboratory that tests: the applicant's choice, or the administrator's. One that has reported stays. */
export function assignLaboratory(
  state: Case,
  command: Act & {
    readonly act: 'chooseLaboratory' | 'assignLaboratory';
    readonly laboratory: OrganisationId;
    readonly body: BodyId;
  },
): Result<readonly CaseEvent[], MayNot | AlreadyAssigned | AlreadyTested> {
  const { act, laboratory, body } = command;
  const allowed = may(act, command.by, state);
  if (!allowed.ok) return allowed;
  if (state.stage === 'none') throw new Error('unreachable: nobody is assigned before submission');
  const { assigned, laboratories } = state;
  if (assigned?.body === body) return refuse({ code: 'laboratory-already-assigned', body });
  if (assigned && laboratories.includes(assigned.body))
    return refuse({ code: 'laboratory-already-reported', body: assigned.body });
  return ok([{ type: 'LaboratoryAssigned', ...said(command), laboratory, body }]);
}
