import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** A link that lets one person in once. */
export type OneTimeLink = {
  readonly purpose: 'sign-in' | 'recovery';
  readonly person: PersonId;
  readonly seat?: OrganisationId;
  readonly madeAt: Instant;
  /** Absent: at the terminal of the installation. */
  readonly madeBy?: PersonId;
  readonly until: Instant;
};

/** Keeps a link by the hash of its token. */
export async function addOneTimeLink(
  tx: Tx,
  link: OneTimeLink & { readonly hash: Uint8Array },
): Promise<void> {
  const { hash, purpose, person, seat, madeAt, madeBy, until } = link;
  await tx
    .insertInto('one_time_link')
    .values({
      ...{ hash, purpose, person, until },
      seat: seat ?? null,
      made_at: madeAt,
      made_by: madeBy ?? null,
      used_at: null,
    })
    .execute();
}

/** A link that still lets somebody in; looking does not use it up. */
export async function readOneTimeLink(
  reader: Reader,
  { hash, at }: { readonly hash: Uint8Array; readonly at: Instant },
): Promise<OneTimeLink | undefined> {
  const row = await reader
    .selectFrom('one_time_link')
    .select(COLUMNS)
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .where('until', '>', new Date(at))
    .executeTakeFirst();
  return row && linkOf(row);
}

/** Uses a link up: of two that follow it at once, one gets in. */
export async function takeOneTimeLink(
  tx: Tx,
  { hash, at }: { readonly hash: Uint8Array; readonly at: Instant },
): Promise<OneTimeLink | undefined> {
  const row = await tx
    .updateTable('one_time_link')
    .set({ used_at: at })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .where('until', '>', new Date(at))
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && linkOf(row);
}

/** Uses up every link of a person that nobody followed. */
export async function voidOneTimeLinks(
  tx: Tx,
  { person, at }: { readonly person: PersonId; readonly at: Instant },
): Promise<void> {
  await tx
    .updateTable('one_time_link')
    .set({ used_at: at })
    .where('person', '=', person)
    .where('used_at', 'is', null)
    .execute();
}

const COLUMNS = ['purpose', 'person', 'seat', 'made_at', 'made_by', 'until'] as const;

function linkOf(row: {
  purpose: OneTimeLink['purpose'];
  person: PersonId;
  seat: OrganisationId | null;
  made_at: Date;
  made_by: PersonId | null;
  until: Date;
}): OneTimeLink {
  return {
    purpose: row.purpose,
    person: row.person,
    ...(row.seat !== null && { seat: row.seat }),
    madeAt: instantOf(row.made_at),
    ...(row.made_by !== null && { madeBy: row.made_by }),
    until: instantOf(row.until),
  };
}
