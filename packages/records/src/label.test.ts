import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { ADMINISTRATOR, caseNumbered, labelNumbered, request, sign } from '../test/sandbox.ts';
import { databases, freshRecords } from '../test/databases.ts';
import {
  labelOfCredential,
  markGranted,
  readLabel,
  requestLabel,
  storeSignature,
  unsignedLabels,
} from './label.ts';
import { readyForLog } from './outbox.ts';
import type { Records } from './open.ts';
import { statusListCount } from './status-list.ts';

const administrator = ADMINISTRATOR;
const waiting = (records: Records) => readyForLog(records.read, { administrator, limit: 100 });

describe.each(databases())('on $name', (server) => {
  test('a label is asked for with its slot in the frozen text', async () => {
    const records = await freshRecords(server);
    const label = await request(records, 1);
    expect(label).toEqual({
      ...{ id: labelNumbered(1), case: caseNumbered(1), state: 'pending', slot: { list: 0, index: 0 } },
      ...{ payload: '{"n":1,"list":0,"index":0}', signed: null, leaf: null, lastLeaf: null },
    });
    expect(await readLabel(records.read, { administrator, id: label.id })).toEqual(label);
  });

  test('twenty at once get twenty slots without gap or double', async () => {
    const records = await freshRecords(server);
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => request(records, n)));
    expect(all.map(({ slot }) => slot.index).toSorted((a, b) => a - b)).toEqual(all.map((_, n) => n));
    for (const { payload, slot } of all) expect(JSON.parse(payload)).toMatchObject(slot);
  });

  test('one decision asked twenty times at once makes one label and one entry to log', async () => {
    const records = await freshRecords(server);
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => request(records, n, 'decision')));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(new Set(all.map(({ payload }) => payload)).size).toBe(1);
    const unsigned = await unsignedLabels(records.read, administrator);
    expect(unsigned).toHaveLength(1);
    await records.write((tx) =>
      storeSignature(tx, { administrator, id: unsigned[0]?.id ?? labelNumbered(0), jws: 'j', vcHash: 'h' }),
    );
    expect(await waiting(records)).toHaveLength(1);
  });

  test('an id that another label has is refused and takes no slot', async () => {
    const records = await freshRecords(server);
    await request(records, 1);
    const again = await records.write((tx) =>
      requestLabel(tx, {
        ...{ administrator, id: labelNumbered(1), idempotencyKey: 'another', case: caseNumbered(2) },
        payload: () => 'x',
      }),
    );
    expect(again).toEqual({ ok: false, refusal: { code: 'label-id-taken', label: labelNumbered(1) } });
    expect((await request(records, 2)).slot).toEqual({ list: 0, index: 1 });
  });

  test('a full list is followed by the next', async () => {
    const records = await freshRecords(server);
    await records.write((tx) =>
      sql`insert into label (administrator, id, idem, case_id, state, list, idx, payload)
        values (${administrator}, 'last', 'last', 'case', 'pending', 0, 131071, '')`.execute(tx),
    );
    expect(await statusListCount(records.read, administrator)).toBe(1);
    expect((await request(records, 1)).slot).toEqual({ list: 1, index: 0 });
    expect((await request(records, 2)).slot).toEqual({ list: 1, index: 1 });
    expect(await statusListCount(records.read, administrator)).toBe(2);
  });

  test('of many signatures the first stored is the credential', async () => {
    const records = await freshRecords(server);
    const { id } = await request(records, 1);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        records.write((tx) =>
          storeSignature(tx, { administrator, id, jws: `jws ${n}`, vcHash: `hash ${n}` }),
        ),
      ),
    );
    const label = await readLabel(records.read, { administrator, id });
    expect(new Set(answers.map(({ jws }) => jws))).toEqual(new Set([label?.signed?.jws]));
    expect(await unsignedLabels(records.read, administrator)).toEqual([]);
    const vcHash = label?.signed?.vcHash ?? '';
    expect(await labelOfCredential(records.read, { administrator, vcHash })).toEqual(label);
  });

  test('a signature for a label that nobody asked for is a fault', async () => {
    const records = await freshRecords(server);
    const stray = { administrator, id: labelNumbered(9), jws: 'jws', vcHash: 'hash' };
    await expect(records.write((tx) => storeSignature(tx, stray))).rejects.toThrow(/never requested/);
  });

  test('a label that is not in the log is not granted', async () => {
    const records = await freshRecords(server);
    await request(records, 1);
    await sign(records, 1);
    expect(await records.write((tx) => markGranted(tx, { administrator, before: 1000 }))).toEqual([]);
  });
});
