import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** Where the people of an organisation sign in with its own account. */
export type OpenIdProvider = {
  /** Part of addresses, such as `sandbox-laboratory`. */
  readonly id: string;
  readonly organisation: OrganisationId;
  /** What stands on the button. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public client. */
  readonly sealedSecret?: Uint8Array;
};

/** Sets a provider, or sets it anew. False where another organisation has one of this id. */
export async function putOpenIdProvider(
  tx: Tx,
  { provider, at, by }: { readonly provider: OpenIdProvider; readonly at: Instant; readonly by: PersonId },
): Promise<boolean> {
  const { id, organisation, name, issuer, clientId, sealedSecret } = provider;
  const members = {
    ...{ name, issuer },
    client_id: clientId,
    sealed_secret: sealedSecret ?? null,
    set_at: at,
    set_by: by,
    closed_at: null,
  };
  const put = await tx
    .insertInto('openid_provider')
    .values({ id, organisation, ...members })
    .onConflict((found) =>
      found.column('id').doUpdateSet(members).where('openid_provider.organisation', '=', organisation),
    )
    .executeTakeFirst();
  return put.numInsertedOrUpdatedRows === 1n;
}

/** Closes a provider; nobody signs in there any more. False where the organisation has none of this id open. */
export async function closeOpenIdProvider(
  tx: Tx,
  { id, organisation, at }: Pick<OpenIdProvider, 'id' | 'organisation'> & { readonly at: Instant },
): Promise<boolean> {
  const closed = await tx
    .updateTable('openid_provider')
    .set({ closed_at: at })
    .where('id', '=', id)
    .where('organisation', '=', organisation)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return closed.numUpdatedRows === 1n;
}

/** An open provider by its id. */
export async function openIdProvider(reader: Reader, id: string): Promise<OpenIdProvider | undefined> {
  const row = await reader
    .selectFrom('openid_provider')
    .select(COLUMNS)
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return row && providerOf(row);
}

/** The open providers, by name, of an organisation or of all; 200 at most. */
export async function openIdProviders(
  reader: Reader,
  organisation?: OrganisationId,
): Promise<readonly OpenIdProvider[]> {
  const all = reader
    .selectFrom('openid_provider')
    .select(COLUMNS)
    .where('closed_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(200);
  const rows = await (
    organisation === undefined ? all : all.where('organisation', '=', organisation)
  ).execute();
  return rows.map(providerOf);
}

/** An account with a provider: whom the issuer means by a subject (OpenID Connect Core, section 5.7). */
export type OpenIdIdentity = { readonly provider: string; readonly issuer: string; readonly subject: string };

/** The person an account is bound to. */
export async function personOfIdentity(
  reader: Reader,
  { provider, issuer, subject }: OpenIdIdentity,
): Promise<PersonId | undefined> {
  const row = await reader
    .selectFrom('openid_identity')
    .select('person')
    .where('provider', '=', provider)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.person;
}

/** Binds an account to a person. False where it is bound already, or the person is to another one there. */
export async function bindIdentity(
  tx: Tx,
  {
    identity,
    person,
    at,
  }: { readonly identity: OpenIdIdentity; readonly person: PersonId; readonly at: Instant },
): Promise<boolean> {
  const bound = await tx
    .insertInto('openid_identity')
    .values({ ...identity, person, bound_at: at, last_used_at: at })
    .onConflict((found) => found.doNothing())
    .executeTakeFirst();
  return bound.numInsertedOrUpdatedRows === 1n;
}

/** Notes that an account was used. */
export async function touchIdentity(
  tx: Tx,
  { identity, at }: { readonly identity: OpenIdIdentity; readonly at: Instant },
): Promise<void> {
  await tx
    .updateTable('openid_identity')
    .set({ last_used_at: at })
    .where('provider', '=', identity.provider)
    .where('issuer', '=', identity.issuer)
    .where('subject', '=', identity.subject)
    .execute();
}

const COLUMNS = ['id', 'organisation', 'name', 'issuer', 'client_id', 'sealed_secret'] as const;

function providerOf(row: {
  id: string;
  organisation: OrganisationId;
  name: string;
  issuer: string;
  client_id: string;
  sealed_secret: Uint8Array | null;
}): OpenIdProvider {
  const { client_id, sealed_secret, ...provider } = row;
  return { ...provider, clientId: client_id, ...(sealed_secret && { sealedSecret: sealed_secret }) };
}
