import { sql } from 'kysely';

import type { BodyId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf } from '@assay/vocabulary/instant';
import type { Membership } from '@assay/vocabulary/membership';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import { ok, type Result } from '@assay/vocabulary/result';

import { pageOf, parseCursor, type MalformedCursor, type Page } from './cursor.ts';
import type { Reader, Tx } from './open.ts';

/** A membership with what there is to know of its organisation: where somebody may act from. */
export type Seat = Membership & {
  readonly name: string;
  readonly kinds: readonly OrganisationKind[];
  readonly administrator?: string;
  readonly body?: BodyId;
  readonly schemes: readonly string[];
};
export type Member = Membership & { readonly name: string; readonly mail?: string };

/** Where some people may act from now, the oldest membership first. */
export async function seatsOf(reader: Reader, people: readonly PersonId[]): Promise<readonly Seat[]> {
  const rows = await reader
    .selectFrom('membership')
    .innerJoin('organisation', 'organisation.id', 'membership.organisation')
    .select(['membership.person', 'membership.organisation', 'membership.roles', 'membership.conflicts'])
    .select(['membership.since', 'membership.until', 'organisation.name', 'organisation.kinds'])
    .select(['organisation.administrator', 'organisation.body', 'organisation.schemes'])
    .where(sql<boolean>`membership.person = any(${people}::text[])`)
    .where('membership.until', 'is', null)
    .orderBy('membership.since')
    .orderBy('membership.organisation')
    .execute();
  return rows.map(({ name, kinds, administrator, body, schemes, ...row }) => ({
    ...parseMembership(row),
    ...{ name, kinds, schemes },
    ...(administrator !== null && { administrator }),
    ...(body !== null && { body }),
  }));
}

/** The membership of a person, ended or not. */
export async function readMembership(
  reader: Reader,
  { person, organisation }: Pick<Membership, 'person' | 'organisation'>,
): Promise<Membership | undefined> {
  const row = await reader
    .selectFrom('membership')
    .select(['person', 'organisation', 'roles', 'conflicts', 'since', 'until'])
    .where('person', '=', person)
    .where('organisation', '=', organisation)
    .executeTakeFirst();
  return row && parseMembership(row);
}

/** Puts a membership in the place of the one the person had of the organisation. Its organisation must be held. */
export async function putMembership(tx: Tx, membership: Membership): Promise<void> {
  const { person, organisation, roles, conflicts, since, until } = membership;
  const columns = { roles, conflicts: JSON.stringify(conflicts), since, until: until ?? null };
  await tx
    .insertInto('membership')
    .values({ person, organisation, ...columns })
    .onConflict((found) => found.columns(['person', 'organisation']).doUpdateSet(columns))
    .execute();
}

/** How many people with a role an organisation has now. */
export async function countMembers(
  reader: Reader,
  {
    organisation,
    role,
  }: { readonly organisation: OrganisationId; readonly role: Membership['roles'][number] },
): Promise<number> {
  const { n } = await reader
    .selectFrom('membership')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('organisation', '=', organisation)
    .where('until', 'is', null)
    .where(sql<boolean>`${role} = any(roles)`)
    .executeTakeFirstOrThrow();
  return n;
}

/** Whoever holds a role now that is none of these, in the order in which they joined. The organisation must be held. */
export async function membersBeyond(
  tx: Tx,
  { organisation, roles }: { readonly organisation: OrganisationId; readonly roles: Membership['roles'] },
): Promise<readonly Membership[]> {
  const rows = await tx
    .selectFrom('membership')
    .select(['person', 'organisation', 'roles', 'conflicts', 'since', 'until'])
    .where('organisation', '=', organisation)
    .where('until', 'is', null)
    .where(sql<boolean>`not roles <@ ${roles}::text[]`)
    .orderBy('since')
    .orderBy('person')
    .execute();
  return rows.map(parseMembership);
}

/** Everybody who acts or acted for an organisation, in the order in which they joined. */
export async function listMembers(
  reader: Reader,
  asked: { readonly organisation: OrganisationId; readonly after?: string; readonly limit: number },
): Promise<Result<Page<Member>, MalformedCursor>> {
  const place = parseCursor(asked.after);
  if (!place.ok) return place;
  let query = reader
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person')
    .select(['membership.person', 'membership.organisation', 'membership.roles', 'membership.conflicts'])
    .select(['membership.since', 'membership.until', 'person.name', 'person.mail'])
    .where('membership.organisation', '=', asked.organisation)
    .orderBy('membership.since')
    .orderBy('membership.person')
    .limit(asked.limit + 1);
  if (place.value) {
    const { at, id } = place.value;
    query = query.where(
      sql<boolean>`(membership.since, membership.person) > (${at}::timestamptz, ${id}::text)`,
    );
  }
  const rows = (await query.execute()).map(({ name, mail, ...row }): Member => ({
    ...parseMembership(row),
    name,
    ...(mail !== null && { mail }),
  }));
  return ok(pageOf(rows, asked.limit, ({ since, person }) => ({ at: since, id: person })));
}

/** Whoever of an organisation holds one of some roles now and can be reached by mail: 200 at most, the longest there first. */
export async function peopleWithMail(
  reader: Reader,
  { organisation, roles }: { readonly organisation: OrganisationId; readonly roles: Membership['roles'] },
): Promise<readonly { readonly person: PersonId; readonly mail: string }[]> {
  const rows = await reader
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person')
    .select(['membership.person', 'person.mail'])
    .where('membership.organisation', '=', organisation)
    .where('membership.until', 'is', null)
    .where('person.mail', 'is not', null)
    .where(sql<boolean>`membership.roles && ${roles}::text[]`)
    .orderBy('membership.since')
    .orderBy('membership.person')
    .limit(200)
    .execute();
  return rows.flatMap(({ person, mail }) => (mail === null ? [] : [{ person, mail }]));
}

type Row = Omit<Membership, 'since' | 'until'> & { readonly since: Date; readonly until: Date | null };

function parseMembership({ since, until, ...row }: Row): Membership {
  return { ...row, since: instantOf(since), ...(until !== null && { until: instantOf(until) }) };
}
