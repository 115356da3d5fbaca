import { sql } from 'kysely';

import type { ApiKeyId, BodyId, OrganisationId, PersonId, SessionId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';

import type { Reader } from './open.ts';
import { isOpen, type Via } from './session.ts';

/** An organisation that somebody may act from, and as what. */
export type SeatHeld = {
  readonly organisation: OrganisationId;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly kinds: readonly OrganisationKind[];
  readonly administrator?: string;
  readonly body?: BodyId;
};

/** What a session's token opens: whose it is, and where they may act from now. */
export type SessionHeld = {
  readonly id: SessionId;
  readonly person: PersonId;
  readonly name: string;
  readonly via: Via;
  readonly seat?: OrganisationId;
  readonly confinedTo?: OrganisationId;
  readonly seenAt: Instant;
  readonly provedAt: Instant;
  /** The oldest membership first; those that ended, or that the session is kept from, are not among them. */
  readonly seats: readonly SeatHeld[];
};

/** The session that a token opens, by the hash of the token, with person and seats: one question. */
export async function sessionHeld(
  reader: Reader,
  { hash, at }: { readonly hash: Uint8Array; readonly at: Instant },
): Promise<SessionHeld | undefined> {
  const row = await reader
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person')
    .select(['session.id', 'session.person', 'person.name', 'session.via', 'session.seat'])
    .select(['session.confined_to', 'session.seen_at', 'session.proved_at'])
    .select(
      seats(sql`session.person`, sql`coalesce(session.confined_to, membership.organisation)`).as('seats'),
    )
    .where('session.hash', '=', hash)
    .where(isOpen(at))
    .executeTakeFirst();
  if (!row) return undefined;
  const { seat, confined_to, seen_at, proved_at, ...held } = row;
  return {
    ...held,
    ...(seat !== null && { seat }),
    ...(confined_to !== null && { confinedTo: confined_to }),
    seenAt: instantOf(seen_at),
    provedAt: instantOf(proved_at),
  };
}

/** What an API key opens. */
export type ApiKeyHeld = {
  readonly id: ApiKeyId;
  readonly person: PersonId;
  readonly name: string;
  readonly organisation: OrganisationId;
  readonly scopes: readonly string[];
  readonly lastUsedAt?: Instant;
  /** The organisation of the key; none where the person no longer belongs to it. */
  readonly seats: readonly SeatHeld[];
};

/** The API key of a text, by its hash, with person and seat: one question. A key that ended or was revoked opens nothing. */
export async function apiKeyHeld(
  reader: Reader,
  { hash, at }: { readonly hash: Uint8Array; readonly at: Instant },
): Promise<ApiKeyHeld | undefined> {
  const row = await reader
    .selectFrom('api_key')
    .innerJoin('person', 'person.id', 'api_key.person')
    .select(['api_key.id', 'api_key.person', 'person.name', 'api_key.organisation', 'api_key.scopes'])
    .select('api_key.last_used_at')
    .select(seats(sql`api_key.person`, sql`api_key.organisation`).as('seats'))
    .where('api_key.hash', '=', hash)
    .where('api_key.revoked_at', 'is', null)
    .where('api_key.until', '>', new Date(at))
    .executeTakeFirst();
  if (!row) return undefined;
  const { last_used_at, ...held } = row;
  return { ...held, ...(last_used_at && { lastUsedAt: instantOf(last_used_at) }) };
}

function seats(person: ReturnType<typeof sql>, organisation: ReturnType<typeof sql>) {
  return sql<readonly SeatHeld[]>`coalesce((
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'organisation', organisation.id, 'name', organisation.name, 'roles', membership.roles,
        'kinds', organisation.kinds, 'administrator', organisation.administrator, 'body', organisation.body))
      order by membership.since, membership.organisation)
    from membership join organisation on organisation.id = membership.organisation
    where membership.person = ${person} and membership.until is null
      and membership.organisation = ${organisation}), '[]'::jsonb)`;
}
