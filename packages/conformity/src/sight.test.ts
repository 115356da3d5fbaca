import fc from 'fast-check';
import { expect, test } from 'vitest';

import { edition, organisationId } from '../test/small-world.ts';
import { seenAs, sightsOf, type Seated, type Whose } from './sight.ts';

const seat = (more: Partial<Seated>): Seated => ({
  ...{ organisation: organisationId('org_sandbox'), roles: [], schemes: [] },
  ...more,
});

test('each seat sees what its roles are for, and none sees what another organisation is', () => {
  const organisation = organisationId('org_sandbox');
  expect(sightsOf(seat({ roles: ['decider'], administrator: 'SB' }))).toEqual([
    { kind: 'administrator', administrator: 'SB' },
  ]);
  expect(sightsOf(seat({ roles: ['applicant'] }))).toEqual([{ kind: 'applicant', organisation }]);
  expect(sightsOf(seat({ roles: ['laboratory'] }))).toEqual([{ kind: 'laboratory', organisation }]);
  expect(sightsOf(seat({ roles: ['authority'], schemes: ['us-cyber-trust-mark'] }))).toEqual([
    { kind: 'schemes', schemes: ['us-cyber-trust-mark'] },
  ]);
});

test('who manages people or accredits sees no case, nor does an officer of no administrator', () => {
  expect(sightsOf(seat({ roles: ['manager', 'accreditor'], administrator: 'SB' }))).toEqual([]);
  expect(sightsOf(seat({ roles: ['decider'] }))).toEqual([]);
  expect(sightsOf(seat({ roles: ['lead'], schemes: [] }))).toEqual([]);
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

test('what a body is to one case says nothing of what it is to another', () => {
  const several = sightsOf(
    seat({ roles: ['laboratory', 'applicant', 'intake', 'lead'], administrator: 'SB', schemes: ['x'] }),
  );
  const us = organisationId('org_sandbox');
  const them = organisationId('org_sandbox-rival');
  const whose = (more: Partial<Whose>): Whose => ({
    ...{ administrator: 'ZZ', scheme: edition('y@1'), applicant: them, laboratory: undefined },
    ...more,
  });
  expect(seenAs(several, whose({}))).toEqual([]);
  expect(seenAs(several, whose({ laboratory: us }))).toEqual(['laboratory']);
  expect(seenAs(several, whose({ applicant: us }))).toEqual(['applicant']);
  expect(seenAs(several, whose({ scheme: edition('x@7') }))).toEqual(['schemes']);
  expect(seenAs(several, whose({ scheme: edition('xy@7') }))).toEqual([]);
  expect(seenAs(several, whose({ administrator: 'SB', applicant: us }))).toEqual([
    'administrator',
    'applicant',
  ]);
});
