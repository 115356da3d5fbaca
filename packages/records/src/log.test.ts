import { createHash } from 'node:crypto';

import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { addSeconds } from '@assay/vocabulary/instant';

import { ADMINISTRATOR, AT, labelNumbered, request, sign } from '../test/sandbox.ts';
import { databases, freshRecords } from '../test/databases.ts';
import { labelsTouched, markGranted, readLabel, unpublishedCredentials } from './label.ts';
import { appendLeaves, leafCount, leavesBetween, takeFence, type Fence, type NewLeaf } from './log.ts';
import type { Records } from './open.ts';
import { readyForLog, sendToLog, type ReadyEntry } from './outbox.ts';
import { dueStatusLists, newestStatusList, statusBits, storeStatusList } from './status-list.ts';

const administrator = ADMINISTRATOR;
const LOG = { administrator, log: 'sandbox.example/log/2026' };

/** The least that a sequencer does with what waits. */
function leafOf({ seq, kind, label, members }: ReadyEntry): NewLeaf {
  const entry = Buffer.from(JSON.stringify({ kind, label: label?.id ?? null, members }));
  const leaf = { seq, entry, hash: createHash('sha256').update(entry).digest() };
  if (!label) return leaf;
  if (kind === 'label.granted') return { ...leaf, effect: { kind: 'granted', label: label.id } };
  const bits = { suspended: members['to'] === 'suspended', revoked: members['to'] === 'revoked', since: AT };
  return { ...leaf, effect: { kind: 'status', label: label.id, ...bits } };
}

async function integrate(records: Records, fence: Fence, limit = 100) {
  return records.write(async (tx) => {
    const from = await leafCount(tx, fence);
    const waiting = await readyForLog(tx, { administrator, limit });
    return appendLeaves(tx, { fence, from, leaves: waiting.map(leafOf) });
  });
}

async function change(records: Records, n: number, to: string): Promise<void> {
  await records.write((tx) =>
    sendToLog(tx, { administrator, kind: 'label.status', label: labelNumbered(n), members: { to } }),
  );
}

async function told(records: Records): Promise<unknown[]> {
  const leaves = await leavesBetween(records.read, { ...LOG, from: 0, to: 1000 });
  return leaves.map(({ entry }) => {
    const { kind, label } = JSON.parse(Buffer.from(entry).toString()) as { kind: string; label: string };
    return `${kind} ${label}`;
  });
}

