import { sql } from 'kysely';

import type { EndpointId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import { holdLock, type Reader, type Tx } from './open.ts';

/** Where an organisation wants to be called, and about what. */
export type NewEndpoint = {
  readonly id: EndpointId;
  readonly organisation: OrganisationId;
  readonly url: string;
  readonly kinds: readonly string[];
  readonly addedAt: Instant;
  readonly addedBy: PersonId;
};
export type Endpoint = NewEndpoint & {
  /** Since the first of the failures that nothing has interrupted yet. */
  readonly failingSince?: Instant;
  readonly disabled?: { readonly at: Instant; readonly because: string };
};
/** A secret as it is kept: wrapped. */
export type KeptSecret = {
  readonly number: number;
  readonly wrapped: Uint8Array;
  readonly madeAt: Instant;
  readonly retiresAt?: Instant;
};

type Named = { readonly administrator: string; readonly id: EndpointId };

/** The endpoints of an organisation, which nobody else adds to until the transaction ends. */
export async function holdEndpoints(
  tx: Tx,
  asked: { readonly administrator: string; readonly organisation: OrganisationId },
): Promise<readonly Endpoint[]> {
  await holdLock(tx, 'webhooks', asked.administrator, asked.organisation);
  return endpointsOf(tx, asked);
}

/** The endpoints of an organisation, in the order in which they were added. */
export async function endpointsOf(
  reader: Reader,
  asked: { readonly administrator: string; readonly organisation: OrganisationId },
): Promise<readonly Endpoint[]> {
  const rows = await selectEndpoints(reader, asked.administrator)
    .where('organisation', '=', asked.organisation)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return rows.map(endpointOf);
}

/** The endpoints of some organisations that want to be called about a kind, and may be. */
export async function endpointsFor(
  reader: Reader,
  asked: {
    readonly administrator: string;
    readonly organisations: readonly OrganisationId[];
    readonly kind: string;
  },
): Promise<readonly Endpoint[]> {
  const rows = await selectEndpoints(reader, asked.administrator)
    .where(sql<boolean>`organisation = any(${asked.organisations}::text[])`)
    .where(sql<boolean>`${asked.kind} = any(kinds)`)
    .where('disabled_at', 'is', null)
    .execute();
  return rows.map(endpointOf);
}

/** One endpoint of an organisation; that of another is not there. */
export async function readEndpoint(
  reader: Reader,
  { administrator, id, organisation }: Named & { readonly organisation: OrganisationId },
): Promise<Endpoint | undefined> {
  const row = await selectEndpoints(reader, administrator)
    .where('id', '=', id)
    .where('organisation', '=', organisation)
    .executeTakeFirst();
  return row && endpointOf(row);
}

/** One endpoint, whosever it is, for whoever calls it. */
export async function endpointToCall(
  reader: Reader,
  { administrator, id }: Named,
): Promise<Endpoint | undefined> {
  const row = await selectEndpoints(reader, administrator).where('id', '=', id).executeTakeFirst();
  return row && endpointOf(row);
}

/** Adds an endpoint with its first secret. */
export async function addEndpoint(
  tx: Tx,
  {
    administrator,
    endpoint,
    wrapped,
  }: { readonly administrator: string; readonly endpoint: NewEndpoint; readonly wrapped: Uint8Array },
): Promise<void> {
  const { id, organisation, url, kinds, addedAt, addedBy } = endpoint;
  await tx
    .insertInto('webhook_endpoint')
    .values({ administrator, id, organisation, url, kinds, added_at: addedAt, added_by: addedBy })
    .execute();
  await tx
    .insertInto('webhook_secret')
    .values({ administrator, endpoint: id, number: 1, wrapped, made_at: addedAt })
    .execute();
}

/** The secrets of an endpoint that sign at a moment, the newest first: two while one follows the other. */
export async function secretsInForce(
  reader: Reader,
  { administrator, id, at }: Named & { readonly at: Instant },
): Promise<readonly KeptSecret[]> {
  const rows = await reader
    .selectFrom('webhook_secret')
    .select(['number', 'wrapped', 'made_at', 'retires_at'])
    .where('administrator', '=', administrator)
    .where('endpoint', '=', id)
    .where(sql<boolean>`(retires_at is null or retires_at > ${at}::timestamptz)`)
    .orderBy('number', 'desc')
    .execute();
  return rows.map(({ number, wrapped, made_at, retires_at }) => ({
    ...{ number, wrapped, madeAt: instantOf(made_at) },
    ...(retires_at !== null && { retiresAt: instantOf(retires_at) }),
  }));
}

/** Puts a secret after the one in force, which goes on signing until `retiresAt`. */
export async function followSecret(
  tx: Tx,
  {
    administrator,
    id,
    number,
    wrapped,
    at,
    retiresAt,
  }: Named & {
    readonly number: number;
    readonly wrapped: Uint8Array;
    readonly at: Instant;
    readonly retiresAt: Instant;
  },
): Promise<void> {
  await tx
    .updateTable('webhook_secret')
    .set({ retires_at: retiresAt })
    .where('administrator', '=', administrator)
    .where('endpoint', '=', id)
    .where('retires_at', 'is', null)
    .execute();
  await tx
    .insertInto('webhook_secret')
    .values({ administrator, endpoint: id, number, wrapped, made_at: at })
    .execute();
}

/** Removes an endpoint: what waits for it is never called, and its secrets are gone. */
export async function removeEndpoint(
  tx: Tx,
  { administrator, id, at }: Named & { readonly at: Instant },
): Promise<void> {
  await tx
    .updateTable('webhook_endpoint')
    .set({ removed_at: at })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .execute();
  await tx
    .deleteFrom('webhook_secret')
    .where('administrator', '=', administrator)
    .where('endpoint', '=', id)
    .execute();
}

/** It answered as it should: whatever failed before is over. */
export async function noteAnswered(tx: Tx, { administrator, id }: Named): Promise<void> {
  await tx
    .updateTable('webhook_endpoint')
    .set({ failing_since: null })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('failing_since', 'is not', null)
    .execute();
}

/** It did not answer as it should; since when that is so. */
export async function noteFailing(
  tx: Tx,
  { administrator, id, at }: Named & { readonly at: Instant },
): Promise<Instant> {
  const row = await tx
    .updateTable('webhook_endpoint')
    .set({ failing_since: sql<Instant>`coalesce(failing_since, ${at}::timestamptz)` })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .returning('failing_since')
    .executeTakeFirst();
  return row?.failing_since ? instantOf(row.failing_since) : at;
}

/** Switches an endpoint off; false where it is off already, or gone. */
export async function disableEndpoint(
  tx: Tx,
  { administrator, id, at, because }: Named & { readonly at: Instant; readonly because: string },
): Promise<boolean> {
  const row = await tx
    .updateTable('webhook_endpoint')
    .set({ disabled_at: at, disabled_because: because })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Switches an endpoint on again, as if nothing had failed. */
export async function enableEndpoint(tx: Tx, { administrator, id }: Named): Promise<void> {
  await tx
    .updateTable('webhook_endpoint')
    .set({ disabled_at: null, disabled_because: null, failing_since: null })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .execute();
}

function selectEndpoints(reader: Reader, administrator: string) {
  return reader
    .selectFrom('webhook_endpoint')
    .select(['id', 'organisation', 'url', 'kinds', 'added_at', 'added_by'])
    .select(['failing_since', 'disabled_at', 'disabled_because'])
    .where('administrator', '=', administrator)
    .where('removed_at', 'is', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectEndpoints>['executeTakeFirstOrThrow']>>;

function endpointOf({
  id,
  organisation,
  url,
  kinds,
  added_at,
  added_by,
  failing_since,
  disabled_at,
  disabled_because,
}: Row): Endpoint {
  return {
    ...{ id, organisation, url, kinds, addedAt: instantOf(added_at), addedBy: added_by },
    ...(failing_since !== null && { failingSince: instantOf(failing_since) }),
    ...(disabled_at !== null && {
      disabled: { at: instantOf(disabled_at), because: disabled_because ?? '' },
    }),
  };
}
