import type { PersonId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

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

/** Whether a person has signed in on a device since a moment. */
export async function knowsDevice(
  reader: Reader,
  { hash, person, since }: Device & { readonly since: Instant },
): Promise<boolean> {
  const row = await reader
    .selectFrom('known_device')
    .select('person')
    .where('hash', '=', hash)
    .where('person', '=', person)
    .where('last_at', '>', new Date(since))
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets every device of a person. */
export async function forgetDevices(tx: Tx, person: PersonId): Promise<void> {
  await tx.deleteFrom('known_device').where('person', '=', person).execute();
}
