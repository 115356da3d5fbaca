import type { Invitation, Membership } from '@assay/vocabulary/membership';
import { RoleSchema } from '@assay/vocabulary/programme';
import { closed, listOf, Type, type Static } from '@assay/vocabulary/schema';

/** A membership as programs of its organisation are told of it. */
export const MembershipToldSchema = closed({
  person: Type.String(),
  organisation: Type.String(),
  /** Of a membership that ended, those that it had. */
  roles: listOf(RoleSchema),
  conflicts: listOf(
    closed({ manufacturer: Type.String(), declaredAt: Type.String(), because: Type.String() }),
  ),
  since: Type.String(),
  until: Type.Optional(Type.String()),
});
/** The same with who it is; the mail only for whoever manages the organisation. */
export const MemberToldSchema = closed({
  ...MembershipToldSchema.properties,
  name: Type.String(),
  mail: Type.Optional(Type.String()),
});
export const InvitationToldSchema = closed({
  invitation: Type.String(),
  mail: Type.Optional(Type.String()),
  roles: listOf(RoleSchema),
  invitedAt: Type.String(),
  invitedBy: Type.Optional(Type.String()),
  expiresAt: Type.String(),
});

export function membershipTold({
  person,
  organisation,
  roles,
  conflicts,
  since,
  until,
}: Membership): Static<typeof MembershipToldSchema> {
  return {
    ...{ person, organisation, roles: [...roles], conflicts: conflicts.map((one) => ({ ...one })), since },
    ...(until !== undefined && { until }),
  };
}

export function memberTold(
  member: Membership & { readonly name: string; readonly mail?: string },
  manages: boolean,
): Static<typeof MemberToldSchema> {
  const { name, mail } = member;
  return { ...membershipTold(member), name, ...(manages && mail !== undefined && { mail }) };
}

export function invitationTold({
  id: invitation,
  mail,
  roles,
  invitedAt,
  invitedBy,
  expiresAt,
}: Invitation): Static<typeof InvitationToldSchema> {
  return {
    ...{ invitation, roles: [...roles], invitedAt, expiresAt },
    ...(mail !== undefined && { mail }),
    ...(invitedBy !== undefined && { invitedBy }),
  };
}
