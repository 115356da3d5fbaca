import { mayManage } from '@assay/conformity/0-programme/members';
import { listInvitations } from '@assay/records/invitation';
import { countMembers, listMembers, type Member } from '@assay/records/membership';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import { readOrganisation, readOrganisationHistory, type Registered } from '@assay/records/organisation';
import { namesOfPeople } from '@assay/records/person';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Invitation } from '@assay/vocabulary/membership';
import type { OrganisationEvent } from '@assay/vocabulary/organisation-event';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Office } from '../../office.ts';
import { actorOf, type Acting, type NoSeat } from '../actor-of.ts';

export type { Registered };

/** An organisation from within, as one of its people sees it: four questions, however many people it has. */
export type HouseShown = {
  readonly organisation: Registered;
  /** Whether whoever looks may change anything. */
  readonly manages: boolean;
  readonly members: Page<Member>;
  /** Neither accepted nor revoked; the newest first, fifty at most. */
  readonly invitations: readonly Invitation[];
  /** The newest first, twenty at most. */
  readonly history: readonly (OrganisationEvent & { readonly version: number })[];
  /** Names of whoever the history and the invitations speak of. */
  readonly names: ReadonlyMap<PersonId, string>;
};

/** One of its people. */
export type MemberShown = Member;

/** The organisation that somebody acts from, with its people. Only who manages it sees the invitations and the history. */
export async function showHouse(
  office: Pick<Office, 'records'>,
  { after, limit, ...acting }: Acting & { readonly after?: string; readonly limit: number },
): Promise<Result<HouseShown, NoSeat | MalformedCursor>> {
  const { read } = office.records;
  const actor = await actorOf(read, acting);
  if (!actor.ok) return actor;
  const id = actor.value.organisation;
  const organisation = await readOrganisation(read, id);
  if (!organisation) throw new Error(`unreachable: somebody acts from ${id}`);
  const page = { organisation: id, limit, ...(after !== undefined && { after }) };
  const members = await listMembers(read, page);
  if (!members.ok) return members;
  const manages = mayManage({ by: actor.value, organisation }).ok;
  const within = manages ? await behind(office, id) : { invitations: [], history: [], names: new Map() };
  return ok({ organisation, manages, members: members.value, ...within });
}

export type RegisteredShown = Pick<HouseShown, 'organisation' | 'invitations' | 'history' | 'names'> & {
  /** How many people manage it; none: its first is still to be invited, or to accept. */
  readonly managers: number;
};

/** An organisation from outside, for whoever registers them: who invited its first manager, and what became of it. */
export async function showRegistered(
  office: Pick<Office, 'records'>,
  id: OrganisationId,
): Promise<
  Result<RegisteredShown, { readonly code: 'unknown-organisation'; readonly organisation: OrganisationId }>
> {
  const { read } = office.records;
  const organisation = await readOrganisation(read, id);
  if (!organisation) return refuse({ code: 'unknown-organisation', organisation: id });
  const managers = await countMembers(read, { organisation: id, role: 'manager' });
  return ok({ organisation, managers, ...(await behind(office, id)) });
}

async function behind(
  { records: { read } }: Pick<Office, 'records'>,
  organisation: OrganisationId,
): Promise<Pick<HouseShown, 'invitations' | 'history' | 'names'>> {
  const open = await listInvitations(read, { organisation, open: true, limit: 50 });
  if (!open.ok) throw new Error('unreachable: there is no cursor');
  const history = await readOrganisationHistory(read, { organisation, limit: 20 });
  const invitations = open.value.rows;
  const people = [
    ...invitations.flatMap(({ invitedBy }) => invitedBy ?? []),
    ...history.flatMap((event) => spokenOf(event)),
  ];
  return { invitations, history, names: await namesOfPeople(read, [...new Set(people)]) };
}

function spokenOf(event: OrganisationEvent): readonly PersonId[] {
  const by = event.by === undefined ? [] : [event.by];
  if (event.type === 'RolesTransferred') return [...by, event.from, event.to];
  return 'person' in event ? [...by, event.person] : by;
}

/** One member of the organisation that somebody manages, and who else there is to hand roles to. */
export async function showMember(
  office: Pick<Office, 'records'>,
  { person, ...acting }: Acting & { readonly person: PersonId },
): Promise<
  Result<
    { readonly member: Member; readonly others: readonly Member[] },
    | NoSeat
    | { readonly code: 'not-a-member'; readonly person: PersonId; readonly organisation: OrganisationId }
  >
> {
  const { read } = office.records;
  const actor = await actorOf(read, acting);
  if (!actor.ok) return actor;
  const { organisation } = actor.value;
  const found = await listMembers(read, { organisation, limit: 1_000 });
  if (!found.ok) throw new Error('unreachable: there is no cursor');
  const member = found.value.rows.find((one) => one.person === person);
  if (!member) return refuse({ code: 'not-a-member', person, organisation });
  const others = found.value.rows.filter((one) => one.person !== person && one.until === undefined);
  return ok({ member, others });
}