describe.each(databases())('on $name', (server) => {
  test('what is signed enters the log in the order it was sent; what speaks of an unsigned label waits', async () => {
    const records = await freshRecords(server);
    const fence = await records.write((tx) => takeFence(tx, LOG));
    await records.write((tx) =>
      sendToLog(tx, { administrator, kind: 'log.genesis', label: null, members: { origin: LOG.log } }),
    );
    for (const n of [1, 2, 3]) await request(records, n);
    await change(records, 2, 'suspended');
    await sign(records, 3);
    await sign(records, 1);
    expect(await integrate(records, fence)).toEqual({ ok: true, value: { size: 3 } });
    await sign(records, 2);
    expect(await integrate(records, fence)).toEqual({ ok: true, value: { size: 5 } });
    expect(await integrate(records, fence)).toEqual({ ok: true, value: { size: 5 } });
    expect(await told(records)).toEqual([
      'log.genesis null',
      `label.granted ${labelNumbered(1)}`,
      `label.granted ${labelNumbered(3)}`,
      `label.granted ${labelNumbered(2)}`,
      `label.status ${labelNumbered(2)}`,
    ]);
    const label = await readLabel(records.read, { administrator, id: labelNumbered(2) });
    expect(label).toMatchObject({ state: 'integrated', leaf: 3, lastLeaf: 4 });
    const one = await leavesBetween(records.read, { ...LOG, from: 2, to: 3 });
    expect(one.map(({ entry, hash }) => createHash('sha256').update(entry).digest().equals(hash))).toEqual([
      true,
    ]);
  });

  test('labels below the published size become public, each once', async () => {
    const records = await freshRecords(server);
    const fence = await records.write((tx) => takeFence(tx, LOG));
    for (const n of [1, 2, 3]) await request(records, n);
    for (const n of [1, 2, 3]) await sign(records, n);
    await integrate(records, fence);
    const grant = async (before: number) => {
      await records.write((tx) => markGranted(tx, { administrator, before }));
      const labels = await labelsTouched(records.read, { administrator, from: 0, before: 10, limit: 10 });
      return labels.flatMap(({ id, state }) => (state === 'granted' ? [id] : []));
    };
    expect(await grant(2)).toEqual([labelNumbered(1), labelNumbered(2)]);
    const unpublished = (from: number, limit = 10) =>
      unpublishedCredentials(records.read, { administrator, from, before: 10, limit });
    expect(await unpublished(0)).toEqual([{ leaf: 2, jws: 'jws-3', vcHash: 'hash-3' }]);
    expect(await unpublished(3)).toEqual([]);
    expect(await grant(3)).toHaveLength(3);
    expect(await unpublished(0)).toEqual([]);
    await change(records, 1, 'suspended');
    await integrate(records, fence);
    const touched = { administrator, from: 3, before: 4, limit: 10 };
    expect(await labelsTouched(records.read, touched)).toMatchObject([
      { id: labelNumbered(1), state: 'granted', leaf: 0, lastLeaf: 3 },
    ]);
  });

  test('a writer whose log was taken over writes nothing more', async () => {
    const records = await freshRecords(server);
    const old = await records.write((tx) => takeFence(tx, LOG));
    await request(records, 1);
    await sign(records, 1);
    const current = await records.write((tx) => takeFence(tx, LOG));
    expect(await integrate(records, old)).toEqual({
      ok: false,
      refusal: { code: 'fenced-off', held: old.token, current: current.token },
    });
    expect(await leafCount(records.read, LOG)).toBe(0);
    expect(await integrate(records, current)).toEqual({ ok: true, value: { size: 1 } });
  });

  test('twenty sequencers at once log each label once, at consecutive places', async () => {
    const records = await freshRecords(server);
    const fence = await records.write((tx) => takeFence(tx, LOG));
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    await Promise.all(numbers.map((n) => request(records, n).then(() => sign(records, n))));
    const runs = await Promise.allSettled(numbers.map(() => integrate(records, fence, 3)));
    const moved = runs.flatMap((run) =>
      run.status === 'fulfilled' && !run.value.ok ? [run.value.refusal] : [],
    );
    expect(moved.every(({ code }) => code === 'log-moved')).toBe(true);
    while ((await readyForLog(records.read, { administrator, limit: 1 })).length > 0)
      await integrate(records, fence, 7);
    const entries = await told(records);
    expect(entries.toSorted()).toEqual(numbers.map((n) => `label.granted ${labelNumbered(n)}`).toSorted());
    expect(await leafCount(records.read, LOG)).toBe(20);
    for (const n of numbers) {
      const label = await readLabel(records.read, { administrator, id: labelNumbered(n) });
      expect(entries[label?.leaf ?? -1]).toBe(`label.granted ${labelNumbered(n)}`);
    }
  });

  test('leaves prepared for another end of the log are refused', async () => {
    const records = await freshRecords(server);
    const fence = await records.write((tx) => takeFence(tx, LOG));
    expect(await records.write((tx) => appendLeaves(tx, { fence, from: 4, leaves: [] }))).toEqual({
      ok: false,
      refusal: { code: 'log-moved', expected: 4, actual: 0 },
    });
  });

  test('a leaf that nothing was waiting for is a fault and is not written', async () => {
    const records = await freshRecords(server);
    const fence = await records.write((tx) => takeFence(tx, LOG));
    const leaf = { seq: 77, entry: Buffer.from('{}'), hash: Buffer.alloc(32) };
    const tried = records.write((tx) => appendLeaves(tx, { fence, from: 0, leaves: [leaf] }));
    await expect(tried).rejects.toThrow(/of 1 entries 0 were waiting/);
    expect(await leafCount(records.read, LOG)).toBe(0);
  });

  test('a leaf cannot be changed or taken away', async () => {
    const records = await freshRecords(server);
    const fence = await records.write((tx) => takeFence(tx, LOG));
    await request(records, 1);
    await sign(records, 1);
    await integrate(records, fence);
    for (const attempt of [`update leaf set idx = 7`, 'delete from leaf', 'truncate leaf'])
      await expect(records.write((tx) => sql.raw(attempt).execute(tx))).rejects.toThrow(
        /of table leaf is refused/,
      );
    expect(await leafCount(records.read, LOG)).toBe(1);
  });

  test('status bits tell what the entries so far say, for both purposes', async () => {
    const records = await freshRecords(server);
    const fence = await records.write((tx) => takeFence(tx, LOG));
    const bits = (list = 0) => statusBits(records.read, { ...LOG, list });
    expect(await bits()).toEqual({ suspended: [], revoked: [], through: 0 });
    for (const n of [1, 2, 3]) await request(records, n);
    for (const n of [1, 2, 3]) await sign(records, n);
    await integrate(records, fence);
    expect(await bits()).toEqual({ suspended: [], revoked: [], through: 3 });
    await change(records, 3, 'suspended');
    await change(records, 1, 'suspended');
    expect(await bits()).toEqual({ suspended: [], revoked: [], through: 3 });
    await integrate(records, fence);
    expect(await bits()).toEqual({ suspended: [0, 2], revoked: [], through: 5 });
    await change(records, 3, 'granted');
    await change(records, 1, 'revoked');
    await integrate(records, fence);
    expect(await bits()).toEqual({ suspended: [], revoked: [0], through: 7 });
    expect(await bits(1)).toEqual({ suspended: [], revoked: [], through: 7 });
  });

  test('a list is due that never went out, whose labels have changed since, that is old, or that another key has signed', async () => {
    const records = await freshRecords(server);
    const fence = await records.write((tx) => takeFence(tx, LOG));
    const due = (until = AT, header = 'header') =>
      dueStatusLists(records.read, { administrator, until, header });
    const both = [
      { purpose: 'revocation', list: 0 },
      { purpose: 'suspension', list: 0 },
    ] as const;
    expect(await due()).toEqual(both);
    await request(records, 1);
    await sign(records, 1);
    await integrate(records, fence);
    const publish = async (seq: number) => {
      for (const which of both) {
        const { through } = await statusBits(records.read, { ...LOG, list: 0 });
        const list = { ...which, seq, jws: `header.${seq}`, jwsHash: `hash ${seq}`, through };
        const publishedAt = addSeconds(AT, seq);
        await records.write((tx) => storeStatusList(tx, { administrator, ...list, publishedAt }));
      }
    };
    await publish(1);
    expect(await due()).toEqual([]);
    expect(await due(addSeconds(AT, 1))).toEqual(both);
    expect(await due(AT, 'head')).toEqual(both);
    expect(await due(AT, 'another header')).toEqual(both);
    await change(records, 1, 'suspended');
    expect(await due()).toEqual([]);
    await integrate(records, fence);
    expect(await due()).toEqual(both);
    await publish(2);
    expect(await due()).toEqual([]);
  });

  test('a status list that goes out is kept once and told to the log once', async () => {
    const records = await freshRecords(server);
    const which = { administrator, purpose: 'revocation', list: 0 } as const;
    expect(await newestStatusList(records.read, which)).toBeUndefined();
    const list = (seq: number) => ({
      ...{ purpose: which.purpose, list: 0, seq, jws: `jws ${seq}`, jwsHash: `hash ${seq}`, through: seq },
      publishedAt: addSeconds(AT, seq),
    });
    const store = (seq: number, changes = {}) =>
      records.write((tx) => storeStatusList(tx, { administrator, ...list(seq), ...changes }));
    expect(await store(1)).toBe(true);
    expect(await store(2)).toBe(true);
    expect(await store(2, { jws: 'another' })).toBe(false);
    expect(await newestStatusList(records.read, which)).toEqual(list(2));
    const waiting = await readyForLog(records.read, { administrator, limit: 10 });
    expect(waiting.map(({ kind, label, members }) => ({ kind, label, members }))).toEqual(
      [1, 2].map((seq) => ({
        ...{ kind: 'statuslist.published', label: null },
        members: { purpose: 'revocation', list: 0, seq, jwsHash: `hash ${seq}`, through: seq },
      })),
    );
  });
});
