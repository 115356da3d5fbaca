import { sql, type RawBuilder } from 'kysely';

import { addSeconds, instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** How failures make the next attempt wait: not at all for the first `free`, then 1, 2, 4, … seconds, at most `longest`. */
export type BackOff = {
  readonly free: number;
  readonly longest: number;
  /** Seconds after which failures are forgotten. */
  readonly memory: number;
};

type Attempt = BackOff & { readonly subject: Uint8Array; readonly at: Instant };

/**
 * Takes one attempt, counted as failed until it is given back. Of many at once each counts, in any number of processes.
 * Undefined where it may be made; otherwise the moment from which the next one may, and nothing is counted.
 */
export async function takeAttempt(tx: Tx, attempt: Attempt): Promise<Instant | undefined> {
  const { subject, at, free, longest, memory } = attempt;
  const failures = sql`case when held.last_at < ${addSeconds(at, -memory)} then 1 else held.failures + 1 end`;
  const taken = await sql<{ failures: number }>`
    insert into sign_in_attempt as held (subject, failures, last_at, free_at)
    values (${subject}, 1, ${at}, ${at}::timestamptz + ${waitAfter(sql`1`, { free, longest })})
    on conflict (subject) do update
      set failures = ${failures},
          last_at = excluded.last_at,
          free_at = ${at}::timestamptz + ${waitAfter(failures, { free, longest })}
      where held.free_at <= excluded.last_at
    returning failures`.execute(tx);
  return taken.rows.length > 0 ? undefined : freeAt(tx, subject);
}

function waitAfter(failures: RawBuilder<unknown>, { free, longest }: Pick<BackOff, 'free' | 'longest'>) {
  return sql`make_interval(secs => case when ${failures} <= ${free}::int then 0
    else least(${longest}::int, 2 ^ least(${failures} - ${free}::int - 1, 20)) end)`;
}

/** Gives an attempt back that did not fail; or forgets all failures, where it proves that they are over. */
export async function returnAttempt(
  tx: Tx,
  {
    subject,
    at,
    forgetAll,
  }: { readonly subject: Uint8Array; readonly at: Instant; readonly forgetAll: boolean },
): Promise<void> {
  if (!forgetAll)
    await tx
      .updateTable('sign_in_attempt')
      .set(({ eb }) => ({ failures: eb('failures', '-', 1), free_at: at }))
      .where('subject', '=', subject)
      .where('failures', '>', 1)
      .execute();
  else await tx.deleteFrom('sign_in_attempt').where('subject', '=', subject).execute();
}

async function freeAt(reader: Reader, subject: Uint8Array): Promise<Instant> {
  const row = await reader
    .selectFrom('sign_in_attempt')
    .select('free_at')
    .where('subject', '=', subject)
    .executeTakeFirstOrThrow();
  return instantOf(row.free_at);
}
