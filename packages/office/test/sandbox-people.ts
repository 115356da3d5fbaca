/** People for the tests beside those of the sandbox programme; all invented like them. */
import type { PersonId } from '@assay/vocabulary/ids';
import type { Programme } from '@assay/vocabulary/programme';

export const LENA = person('lena-laboratory');
export const CONRAD = person('conrad-conflicted');
export const DORA = person('dora-decider');
export const OLGA = person('olga-omnibus');
export const CARLA = person('carla-conflicted');
export const NOBODY = person('nobody');

/** The laboratory of the lamp, a second decider, one who holds every role, one in conflict with the lamp's maker. */
export const MORE_PEOPLE: Programme['people'] = [
  {
    id: LENA,
    name: 'Lena Laboratory (sandbox)',
    roles: ['laboratory'],
    body: parseBody('body_sandbox-accredited-laboratory'),
    conflicts: [],
  },
  { id: DORA, name: 'Dora Decider (sandbox)', roles: ['decider'], conflicts: [] },
  {
    id: OLGA,
    name: 'Olga Omnibus (sandbox)',
    roles: ['applicant', 'intake', 'laboratory', 'evaluator', 'reviewer', 'decider', 'issuer'],
    body: parseBody('body_sandbox-accredited-laboratory'),
    conflicts: [],
  },
  {
    id: CARLA,
    name: 'Carla Conflicted (sandbox)',
    roles: ['intake', 'laboratory', 'evaluator', 'reviewer', 'decider', 'issuer', 'surveillance'],
    conflicts: ['Sandbox Maker (fictional)'],
  },
];
function person(name: string): PersonId {
  return parsePerson(`person_${name}`);
}

function parsePerson(text: string): PersonId {
  return text as PersonId;
}

function parseBody(text: string): NonNullable<Programme['people'][number]['body']> {
  return text as NonNullable<Programme['people'][number]['body']>;
}
