import { sql } from 'kysely';

import type { Digest } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** Something sent, by whom, under a key of the sender's; the digest tells whether it is the same again. */
export type Sending = { readonly sender: string; readonly key: string; readonly digest: Digest };

/** What is known of a sending: it is ours to answer now, another is at it, it was answered, or it was something else. */
export type Claim =
  | { readonly is: 'ours' }
  | { readonly is: 'under-way' }
  | { readonly is: 'answered'; readonly answer: unknown }
  | { readonly is: 'other' };

/**
 * Begins to answer a sending, unless it was begun before. One that was begun before `staleBefore` and has no answer was
 * broken off, and is taken over. Some of those from before `oldBefore` are forgotten by the way.
 */
export async function claimSending(
  tx: Tx,
  {
    now,
    staleBefore,
    oldBefore,
    ...sending
  }: Sending & { readonly now: Instant; readonly staleBefore: Instant; readonly oldBefore: Instant },
): Promise<Claim> {
  await sql`delete from answered where ctid = any(array(
    select ctid from answered where begun_at < ${oldBefore} order by begun_at limit 20 for update skip locked))`.execute(
    tx,
  );
  const begun = await tx
    .insertInto('answered')
    .values({ ...sending, begun_at: now, answer: null })
    .onConflict((found) =>
      found
        .columns(['sender', 'key'])
        .doUpdateSet({ begun_at: now })
        .where('answered.answer', 'is', null)
        .where('answered.digest', '=', sending.digest)
        .where('answered.begun_at', '<', sql<Date>`${staleBefore}`),
    )
    .returning('key')
    .executeTakeFirst();
  return begun ? { is: 'ours' } : lookUp(tx, sending);
}

/** What has become of a sending that another began. */
export async function lookUp(reader: Reader, { sender, key, digest }: Sending): Promise<Claim> {
  const row = await reader
    .selectFrom('answered')
    .select(['digest', 'answer'])
    .where('sender', '=', sender)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return { is: 'under-way' };
  if (row.digest !== digest) return { is: 'other' };
  return row.answer === null ? { is: 'under-way' } : { is: 'answered', answer: row.answer };
}

/** Keeps the answer of a sending that was claimed. */
export async function keepAnswer(
  tx: Tx,
  { sender, key, answer }: Omit<Sending, 'digest'> & { readonly answer: unknown },
): Promise<void> {
  await tx
    .updateTable('answered')
    .set({ answer: JSON.stringify(answer) })
    .where('sender', '=', sender)
    .where('key', '=', key)
    .execute();
}

/** Gives a claim back: nothing came of it, and it may be sent again. */
export async function dropClaim(tx: Tx, { sender, key }: Omit<Sending, 'digest'>): Promise<void> {
  await tx
    .deleteFrom('answered')
    .where('sender', '=', sender)
    .where('key', '=', key)
    .where('answer', 'is', null)
    .execute();
}
