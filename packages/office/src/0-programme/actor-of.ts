import { seatsOf, type Seat } from '@assay/records/membership';
import type { Reader } from '@assay/records/open';
import { namesOfPeople } from '@assay/records/person';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Actor } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** Who acts, and from which organisation: without it, from the only one that they belong to. */
export type Acting = { readonly by: PersonId; readonly as?: OrganisationId };

export type UnknownPerson = { readonly code: 'unknown-person'; readonly person: PersonId };
export type NoSeat =
  | UnknownPerson
  | { readonly code: 'belongs-nowhere'; readonly person: PersonId }
  | { readonly code: 'not-a-member'; readonly person: PersonId; readonly organisation: OrganisationId }
  | { readonly code: 'seat-not-named'; readonly person: PersonId; readonly seats: readonly OrganisationId[] };

/** Somebody as the rules judge them, as the records stand. */
export async function actorOf(reader: Reader, acting: Acting): Promise<Result<Actor, NoSeat>> {
  const [actor] = await actorsOf(reader, [acting]);
  if (!actor) throw new Error('unreachable: every question is answered');
  return actor;
}

/** The same of many at once, each in its place: two questions, however many they are. */
export async function actorsOf(
  reader: Reader,
  asked: readonly Acting[],
): Promise<readonly Result<Actor, NoSeat>[]> {
  const people = [...new Set(asked.map(({ by }) => by))];
  const [names, seats] = [await namesOfPeople(reader, people), await seatsOf(reader, people)];
  return asked.map((acting) => {
    const name = names.get(acting.by);
    if (name === undefined) return refuse({ code: 'unknown-person', person: acting.by });
    return seated({ ...acting, name, seats: seats.filter(({ person }) => person === acting.by) });
  });
}

function seated({
  by: person,
  as: organisation,
  name,
  seats,
}: Acting & { readonly name: string; readonly seats: readonly Seat[] }): Result<Actor, NoSeat> {
  const memberOf = seats.map((one) => one.organisation);
  if (organisation === undefined && seats.length > 1)
    return refuse({ code: 'seat-not-named', person, seats: memberOf });
  const seat = seats.find((one) => organisation === undefined || one.organisation === organisation);
  if (!seat)
    return organisation === undefined
      ? refuse({ code: 'belongs-nowhere', person })
      : refuse({ code: 'not-a-member', person, organisation });
  return ok({
    ...{ id: person, name, organisation: seat.organisation, roles: seat.roles, memberOf },
    ...(seat.body !== undefined && { body: seat.body }),
    ...(seat.administrator !== undefined && { administrator: seat.administrator }),
    // Whoever should not touch a maker's case should not from another seat either.
    conflicts: seats.flatMap(({ conflicts }) => conflicts.map(({ manufacturer }) => manufacturer)),
    bodies: seats.flatMap(({ body }) => (body === undefined ? [] : [body])),
    administrators: seats.flatMap(({ administrator }) =>
      administrator === undefined ? [] : [administrator],
    ),
    schemes: seat.schemes,
  });
}
