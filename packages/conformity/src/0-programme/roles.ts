import type { Instant } from '@assay/vocabulary/instant';
import type { Membership } from '@assay/vocabulary/membership';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';

/** What the people of each kind of organisation may be. */
const ROLES: Readonly<Record<OrganisationKind, readonly Role[]>> = {
  'scheme-owner': ['scheme-owner'],
  'lead-administrator': ['lead'],
  'label-administrator': ['intake', 'evaluator', 'reviewer', 'decider', 'issuer', 'surveillance'],
  laboratory: ['laboratory'],
  developer: ['applicant'],
  authority: ['authority'],
  'accreditation-body': ['accreditor'],
};

/** What the people of an organisation may be, all its kinds together; any has somebody who looks after its people. */
export function rolesOf(kinds: readonly OrganisationKind[]): readonly Role[] {
  return ['manager', ...new Set(kinds.flatMap((kind) => ROLES[kind]))];
}

/** A membership once its organisation is of other kinds: it keeps the roles that there still are, and ends without any. */
export function withoutLostRoles(
  was: Membership,
  kinds: readonly OrganisationKind[],
  at: Instant,
): Membership {
  const left = was.roles.filter((role) => rolesOf(kinds).includes(role));
  return left.length === 0 ? { ...was, until: at } : { ...was, roles: left };
}

/** Who looks after schemes, and in which role. */
export const OVERSEES: Readonly<Partial<Record<OrganisationKind, Role>>> = {
  'lead-administrator': 'lead',
  'scheme-owner': 'scheme-owner',
  authority: 'authority',
};
