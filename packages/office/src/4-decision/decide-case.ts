import { undeclared } from '@assay/conformity/1-application/declare';
import {
  grant,
  refuseLabel,
  type GrantRefusal,
  type ReasonsMissing,
} from '@assay/conformity/4-decision/decide';
import { validityOf } from '@assay/conformity/5-label/validity';
import type { MayNot } from '@assay/conformity/journey';
import type { Overruled } from '@assay/vocabulary/case-event';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { keptDossier } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';

type GrantCase = CaseCommand & {
  /** First day of the grant, in the scheme's zone; absent: today. */
  readonly effective?: CalendarDate;
  /** Each gap that the decider finds closed although the findings leave it open. */
  readonly overruled?: readonly Overruled[];
};

/** Grants the level that was applied for; refused where neither findings nor decider carry it, or no label could state it. */
export function grantCase(
  office: Office,
  command: GrantCase,
): Promise<Result<Done, GrantRefusal | ActRefusal>> {
  const { effective, overruled } = command;
  const told = { ...(effective && { effective }), ...(overruled && { overruled }) };
  return actOnCase<GrantRefusal>(office, command, { act: 'grant', ...told }, async (state, act, tx) => {
    if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
    const dossier = await keptDossier(tx, administratorOf(office), state.dossier);
    const scheme = schemeOf(office, state.scheme);
    const validity = validityOf(scheme, dossier.supportPeriod, act.at);
    const missing = undeclared(scheme, [...dossier.declarations, ...state.declarations]);
    const administrator = office.programme.administrator.name;
    return grant(state, { ...act, ...told, scheme, administrator, missing, validity });
  });
}

/** Refuses the label on the gaps that the evaluation left open, and on the decider's own reasons. */
export function refuseCase(
  office: Office,
  command: CaseCommand & { readonly reasons?: readonly string[] },
): Promise<Result<Done, MayNot | ReasonsMissing | ActRefusal>> {
  const told = command.reasons ? { reasons: command.reasons } : {};
  return actOnCase(office, command, { act: 'refuse', ...told }, (state, act) =>
    Promise.resolve(refuseLabel(state, { ...act, ...told })),
  );
}
