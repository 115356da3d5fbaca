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

/** Who looks after schemes, and in which role. */
export const OVERSEES: Readonly<Partial<Record<OrganisationKind, Role>>> = {
  'lead-administrator': 'lead',
  'scheme-owner': 'scheme-owner',
  authority: 'authority',
};
