import type { Programme } from '@assay/vocabulary/programme';
import { expect, test } from 'vitest';

import { day, edition, LAB, organisationId, personId } from '../../test/small-world.ts';
import { foundingOf } from './founding.ts';

const BARE: Programme = {
  ...{ programme: 'sandbox', title: 'Sandbox programme', sandbox: true },
  administrator: { code: 'SB', name: 'Sandbox Office', contact: 'desk@sandbox.example' },
  schemes: [edition('sandbox-scheme@1'), edition('sandbox-scheme@2')],
  bodies: [{ ...LAB, recognised: { from: day('2025-04-01'), until: day('2027-04-01') } }],
  people: [
    { id: personId('person_ada'), name: 'Ada', roles: ['applicant', 'decider'], conflicts: ['Works'] },
    { id: personId('person_bo'), name: 'Bo', roles: ['applicant'], conflicts: [] },
    { id: personId('person_lars'), name: 'Lars', roles: ['laboratory'], body: LAB.id, conflicts: [] },
  ],
};

test('of a programme that names no organisation an office is made, laboratories, and a house for each applicant', () => {
  const { organisations, memberships, recognitions } = foundingOf(BARE);
  expect(
    organisations.map(({ id, kinds, administrator, body, schemes }) => ({
      id,
      kinds,
      administrator,
      body,
      schemes,
    })),
  ).toEqual([
    {
      ...{ id: 'org_sandbox', kinds: ['label-administrator', 'lead-administrator'], administrator: 'SB' },
      ...{ body: undefined, schemes: ['sandbox-scheme'] },
    },
    { ...made('org_sandbox-laboratory', 'laboratory'), body: LAB.id },
    made('org_ada', 'developer'),
    made('org_bo', 'developer'),
  ]);
  expect(memberships).toEqual([
    { person: 'person_ada', organisation: 'org_ada', roles: ['applicant'], conflicts: ['Works'] },
    { person: 'person_ada', organisation: 'org_sandbox', roles: ['decider'], conflicts: ['Works'] },
    { person: 'person_bo', organisation: 'org_bo', roles: ['applicant'], conflicts: [] },
    { person: 'person_lars', organisation: 'org_sandbox-laboratory', roles: ['laboratory'], conflicts: [] },
  ]);
  expect(recognitions).toMatchObject(
    LAB.schemes.map((scheme) => ({ body: LAB.id, scheme, from: '2025-04-01', until: '2027-04-01' })),
  );
});

test('whoever is named takes the place of what would be made', () => {
  const named = [
    { ...made('org_lead', 'lead-administrator'), schemes: ['sandbox-scheme'] },
    { ...made('org_office', 'label-administrator'), administrator: 'SB' },
    { ...made('org_tests', 'laboratory'), body: LAB.id },
    made('org_house', 'developer'),
  ].map(({ administrator, body, ...one }) => ({
    ...{ ...one, kinds: [...one.kinds], name: one.id, manufacturers: [], schemes: [...one.schemes] },
    ...(administrator !== undefined && { administrator }),
    ...(body !== undefined && { body }),
  }));
  const people = BARE.people.map((person) => ({
    ...person,
    ...(person.roles.includes('applicant') && { organisation: organisationId('org_house') }),
  }));
  const { organisations, memberships } = foundingOf({ ...BARE, organisations: named, people });
  expect(organisations).toEqual(named);
  expect(memberships.map(({ person, organisation, roles }) => [person, organisation, roles.join()])).toEqual([
    ['person_ada', 'org_house', 'applicant'],
    ['person_ada', 'org_office', 'decider'],
    ['person_bo', 'org_house', 'applicant'],
    ['person_lars', 'org_tests', 'laboratory'],
  ]);
});

function made<K extends 'laboratory' | 'developer' | 'lead-administrator' | 'label-administrator'>(
  id: string,
  kind: K,
) {
  const none = {
    administrator: undefined as string | undefined,
    body: undefined as typeof LAB.id | undefined,
  };
  return { id: organisationId(id), kinds: [kind], ...none, schemes: [] as string[] };
}
