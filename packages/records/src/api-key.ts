import type { ApiKeyId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** A key that a program acts with: for one person, from one organisation, within some scopes, until a moment. */
export type ApiKey = {
  readonly id: ApiKeyId;
  readonly person: PersonId;
  readonly organisation: OrganisationId;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Its last four characters. */
  readonly ending: string;
  readonly madeAt: Instant;
  readonly madeBy: PersonId;
  readonly until: Instant;
  readonly lastUsedAt?: Instant;
  readonly revokedAt?: Instant;
  readonly revokedBy?: PersonId;
};

/** Keeps a new key by the hash of its text. */
export async function addApiKey(tx: Tx, key: ApiKey & { readonly hash: Uint8Array }): Promise<void> {
  const { id, hash, person, organisation, name, scopes, ending, madeAt, madeBy, until } = key;
  await tx
    .insertInto('api_key')
    .values({
      ...{ id, hash, person, organisation, name, ending, until },
      scopes: [...scopes],
      made_at: madeAt,
      made_by: madeBy,
      last_used_at: null,
      revoked_at: null,
      revoked_by: null,
    })
    .execute();
}

/** The keys of a person or of an organisation, the newest first, 200 at most; also those that no longer open anything. */
export async function apiKeysOf(
  reader: Reader,
  of: { readonly person: PersonId } | { readonly organisation: OrganisationId },
): Promise<readonly ApiKey[]> {
  const all = reader
    .selectFrom('api_key')
    .select([
      ...(['id', 'person', 'organisation', 'name', 'scopes', 'ending', 'made_at', 'made_by'] as const),
      ...(['until', 'last_used_at', 'revoked_at', 'revoked_by'] as const),
    ])
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(200);
  const rows = await (
    'person' in of ? all.where('person', '=', of.person) : all.where('organisation', '=', of.organisation)
  ).execute();
  return rows.map(({ made_at, made_by, until, last_used_at, revoked_at, revoked_by, ...key }) => ({
    ...key,
    madeAt: instantOf(made_at),
    madeBy: made_by,
    until: instantOf(until),
    ...(last_used_at && { lastUsedAt: instantOf(last_used_at) }),
    ...(revoked_at && { revokedAt: instantOf(revoked_at) }),
    ...(revoked_by !== null && { revokedBy: revoked_by }),
  }));
}

/** Notes that a key was used. */
export async function touchApiKey(
  tx: Tx,
  { id, at }: { readonly id: ApiKeyId; readonly at: Instant },
): Promise<void> {
  await tx.updateTable('api_key').set({ last_used_at: at }).where('id', '=', id).execute();
}

/** Revokes one key of a person, one of an organisation, or all of a person; how many were not revoked yet. */
export async function revokeApiKeys(
  tx: Tx,
  revoked: {
    readonly person?: PersonId;
    readonly organisation?: OrganisationId;
    readonly only?: ApiKeyId;
    readonly at: Instant;
    readonly by: PersonId;
  },
): Promise<number> {
  const { person, organisation, only, at, by } = revoked;
  if (person === undefined && (organisation === undefined || only === undefined))
    throw new Error('keys are revoked of a person, or one of an organisation');
  let update = tx
    .updateTable('api_key')
    .set({ revoked_at: at, revoked_by: by })
    .where('revoked_at', 'is', null);
  if (person !== undefined) update = update.where('person', '=', person);
  if (organisation !== undefined) update = update.where('organisation', '=', organisation);
  if (only !== undefined) update = update.where('id', '=', only);
  return Number((await update.executeTakeFirst()).numUpdatedRows);
}
