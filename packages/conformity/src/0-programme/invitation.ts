import type { InvitationId, PersonId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { Invitation, Membership } from '@assay/vocabulary/membership';
import type { Organisation } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { rolesOf } from './roles.ts';

export type InvitationClosed =
  | { readonly code: 'invitation-used'; readonly invitation: InvitationId; readonly at: Instant }
  | { readonly code: 'invitation-revoked'; readonly invitation: InvitationId; readonly at: Instant }
  | { readonly code: 'invitation-expired'; readonly invitation: InvitationId; readonly at: Instant };

/** Whether nothing has become of an invitation yet. */
export function invitationUnsettled({
  id,
  accepted,
  revoked,
}: Invitation): Result<undefined, InvitationClosed> {
  if (accepted) return refuse({ code: 'invitation-used', invitation: id, at: accepted.at });
  return revoked ? refuse({ code: 'invitation-revoked', invitation: id, at: revoked.at }) : ok(undefined);
}

/** Whether an invitation may be accepted at a moment; the one at which it expires is too late. */
export function invitationOpen(invitation: Invitation, at: Instant): Result<undefined, InvitationClosed> {
  const { id, expiresAt } = invitation;
  const unsettled = invitationUnsettled(invitation);
  if (!unsettled.ok || at < expiresAt) return unsettled;
  return refuse({ code: 'invitation-expired', invitation: id, at: expiresAt });
}

export type NotOfOrganisation = {
  readonly code: 'role-not-of-organisation';
  readonly roles: readonly Role[];
  readonly allowed: readonly Role[];
};

type Joining = {
  readonly person: PersonId;
  readonly organisation: Organisation;
  /** What they were of it before. */
  readonly held: Membership | undefined;
  readonly at: Instant;
};

/**
 * The membership that an invitation makes. Who acts for the organisation gets the roles beside their own; who did so
 * once begins again with these. A conflict that was declared stays.
 */
export function joinWith(
  { roles }: Pick<Invitation, 'roles'>,
  { person, organisation, held, at }: Joining,
): Result<Membership, NotOfOrganisation> {
  const allowed = rolesOf(organisation.kinds);
  if (!roles.every((role) => allowed.includes(role)))
    return refuse({ code: 'role-not-of-organisation', roles, allowed });
  const had = held?.until === undefined ? (held?.roles ?? []) : [];
  return ok({
    ...{ person, organisation: organisation.id },
    roles: [...new Set([...had, ...roles])].toSorted(),
    conflicts: held?.conflicts ?? [],
    since: held?.since ?? at,
  });
}
