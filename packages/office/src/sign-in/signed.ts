import { touchApiKey } from '@assay/records/api-key';
import { touchSession, type Via } from '@assay/records/session';
import { apiKeyHeld, sessionHeld, type SeatHeld, type SessionHeld } from '@assay/records/signed';
import type { ApiKeyId, OrganisationId, PersonId, SessionId } from '@assay/vocabulary/ids';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';

import type { Office } from '../office.ts';
import { isApiKeyText } from './api-key-text.ts';
import { csrfOf, hashOfToken } from './token.ts';

/** Who is at the door: what the token of a session, or an API key, comes to. */
export type Signed = {
  readonly session: SessionId | ApiKeyId;
  readonly person: PersonId;
  readonly name: string;
  /** Where they act from; absent for whoever belongs nowhere, and may do nothing but look after their account. */
  readonly seat?: OrganisationId;
  /** Where they may act from, the oldest membership first. */
  readonly seats: readonly SeatHeld[];
  /** Those of the seat alone. */
  readonly roles: readonly Role[];
  /** What the seat is. */
  readonly kinds: readonly OrganisationKind[];
  /** Code of the seat, where it is a label administrator. */
  readonly administrator?: string;
  readonly via: Via | 'key';
  /** The organisation that vouched for them, and that they are kept to. */
  readonly confinedTo?: OrganisationId;
  /** What an API key may be used for; absent: a session, which may do what its person may. */
  readonly scopes?: readonly string[];
  /** When they last proved who they are; absent: an API key, which proves nothing of a person. */
  readonly provedAt?: Instant;
  /** Secret of this session's forms; empty for an API key, which sends none. */
  readonly csrf: string;
};

/** A use is written down once in so many seconds, and not with every page. */
const TOUCH_EVERY = 60;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Whoever a session's token stands for; undefined: nobody. One question, and once a minute a note that it was used. */
export async function signedBySession(
  office: Pick<Office, 'records' | 'clock'>,
  token: string,
): Promise<Signed | undefined> {
  if (!TOKEN.test(token)) return undefined;
  const at = office.clock();
  const held = await sessionHeld(office.records.read, { hash: hashOfToken(token), at });
  if (!held) return undefined;
  if (held.seenAt <= addSeconds(at, -TOUCH_EVERY))
    await office.records.write((tx) => touchSession(tx, { id: held.id, at }));
  const { id, person, name, via, confinedTo, provedAt, seats } = held;
  return {
    ...{ session: id, person, name, via, provedAt, seats },
    ...(confinedTo !== undefined && { confinedTo }),
    ...seatOf(seats, chosen(held)),
    csrf: csrfOf(token),
  };
}

/** Whoever an API key stands for; undefined: nobody, also once its person has left the organisation. */
export async function signedByKey(
  office: Pick<Office, 'records' | 'clock'>,
  text: string,
): Promise<Signed | undefined> {
  if (!isApiKeyText(text)) return undefined;
  const at = office.clock();
  const held = await apiKeyHeld(office.records.read, { hash: hashOfToken(text), at });
  if (!held || held.seats.length === 0) return undefined;
  if (held.lastUsedAt === undefined || held.lastUsedAt <= addSeconds(at, -TOUCH_EVERY))
    await office.records.write((tx) => touchApiKey(tx, { id: held.id, at }));
  const { id, person, name, organisation, scopes, seats } = held;
  return {
    ...{ session: id, person, name, via: 'key', confinedTo: organisation, scopes, seats, csrf: '' },
    ...seatOf(seats, organisation),
  };
}

/** The seat that was chosen, while it is still theirs; else the one that they have had longest. */
function chosen({ seat, seats }: SessionHeld): OrganisationId | undefined {
  const kept = seats.some(({ organisation }) => organisation === seat);
  return kept ? seat : seats[0]?.organisation;
}

function seatOf(
  seats: readonly SeatHeld[],
  organisation: OrganisationId | undefined,
): Pick<Signed, 'seat' | 'roles' | 'kinds' | 'administrator'> {
  const held = seats.find((one) => one.organisation === organisation);
  if (!held) return { roles: [], kinds: [] };
  const { roles, kinds, administrator } = held;
  return {
    ...{ seat: held.organisation, roles, kinds },
    ...(administrator !== undefined && { administrator }),
  };
}
