import { addApiKey, apiKeysOf, revokeApiKeys, type ApiKey } from '@assay/records/api-key';
import { serviceAccountsOf } from '@assay/records/service-account';
import type { ApiKeyId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { justProved, tell, type Doorkeeper, type NotNow } from './account-act.ts';
import { newApiKeyText } from './api-key-text.ts';
import type { Signed } from './signed.ts';
import { hashOfToken, newApiKeyId } from './token.ts';

/**
 * What a key may be used for: the part of the API, and whether it may change anything there. A key never does more than
 * its person may, acting from its organisation.
 */
export const SCOPES = [
  ...([
    'cases:read',
    'cases:write',
    'products:read',
    'products:write',
    'drafts:read',
    'drafts:write',
  ] as const),
  ...(['evidence:read', 'evidence:write', 'audit:read', 'bodies:read', 'bodies:write'] as const),
  ...(['organisations:read', 'organisations:write', 'people:read', 'people:write'] as const),
  ...(['webhooks:read', 'webhooks:write'] as const),
  ...(['mail:read', 'mail:write'] as const),
] as const;
export type Scope = (typeof SCOPES)[number];

const LONGEST_DAYS = 365;
/** As many keys that open something one organisation has at once. */
const MOST = 100;

export type ApiKeyRefusal =
  | NotNow
  | { readonly code: 'seat-needed' }
  | { readonly code: 'not-a-manager' }
  | { readonly code: 'not-a-service' }
  | { readonly code: 'key-ends-too-late'; readonly days: number }
  | { readonly code: 'key-without-scope' }
  | { readonly code: 'too-many-keys'; readonly most: number };

/**
 * Makes a key for the seat that one acts from: for oneself, or, as a manager, for a service account of the organisation.
 * Its text is in the answer and nowhere else.
 */
export async function makeApiKey(
  office: Doorkeeper,
  signed: Signed,
  asked: {
    readonly name: string;
    readonly scopes: readonly Scope[];
    readonly days: number;
    /** Absent: for oneself. */
    readonly service?: PersonId;
  },
): Promise<Result<{ readonly text: string; readonly id: ApiKeyId; readonly until: Instant }, ApiKeyRefusal>> {
  const may = await mayMake(office, signed, asked);
  if (!may.ok) return may;
  const { organisation, person } = may.value;
  const [text, id, at] = [newApiKeyText(office.random), newApiKeyId(office.random), office.clock()];
  const until = addSeconds(at, asked.days * 86_400);
  return office.records.write(async (tx) => {
    const held = await apiKeysOf(tx, { organisation });
    if (held.filter((key) => key.revokedAt === undefined && key.until > at).length >= MOST)
      return refuse({ code: 'too-many-keys', most: MOST } as const);
    const { name } = asked;
    await addApiKey(tx, {
      ...{ id, hash: hashOfToken(text), person, organisation, name, scopes: [...new Set(asked.scopes)] },
      ...{ ending: text.slice(-4), madeAt: at, madeBy: signed.person, until },
    });
    for (const told of new Set([person, signed.person]))
      await tell(tx, {
        person: told,
        at,
        code: 'api-key-made',
        by: signed.person,
        facts: { name, organisation, until, holder: person },
      });
    return ok({ text, id, until });
  });
}

async function mayMake(
  office: Doorkeeper,
  signed: Signed,
  { scopes, days, service }: { scopes: readonly Scope[]; days: number; service?: PersonId },
): Promise<Result<{ readonly organisation: OrganisationId; readonly person: PersonId }, ApiKeyRefusal>> {
  const { provedAt, seat: organisation } = signed;
  if (signed.via === 'key' || provedAt === undefined) return refuse({ code: 'session-needed' });
  if (organisation === undefined) return refuse({ code: 'seat-needed' });
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS)
    return refuse({ code: 'key-ends-too-late', days: LONGEST_DAYS });
  if (scopes.length === 0) return refuse({ code: 'key-without-scope' });
  const proved = await justProved(office, provedAt);
  if (!proved.ok) return proved;
  if (service === undefined) return ok({ organisation, person: signed.person });
  if (!signed.roles.includes('manager')) return refuse({ code: 'not-a-manager' });
  const services = await serviceAccountsOf(office.records.read, organisation);
  const serves = services.some(({ person }) => person === service);
  return serves ? ok({ organisation, person: service }) : refuse({ code: 'not-a-service' });
}

/** Keys of one's own, in every organisation, the newest first. */
export function ownApiKeys(
  office: Pick<Doorkeeper, 'records'>,
  { person }: Signed,
): Promise<readonly ApiKey[]> {
  return apiKeysOf(office.records.read, { person });
}

/** Keys of the organisation that one manages, whoever's they are. */
export async function apiKeysOfSeat(
  office: Pick<Doorkeeper, 'records'>,
  { seat, roles }: Signed,
): Promise<Result<readonly ApiKey[], { readonly code: 'not-a-manager' }>> {
  if (seat === undefined || !roles.includes('manager')) return refuse({ code: 'not-a-manager' });
  return ok(await apiKeysOf(office.records.read, { organisation: seat }));
}

/** Revokes a key of one's own, or one of the organisation that one manages, from the very next request on. */
export async function revokeApiKey(
  office: Doorkeeper,
  signed: Signed,
  id: ApiKeyId,
): Promise<Result<undefined, { readonly code: 'session-needed' | 'no-such-key' }>> {
  if (signed.via === 'key') return refuse({ code: 'session-needed' });
  const { person, seat, roles, confinedTo } = signed;
  const at = office.clock();
  const manages = seat !== undefined && roles.includes('manager');
  return office.records.write(async (tx): Promise<Result<undefined, { readonly code: 'no-such-key' }>> => {
    const own = (await apiKeysOf(tx, { person })).filter(
      (key) => confinedTo === undefined || key.organisation === confinedTo,
    );
    const managed = manages ? await apiKeysOf(tx, { organisation: seat }) : [];
    const key = [...own, ...managed].find((one) => one.id === id && one.revokedAt === undefined);
    if (!key) return refuse({ code: 'no-such-key' });
    await revokeApiKeys(tx, { person: key.person, only: id, at, by: person });
    const facts = { name: key.name, organisation: key.organisation };
    for (const told of new Set([key.person, person]))
      await tell(tx, { person: told, at, code: 'api-key-revoked', by: person, facts });
    return ok(undefined);
  });
}
