import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Membership } from '@assay/vocabulary/membership';
import type { Organisation } from '@assay/vocabulary/organisation';
import type { Actor, Role } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { rolesOf } from './roles.ts';

/** An organisation, and whoever acts on its people. */
export type House = {
  readonly by: Actor;
  readonly organisation: Organisation;
  /** How many people manage it now. */
  readonly managers: number;
};

export type MemberMayNot =
  | { readonly code: 'not-the-manager'; readonly organisation: OrganisationId }
  | { readonly code: 'roles-missing' }
  | {
      readonly code: 'role-not-of-organisation';
      readonly roles: readonly Role[];
      readonly allowed: readonly Role[];
    }
  | { readonly code: 'last-manager'; readonly organisation: OrganisationId }
  | { readonly code: 'not-active'; readonly person: PersonId }
  | { readonly code: 'already-active'; readonly person: PersonId }
  | { readonly code: 'nothing-changes' }
  | { readonly code: 'roles-not-held'; readonly person: PersonId; readonly roles: readonly Role[] }
  | { readonly code: 'conflict-known'; readonly manufacturer: string }
  | { readonly code: 'conflict-unknown'; readonly manufacturer: string }
  | { readonly code: 'own-conflict' };
type Answer<T = undefined> = Result<T, MemberMayNot>;

/**
 * Whether somebody may invite into these roles. The manager, into any that the organisation has; whoever registers
 * organisations (`registrar`), only the first manager of one that has none.
 */
export function mayInvite(house: House & { readonly registrar: boolean }, roles: readonly Role[]): Answer {
  const { registrar, managers, organisation } = house;
  const manages = mayManage(house);
  const first = registrar && managers === 0;
  if (!manages.ok && !first) return manages;
  if (!manages.ok && roles.some((role) => role !== 'manager'))
    return refuse({ code: 'role-not-of-organisation', roles, allowed: ['manager'] });
  return areOf(organisation, roles);
}

/** Whether somebody manages the people of an organisation: from it, and in that role. */
export function mayManage({ by, organisation }: Pick<House, 'by' | 'organisation'>): Answer {
  return by.organisation === organisation.id && by.roles.includes('manager')
    ? ok(undefined)
    : refuse({ code: 'not-the-manager', organisation: organisation.id });
}

/** Gives a member other roles. Nobody raises themselves: who may do this manages the organisation already. */
export function changeRoles(house: House, member: Membership, roles: readonly Role[]): Answer<Membership> {
  const manages = mayManage(house);
  if (!manages.ok) return manages;
  if (member.until !== undefined) return refuse({ code: 'not-active', person: member.person });
  const sound = areOf(house.organisation, roles);
  if (!sound.ok) return sound;
  if (same(member.roles, roles)) return refuse({ code: 'nothing-changes' });
  const kept = keepsManager(house, member, roles);
  return kept.ok ? ok({ ...member, roles: distinct(roles) }) : kept;
}

/** Ends a membership: by the manager, or by whoever leaves. The roles stay written down. */
export function deactivate(house: House, member: Membership, at: Membership['since']): Answer<Membership> {
  const manages = mayManage(house);
  const leaves = house.by.organisation === house.organisation.id && house.by.id === member.person;
  if (!manages.ok && !leaves) return manages;
  if (member.until !== undefined) return refuse({ code: 'not-active', person: member.person });
  const kept = keepsManager(house, member, []);
  return kept.ok ? ok({ ...member, until: at }) : kept;
}

/** Lets a membership go on that had ended, with these roles. */
export function reactivate(house: House, member: Membership, roles: readonly Role[]): Answer<Membership> {
  const manages = mayManage(house);
  if (!manages.ok) return manages;
  if (member.until === undefined) return refuse({ code: 'already-active', person: member.person });
  const sound = areOf(house.organisation, roles);
  if (!sound.ok) return sound;
  const { person, organisation, conflicts, since } = member;
  return ok({ person, organisation, conflicts, since, roles: distinct(roles) });
}

/**
 * Hands roles, and with them the work that waits for them, from one member to another. Whoever has none left is no
 * member any more.
 */
export function transferRoles(
  house: House,
  { from, to, roles, at }: Transfer,
): Answer<{ readonly from: Membership; readonly to: Membership }> {
  const manages = mayManage(house);
  if (!manages.ok) return manages;
  for (const one of [from, to])
    if (one.until !== undefined) return refuse({ code: 'not-active', person: one.person });
  if (from.person === to.person) return refuse({ code: 'nothing-changes' });
  if (roles.length === 0) return refuse({ code: 'roles-missing' });
  const missing = roles.filter((role) => !from.roles.includes(role));
  if (missing.length > 0) return refuse({ code: 'roles-not-held', person: from.person, roles: missing });
  const left = from.roles.filter((role) => !roles.includes(role));
  return ok({
    from: left.length === 0 ? { ...from, until: at } : { ...from, roles: left },
    to: { ...to, roles: distinct([...to.roles, ...roles]) },
  });
}

export type Transfer = {
  readonly from: Membership;
  readonly to: Membership;
  readonly roles: readonly Role[];
  readonly at: Membership['since'];
};

type Named = { readonly manufacturer: string; readonly at: Membership['since']; readonly because: string };

/** Writes down that somebody must not touch a manufacturer's cases: by themselves, or by their manager. */
export function declareConflict(
  house: House,
  member: Membership,
  { manufacturer, at, because }: Named,
): Answer<Membership> {
  const manages = mayManage(house);
  if (!manages.ok && house.by.id !== member.person) return manages;
  if (member.until !== undefined) return refuse({ code: 'not-active', person: member.person });
  if (member.conflicts.some((one) => one.manufacturer === manufacturer))
    return refuse({ code: 'conflict-known', manufacturer });
  return ok({ ...member, conflicts: [...member.conflicts, { manufacturer, declaredAt: at, because }] });
}

/** Takes a conflict back: never by whom it bars. */
export function withdrawConflict(house: House, member: Membership, manufacturer: string): Answer<Membership> {
  const manages = mayManage(house);
  if (!manages.ok) return manages;
  if (house.by.id === member.person) return refuse({ code: 'own-conflict' });
  const conflicts = member.conflicts.filter((one) => one.manufacturer !== manufacturer);
  return conflicts.length === member.conflicts.length
    ? refuse({ code: 'conflict-unknown', manufacturer })
    : ok({ ...member, conflicts });
}

/** Somebody looks after the people of an organisation, always. */
function keepsManager({ organisation, managers }: House, member: Membership, roles: readonly Role[]): Answer {
  const loses = member.roles.includes('manager') && !roles.includes('manager');
  return loses && managers <= 1
    ? refuse({ code: 'last-manager', organisation: organisation.id })
    : ok(undefined);
}

function areOf({ kinds }: Organisation, roles: readonly Role[]): Answer {
  if (roles.length === 0) return refuse({ code: 'roles-missing' });
  const allowed = rolesOf(kinds);
  return roles.every((role) => allowed.includes(role))
    ? ok(undefined)
    : refuse({ code: 'role-not-of-organisation', roles, allowed });
}

function same(some: readonly Role[], others: readonly Role[]): boolean {
  return distinct(some).join() === distinct(others).join();
}

function distinct(roles: readonly Role[]): readonly Role[] {
  return [...new Set(roles)].toSorted();
}
