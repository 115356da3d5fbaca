import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

import { openRecords, type Records } from '../src/open.ts';
import type { Server } from './postgres.global.ts';

let made = 0;

/** The servers of this run, for `describe.each(databases())('$name', (server) => …)`. */
export function databases(): Server[] {
  return [...inject('servers')];
}

/**
 * An empty, migrated database that nobody else uses; its url. Inside a test it goes when the test ends; a suite that
 * makes one for many tests passes its `afterAll`.
 */
export async function freshDatabase(
  server: Server,
  atEnd: (drop: () => Promise<void>) => void = onTestFinished,
): Promise<string> {
  made += 1;
  const name = `test_${process.pid}_${process.env['VITEST_POOL_ID'] ?? '0'}_${made}`;
  // Files are copied as files: by way of the log, as is usual, it takes twice as long.
  await send(server.url, `create database ${name} template ${server.template} strategy file_copy`);
  atEnd(() => send(server.url, `drop database ${name} with (force)`));
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
}

/** Records on a fresh database, closed when the test ends. */
export async function freshRecords(server: Server): Promise<Records> {
  const url = await freshDatabase(server);
  const records = openRecords(url);
  onTestFinished(() => records.close());
  return records;
}

/** Ends the connections that hold locks of the records in a database, as a network does that breaks: the locks are free. */
export async function breakLocks(server: Server, url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const holders = `
    select distinct pid from pg_locks join pg_database on pg_database.oid = pg_locks.database
    where locktype = 'advisory' and datname = '${name}'`;
  await send(server.url, `select pg_terminate_backend(pid) from (${holders}) as holder`);
}

async function send(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
