import {
  kindsGivenBy,
  mayChange,
  mayRegister,
  type MayNotRegister,
} from '@assay/conformity/0-programme/register-organisation';
import { rolesOf, withoutLostRoles } from '@assay/conformity/0-programme/roles';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import { membersBeyond, putMembership } from '@assay/records/membership';
import { holdLock, type Tx } from '@assay/records/open';
import {
  addOrganisation,
  listOrganisations,
  organisationOfAdministrator,
  organisationsOfBodies,
  readOrganisation,
  type OrganisationSearch,
  type Registered,
} from '@assay/records/organisation';
import { BYTES_OF_ID, mintId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId } from '@assay/vocabulary/ids';
import type { OrganisationEvent } from '@assay/vocabulary/organisation-event';
import type { Organisation, OrganisationKind } from '@assay/vocabulary/organisation';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { administratorOf, type Office } from '../../office.ts';
import { actorOf, type Acting, type NoSeat } from '../actor-of.ts';
import { actOnHouse, type HeldHouse, type HouseCommand, type HouseRefusal } from './house.ts';

/** What is said of an organisation; a body's id is made here and stays. */
export type Described = Omit<Organisation, 'id' | 'body'>;

export type CannotRegister =
  | MayNotRegister
  | { readonly code: 'administrator-taken'; readonly administrator: string }
  | { readonly code: 'unknown-scheme-name'; readonly scheme: string };

/** Lets an organisation in. Its first manager is invited by whoever did. */
export async function registerOrganisation(
  office: Office,
  command: Acting & { readonly because: string; readonly organisation: Described },
): Promise<Result<Organisation, CannotRegister | NoSeat>> {
  const { because, organisation: described } = command;
  return office.records.write(async (tx) => {
    // One at a time, so that two do not take one code.
    await holdLock(tx, 'register organisation');
    const actor = await actorOf(tx, command);
    if (!actor.ok) return actor;
    const { id, organisation: as } = actor.value;
    const organisation = asked(office, described);
    const allowed = mayRegister(
      { by: actor.value, office: await seat(tx, as), keeper: administratorOf(office) },
      organisation,
    );
    if (!allowed.ok) return allowed;
    const free = await isFree(office, tx, organisation);
    if (!free.ok) return free;
    const told = { type: 'OrganisationRegistered', at: office.clock(), by: id, as, because } as const;
    if (!(await addOrganisation(tx, { ...told, organisation })))
      throw new Error('an id that was just drawn is taken');
    return ok(organisation);
  });
}

/** Changes what is known of an organisation. Roles that it no longer has end with that, each with a line of its own. */
export function changeOrganisation(
  office: Office,
  command: HouseCommand & { readonly described: Described },
): Promise<Result<Registered, CannotRegister | HouseRefusal | { readonly code: 'nothing-changes' }>> {
  const { described } = command;
  type No = CannotRegister | { readonly code: 'nothing-changes' };
  return actOnHouse<No, Registered>(office, command, async ({ by, organisation: was, said }, tx) => {
    await holdLock(tx, 'register organisation');
    const before = describedBy(was);
    const body = was.body ?? bodyFor(was.id, described.kinds);
    const wanted: Organisation = { ...described, id: was.id, ...(body !== undefined && { body }) };
    const registering = { by, office: await seat(tx, by.organisation), keeper: administratorOf(office) };
    const allowed = mayChange(registering, before, wanted);
    if (!allowed.ok) return allowed;
    if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(wanted)))
      return refuse({ code: 'nothing-changes' });
    const free = await isFree(office, tx, wanted);
    if (!free.ok) return free;
    const also = await endRoles(tx, wanted, said);
    const { registeredAt, version } = was;
    const value = { ...wanted, registeredAt, version: version + 1 + also.length };
    return ok({ event: { type: 'OrganisationChanged', ...said, organisation: wanted }, also, value });
  });
}

