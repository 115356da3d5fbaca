import {
  grant,
  refuseLabel,
  type LevelNotReached,
  type ReviewNotSufficient,
} from '@assay/conformity/4-decision/decide';
import { validityOf, type NoEnd } from '@assay/conformity/5-label/validity';
import type { MayNot } from '@assay/conformity/journey';
import type { Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { keptDossier } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';

/** Grants the level that was applied for; refused where the evaluation does not carry it, or no label could state it. */
export function grantCase(
  office: Office,
  command: CaseCommand,
): Promise<Result<Done, MayNot | LevelNotReached | ReviewNotSufficient | NoEnd | ActRefusal>> {
  return actOnCase(office, command, { act: 'grant' }, async (state, act, tx) => {
    if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
    const dossier = await keptDossier(tx, administratorOf(office), state.dossier);
    const validity = validityOf(schemeOf(office, state.scheme), dossier.supportPeriod, act.at);
    return grant(state, { ...act, validity });
  });
}

/** Refuses the label on the gaps that the evaluation left open. */
export function refuseCase(office: Office, command: CaseCommand): Promise<Result<Done, MayNot | ActRefusal>> {
  return actOnCase(office, command, { act: 'refuse' }, (state, act) =>
    Promise.resolve(refuseLabel(state, act)),
  );
}
