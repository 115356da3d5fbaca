import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { refuse, ok } from '@assay/vocabulary/result';

import { ADMINISTRATOR, caseNumbered, labelNumbered, request, requestAll, sign } from '../test/sandbox.ts';
import { databases, freshRecords } from '../test/databases.ts';
import { markGranted, readLabel, requestLabels, storeSignatures, unsignedLabels } from './label.ts';
import { outboxEnd, readyForLog } from './outbox.ts';
import type { Records } from './open.ts';

const administrator = ADMINISTRATOR;
const waiting = (records: Records) => readyForLog(records.read, { administrator, limit: 100 });
const unsigned = (records: Records) => unsignedLabels(records.read, { administrator, limit: 100 });
const asked = (n: number) => ({ idempotencyKey: `decision-${n}`, case: caseNumbered(n) });

describe.each(databases())('on $name', (server) => {
  test('a label is asked for with its slot in the frozen text', async () => {
    const records = await freshRecords(server);
    const label = await request(records, 1);
    const [id, of] = [labelNumbered(1), caseNumbered(1)];
    expect(label).toEqual({
      ...{ id, case: of, state: 'pending', slot: { list: 0, index: 0 }, facts: JSON.stringify({ id }) },
      payload: JSON.stringify({ of, id, list: 0, index: 0 }),
      ...{ signed: null, leaf: null, lastLeaf: null, repeated: false },
    });
  });

  test('twenty at once get twenty slots without gap or double', async () => {
    const records = await freshRecords(server);
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => request(records, n)));
    expect(all.map(({ slot }) => slot.index).toSorted((a, b) => a - b)).toEqual(all.map((_, n) => n));
    for (const { payload, slot } of all) expect(JSON.parse(payload)).toMatchObject(slot);
  });

  test('labels asked for together get their slots in the order of the questions; a refused one takes none', async () => {
    const records = await freshRecords(server);
    let drawn = 0;
    const answers = await records.write((tx) =>
      requestLabels(tx, {
        ...{ administrator, asked: [1, 2, 3, 1].map(asked), mint: () => labelNumbered((drawn += 1)) },
        state: ({ case: of }, { slot }) =>
          of === caseNumbered(2)
            ? refuse({ code: 'sandbox-refusal' })
            : ok({ payload: JSON.stringify(slot), facts: '{}', members: { slot } }),
      }),
    );
    expect(answers.map((answer) => (answer.ok ? answer.value : answer.refusal))).toEqual([
      { id: labelNumbered(1), repeated: false },
      { code: 'sandbox-refusal' },
      { id: labelNumbered(2), repeated: false },
      { id: labelNumbered(1), repeated: true },
    ]);
    expect((await unsigned(records)).map(({ slot }) => slot.index)).toEqual([0, 1]);
    expect(await outboxEnd(records.read, administrator)).toBe(2);
  });

  test('one decision asked twenty times at once makes one label and one entry to log', async () => {
    const records = await freshRecords(server);
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => request(records, n, 'decision')));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(new Set(all.map(({ payload }) => payload)).size).toBe(1);
    expect(all.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await waiting(records)).toEqual([]);
    const [label, ...more] = await unsigned(records);
    expect(more).toEqual([]);
    const signature = { id: label?.id ?? labelNumbered(0), jws: 'j', vcHash: 'h', offlineCode: 'c' };
    await records.write((tx) => storeSignatures(tx, { administrator, signed: [signature] }));
    expect(await waiting(records)).toMatchObject([{ label: { id: label?.id, vcHash: 'h' } }]);
  });

  test('an id that another label has is drawn again; where every one is taken, nothing is written', async () => {
    const records = await freshRecords(server);
    await request(records, 1);
    const draws = [1, 1, 2].map(labelNumbered);
    const [second] = await requestAll(records, [asked(2)], () => draws.shift() ?? labelNumbered(0));
    expect(second).toEqual({ ok: true, value: { id: labelNumbered(2), repeated: false } });
    await expect(requestAll(records, [asked(3)], () => labelNumbered(1))).rejects.toThrow('is taken');
    expect(await unsigned(records)).toHaveLength(2);
    expect((await request(records, 3)).slot).toEqual({ list: 0, index: 2 });
  });

  test('a full list is followed by the next', async () => {
    const records = await freshRecords(server);
    await records.write((tx) =>
      sql`insert into label (administrator, id, idem, case_id, state, list, idx, payload, facts)
        values (${administrator}, 'last', 'last', 'case', 'pending', 0, 131071, '', '')`.execute(tx),
    );
    expect((await request(records, 1)).slot).toEqual({ list: 1, index: 0 });
    expect((await request(records, 2)).slot).toEqual({ list: 1, index: 1 });
  });

  test('of many signatures the first stored are the label’s', async () => {
    const records = await freshRecords(server);
    const { id } = await request(records, 1);
    const made = Array.from({ length: 10 }, (_, n) => ({
      ...{ id, jws: `jws ${n}`, vcHash: `hash ${n}`, offlineCode: `code ${n}` },
    }));
    await Promise.all(
      made.map((one) => records.write((tx) => storeSignatures(tx, { administrator, signed: [one] }))),
    );
    const first = (await readLabel(records.read, { administrator, id }))?.signed;
    expect(made).toContainEqual({ id, ...first });
    await records.write((tx) => storeSignatures(tx, { administrator, signed: made }));
    expect((await readLabel(records.read, { administrator, id }))?.signed).toEqual(first);
    expect(await unsigned(records)).toEqual([]);
  });

  test('a label that is not in the log is not granted', async () => {
    const records = await freshRecords(server);
    await request(records, 1);
    await sign(records, 1);
    await records.write((tx) => markGranted(tx, { administrator, before: 1000 }));
    const label = await readLabel(records.read, { administrator, id: labelNumbered(1) });
    expect(label?.state).toBe('pending');
  });
});
