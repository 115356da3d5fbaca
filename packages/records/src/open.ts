import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';

import { poolOf } from './pool.ts';
import type { Tables } from './tables.ts';

/** Something that questions can be put to: the records, or a transaction that has not ended. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom'>;
/** A transaction under way: the one thing that can be written with. */
export type Tx = Transaction<Tables>;

export type Records = {
  /** Its connections refuse to write, whatever is sent over them. */
  readonly read: Reader;
  /** One transaction. It is undone when `act` throws, and also when it returns a refusal: a refusal leaves no trace. */
  write<T>(act: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Connects to a migrated database, on demand. `connections`: the most at once, for reading and for writing each. */
export function openRecords(url: string, connections = 8): Records {
  const reading = connect(url, connections, '-c default_transaction_read_only=on');
  const writing = connect(url, connections, '');
  return {
    read: reading,
    write: (act) => write(writing, act),
    close: async () => {
      await Promise.all([reading.destroy(), writing.destroy()]);
    },
  };
}

/** Waits for the end of any other transaction that holds a lock of the same words; holds it to the end of this one. */
export async function holdLock(tx: Tx, ...words: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${words.join('\u001f')}, 0))`.execute(tx);
}

function connect(url: string, max: number, options: string): Kysely<Tables> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, parseCount);
  const pool = poolOf({ connectionString: url, max, ...(options === '' ? {} : { options }), types });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

async function write<T>(db: Kysely<Tables>, act: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await db.startTransaction().execute();
  try {
    const value = await act(tx);
    await (isRefusal(value) ? tx.rollback() : tx.commit()).execute();
    return value;
  } catch (error) {
    if (!tx.isCommitted && !tx.isRolledBack)
      await tx
        .rollback()
        .execute()
        .catch(() => undefined);
    throw error;
  }
}

function isRefusal(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'ok' in value && value.ok === false && 'refusal' in value
  );
}

/** Sizes and positions are counts of things, so `bigint` columns are read as safe integers. */
function parseCount(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new Error(`${text} is beyond the integers that JavaScript counts exactly`);
  return value;
}
