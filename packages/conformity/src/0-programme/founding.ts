import type { BodyId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { Organisation, OrganisationKind } from '@assay/vocabulary/organisation';
import type { Person, Programme, RecognisedBody, Role } from '@assay/vocabulary/programme';
import type { RecognisedScope } from '@assay/vocabulary/recognition-event';

import { rolesOf } from './roles.ts';

/** Who and what an installation begins with. */
export type Founding = {
  readonly organisations: readonly Organisation[];
  readonly people: readonly Pick<Person, 'id' | 'name'>[];
  readonly memberships: readonly {
    readonly person: PersonId;
    readonly organisation: OrganisationId;
    readonly roles: readonly Role[];
    /** Names of manufacturers. */
    readonly conflicts: readonly string[];
  }[];
  readonly recognitions: readonly {
    readonly body: BodyId;
    readonly scheme: string;
    readonly scope: RecognisedScope;
    readonly from: CalendarDate;
    readonly until?: CalendarDate;
  }[];
};

/**
 * What the programme says of who takes part. Where it names no organisation, one is made of its administrator, of each
 * laboratory, and of each applicant: two people who apply are not known to be of one house.
 */
export function foundingOf(programme: Programme): Founding {
  const organisations = organisationsOf(programme);
  return {
    organisations,
    people: programme.people.map(({ id, name }) => ({ id, name })),
    memberships: programme.people.flatMap((person) => membershipsOf(person, organisations)),
    recognitions: programme.bodies.flatMap((body) => recognitionsOf(body)),
  };
}

function organisationsOf({
  administrator,
  schemes,
  bodies,
  people,
  ...rest
}: Programme): readonly Organisation[] {
  const named = rest.organisations ?? [];
  const looksAfter = [...new Set(schemes.map((edition) => edition.split('@')[0] ?? ''))];
  const leads = named.some(({ kinds }) => kinds.includes('lead-administrator'));
  const office = named.some((one) => one.administrator === administrator.code)
    ? []
    : [
        {
          ...made(rest.programme, administrator.name, ['label-administrator', ...(leads ? [] : [LEAD])]),
          ...{ contact: administrator.contact, administrator: administrator.code },
          schemes: leads ? [] : looksAfter,
        },
      ];
  const laboratories = bodies
    .filter(({ id }) => !named.some(({ body }) => body === id))
    .map(({ id, name }) => ({ ...made(afterPrefix(id), name, ['laboratory']), body: id }));
  const applicants = people
    .filter(({ roles, organisation }) => roles.includes('applicant') && organisation === undefined)
    .map(({ id, name }) => made(afterPrefix(id), name, ['developer']));
  return [...named, ...office, ...laboratories, ...applicants];
}

/** Whoever grants labels alone also says whose results count. */
const LEAD: OrganisationKind = 'lead-administrator';

function made(name: string, title: string, kinds: readonly OrganisationKind[]): Organisation {
  return { id: parseId(`org_${name}`), name: title, kinds: [...kinds], manufacturers: [], schemes: [] };
}

/** Names of programmes, bodies and people have the shape that ids of organisations have. */
function parseId(text: string): OrganisationId {
  return text as OrganisationId;
}

function afterPrefix(id: BodyId | PersonId): string {
  return id.slice(id.indexOf('_') + 1);
}

/** Each role where it can be held: in the organisation that the person names, the laboratory, or the office. */
function membershipsOf(person: Person, organisations: readonly Organisation[]): Founding['memberships'] {
  const [office] = organisations.filter(({ administrator }) => administrator !== undefined);
  const places = [
    organisations.find(({ id }) => id === person.organisation),
    organisations.find(({ body }) => body !== undefined && body === person.body),
    office,
    organisations.find(({ id }) => id === `org_${afterPrefix(person.id)}`),
  ].filter((place) => place !== undefined);
  const held = new Map<OrganisationId, Role[]>();
  for (const role of person.roles) {
    const place = places.find(({ kinds }) => rolesOf(kinds).includes(role));
    if (place) held.set(place.id, [...(held.get(place.id) ?? []), role]);
  }
  return [...held].map(([organisation, roles]) => ({
    ...{ person: person.id, organisation, roles, conflicts: person.conflicts },
  }));
}

function recognitionsOf({ id, schemes, recognised, ...said }: RecognisedBody): Founding['recognitions'] {
  const { competence, activities, accreditation } = said;
  const scope = { competence, activities, ...(accreditation && { accreditation }) };
  const { from, until } = recognised;
  return schemes.map((scheme) => ({
    ...{ body: id, scheme, scope, from },
    ...(until !== undefined && { until }),
  }));
}
