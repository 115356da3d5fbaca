import { sql } from 'kysely';

import type { OrganisationId, PersonId, SessionId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** How somebody came in. */
export type Via = 'passkey' | 'password' | 'openid' | 'link';

/** Somebody who is signed in on one device. */
export type Session = {
  readonly id: SessionId;
  readonly person: PersonId;
  readonly via: Via;
  readonly seat?: OrganisationId;
  /** The only organisation that may be its seat. */
  readonly confinedTo?: OrganisationId;
  readonly device: string;
  readonly begunAt: Instant;
  readonly seenAt: Instant;
  /** How long it may lie unused. */
  readonly idleSeconds: number;
  /** When it is over, whatever happens. */
  readonly endsAt: Instant;
  readonly provedAt: Instant;
};

/** Begins a session; `hash` is of the token that opens it. */
export async function addSession(tx: Tx, session: Session & { readonly hash: Uint8Array }): Promise<void> {
  const { id, hash, person, via, seat, confinedTo, device, begunAt, seenAt, provedAt } = session;
  const { idleSeconds, endsAt } = session;
  await tx
    .insertInto('session')
    .values({
      ...{ id, hash, person, via, device },
      seat: seat ?? null,
      confined_to: confinedTo ?? null,
      begun_at: begunAt,
      seen_at: seenAt,
      idle_seconds: idleSeconds,
      ends_at: endsAt,
      proved_at: provedAt,
      ended_at: null,
      ended_because: null,
    })
    .execute();
}

/** The sessions of a person that still open something, the newest first, 100 at most. */
export async function sessionsOf(
  reader: Reader,
  { person, at }: { readonly person: PersonId; readonly at: Instant },
): Promise<readonly Session[]> {
  const rows = await reader
    .selectFrom('session')
    .select(['id', 'person', 'via', 'seat', 'confined_to', 'device', 'begun_at', 'seen_at', 'proved_at'])
    .select(['idle_seconds', 'ends_at'])
    .where('person', '=', person)
    .where(isOpen(at))
    .orderBy('begun_at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, person: row.person, via: row.via, device: row.device },
    ...(row.seat !== null && { seat: row.seat }),
    ...(row.confined_to !== null && { confinedTo: row.confined_to }),
    begunAt: instantOf(row.begun_at),
    seenAt: instantOf(row.seen_at),
    idleSeconds: row.idle_seconds,
    endsAt: instantOf(row.ends_at),
    provedAt: instantOf(row.proved_at),
  }));
}

/** Whether a session still opens anything at a moment. */
export function isOpen(at: Instant) {
  return sql<boolean>`session.ended_at is null and session.ends_at > ${at}
    and session.seen_at + make_interval(secs => session.idle_seconds) > ${at}`;
}

/** Notes that a session was used. */
export async function touchSession(
  tx: Tx,
  { id, at }: { readonly id: SessionId; readonly at: Instant },
): Promise<void> {
  await tx.updateTable('session').set({ seen_at: at }).where('id', '=', id).execute();
}

/** Notes that the person of a session proved who they are. */
export async function proveSession(
  tx: Tx,
  { id, at }: { readonly id: SessionId; readonly at: Instant },
): Promise<void> {
  await tx.updateTable('session').set({ proved_at: at, seen_at: at }).where('id', '=', id).execute();
}

/** Seats a session at another organisation. */
export async function seatSession(
  tx: Tx,
  { id, seat }: { readonly id: SessionId; readonly seat: OrganisationId },
): Promise<void> {
  await tx.updateTable('session').set({ seat }).where('id', '=', id).execute();
}

/** The organisation that a person sat at last; undefined where they never did. */
export async function lastSeat(reader: Reader, person: PersonId): Promise<OrganisationId | undefined> {
  const row = await reader
    .selectFrom('session')
    .select('seat')
    .where('person', '=', person)
    .where('seat', 'is not', null)
    .orderBy('begun_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seat ?? undefined;
}

/** Ends the sessions of a person, one of them, or all but one; how many there were that still opened something. */
export async function endSessions(
  tx: Tx,
  ended: {
    readonly person: PersonId;
    readonly only?: SessionId;
    readonly but?: SessionId;
    readonly at: Instant;
    readonly because: string;
  },
): Promise<number> {
  const { person, only, but, at, because } = ended;
  let update = tx
    .updateTable('session')
    .set({ ended_at: at, ended_because: because })
    .where('person', '=', person)
    .where(isOpen(at));
  if (only !== undefined) update = update.where('id', '=', only);
  if (but !== undefined) update = update.where('id', '!=', but);
  return Number((await update.executeTakeFirst()).numUpdatedRows);
}

/** Ends the session that a token opens, whoever's it is. */
export async function endSessionByHash(
  tx: Tx,
  { hash, at, because }: { readonly hash: Uint8Array; readonly at: Instant; readonly because: string },
): Promise<void> {
  await tx
    .updateTable('session')
    .set({ ended_at: at, ended_because: because })
    .where('hash', '=', hash)
    .where('ended_at', 'is', null)
    .execute();
}
