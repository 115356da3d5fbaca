import { sql } from 'kysely';

import type { BodyId, OrganisationId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';
import type { Organisation } from '@assay/vocabulary/organisation';
import type { OrganisationEvent } from '@assay/vocabulary/organisation-event';
import { ok, type Result } from '@assay/vocabulary/result';

import { newestFirst, pageOf, parseCursor, type MalformedCursor, type Page } from './cursor.ts';
import type { Reader, Tx } from './open.ts';
import { columnsOfLine, parseLine } from './told.ts';

/** An organisation as it stands: the version is that of its newest event. */
export type Registered = Organisation & { readonly version: number; readonly registeredAt: Instant };

/** Puts an organisation into the records with the event that tells of it; false where its id is there already. */
export async function addOrganisation(
  tx: Tx,
  event: Extract<OrganisationEvent, { type: 'OrganisationRegistered' }>,
): Promise<boolean> {
  const { organisation, at } = event;
  const added = await tx
    .insertInto('organisation')
    .values({ id: organisation.id, ...columnsOf(organisation), version: 1, registered_at: at })
    .onConflict((found) => found.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added) await tell(tx, organisation.id, 1, event);
  return added !== undefined;
}

/** An organisation, which nobody else changes until the transaction ends, nor any of its people or invitations. */
export async function holdOrganisation(tx: Tx, id: OrganisationId): Promise<Registered | undefined> {
  const row = await selectOrganisations(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  return row && parseOrganisation(row);
}

/** Adds to the history of an organisation that is held, and changes what stands of it where the event says so. */
export async function tellOfOrganisation(
  tx: Tx,
  held: Registered,
  event: OrganisationEvent,
): Promise<Registered> {
  const version = held.version + 1;
  await tell(tx, held.id, version, event);
  const now = event.type === 'OrganisationChanged' ? { ...held, ...event.organisation } : held;
  await tx
    .updateTable('organisation')
    .set({ ...(event.type === 'OrganisationChanged' && columnsOf(event.organisation)), version })
    .where('id', '=', held.id)
    .execute();
  return { ...now, version };
}

/** One organisation. */
export async function readOrganisation(reader: Reader, id: OrganisationId): Promise<Registered | undefined> {
  const row = await selectOrganisations(reader).where('id', '=', id).executeTakeFirst();
  return row && parseOrganisation(row);
}

/** The label administrator with a code. */
export async function organisationOfAdministrator(
  reader: Reader,
  administrator: string,
): Promise<Registered | undefined> {
  const row = await selectOrganisations(reader).where('administrator', '=', administrator).executeTakeFirst();
  return row && parseOrganisation(row);
}

/** Every label administrator, by its code: as many as an installation may have two-letter codes in use. */
export async function labelAdministrators(reader: Reader): Promise<readonly Registered[]> {
  const rows = await selectOrganisations(reader)
    .where('administrator', 'is not', null)
    .where(sql<boolean>`'label-administrator' = any(kinds)`)
    .orderBy('administrator')
    .limit(1_024)
    .execute();
  return rows.map(parseOrganisation);
}

/** The organisations that some bodies are; one that nobody is, is not in the answer. */
export async function organisationsOfBodies(
  reader: Reader,
  bodies: readonly BodyId[],
): Promise<ReadonlyMap<BodyId, Registered>> {
  const rows = await selectOrganisations(reader)
    .where(sql<boolean>`body = any(${bodies}::text[])`)
    .execute();
  return new Map(rows.flatMap((row) => (row.body === null ? [] : [[row.body, parseOrganisation(row)]])));
}

/** The names of some organisations; one that is not there is not in the answer. */
export async function namesOfOrganisations(
  reader: Reader,
  ids: readonly OrganisationId[],
): Promise<ReadonlyMap<OrganisationId, string>> {
  const rows = await reader
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export type OrganisationSearch = {
  /** Part of the name. */
  readonly text?: string;
  /** Only those that are a body. */
  readonly bodies?: true;
  readonly after?: string;
  readonly limit: number;
};

/** Organisations, the newest first. */
export async function listOrganisations(
  reader: Reader,
  { text, bodies, after, limit }: OrganisationSearch,
): Promise<Result<Page<Registered>, MalformedCursor>> {
  const place = parseCursor(after);
  if (!place.ok) return place;
  let query = selectOrganisations(reader);
  if (text !== undefined) query = query.where(sql<boolean>`position(lower(${text}) in lower(name)) > 0`);
  if (bodies) query = query.where('body', 'is not', null);
  const newest = newestFirst(query, { at: 'registered_at', id: 'id', place: place.value, limit });
  const rows = (await newest.execute()).map(parseOrganisation);
  return ok(pageOf(rows, limit, ({ registeredAt, id }) => ({ at: registeredAt, id })));
}

/** What happened to an organisation, the newest first; `before` a version, for the next page. */
export async function readOrganisationHistory(
  reader: Reader,
  asked: { readonly organisation: OrganisationId; readonly before?: number; readonly limit: number },
): Promise<readonly (OrganisationEvent & { readonly version: number })[]> {
  let query = reader
    .selectFrom('organisation_event')
    .select(['version', 'type', 'at', 'by', 'seat', 'because', 'data'])
    .where('organisation', '=', asked.organisation)
    .orderBy('version', 'desc')
    .limit(asked.limit);
  if (asked.before !== undefined) query = query.where('version', '<', asked.before);
  const rows = await query.execute();
  return rows.map(({ version, ...row }) => ({ ...parseEvent(row), version }));
}

function parseEvent(row: Parameters<typeof parseLine>[0]): OrganisationEvent {
  return parseLine(row) as OrganisationEvent;
}

async function tell(tx: Tx, id: OrganisationId, version: number, event: OrganisationEvent): Promise<void> {
  await tx
    .insertInto('organisation_event')
    .values({ organisation: id, version, ...columnsOfLine(event) })
    .execute();
}

function columnsOf({ name, kinds, contact, administrator, body, manufacturers, schemes }: Organisation) {
  return {
    ...{ name, kinds, manufacturers, schemes },
    contact: contact ?? null,
    administrator: administrator ?? null,
    body: body ?? null,
  };
}

function selectOrganisations(reader: Reader) {
  return reader
    .selectFrom('organisation')
    .select(['id', 'name', 'kinds', 'contact', 'administrator', 'body', 'manufacturers', 'schemes'])
    .select(['version', 'registered_at']);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectOrganisations>['executeTakeFirstOrThrow']>>;

function parseOrganisation({ contact, administrator, body, registered_at, ...row }: Row): Registered {
  return {
    ...row,
    kinds: [...row.kinds],
    manufacturers: [...row.manufacturers],
    schemes: [...row.schemes],
    ...(contact !== null && { contact }),
    ...(administrator !== null && { administrator }),
    ...(body !== null && { body }),
    registeredAt: instantOf(registered_at),
  };
}
