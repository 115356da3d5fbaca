import { sql } from 'kysely';

import type { PersonId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import type { Tx } from './open.ts';

type Device = { readonly hash: Uint8Array; readonly person: PersonId };

/** Notes that a person signed in on a device, by the hash of the token that it keeps. */
export async function noteDevice(
  tx: Tx,
  { hash, person, at }: Device & { readonly at: Instant },
): Promise<void> {
  await tx
    .insertInto('known_device')
    .values({ hash, person, first_at: at, last_at: at })
    .onConflict((found) => found.column('hash').doUpdateSet({ person, last_at: at }))
    .execute();
}

/** Whether a device is strange to somebody who has signed in before: they never did on this one, or it was forgotten. */
export async function isStrangeDevice(tx: Tx, { hash, person }: Device): Promise<boolean> {
  const { rows } = await sql<{ readonly strange: boolean }>`
    select exists (select from account_event where person = ${person} and code = 'signed-in')
      and not exists (select from known_device where person = ${person} and hash = ${hash}) as strange
  `.execute(tx);
  return rows[0]?.strange === true;
}

/** Forgets every device of a person. */
export async function forgetDevices(tx: Tx, person: PersonId): Promise<void> {
  await tx.deleteFrom('known_device').where('person', '=', person).execute();
}
