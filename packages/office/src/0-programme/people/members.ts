import {
  changeRoles,
  deactivate,
  declareConflict,
  reactivate,
  transferRoles,
  withdrawConflict,
  type MemberMayNot,
} from '@assay/conformity/0-programme/members';
import { putMembership, readMembership } from '@assay/records/membership';
import type { Tx } from '@assay/records/open';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Membership } from '@assay/vocabulary/membership';
import type { OrganisationEvent } from '@assay/vocabulary/organisation-event';
import type { Role } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Office } from '../../office.ts';
import { actOnHouse, type HeldHouse, type HouseCommand, type HouseRefusal } from './house.ts';

export type MemberCommand = HouseCommand & { readonly person: PersonId };
type NotMember = {
  readonly code: 'not-a-member';
  readonly person: PersonId;
  readonly organisation: OrganisationId;
};
export type MemberRefusal = MemberMayNot | NotMember | HouseRefusal;
type Answer = Promise<Result<Membership, MemberRefusal>>;

/** Gives a member other roles. */
export function changeMemberRoles(
  office: Office,
  command: MemberCommand & { readonly roles: readonly Role[] },
): Answer {
  const { person, roles } = command;
  return onMember(office, command, (house, was) => {
    const now = changeRoles(house, was, roles);
    return withEvent(now, { type: 'RolesChanged', ...house.said, person, from: was.roles, to: roles });
  });
}

/** Ends a membership; whoever has it may also end it themselves. */
export function deactivateMember(office: Office, command: MemberCommand): Answer {
  const { person } = command;
  return onMember(office, command, (house, was) => {
    const now = deactivate(house, was, house.said.at);
    return withEvent(now, { type: 'MemberDeactivated', ...house.said, person, roles: was.roles });
  });
}

/** Lets somebody act for the organisation again. */
export function reactivateMember(
  office: Office,
  command: MemberCommand & { readonly roles: readonly Role[] },
): Answer {
  const { person, roles } = command;
  return onMember(office, command, (house, was) =>
    withEvent(reactivate(house, was, roles), { type: 'MemberReactivated', ...house.said, person, roles }),
  );
}

/** Hands roles from one member to another, and with them what waits for whoever holds them. */
export function transferMemberRoles(
  office: Office,
  command: MemberCommand & { readonly to: PersonId; readonly roles: readonly Role[] },
): Answer {
  const { person, to, roles, organisation } = command;
  return actOnHouse<MemberMayNot | NotMember, Membership>(office, command, async (house, tx) => {
    const from = await memberOf(tx, { person, organisation });
    if (!from.ok) return from;
    const other = await memberOf(tx, { person: to, organisation });
    if (!other.ok) return other;
    const now = transferRoles(house, { from: from.value, to: other.value, roles, at: house.said.at });
    if (!now.ok) return now;
    await putMembership(tx, now.value.from);
    await putMembership(tx, now.value.to);
    const event = { type: 'RolesTransferred', ...house.said, from: person, to, roles } as const;
    return ok({ event, value: now.value.to });
  });
}

type OfManufacturer = MemberCommand & { readonly manufacturer: string };

/** Declares that a member must not touch the cases of a manufacturer. */
export function declareMemberConflict(office: Office, command: OfManufacturer): Answer {
  const { person, manufacturer, because } = command;
  return onMember(office, command, (house, was) => {
    const now = declareConflict(house, was, { manufacturer, because, at: house.said.at });
    return withEvent(now, { type: 'ConflictDeclared', ...house.said, person, manufacturer });
  });
}

/** Takes a declared conflict back. */
export function withdrawMemberConflict(office: Office, command: OfManufacturer): Answer {
  const { person, manufacturer } = command;
  return onMember(office, command, (house, was) =>
    withEvent(withdrawConflict(house, was, manufacturer), {
      ...{ type: 'ConflictWithdrawn', ...house.said, person, manufacturer },
    }),
  );
}

type Decided = Result<{ readonly event: OrganisationEvent; readonly value: Membership }, MemberMayNot>;

function onMember(
  office: Office,
  command: MemberCommand,
  decide: (house: HeldHouse, member: Membership) => Decided,
): Answer {
  return actOnHouse<MemberMayNot | NotMember, Membership>(office, command, async (house, tx) => {
    const member = await memberOf(tx, command);
    if (!member.ok) return member;
    const decided = decide(house, member.value);
    if (decided.ok) await putMembership(tx, decided.value.value);
    return decided;
  });
}

async function memberOf(
  tx: Tx,
  { person, organisation }: Pick<Membership, 'person' | 'organisation'>,
): Promise<Result<Membership, NotMember>> {
  const member = await readMembership(tx, { person, organisation });
  return member ? ok(member) : refuse({ code: 'not-a-member', person, organisation });
}

function withEvent(now: Result<Membership, MemberMayNot>, event: OrganisationEvent): Decided {
  return now.ok ? ok({ event, value: now.value }) : now;
}
