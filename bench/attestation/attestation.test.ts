import { expect, test } from 'vitest';

import { audit } from './audit.ts';
import { issuing } from './issuing.ts';
import { leaves } from './leaves.ts';
import { page } from './page.ts';
import { contest, signatures } from './signatures.ts';

test('every contestant over signatures gives its answer, and the bars are told', async () => {
  expect(await contest()).toHaveLength(11);
  const { report, bars } = await signatures(1);
  expect(report.split('\n')).toHaveLength(12);
  expect(bars.map(({ wanted }) => wanted)).toEqual(['0.6 of it', '0.6 of it']);
});

test('leaves are appended by a database of their own', async () => {
  const { report, bars } = await leaves(1, 4);
  expect(report).toMatch(/ 4 /);
  expect(bars).toEqual([]);
}, 60_000);

test('labels are issued end to end by a database of their own', async () => {
  const { report, bars } = await issuing(1, 20);
  expect(report.split('\n')[1]).toMatch(/^ +20 /);
  expect(bars).toHaveLength(2);
}, 60_000);

test('the verifier page is weighed whole, and within its bar', async () => {
  const { report, bars } = await page();
  expect(report).toMatch(/\/verify /);
  expect(bars).toMatchObject([{ held: true }]);
}, 60_000);

test('logs of the bench are honest, whatever their size', async () => {
  const { report, bars } = await audit([700, 1_300], 3);
  expect(report).toMatch(/^70\d .*\n1,30\d /m);
  expect(bars).toHaveLength(3);
}, 60_000);
