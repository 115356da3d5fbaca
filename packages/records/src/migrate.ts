import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import pg from 'pg';

import { migrateJobs } from './worker.ts';

const FOLDER = join(import.meta.dirname, '../migrations');
/** Any number, the same for every Assay, so that two that start at once wait for each other. */
const LOCK = 20_261_121;
const OLDEST = 150_000;

/**
 * Brings a database to the shape that this Assay needs: the plain SQL files of `folder` in the order of their numbers,
 * forward only, each in a transaction of its own. Returns the names of those run now. Throws, and changes nothing,
 * when a file that ran before has changed or is not there (then the database belongs to a newer Assay).
 */
export async function migrate(url: string, folder: string = FOLDER): Promise<readonly string[]> {
  const wanted = readMigrations(folder);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await checkServer(client);
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists migration (name text primary key, digest text not null, ran_at timestamptz not null default now())',
    );
    const ran = await client.query<{ name: string; digest: string }>('select name, digest from migration');
    const digests = new Map(ran.rows.map(({ name, digest }) => [name, digest]));
    checkRan(digests, wanted, folder);
    const due = wanted.filter(({ name }) => !digests.has(name));
    for (const one of due) await run(client, one);
    // The queue's tables are its own package's affair; the lock is ours, so that two that start at once wait here too.
    await migrateJobs(url);
    return due.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

type Migration = { readonly name: string; readonly text: string; readonly digest: string };

function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted();
  return names.map((name, index) => {
    const number = String(index + 1).padStart(4, '0');
    if (!name.startsWith(`${number}-`))
      throw new Error(
        `${join(folder, name)}: migrations are numbered without gap or double, ${number}- is due`,
      );
    const text = readFileSync(join(folder, name), 'utf8');
    return { name, text, digest: createHash('sha256').update(text).digest('hex') };
  });
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; name: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as name`,
  );
  if (Number(rows[0]?.number) < OLDEST)
    throw new Error(`DATABASE_URL leads to PostgreSQL ${rows[0]?.name ?? ''}: Assay needs 15 or later`);
}

function checkRan(ran: ReadonlyMap<string, string>, wanted: readonly Migration[], folder: string): void {
  for (const [name, digest] of ran) {
    const file = wanted.find((one) => one.name === name);
    if (!file)
      throw new Error(`the database ran migration ${name}, which ${folder} lacks: use a newer Assay`);
    if (file.digest !== digest)
      throw new Error(`migration ${name} is not the one this database ran: restore the file, add a new one`);
  }
}

async function run(client: pg.Client, { name, text, digest }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into migration (name, digest) values ($1, $2)', [name, digest]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
