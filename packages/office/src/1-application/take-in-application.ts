import { missingFrom } from '@assay/conformity/1-application/completeness';
import { contradictions } from '@assay/conformity/1-application/eligibility';
import { productIdentity, undisclosed } from '@assay/conformity/1-application/prior-denial';
import {
  accept,
  giveBack,
  type Incomplete,
  type NothingMissing,
} from '@assay/conformity/1-application/intake';
import type { Case } from '@assay/conformity/case';
import type { MayNot } from '@assay/conformity/journey';
import { denialsOf } from '@assay/records/case-order';
import type { Reader } from '@assay/records/open';
import { organisationOfAdministrator } from '@assay/records/organisation';
import type { Reason } from '@assay/vocabulary/evaluation';
import { dateIn } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { keptDossier } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';

/** Takes a complete application into evaluation; refuses one that lacks something, item by item. */
export function acceptApplication(
  office: Office,
  command: CaseCommand,
): Promise<Result<Done, MayNot | Incomplete | ActRefusal>> {
  return actOnCase(office, command, { act: 'accept' }, async (state, act, tx) =>
    accept(state, { ...act, missing: await missing(office, state, tx) }),
  );
}

/** Sends an application back with everything that it lacks; refuses to send back one that lacks nothing. */
export function returnApplication(
  office: Office,
  command: CaseCommand,
): Promise<Result<Done, MayNot | NothingMissing | ActRefusal>> {
  return actOnCase(office, command, { act: 'return' }, async (state, act, tx) =>
    giveBack(state, { ...act, missing: await missing(office, state, tx) }),
  );
}

/** Everything that an application lacks as it stands, item by item; none: it is complete. */
export async function missing(office: Office, state: Case, tx: Reader): Promise<readonly Reason[]> {
  if (state.stage === 'none') return [];
  const dossier = await keptDossier(tx, administratorOf(office), state.dossier);
  return [
    ...missingFrom(schemeOf(office, state.scheme), dossier, state.declarations),
    ...contradictions(state.eligibility, dossier),
    ...(await hiddenDenials(office, state, tx)),
  ];
}

/** Denials of the same or a similar product, by whomever, that the applicant has not told of (FCC 24-26 paragraph 91). */
async function hiddenDenials(
  office: Office,
  state: Exclude<Case, { stage: 'none' }>,
  tx: Reader,
): Promise<readonly Reason[]> {
  const identity = productIdentity(state);
  const found = await denialsOf(tx, { identity, sight: { kind: 'none' }, apart: state.id });
  const names = await namesOf(tx, new Set(found.map(({ administrator }) => administrator)));
  const denials = found.map(({ administrator, scheme, at }) => {
    const name = names.get(administrator);
    const on = dateIn(at, schemeOf(office, scheme).timeZone);
    return { administrator, ...(name !== undefined && { name }), on };
  });
  return undisclosed(state.priorDenials, denials);
}

/** What administrators are called, by their codes. */
async function namesOf(tx: Reader, codes: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const code of codes) {
    const found = await organisationOfAdministrator(tx, code);
    if (found) names.set(code, found.name);
  }
  return names;
}
