import { expect, test } from 'vitest';

import { desks } from './open-desks.ts';

test('every desk opens over records of any size, and none asks more often where there is more', async () => {
  const sizes = [
    { cases: 600, withHistory: 20, auditLines: 4_000, products: 60 },
    { cases: 1_200, withHistory: 40, auditLines: 8_000, products: 120 },
  ];
  const { report, bars } = await desks({ times: 3, sizes });
  expect(report).toMatch(/\/desk\/cases\?waits=intake, page 2 \(administrator\) +\d/);
  expect(bars.at(-1)).toMatchObject({ found: '0', held: true });
}, 120_000);
