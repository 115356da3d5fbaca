import { describe, expect, test } from 'vitest';

import { databases, freshRecords } from '../test/databases.ts';
import { largestCheckpoint, publishedSize, setPublished, storeCheckpoint } from './checkpoint.ts';
import type { Records } from './open.ts';

const LOG = { administrator: 'SB', log: 'sandbox.example/log/2026' };

function checkpoint(size: number, fill = size) {
  return { size, root: Buffer.alloc(32, fill), note: `note of ${size}` };
}

function store(records: Records, one: ReturnType<typeof checkpoint>) {
  return records.write((tx) => storeCheckpoint(tx, { ...LOG, ...one }));
}

describe.each(databases())('on $name', (server) => {
  test('the checkpoint of the greatest size is found', async () => {
    const records = await freshRecords(server);
    expect(await largestCheckpoint(records.read, LOG)).toBeUndefined();
    for (const size of [2, 9, 10]) await store(records, checkpoint(size));
    expect(await largestCheckpoint(records.read, LOG)).toEqual(checkpoint(10));
  });

  test('the same checkpoint again gives the note that was kept first', async () => {
    const records = await freshRecords(server);
    await store(records, checkpoint(5));
    expect(await store(records, { ...checkpoint(5), note: 'signed anew' })).toEqual(checkpoint(5));
  });

  test('another root at a size that was signed raises the alarm', async () => {
    const records = await freshRecords(server);
    await store(records, checkpoint(5));
    await expect(store(records, checkpoint(5, 99))).rejects.toThrow(/alarm: .* another root at size 5/);
    expect(await largestCheckpoint(records.read, LOG)).toEqual(checkpoint(5));
  });

  test('a size below one that was signed raises the alarm and is not kept', async () => {
    const records = await freshRecords(server);
    await store(records, checkpoint(5));
    await expect(store(records, checkpoint(4))).rejects.toThrow(/alarm: .* of size 5, now 4/);
    await expect(store(records, checkpoint(4))).rejects.toThrow(/alarm/);
  });

  test('two roots of one size at once: one is kept, the other raises the alarm', async () => {
    const records = await freshRecords(server);
    const both = await Promise.allSettled([
      store(records, checkpoint(5, 1)),
      store(records, checkpoint(5, 2)),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('the published size never falls', async () => {
    const records = await freshRecords(server);
    expect(await publishedSize(records.read, LOG)).toBe(0);
    for (const size of [3, 8, 5]) await records.write((tx) => setPublished(tx, { ...LOG, size }));
    expect(await publishedSize(records.read, LOG)).toBe(8);
  });
});
