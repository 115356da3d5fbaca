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
import { schemeOf } from '../scheme-of.ts';
import { isOffered, type NotOffered } from './laboratories-offered.ts';

type Assign = CaseCommand & { readonly laboratory: OrganisationId; readonly body: BodyId };
type Refusals = MayNot | AlreadyAssigned | AlreadyTested | NotOffered | ActRefusal;

/** The applicant names the laboratory that tests: one whose results would count today. */
export function chooseCaseLaboratory(office: Office, command: Assign): Promise<Result<Done, Refusals>> {
  return assign(office, command, 'chooseLaboratory');
}

/** The administrator names the laboratory that tests: one whose results would count today. */
export function assignCaseLaboratory(office: Office, command: Assign): Promise<Result<Done, Refusals>> {
  return assign(office, command, 'assignLaboratory');
}

function assign(
  office: Office,
  command: Assign,
  act: 'chooseLaboratory' | 'assignLaboratory',
): Promise<Result<Done, Refusals>> {
  const { laboratory, body } = command;
  return actOnCase<Refusals>(office, command, { act, laboratory, body }, async (state, who, tx) => {
    const decided = assignLaboratory(state, { ...who, act, laboratory, body });
    if (!decided.ok || state.stage === 'none') return decided;
    const scheme = schemeOf(office, state.scheme);
    const offered = await isOffered(tx, { scheme, level: state.level, at: who.at, laboratory, body });
    return offered.ok ? decided : offered;
  });
}
