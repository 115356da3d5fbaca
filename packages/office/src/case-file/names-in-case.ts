import { namesOfOrganisations, organisationsOfBodies } from '@assay/records/organisation';
import { namesOfPeople } from '@assay/records/person';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { BodyId, OrganisationId, PersonId } from '@assay/vocabulary/ids';

import type { Office } from '../office.ts';
import type { OpenCase } from './export-case.ts';

/** Names of those whom a case names by their ids. */
export type Names = {
  readonly people: ReadonlyMap<PersonId, string>;
  readonly organisations: ReadonlyMap<OrganisationId, string>;
  readonly bodies: ReadonlyMap<BodyId, string>;
};

/** Looks up all of them, as they are called today. */
export async function namesInCase(
  office: Pick<Office, 'records'>,
  state: OpenCase,
  events: readonly CaseEvent[],
): Promise<Names> {
  const { read } = office.records;
  const bodies = [...state.laboratories, ...(state.assigned ? [state.assigned.body] : [])];
  const organisations = new Set([
    ...events.flatMap(({ as }) => (as === undefined ? [] : [as])),
    ...(state.applicant === undefined ? [] : [state.applicant]),
    ...events.flatMap((event) => (event.type === 'LaboratoryAssigned' ? [event.laboratory] : [])),
  ]);
  const known = bodies.length === 0 ? [] : await organisationsOfBodies(read, bodies);
  return {
    people: await namesOfPeople(read, [...new Set(events.map(({ by }) => by))]),
    organisations: await namesOfOrganisations(read, [...organisations]),
    bodies: new Map([...known].map(([body, { name }]) => [body, name])),
  };
}

/** Whoever did something in a case, and for whom. */
export function doer({ people, organisations }: Names, { by, as }: Pick<CaseEvent, 'by' | 'as'>): string {
  return `${people.get(by) ?? by}${as === undefined ? '' : `, for ${organisations.get(as) ?? as}`}`;
}

/** Bodies by their names, where a sentence names them by their ids. */
export function withNames(says: string, { bodies }: Pick<Names, 'bodies'>): string {
  return [...bodies].reduce((text, [body, name]) => text.replaceAll(body, name), says);
}
