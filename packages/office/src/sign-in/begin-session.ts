import { forgetWhatIsOver } from '@assay/records/ceremony';
import { isStrangeDevice, noteDevice } from '@assay/records/known-device';
import type { Tx } from '@assay/records/open';
import { addSession, endSessionByHash, lastSeat, type Via } from '@assay/records/session';
import type { OrganisationId, PersonId, SessionId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';

import type { Office } from '../office.ts';
import { tell } from './account-act.ts';
import { deviceName } from './device-name.ts';
import { signInSettings } from './sign-in-settings.ts';
import { hashOfToken, newSessionId, newToken } from './token.ts';

/** What a browser brings along when somebody signs in. */
export type Browser = {
  /** Secret that this browser keeps: it tells a device that signed in before. */
  readonly visitor: string;
  /** What it says it is (`User-Agent`). */
  readonly agent: string | undefined;
  /** Address it comes from; kept as a keyed hash, and only where an attempt fails. */
  readonly address: string;
  /** The token of the session that it has now, which ends as another begins. */
  readonly token?: string;
};

/** A session that has begun: its token goes into a cookie, and is nowhere else. */
export type Begun = {
  readonly session: SessionId;
  readonly person: PersonId;
  readonly token: string;
  /** For how long it can last. */
  readonly seconds: number;
};

/** Begins a session under a new token, whatever the browser had before, and writes down that it did. */
export async function beginSession(
  office: Pick<Office, 'programme' | 'clock' | 'random'>,
  tx: Tx,
  of: {
    readonly person: PersonId;
    readonly via: Via;
    readonly browser: Browser;
    readonly seat?: OrganisationId;
    readonly confinedTo?: OrganisationId;
  },
): Promise<Begun> {
  const { person, via, browser, confinedTo } = of;
  const at = office.clock();
  const { idleMinutes, absoluteHours } = await signInSettings(office, tx);
  if (browser.token !== undefined)
    await endSessionByHash(tx, { hash: hashOfToken(browser.token), at, because: 'signed-in-again' });
  const seat = of.seat ?? confinedTo ?? (await lastSeat(tx, person));
  const [session, token, seconds] = [
    newSessionId(office.random),
    newToken(office.random),
    absoluteHours * 3600,
  ];
  const device = deviceName(browser.agent);
  await addSession(tx, {
    ...{ id: session, hash: hashOfToken(token), person, via, device },
    ...(seat !== undefined && { seat }),
    ...(confinedTo !== undefined && { confinedTo }),
    ...{ begunAt: at, seenAt: at, provedAt: at },
    ...{ idleSeconds: idleMinutes * 60, endsAt: addSeconds(at, seconds) },
  });
  const hash = hashOfToken(browser.visitor);
  const strange = await isStrangeDevice(tx, { hash, person });
  await noteDevice(tx, { hash, person, at });
  const facts = { via, device, session, ...(strange && { strange }) };
  await tell(tx, { person, at, code: 'signed-in', by: person, facts });
  await forgetWhatIsOver(tx, at);
  return { session, person, token, seconds };
}
