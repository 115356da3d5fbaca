import { sql } from 'kysely';

import type { PersonId } from '@assay/vocabulary/ids';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';
import type { SignInTables } from './sign-in-tables.ts';

export type CeremonyKind = SignInTables['ceremony']['kind'];

/** What was asked of somebody, to be answered once. */
export type Ceremony = {
  /** SHA-256 of the token that the one who was asked holds. */
  readonly hash: Uint8Array;
  readonly kind: CeremonyKind;
  readonly person?: PersonId;
  readonly asked: unknown;
  readonly until: Instant;
};

/** Keeps what was asked. */
export async function beginCeremony(tx: Tx, { hash, kind, person, asked, until }: Ceremony): Promise<void> {
  await tx
    .insertInto('ceremony')
    .values({ hash, kind, person: person ?? null, asked: JSON.stringify(asked), until })
    .execute();
}

/** What was asked, looked at without being used up. */
export async function readCeremony(reader: Reader, { hash, kind, at }: Asked): Promise<Question | undefined> {
  const row = await reader
    .selectFrom('ceremony')
    .select(['person', 'asked'])
    .where('hash', '=', hash)
    .where('kind', '=', kind)
    .where('until', '>', new Date(at))
    .executeTakeFirst();
  return row && questionOf(row);
}

type Asked = { readonly hash: Uint8Array; readonly kind: CeremonyKind; readonly at: Instant };
type Question = { readonly person?: PersonId; readonly asked: unknown };

function questionOf({ person, asked }: { person: PersonId | null; asked: unknown }): Question {
  return { ...(person !== null && { person }), asked };
}

/** What was asked, taken out: an answer counts once. Undefined where nothing was, or it is too late. */
export async function takeCeremony(tx: Tx, { hash, kind, at }: Asked): Promise<Question | undefined> {
  const row = await tx
    .deleteFrom('ceremony')
    .where('hash', '=', hash)
    .where('kind', '=', kind)
    .where('until', '>', new Date(at))
    .returning(['person', 'asked'])
    .executeTakeFirst();
  return row && questionOf(row);
}

/**
 * Forgets what is over, a hundred rows of each kind at a time, so that no sign-in pays for many others: questions nobody
 * answered, failures of two days ago, sessions of three months ago.
 */
export async function forgetWhatIsOver(tx: Tx, at: Instant): Promise<void> {
  const [days2, days90] = [addSeconds(at, -2 * 86_400), addSeconds(at, -90 * 86_400)];
  await sql`
    with questions as (
      delete from ceremony where hash in (
        select hash from ceremony where until < ${at} order by until limit 100 for update skip locked)
    ), failures as (
      delete from sign_in_attempt where subject in (
        select subject from sign_in_attempt where last_at < ${days2} order by last_at limit 100 for update skip locked)
    )
    delete from session where id in (
      select id from session where begun_at < ${days90} order by begun_at limit 100 for update skip locked)
  `.execute(tx);
}
