import {
  addOneTimeLink,
  readOneTimeLink,
  takeOneTimeLink,
  voidOneTimeLinks,
  type OneTimeLink,
} from '@assay/records/one-time-link';
import { forgetDevices } from '@assay/records/known-device';
import { seatsOf } from '@assay/records/membership';
import { removePasskeys } from '@assay/records/passkey';
import { removePassword } from '@assay/records/password';
import { readPerson } from '@assay/records/person';
import { serviceAccountsOf } from '@assay/records/service-account';
import { endSessions } from '@assay/records/session';
import { revokeApiKeys } from '@assay/records/api-key';
import type { Tx } from '@assay/records/open';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { justProved, tell, type Doorkeeper, type NotNow } from './account-act.ts';
import { beginSession, type Begun, type Browser } from './begin-session.ts';
import { signInSettings } from './sign-in-settings.ts';
import type { Signed } from './signed.ts';
import { hashOfToken, newToken } from './token.ts';

/** A link that was made: its token is in this answer and nowhere else. */
export type LinkMade = { readonly token: string; readonly path: string; readonly until: Instant };

/** Makes a link at the terminal of the installation, for somebody who can not sign in yet. */
export async function makeSignInLink(
  office: Doorkeeper,
  { person, seat }: { readonly person: PersonId; readonly seat?: OrganisationId },
): Promise<Result<LinkMade, { readonly code: 'no-such-person' }>> {
  if (!(await readPerson(office.records.read, person))) return refuse({ code: 'no-such-person' });
  const { linkHours } = await signInSettings(office, office.records.read);
  return office.records.write(async (tx) => {
    await tell(tx, { person, at: office.clock(), code: 'sign-in-link-made' });
    const seated = seat !== undefined && { seat };
    return ok(await keepLink(office, tx, { purpose: 'sign-in', person, ...seated, hours: linkHours }));
  });
}

export type RecoveryRefusal =
  | NotNow
  | { readonly code: 'not-a-manager' }
  | { readonly code: 'not-of-your-organisation' }
  | { readonly code: 'not-for-yourself' }
  | { readonly code: 'member-elsewhere' }
  | { readonly code: 'in-by-keys-alone' };

/**
 * Makes the link by which somebody who has lost every way in begins anew: by a manager of their organisation, who knows
 * them and has just proved who they are. Every session of the person ends at once, and both are told. Nobody recovers
 * whoever acts for another organisation too, since the link would open that seat as well: those turn to the terminal.
 */
export async function makeRecoveryLink(
  office: Doorkeeper,
  signed: Signed,
  person: PersonId,
): Promise<Result<LinkMade, RecoveryRefusal>> {
  if (signed.via === 'key' || signed.provedAt === undefined) return refuse({ code: 'session-needed' });
  const { seat } = signed;
  if (seat === undefined || !signed.roles.includes('manager')) return refuse({ code: 'not-a-manager' });
  if (person === signed.person) return refuse({ code: 'not-for-yourself' });
  const proved = await justProved(office, signed.provedAt);
  if (!proved.ok) return proved;
  const { recoveryHours: hours } = await signInSettings(office, office.records.read);
  const at = office.clock();
  return office.records.write(async (tx): Promise<Result<LinkMade, RecoveryRefusal>> => {
    const seats = await seatsOf(tx, [person]);
    if (!seats.some(({ organisation }) => organisation === seat))
      return refuse({ code: 'not-of-your-organisation' });
    if (seats.length > 1) return refuse({ code: 'member-elsewhere' });
    const services = await serviceAccountsOf(tx, seat);
    if (services.some((one) => one.person === person)) return refuse({ code: 'in-by-keys-alone' });
    const sessions = await endSessions(tx, { person, at, because: 'recovery' });
    await voidOneTimeLinks(tx, { person, at });
    const made = await keepLink(office, tx, { purpose: 'recovery', person, seat, by: signed.person, hours });
    for (const told of [person, signed.person])
      await tell(tx, {
        person: told,
        at,
        code: 'recovery-link-made',
        by: signed.person,
        facts: { person, sessions },
      });
    return ok(made);
  });
}

/** Whom a link lets in, while it does; looking does not use it up, since mail scanners look at everything. */
export async function lookAtLink(
  office: Doorkeeper,
  token: string,
): Promise<Result<{ readonly name: string; readonly purpose: OneTimeLink['purpose'] }, LinkEnded>> {
  const asked = { hash: hashOfToken(token), at: office.clock() };
  const link = await readOneTimeLink(office.records.read, asked);
  const person = link && (await readPerson(office.records.read, link.person));
  return person ? ok({ name: person.name, purpose: link.purpose }) : refuse({ code: 'link-ended' });
}

export type LinkEnded = { readonly code: 'link-ended' };

/**
 * Lets somebody in by a link, once. One that recovers takes away whatever let them in before: it may be in other hands.
 */
export async function followLink(
  office: Doorkeeper,
  { token, browser }: { readonly token: string; readonly browser: Browser },
): Promise<Result<Begun, LinkEnded>> {
  const at = office.clock();
  return office.records.write(async (tx): Promise<Result<Begun, LinkEnded>> => {
    const link = await takeOneTimeLink(tx, { hash: hashOfToken(token), at });
    if (!link) return refuse({ code: 'link-ended' });
    const { person, purpose, seat } = link;
    if (purpose === 'recovery') await beginAnew(office, tx, link);
    return ok(
      await beginSession(office, tx, { person, via: 'link', browser, ...(seat !== undefined && { seat }) }),
    );
  });
}

async function beginAnew(office: Doorkeeper, tx: Tx, { person, madeBy }: OneTimeLink): Promise<void> {
  const at = office.clock();
  await removePasskeys(tx, { person });
  await removePassword(tx, person);
  await forgetDevices(tx, person);
  await endSessions(tx, { person, at, because: 'recovery' });
  await revokeApiKeys(tx, { person, at, by: person });
  for (const told of [person, ...(madeBy === undefined ? [] : [madeBy])])
    await tell(tx, { person: told, at, code: 'recovery-link-used', by: person, facts: { person } });
}

async function keepLink(
  office: Doorkeeper,
  tx: Tx,
  of: Pick<OneTimeLink, 'purpose' | 'person' | 'seat'> & { readonly by?: PersonId; readonly hours: number },
): Promise<LinkMade> {
  const { purpose, person, seat, by, hours } = of;
  const token = newToken(office.random);
  const madeAt = office.clock();
  const until = addSeconds(madeAt, hours * 3_600);
  await addOneTimeLink(tx, {
    ...{ hash: hashOfToken(token), purpose, person, madeAt, until },
    ...(seat !== undefined && { seat }),
    ...(by !== undefined && { madeBy: by }),
  });
  return { token, path: `/sign-in/link/${token}`, until };
}
