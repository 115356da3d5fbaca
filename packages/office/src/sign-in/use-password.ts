import { passwordAndCode, passwordOfMail, waysIn } from '@assay/records/password';
import { proveSession } from '@assay/records/session';
import type { Tx } from '@assay/records/open';
import { parseSessionId, type PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { tell, type Doorkeeper } from './account-act.ts';
import { beginAttempt, endAttempt, type Counted, type TooMany } from './attempt.ts';
import { beginSession, type Begun, type Browser } from './begin-session.ts';
import { checkTyped, takeCode, type Typed } from './second-factor.ts';
import type { Signed } from './signed.ts';
import { hashOfToken } from './token.ts';

/** One answer for all that may be wrong: the address, the password, the code, or that there is no such account. */
export type NotSignedIn = { readonly code: 'not-signed-in' };

/** For how many seconds a device on which somebody signed in has a count of its own: 400 days. */
const DEVICE_KNOWN = 400 * 86_400;

/** Signs in whoever knows a password and has the second factor beside it. */
export async function signInWithPassword(
  office: Doorkeeper,
  { mail, browser, ...typed }: Typed & { readonly mail: string; readonly browser: Browser },
): Promise<Result<Begun, NotSignedIn | TooMany>> {
  const at = office.clock();
  const device = hashOfToken(browser.visitor);
  const since = addSeconds(at, -DEVICE_KNOWN);
  const held = await passwordOfMail(office.records.read, { mail: mail.trim(), device, since });
  const counted = countsOf(mail, browser, held.knownDevice);
  const free = await beginAttempt(office, counted);
  if (!free.ok) return free;
  const checked = await checkTyped(office, held, { ...typed, at });
  return office.records.write(async (tx): Promise<Result<Begun, NotSignedIn>> => {
    const code = await takeCode(tx, checked, at);
    if (code === undefined || checked.person === undefined) return refuse({ code: 'not-signed-in' });
    const { person } = checked;
    await endAttempt(office, tx, counted);
    if (code === 'recovery-code') await tellOfRecoveryCode(office, tx, person);
    return ok(await beginSession(office, tx, { person, via: 'password', browser }));
  });
}

/** Notes that the person of a session proved who they are. */
export async function proveWithPassword(
  office: Doorkeeper,
  signed: Signed,
  typed: Typed,
): Promise<Result<undefined, NotSignedIn | TooMany | { readonly code: 'session-needed' }>> {
  const session = parseSessionId(signed.session);
  if (!session.ok) return refuse({ code: 'session-needed' });
  const { person } = signed;
  const at = office.clock();
  const counted = [{ kind: 'account', name: `proof of ${person}` }] as const;
  const free = await beginAttempt(office, counted);
  if (!free.ok) return free;
  const held = await passwordAndCode(office.records.read, person);
  const checked = await checkTyped(office, { ...held, person }, { ...typed, at });
  return office.records.write(async (tx): Promise<Result<undefined, NotSignedIn>> => {
    const code = await takeCode(tx, checked, at);
    if (code === undefined) return refuse({ code: 'not-signed-in' });
    await endAttempt(office, tx, counted);
    if (code === 'recovery-code') await tellOfRecoveryCode(office, tx, person);
    await proveSession(tx, { id: session.value, at });
    return ok(undefined);
  });
}

/**
 * A device on which this person signed in before has a count of its own, so that whoever guesses from elsewhere, or from
 * beside it, does not keep them out.
 */
function countsOf(mail: string, { visitor, address }: Browser, knownDevice: boolean): readonly Counted[] {
  const account = mail.trim().toLowerCase();
  return knownDevice
    ? [{ kind: 'device', name: `${visitor} ${account}` }]
    : [
        { kind: 'account', name: account },
        { kind: 'address', name: address },
      ];
}

async function tellOfRecoveryCode(office: Doorkeeper, tx: Tx, person: PersonId): Promise<void> {
  const { recoveryCodes: left } = await waysIn(tx, person);
  await tell(tx, { person, at: office.clock(), code: 'recovery-code-used', by: person, facts: { left } });
}
