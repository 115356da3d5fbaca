import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { OrganisationKindSchema, type OrganisationKind } from '@assay/vocabulary/organisation';
import type { Membership } from '@assay/vocabulary/membership';
import { RoleSchema, type Role } from '@assay/vocabulary/programme';
import { array, assert, constantFrom, property, subarray } from 'fast-check';
import { expect, test } from 'vitest';

import { rolesOf, withoutLostRoles } from './roles.ts';

const AT = '2026-11-21T09:30:00Z' as Instant;
const KINDS = (OrganisationKindSchema as unknown as { readonly enum: readonly OrganisationKind[] }).enum;
const ROLES = (RoleSchema as unknown as { readonly enum: readonly Role[] }).enum;

const member = (roles: readonly Role[]): Membership => ({
  ...{ person: 'person_rita' as PersonId, organisation: 'org_office' as OrganisationId },
  ...{ roles, conflicts: [], since: AT },
});

test('whoever held a role that their organisation no longer has keeps the others, or ends', () => {
  const roles = ['decider', 'applicant', 'manager'] as const;
  expect(withoutLostRoles(member(roles), ['developer'], AT)).toEqual(member(['applicant', 'manager']));
  // With no role left the membership ends; what it was stays readable.
  expect(withoutLostRoles(member(['decider']), ['developer'], AT)).toEqual({
    ...member(['decider']),
    until: AT,
  });
});

test('whatever an organisation becomes, nobody holds more than it has, nor gains anything', () => {
  assert(
    property(
      subarray([...ROLES], { minLength: 1 }),
      array(constantFrom(...KINDS), { minLength: 1, maxLength: 7 }),
      (roles, kinds) => {
        const now = withoutLostRoles(member(roles), kinds, AT);
        const had = now.roles.every((role) => roles.includes(role));
        const has = now.roles.every((role) => rolesOf(kinds).includes(role));
        return had && (has || now.until === AT);
      },
    ),
  );
});
