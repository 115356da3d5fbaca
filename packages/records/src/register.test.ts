import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, test } from 'vitest';

import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import type { LabelRecord } from '@assay/vocabulary/label-record';

import { ADMINISTRATOR, AT, labelNumbered, record, SCHEME } from '../test/sandbox.ts';
import { databases, freshDatabase, freshRecords } from '../test/databases.ts';
import { openRecords, type Records } from './open.ts';
import { labelsByCode, putRegisterEntries, searchRegister, type RegisterSearch } from './register.ts';
import { codeOf, prefixQuery, wordsOf } from './register-words.ts';

const administrator = ADMINISTRATOR;

async function put(records: Records, ...entries: readonly LabelRecord[]): Promise<void> {
  await records.write(async (tx) => {
    for (const one of entries) await putRegisterEntries(tx, { administrator, records: [one] });
  });
}

async function find(records: Records, search: Partial<RegisterSearch>): Promise<readonly LabelRecord[]> {
  const page = await searchRegister(records.read, { administrator, at: AT, limit: 20, ...search });
  if (!page.ok) throw new Error(page.refusal.code);
  return page.value.rows;
}

function numbers(found: readonly LabelRecord[]): readonly number[] {
  return found.map(({ labelId }) => Number(labelId.slice(2, 10)));
}

describe.each(databases())('on $name', (server) => {
  test('a label is read as it was put last', async () => {
    const records = await freshRecords(server);
    expect(await find(records, { text: labelNumbered(1) })).toEqual([]);
    await put(records, record(1), record(1, { state: 'suspended' }));
    expect(await find(records, { text: labelNumbered(1) })).toEqual([record(1, { state: 'suspended' })]);
    expect(numbers(await find(records, {}))).toEqual([1]);
  });

  test('words of product, brand, maker, category and codes are found by their beginnings, in any case and accent', async () => {
    const records = await freshRecords(server);
    const product = { ...record(1).product, name: 'Câmera Größe-X', brand: 'Øya', category: 'camera' };
    await put(records, record(1, { product }), record(2));
    for (const text of [
      'CAMERA',
      'cam gros',
      'größe',
      'øy',
      'gw-1',
      'GW 1',
      labelNumbered(1).toLowerCase(),
      '9506000000001',
    ])
      expect(numbers(await find(records, { text })), text).toEqual([1]);
    expect(numbers(await find(records, { text: 'sandbox mak' }))).toEqual([1, 2]);
    expect(await find(records, { text: 'camera gateway2' })).toEqual([]);
    expect(await find(records, { text: '!!!' })).toEqual([]);
    expect(numbers(await find(records, { text: '  ' }))).toEqual([1, 2]);
  });

  test('no text that a visitor types breaks the search', async () => {
    const records = await freshRecords(server);
    await put(records, record(1));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        expect((await find(records, { text })).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 150 },
    );
    for (const text of [`' | 'x`, 'a:* & b', '\u0000', '\\', `');--`, 'x'.repeat(10_000)])
      expect((await find(records, { text })).length, text).toBeLessThanOrEqual(1);
  });

  test('a code printed on the product finds its labels exactly', async () => {
    const records = await freshRecords(server);
    await put(records, record(1), record(12));
    const by = async (code: string) =>
      numbers(await labelsByCode(records.read, { administrator, code, at: AT }));
    expect(await by('GW-1')).toEqual([1]);
    expect(await by(' gw-1 ')).toEqual([1]);
    expect(await by('09506000000012')).toEqual([12]);
    expect(await by('9506000000012')).toEqual([12]);
    expect(await by(labelNumbered(12))).toEqual([12]);
    expect(await by('GW')).toEqual([]);
  });

  test('a label expires by itself, unless it was revoked', async () => {
    const records = await freshRecords(server);
    await put(records, record(1), record(2, { state: 'suspended' }), record(3, { state: 'revoked' }));
    const end = record(1).validUntil;
    const states = async (at: Instant) => (await find(records, { at })).map(({ state }) => state);
    expect(await states(addSeconds(end, -1))).toEqual(['valid', 'suspended', 'revoked']);
    expect(await states(end)).toEqual(['expired', 'expired', 'revoked']);
    expect(numbers(await find(records, { state: 'valid' }))).toEqual([1]);
    expect(numbers(await find(records, { state: 'suspended' }))).toEqual([2]);
    expect(await find(records, { state: 'valid', at: end })).toEqual([]);
    expect(numbers(await find(records, { state: 'expired', at: end }))).toEqual([1, 2]);
    expect(numbers(await find(records, { state: 'revoked', at: end }))).toEqual([3]);
    expect(await find(records, { text: labelNumbered(1), at: end })).toMatchObject([
      { state: 'expired', stateSince: end },
    ]);
  });

  test('paging shows each label once, the newest first', async () => {
    const records = await freshRecords(server);
    const all = Array.from({ length: 10 }, (_, n) => record(n, { validFrom: addSeconds(AT, n >> 2) }));
    await put(records, ...all);
    const seen: number[] = [];
    let after: string | undefined;
    do {
      const more = after === undefined ? {} : { after };
      const page = await searchRegister(records.read, {
        ...{ administrator, at: AT, limit: 3, text: 'gateway', scheme: SCHEME, ...more },
      });
      if (!page.ok) throw new Error(page.refusal.code);
      seen.push(...numbers(page.value.rows));
      after = page.value.next;
    } while (after !== undefined);
    expect(seen).toEqual([8, 9, 4, 5, 6, 7, 0, 1, 2, 3]);
    expect(await searchRegister(records.read, { administrator, at: AT, limit: 3, after: 'x' })).toMatchObject(
      {
        refusal: { code: 'malformed-cursor' },
      },
    );
  });

  test('no question reads the whole register', async () => {
    const url = await freshDatabase(server);
    await fill(url, 20_000);
    const before = await scans(url);
    const records = openRecords(url);
    await find(records, { text: 'product777' });
    await find(records, {});
    const page = await searchRegister(records.read, { administrator, at: AT, limit: 20 });
    if (!page.ok || page.value.next === undefined) throw new Error('one page only');
    await find(records, { after: page.value.next });
    await labelsByCode(records.read, { administrator, code: 'GW-777', at: AT });
    await find(records, { text: labelNumbered(777) });
    await records.close();
    await expect.poll(async () => (await scans(url)).byIndex - before.byIndex).toBeGreaterThanOrEqual(6);
    expect((await scans(url)).whole).toBe(before.whole);
  });
});

