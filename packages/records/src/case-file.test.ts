import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { ADMINISTRATOR, caseNumbered, digestOf, returned } from '../test/sandbox.ts';
import { databases, freshRecords } from '../test/databases.ts';
import { appendEvents, readStream, readStreamWithVersion, recallAct, type Act } from './case-file.ts';
import type { Records } from './open.ts';

const STREAM = caseNumbered(1);
const KEYED = { administrator: ADMINISTRATOR, stream: STREAM };

function append(records: Records, expected: number, words: readonly string[], act?: Act) {
  const events = words.map(returned);
  return records.write((tx) => appendEvents(tx, { ...KEYED, expected, events, ...(act && { act }) }));
}

describe.each(databases())('on $name', (server) => {
  test('events are read as they were appended, in their order', async () => {
    const records = await freshRecords(server);
    expect(await readStreamWithVersion(records.read, KEYED)).toEqual({ version: 0, events: [] });
    expect(await append(records, 0, ['one', 'two'])).toEqual({
      ok: true,
      value: { from: 1, to: 2, repeated: false },
    });
    await append(records, 2, ['three']);
    expect(await readStreamWithVersion(records.read, KEYED)).toEqual({
      version: 3,
      events: [returned('one'), returned('two'), returned('three')],
    });
    expect(await readStream(records.read, { ...KEYED, administrator: 'XX' })).toEqual([]);
  });

  test('a writer who has not seen the newest event is refused and told the version', async () => {
    const records = await freshRecords(server);
    await append(records, 0, ['one', 'two']);
    for (const expected of [0, 1, 3])
      expect(await append(records, expected, ['late'])).toEqual({
        ok: false,
        refusal: { code: 'version-conflict', expected, actual: 2 },
      });
    expect(await readStream(records.read, KEYED)).toHaveLength(2);
  });

  test('of twenty writers at one version exactly one wins', async () => {
    const records = await freshRecords(server);
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => append(records, 0, [`writer ${n}`, `writer ${n} again`])),
    );
    const won = all.flatMap((one, n) => (one.ok ? [n] : []));
    expect(won).toHaveLength(1);
    expect(all.filter((one) => !one.ok && one.refusal.code === 'version-conflict')).toHaveLength(19);
    expect((await readStream(records.read, KEYED)).map(({ because }) => because)).toEqual([
      `writer ${won[0] ?? ''}`,
      `writer ${won[0] ?? ''} again`,
    ]);
  });

  test('writers that retry after a conflict all arrive, none twice', async () => {
    const records = await freshRecords(server);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 5 }),
        async (sizes) => {
          const before = (await readStream(records.read, KEYED)).length;
          const write = async (words: readonly string[]): Promise<void> => {
            const { version } = await readStreamWithVersion(records.read, KEYED);
            if (!(await append(records, version, words)).ok) await write(words);
          };
          await Promise.all(
            sizes.map((size, n) => write(Array.from({ length: size }, (_, at) => `${before}-${n}-${at}`))),
          );
          const events = (await readStream(records.read, KEYED)).slice(before).map(({ because }) => because);
          const expected = sizes.flatMap((size, n) =>
            Array.from({ length: size }, (_, at) => `${before}-${n}-${at}`),
          );
          expect(events.toSorted()).toEqual(expected.toSorted());
        },
      ),
      { numRuns: 5 },
    );
  });

  test('a command that comes twice is obeyed once, and the second time told what the first wrote', async () => {
    const records = await freshRecords(server);
    const act = { key: 'k1', digest: digestOf('return it') };
    expect(await recallAct(records.read, { administrator: ADMINISTRATOR, ...act })).toEqual({
      ok: true,
      value: undefined,
    });
    await append(records, 0, ['one', 'two'], act);
    const again = { ok: true, value: { from: 1, to: 2, repeated: true } };
    expect(await append(records, 0, ['one', 'two'], act)).toEqual(again);
    expect(await append(records, 2, ['one', 'two'], act)).toEqual(again);
    expect(await recallAct(records.read, { administrator: ADMINISTRATOR, ...act })).toEqual(again);
    expect(await readStream(records.read, KEYED)).toHaveLength(2);
  });

  test('twenty copies of one command at once are obeyed once', async () => {
    const records = await freshRecords(server);
    const act = { key: 'k1', digest: digestOf('return it') };
    const all = await Promise.all(Array.from({ length: 20 }, () => append(records, 0, ['once'], act)));
    expect(all.map((one) => one.ok && one.value.repeated).filter((repeated) => !repeated)).toHaveLength(1);
    expect(all.every((one) => one.ok && one.value.to === 1)).toBe(true);
    expect(await readStream(records.read, KEYED)).toHaveLength(1);
  });

  test('a key that asked for something else is refused', async () => {
    const records = await freshRecords(server);
    await append(records, 0, ['one'], { key: 'k1', digest: digestOf('return it') });
    expect(await append(records, 1, ['two'], { key: 'k1', digest: digestOf('accept it') })).toEqual({
      ok: false,
      refusal: { code: 'idempotency-key-reused', key: 'k1' },
    });
    expect(await readStream(records.read, KEYED)).toHaveLength(1);
  });

  test('a command that was refused may come again with its key', async () => {
    const records = await freshRecords(server);
    const act = { key: 'k1', digest: digestOf('return it') };
    expect((await append(records, 7, ['one'], act)).ok).toBe(false);
    expect((await append(records, 0, ['one'], act)).ok).toBe(true);
  });

  test.each([
    ['changed', `update event set because = 'other'`],
    ['deleted', 'delete from event'],
    ['emptied', 'truncate event'],
  ])('an event cannot be %s, whoever tries', async (_, attempt) => {
    const records = await freshRecords(server);
    await append(records, 0, ['one']);
    const tried = records.write((tx) => sql.raw(attempt).execute(tx));
    await expect(tried).rejects.toThrow(/of table event is refused/);
    expect(await readStream(records.read, KEYED)).toEqual([returned('one')]);
  });
});
