import {
  grant,
  refuseLabel,
  type LevelNotReached,
  type ReviewNotSufficient,
} from '@assay/conformity/4-decision/decide';
import type { MayNot } from '@assay/conformity/journey';
import type { Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import type { Office } from '../office.ts';

/** Grants the level that was applied for; refused where the evaluation does not carry it. */
export function grantCase(
  office: Office,
  command: CaseCommand,
): Promise<Result<Done, MayNot | LevelNotReached | ReviewNotSufficient | ActRefusal>> {
  return actOnCase(office, command, { act: 'grant' }, (state, act) => Promise.resolve(grant(state, act)));
}

/** Refuses the label on the gaps that the evaluation left open. */
export function refuseCase(office: Office, command: CaseCommand): Promise<Result<Done, MayNot | ActRefusal>> {
  return actOnCase(office, command, { act: 'refuse' }, (state, act) =>
    Promise.resolve(refuseLabel(state, act)),
  );
}