test('words are folded to one form', () => {
  expect(wordsOf('Größe-X GROSSE ÉTÉ été, 12.5')).toEqual(['grosse', 'x', 'ete', '12', '5']);
  expect(prefixQuery('Gate-Way')).toBe(`'gate':* & 'way':*`);
  expect(prefixQuery(`' \\ :* &`)).toBeUndefined();
  expect(codeOf(' gw-1 ')).toBe('GW-1');
  expect(codeOf('950600 0134352')).toBe('09506000134352');
});

/** How often the server has read the register by an index, and how often from end to end. */
async function scans(url: string): Promise<{ byIndex: number; whole: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ byIndex: string; whole: string }>(
    `select (select sum(idx_scan) from pg_stat_user_indexes where relname = 'register') as "byIndex", seq_scan as whole
     from pg_stat_user_tables where relname = 'register'`,
  );
  await client.end();
  return { byIndex: Number(rows[0]?.byIndex), whole: Number(rows[0]?.whole) };
}

/** A register of many labels, written past the product to be quick. */
async function fill(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `insert into register (administrator, label_id, record, state, product, brand, manufacturer, category, scheme, level, valid_until, granted_at, codes, search)
     select $1, 'SB' || lpad(n::text, 8, '0') || 'X', '{}', 'valid', '', '', '', '', 's@1', 1, '2030-01-01', '2026-01-01'::timestamptz + n * interval '1 minute',
       array['GW-' || n], array_to_tsvector(array['product' || n, 'gateway'])
     from generate_series(1, ${count}) n`,
    [ADMINISTRATOR],
  );
  await client.query('analyze register');
  await client.end();
}
