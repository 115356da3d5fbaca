import { describe, expect, test } from 'vitest';

import { addSeconds, type Instant } from '@assay/vocabulary/instant';

import { databases, freshRecords } from '../test/databases.ts';
import { AT } from '../test/sandbox.ts';
import { alarmsOf, lastLook, noteLook, raiseAlarm, type Alarm } from './mirror-watch.ts';
import { mirroredLog, mirroredTiles, putMirroredLog, putMirroredTiles, type MirroredLog } from './mirror.ts';
import { mirroredList, putHeldList, putLoggedList } from './mirrored-list.ts';
import type { Records } from './open.ts';

const origin = 'cla.sandbox.example/log/2026';
const logOf = (size: number): MirroredLog => ({
  ...{ origin, size, root: new Uint8Array(32).fill(size), note: `note ${String(size)}` },
  ...{ cosignedAt: null, acceptedAt: AT },
});
const put = (records: Records, from: number | undefined, size: number) =>
  records.write((tx) => putMirroredLog(tx, { from, log: logOf(size) }));

describe.each(databases())('a mirrored log on $name', (server) => {
  test('only grows, and only from what is held', async () => {
    const records = await freshRecords(server);
    await put(records, undefined, 5);
    await put(records, 5, 5);
    await put(records, 5, 9);
    for (const [from, size] of [
      [undefined, 10],
      [5, 10],
      [9, 8],
    ] as const)
      await expect(put(records, from, size)).rejects.toThrow('has moved');
    expect((await mirroredLog(records.read, origin))?.size).toBe(9);
    expect(await mirroredLog(records.read, 'another')).toBeUndefined();
  });

  test('keeps a tile at its greatest width, and hands out those that it has', async () => {
    const records = await freshRecords(server);
    const tile = (width: number) => ({ level: 0, index: 3, width, bytes: new Uint8Array(width * 32) });
    await records.write((tx) => putMirroredTiles(tx, origin, [tile(2)]));
    await records.write((tx) => putMirroredTiles(tx, origin, [tile(7), { ...tile(1), level: -1 }]));
    const places = [
      { level: 0, index: 3 },
      { level: -1, index: 3 },
      { level: 1, index: 0 },
    ];
    const found = await mirroredTiles(records.read, origin, places);
    expect(found.map(({ level, width }) => [level, width]).toSorted()).toEqual([
      [-1, 1],
      [0, 7],
    ]);
    expect(await mirroredTiles(records.read, origin, [])).toEqual([]);
  });

  test('holds a list until the next one that was logged is held', async () => {
    const records = await freshRecords(server);
    const place = { purpose: 'revocation', list: 0 } as const;
    const logged = (hash: string, through: number) =>
      records.write((tx) =>
        putLoggedList(tx, origin, { ...place, loggedHash: hash, loggedThrough: through }),
      );
    const held = { hash: 'one', jws: 'a.b.c', validUntil: AT };
    await logged('one', 4);
    expect(await mirroredList(records.read, { origin, ...place })).not.toHaveProperty('held');
    await records.write((tx) => putHeldList(tx, origin, { ...place, held }));
    await logged('two', 9);
    expect(await mirroredList(records.read, { origin, ...place })).toEqual({
      ...{ ...place, loggedHash: 'two', loggedThrough: 9, held },
    });
  });

  test('keeps an alarm once and for good', async () => {
    const records = await freshRecords(server);
    const alarm: Alarm = {
      ...{
        origin,
        kind: 'fork',
        evidenceHash: '0a',
        heldNote: null,
        offeredNote: 'note',
        detail: { size: 1 },
      },
      raisedAt: AT,
    };
    const raise = (one: Alarm) => records.write((tx) => raiseAlarm(tx, one));
    expect([await raise(alarm), await raise({ ...alarm, offeredNote: 'other' })]).toEqual([true, false]);
    expect(await raise({ ...alarm, evidenceHash: '0b', raisedAt: addSeconds(AT, 1) })).toBe(true);
    expect((await alarmsOf(records.read, origin)).map(({ evidenceHash }) => evidenceHash)).toEqual([
      '0b',
      '0a',
    ]);
    await expect(
      records.write((tx) => tx.updateTable('mirror_alarm').set({ kind: 'none' }).execute()),
    ).rejects.toThrow('what is written there stays');
    await expect(records.write((tx) => tx.deleteFrom('mirror_alarm').execute())).rejects.toThrow('stays');
    expect((await alarmsOf(records.read, origin))[1]).toEqual(alarm);
  });

  test('remembers since when looks have ended as they do', async () => {
    const records = await freshRecords(server);
    const look = (seconds: number, fault: unknown, goesOn: boolean) =>
      records.write((tx) => noteLook(tx, { origin, at: later(seconds), fault, goesOn }));
    await look(0, null, false);
    await look(5, null, true);
    expect(await lastLook(records.read, origin)).toEqual({ at: later(5), since: AT, fault: null });
    await look(9, { code: 'unreachable' }, false);
    expect(await lastLook(records.read, origin)).toEqual({
      ...{ at: later(9), since: later(9), fault: { code: 'unreachable' } },
    });
  });
});

function later(seconds: number): Instant {
  return addSeconds(AT, seconds);
}
