import { endSessions, seatSession, sessionsOf, type Session } from '@assay/records/session';
import { parseSessionId, type OrganisationId, type SessionId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { tell, type Doorkeeper } from './account-act.ts';
import type { Signed } from './signed.ts';

type Place = Pick<Doorkeeper, 'records' | 'clock'>;

/** Where somebody is signed in now, the newest first. */
export function ownSessions(office: Place, { person }: Signed): Promise<readonly Session[]> {
  return sessionsOf(office.records.read, { person, at: office.clock() });
}

/** Ends the session that one is in. */
export async function signOut(office: Place, { person, session }: Signed): Promise<void> {
  const own = parseSessionId(session);
  if (!own.ok) return;
  const at = office.clock();
  await office.records.write((tx) => endSessions(tx, { person, only: own.value, at, because: 'signed-out' }));
}

/** Ends another session of one's own. */
export async function endOwnSession(
  office: Place,
  { person, via }: Signed,
  session: SessionId,
): Promise<Result<undefined, { readonly code: 'session-needed' | 'no-such-session' }>> {
  if (via === 'key') return refuse({ code: 'session-needed' });
  const at = office.clock();
  return office.records.write(
    async (tx): Promise<Result<undefined, { readonly code: 'no-such-session' }>> => {
      const ended = await endSessions(tx, { person, only: session, at, because: 'revoked' });
      if (ended === 0) return refuse({ code: 'no-such-session' });
      await tell(tx, { person, at, code: 'sessions-ended', by: person, facts: { count: ended } });
      return ok(undefined);
    },
  );
}

/** Ends every session of one's own but the one that one is in; how many there were. */
export async function endOtherSessions(
  office: Place,
  { person, session }: Signed,
): Promise<Result<number, { readonly code: 'session-needed' }>> {
  const own = parseSessionId(session);
  if (!own.ok) return refuse({ code: 'session-needed' });
  const at = office.clock();
  return office.records.write(async (tx) => {
    const count = await endSessions(tx, { person, but: own.value, at, because: 'revoked' });
    if (count > 0) await tell(tx, { person, at, code: 'sessions-ended', by: person, facts: { count } });
    return ok(count);
  });
}

/** Acts from another organisation from now on. */
export async function takeSeat(
  office: Place,
  { session, seats }: Signed,
  seat: string,
): Promise<Result<OrganisationId, { readonly code: 'session-needed' | 'no-such-seat' }>> {
  const own = parseSessionId(session);
  if (!own.ok) return refuse({ code: 'session-needed' });
  const held = seats.find(({ organisation }) => organisation === seat);
  if (!held) return refuse({ code: 'no-such-seat' });
  await office.records.write((tx) => seatSession(tx, { id: own.value, seat: held.organisation }));
  return ok(held.organisation);
}