/** Ends the roles that people hold and the organisation, as it is now, does not have. */
async function endRoles(
  tx: Tx,
  { id: organisation, kinds }: Organisation,
  said: HeldHouse['said'],
): Promise<readonly OrganisationEvent[]> {
  const told: OrganisationEvent[] = [];
  for (const was of await membersBeyond(tx, { organisation, roles: rolesOf(kinds) })) {
    const { person, roles: from } = was;
    const now = withoutLostRoles(was, kinds, said.at);
    await putMembership(tx, now);
    told.push(
      now.until === undefined
        ? { type: 'RolesChanged', ...said, person, from, to: now.roles }
        : { type: 'MemberDeactivated', ...said, person, roles: from },
    );
  }
  return told;
}

/** The organisations that take part, the newest first; or those whose name has this part. */
export function findOrganisations(
  { records }: Pick<Office, 'records'>,
  asked: OrganisationSearch,
): Promise<Result<Page<Registered>, MalformedCursor>> {
  return listOrganisations(records.read, asked);
}

/** The kinds of organisations that somebody may let in from where they are; none: they register nobody. */
export async function kindsToRegister(
  office: Pick<Office, 'records' | 'programme'>,
  acting: Acting,
): Promise<readonly OrganisationKind[]> {
  const { read } = office.records;
  const actor = await actorOf(read, acting);
  const from = actor.ok ? await readOrganisation(read, actor.value.organisation) : undefined;
  return actor.ok && from
    ? kindsGivenBy({ by: actor.value, office: from, keeper: administratorOf(office) })
    : [];
}

/** What was registered, without what the records add. */
function describedBy(registered: Registered): Organisation {
  const { id, name, kinds, contact, administrator, body, manufacturers, schemes } = registered;
  return {
    ...{ id, name, kinds, manufacturers, schemes },
    ...(contact !== undefined && { contact }),
    ...(administrator !== undefined && { administrator }),
    ...(body !== undefined && { body }),
  };
}

function asked({ random }: Pick<Office, 'random'>, described: Described): Organisation {
  const id = mintId('org', random(BYTES_OF_ID));
  const body = bodyFor(id, described.kinds);
  return { ...described, id, ...(body !== undefined && { body }) };
}

/** A laboratory is a body under the name of its organisation. */
function bodyFor(id: OrganisationId, kinds: readonly OrganisationKind[]): Organisation['body'] {
  return kinds.includes('laboratory') ? parseBody(`body_${id.slice('org_'.length)}`) : undefined;
}

/** Ids of bodies have the shape that ids of organisations have. */
function parseBody(text: string): NonNullable<Organisation['body']> {
  return text as NonNullable<Organisation['body']>;
}

async function seat(tx: Tx, id: OrganisationId): Promise<Registered> {
  const found = await readOrganisation(tx, id);
  if (!found) throw new Error(`unreachable: somebody acts from ${id}`);
  return found;
}

/** That no other has the code, and every scheme is one that is held here. */
async function isFree(
  { library }: Pick<Office, 'library'>,
  tx: Tx,
  { id, administrator, schemes, body }: Organisation,
): Promise<Result<undefined, CannotRegister>> {
  const known = new Set([...library.catalogue.schemes.values()].map((scheme) => scheme.id));
  const unknown = schemes.find((scheme) => !known.has(scheme));
  if (unknown !== undefined) return refuse({ code: 'unknown-scheme-name', scheme: unknown });
  const other =
    administrator === undefined ? undefined : await organisationOfAdministrator(tx, administrator);
  if (administrator !== undefined && other && other.id !== id)
    return refuse({ code: 'administrator-taken', administrator });
  const bearer = body && (await organisationsOfBodies(tx, [body])).get(body);
  if (bearer && bearer.id !== id) throw new Error(`${body} is drawn with its organisation`);
  return ok(undefined);
}

function sorted(organisation: Organisation): readonly unknown[] {
  return Object.entries(organisation).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
