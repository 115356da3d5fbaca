import {
  assignLaboratory,
  type AlreadyAssigned,
  type AlreadyTested,
} from '@assay/conformity/1-application/assign-laboratory';
import type { MayNot } from '@assay/conformity/journey';
import type { BodyId, OrganisationId } from '@assay/vocabulary/ids';
import type { Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import type { Office } from '../office.ts';

type Assign = CaseCommand & { readonly laboratory: OrganisationId; readonly body: BodyId };
type Refusals = MayNot | AlreadyAssigned | AlreadyTested | ActRefusal;

/** The applicant names the laboratory that tests. */
export function chooseCaseLaboratory(office: Office, command: Assign): Promise<Result<Done, Refusals>> {
  return assign(office, command, 'chooseLaboratory');
}

/** The administrator names the laboratory that tests. */
export function assignCaseLaboratory(office: Office, command: Assign): Promise<Result<Done, Refusals>> {
  return assign(office, command, 'assignLaboratory');
}

function assign(
  office: Office,
  command: Assign,
  act: 'chooseLaboratory' | 'assignLaboratory',
): Promise<Result<Done, Refusals>> {
  const { laboratory, body } = command;
  return actOnCase(office, command, { act, laboratory, body }, (state, who) =>
    Promise.resolve(assignLaboratory(state, { ...who, act, laboratory, body })),
  );
}
