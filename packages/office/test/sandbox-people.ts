/** People for the tests beside those of the sandbox programme; all invented like them. */
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Programme } from '@assay/vocabulary/programme';

export const LENA = person('lena-laboratory');
export const CONRAD = person('conrad-conflicted');
export const DORA = person('dora-decider');
export const OLGA = person('olga-omnibus');
export const CARLA = person('carla-conflicted');
export const MONA = person('mona-manager');
export const CLEM = person('clem-conflicted');
export const OTTO = person('otto-authority');
export const OLAF = person('olaf-owner');
export const NOBODY = person('nobody');

export const OFFICE = organisation('sandbox-label-office');
export const AUTHORITY = organisation('sandbox-authority');
export const DEVELOPER = organisation('sandbox-developer');
export const LAMP_BODY = parseBody('body_sandbox-accredited-laboratory');
export const LAMP_LABORATORY = organisation('sandbox-accredited-laboratory');

/** A second decider, one who belongs everywhere, two in conflict with the lamp's maker. */
export const MORE_PEOPLE: Programme['people'] = [
  { id: DORA, name: 'Dora Decider (sandbox)', roles: ['decider'], conflicts: [] },
  {
    id: OLGA,
    name: 'Olga Omnibus (sandbox)',
    organisation: DEVELOPER,
    roles: ['applicant', 'intake', 'laboratory', 'evaluator', 'reviewer', 'decider', 'issuer'],
    body: parseBody('body_sandbox-accredited-laboratory'),
    conflicts: [],
  },
  {
    id: CARLA,
    name: 'Carla Conflicted (sandbox)',
    roles: ['intake', 'evaluator', 'reviewer', 'decider', 'issuer', 'surveillance'],
    conflicts: ['Sandbox Maker (fictional)'],
  },
  {
    id: CLEM,
    name: 'Clem Conflicted (sandbox)',
    roles: ['laboratory'],
    body: parseBody('body_sandbox-accredited-laboratory'),
    conflicts: ['Sandbox Maker (fictional)'],
  },
];

function organisation(name: string): OrganisationId {
  return parseOrganisation(`org_${name}`);
}

function parseOrganisation(text: string): OrganisationId {
  return text as OrganisationId;
}

function person(name: string): PersonId {
  return parsePerson(`person_${name}`);
}

function parsePerson(text: string): PersonId {
  return text as PersonId;
}

function parseBody(text: string): NonNullable<Programme['people'][number]['body']> {
  return text as NonNullable<Programme['people'][number]['body']>;
}
