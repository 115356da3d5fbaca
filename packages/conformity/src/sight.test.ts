import fc from 'fast-check';
import { expect, test } from 'vitest';

import { organisationId } from '../test/small-world.ts';
import { sightOf, sightsOf, type Seated } from './sight.ts';

const seat = (more: Partial<Seated>): Seated => ({
  ...{ organisation: organisationId('org_sandbox'), roles: [], schemes: [] },
  ...more,
});

test('each seat sees what its roles are for, and none sees what another organisation is', () => {
  const organisation = organisationId('org_sandbox');
  expect(sightOf(seat({ roles: ['decider'], administrator: 'SB' }))).toEqual({
    kind: 'administrator',
    administrator: 'SB',
  });
  expect(sightOf(seat({ roles: ['applicant'] }))).toEqual({ kind: 'applicant', organisation });
  expect(sightOf(seat({ roles: ['laboratory'] }))).toEqual({ kind: 'laboratory', organisation });
  expect(sightOf(seat({ roles: ['authority'], schemes: ['us-cyber-trust-mark'] }))).toEqual({
    kind: 'schemes',
    schemes: ['us-cyber-trust-mark'],
  });
});

test('who manages people or accredits sees no case, nor does an officer of no administrator', () => {
  expect(sightOf(seat({ roles: ['manager', 'accreditor'], administrator: 'SB' }))).toEqual({ kind: 'none' });
  expect(sightOf(seat({ roles: ['decider'] }))).toEqual({ kind: 'none' });
  expect(sightOf(seat({ roles: ['lead'], schemes: [] }))).toEqual({ kind: 'none' });
  fc.assert(
    fc.property(fc.subarray(['manager', 'accreditor'] as const), (roles) => {
      expect(sightsOf(seat({ roles, administrator: 'SB', schemes: ['x'] }))).toEqual([]);
    }),
  );
});

test('a body that is several things sees each of them, the widest first', () => {
  const several = seat({ roles: ['laboratory', 'intake', 'lead'], administrator: 'SB', schemes: ['x'] });
  expect(sightsOf(several).map(({ kind }) => kind)).toEqual(['administrator', 'schemes', 'laboratory']);
});
