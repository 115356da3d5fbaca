import { sql } from 'kysely';

import type { PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** Somebody known to this installation; what they may do is said by their memberships. */
export type KnownPerson = {
  readonly id: PersonId;
  readonly name: string;
  readonly mail?: string;
  readonly since: Instant;
};

/** Puts a person into the records; false where the id is there, or somebody else has the mail address. */
export async function addPerson(tx: Tx, { id, name, mail, since }: KnownPerson): Promise<boolean> {
  const added = await tx
    .insertInto('person')
    .values({ id, name, mail: mail ?? null, since })
    .onConflict((found) => found.doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

/** One person by id. */
export async function readPerson(reader: Reader, id: PersonId): Promise<KnownPerson | undefined> {
  const row = await selectPeople(reader).where('id', '=', id).executeTakeFirst();
  return row && parsePerson(row);
}

/** Whoever has a mail address, however its letters are cased. */
export async function personByMail(reader: Reader, mail: string): Promise<KnownPerson | undefined> {
  const row = await selectPeople(reader)
    .where(sql<boolean>`lower(mail) = lower(${mail})`)
    .executeTakeFirst();
  return row && parsePerson(row);
}

/** The names of some people. */
export async function namesOfPeople(
  reader: Reader,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  const rows = await reader
    .selectFrom('person')
    .select(['id', 'name'])
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function selectPeople(reader: Reader) {
  return reader.selectFrom('person').select(['id', 'name', 'mail', 'since']);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectPeople>['executeTakeFirstOrThrow']>>;

function parsePerson({ id, name, mail, since }: Row): KnownPerson {
  return { id, name, ...(mail !== null && { mail }), since: instantOf(since) };
}
