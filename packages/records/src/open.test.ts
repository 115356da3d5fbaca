import { sql, type Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';

import { ok, refuse } from '@assay/vocabulary/result';

import { databases, freshRecords } from '../test/databases.ts';
import { putSetting, readSetting } from './setting.ts';
import type { Tables } from './tables.ts';

const NAME = { administrator: 'SB', name: 'origin' };

describe.each(databases())('on $name', (server) => {
  test('what was put under a name is read under it, the last one', async () => {
    const records = await freshRecords(server);
    expect(await readSetting(records.read, NAME)).toBeUndefined();
    await records.write((tx) => putSetting(tx, { ...NAME, value: 'sandbox.example/log/2026' }));
    await records.write((tx) => putSetting(tx, { ...NAME, value: { steps: [1, null, 'ö'] } }));
    expect(await readSetting(records.read, NAME)).toEqual({ steps: [1, null, 'ö'] });
    expect(await readSetting(records.read, { ...NAME, administrator: 'XX' })).toBeUndefined();
  });

  test('a transaction that throws leaves no trace', async () => {
    const records = await freshRecords(server);
    const attempt = records.write(async (tx) => {
      await putSetting(tx, { ...NAME, value: 1 });
      throw new Error('the machine broke');
    });
    await expect(attempt).rejects.toThrow('the machine broke');
    expect(await readSetting(records.read, NAME)).toBeUndefined();
  });

  test('a transaction that refuses leaves no trace, and the refusal arrives', async () => {
    const records = await freshRecords(server);
    const refusal = await records.write(async (tx) => {
      await putSetting(tx, { ...NAME, value: 1 });
      return refuse({ code: 'not-now' });
    });
    expect(refusal).toEqual(refuse({ code: 'not-now' }));
    expect(await readSetting(records.read, NAME)).toBeUndefined();
    await records.write(async (tx) => {
      await putSetting(tx, { ...NAME, value: 1 });
      return ok('kept');
    });
    expect(await readSetting(records.read, NAME)).toBe(1);
  });

  test('a reader has nothing to write with, not even for one who forces it', async () => {
    const records = await freshRecords(server);
    const forced = records.read as unknown as Kysely<Tables>;
    await expect(sql`insert into setting values ('SB', 'origin', '1')`.execute(forced)).rejects.toThrow(
      /read-only transaction/,
    );
  });

  test('a connection that the server cuts is replaced', async () => {
    const records = await freshRecords(server);
    await records.write((tx) => putSetting(tx, { ...NAME, value: 1 }));
    const cut = records.write((tx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx));
    await expect(cut).rejects.toThrow();
    await records.write((tx) => putSetting(tx, { ...NAME, value: 2 }));
    expect(await readSetting(records.read, NAME)).toBe(2);
  });
});
