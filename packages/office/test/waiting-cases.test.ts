import { join } from 'node:path';

import { countCases } from '@assay/records/case-counts';
import { caseQueue } from '@assay/records/case-desk';
import { databases } from '@assay/records/test/databases';
import { describe, expect, test } from 'vitest';

import { searchLabels } from '../src/6-register/search-labels.ts';
import { takeWaitingCases } from '../src/rehearsal/take-waiting-cases.ts';
import { WAITING_CASES } from '../src/rehearsal/waiting-cases.ts';
import { EXAMPLES, freshOffice, valueOf } from './sandbox-office.ts';

describe.each(databases())('$name', (server) => {
  test('a sandbox has a case at every desk, a label in every state, and is the same when it is begun again', async () => {
    const { office } = await freshOffice(server);
    const told: number[] = [];
    await takeWaitingCases(office, EXAMPLES, (done) => told.push(done));
    expect(told).toHaveLength(WAITING_CASES.length);
    const sight = { kind: 'administrator', administrator: 'SB' } as const;
    const at = office.clock();
    const page = valueOf(await caseQueue(office.records.read, { sight, at, limit: 100 }));
    const stages = page.rows.map(({ product, stage }) => [product, stage]);
    expect(stages).toEqual(
      WAITING_CASES.filter(({ administrator }) => administrator === undefined).map(({ product, until }) => [
        product,
        STAGE[until],
      ]),
    );
    const counts = await countCases(office.records.read, { sight, at });
    expect(counts).toMatchObject({
      intake: 1,
      laboratory: 1,
      evaluator: 1,
      reviewer: 1,
      decider: 1,
      issuer: 1,
      applicant: 3,
      ...{ surveillance: 1, authority: 1 },
    });
    const labels = await searchLabels(office, { text: 'sandbox lamp', limit: 20 });
    expect(labels.labels.map(({ state }) => state).toSorted()).toEqual([
      ...['revoked', 'suspended', 'valid', 'valid', 'valid', 'valid'],
    ]);
    const other = { kind: 'administrator', administrator: 'S2' } as const;
    expect(valueOf(await caseQueue(office.records.read, { sight: other, at, limit: 100 })).rows).toHaveLength(
      1,
    );
    await takeWaitingCases(office, EXAMPLES, (done) => told.push(done));
    expect(told).toHaveLength(WAITING_CASES.length);
  });

  test('one that was cut short goes on where it stopped', async () => {
    const { office } = await freshOffice(server);
    const stop = new Error('stopped');
    const cut = takeWaitingCases(office, EXAMPLES, (done) => {
      if (done === 3) throw stop;
    });
    await expect(cut).rejects.toBe(stop);
    await takeWaitingCases(office, join(EXAMPLES), () => undefined);
    const sight = { kind: 'administrator', administrator: 'SB' } as const;
    const page = valueOf(await caseQueue(office.records.read, { sight, at: office.clock(), limit: 100 }));
    expect(page.rows).toHaveLength(WAITING_CASES.length - 1);
  });
});

const STAGE: Readonly<Record<(typeof WAITING_CASES)[number]['until'], string>> = {
  submitted: 'submitted',
  returned: 'returned',
  accepted: 'accepted',
  asked: 'accepted',
  tested: 'accepted',
  evaluated: 'evaluated',
  reviewed: 'reviewed',
  granted: 'granted',
  labelled: 'granted',
  suspended: 'granted',
  withdrawn: 'granted',
  'report-ordered': 'granted',
  reported: 'granted',
  'suspension-ordered': 'granted',
  refused: 'refused',
  dismissed: 'dismissed',
  discontinued: 'discontinued',
};
