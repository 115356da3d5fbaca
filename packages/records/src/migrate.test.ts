import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';

import { databases, freshDatabase } from '../test/databases.ts';
import { migrate } from './migrate.ts';

const OURS = join(import.meta.dirname, '../migrations');
/** The numbers that come after the migrations there are, as files are named by them. */
const [NEXT, AFTER] = [1, 2].map((more) => String(readdirSync(OURS).length + more).padStart(4, '0'));

function migrations(extra: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'records-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(OURS, folder, { recursive: true });
  for (const [name, text] of Object.entries(extra)) writeFileSync(join(folder, name), text);
  return folder;
}

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

describe.each(databases())('on $name', (server) => {
  test('a migrated database is left as it is', async () => {
    expect(await migrate(await freshDatabase(server))).toEqual([]);
  });

  test('many that start at once run a new migration once', async () => {
    const url = await freshDatabase(server);
    const folder = migrations({
      [`${NEXT}-next.sql`]: 'create table next (n int); insert into next values (1);',
    });
    const runs = await Promise.all(Array.from({ length: 5 }, () => migrate(url, folder)));
    expect(runs.flat()).toEqual([`${NEXT}-next.sql`]);
    expect(await ask(url, 'select n from next')).toEqual([[1]]);
  });

  test('a migration that ran and was changed afterwards is refused', async () => {
    const url = await freshDatabase(server);
    const folder = migrations({ '0001-foundation.sql': 'select 1;' });
    await expect(migrate(url, folder)).rejects.toThrow(
      /0001-foundation\.sql is not the one this database ran/,
    );
  });

  test('a database of a newer Assay is refused', async () => {
    const url = await freshDatabase(server);
    await migrate(url, migrations({ [`${NEXT}-next.sql`]: 'create table next (n int);' }));
    await expect(migrate(url)).rejects.toThrow(
      new RegExp(`${NEXT}-next\\.sql, which .* lacks: use a newer Assay`),
    );
  });

  test('a migration that fails half-way leaves nothing, those before it stay', async () => {
    const url = await freshDatabase(server);
    const folder = migrations({
      [`${NEXT}-good.sql`]: 'create table good (n int);',
      [`${AFTER}-bad.sql`]: 'create table half (n int); select nonsense;',
    });
    await expect(migrate(url, folder)).rejects.toThrow(
      new RegExp(`migration ${AFTER}-bad\\.sql failed: .*nonsense`),
    );
    expect(await ask(url, `select to_regclass('good') is null, to_regclass('half') is null`)).toEqual([
      [false, true],
    ]);
  });

  test('a gap in the numbers is refused before anything runs', async () => {
    const url = await freshDatabase(server);
    const folder = migrations({ [`${AFTER}-late.sql`]: 'create table late (n int);' });
    await expect(migrate(url, folder)).rejects.toThrow(new RegExp(`${AFTER}-late\\.sql: .* ${NEXT}- is due`));
  });
});
