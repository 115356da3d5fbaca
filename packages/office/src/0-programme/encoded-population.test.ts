import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { layoutOf } from '@assay/conformity/2-evaluation/compiled/layout';
import { evaluate } from '@assay/conformity/2-evaluation/evaluate';
import {
  condition,
  group,
  LAB,
  provision,
  report,
  says,
  scheme,
  shows,
  TODAY,
  world,
} from '@assay/conformity/test/small-world';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openPopulation, writePopulation } from './encoded-population.ts';
import { rejudge } from './rejudge.ts';

const was = scheme([group(1, ['1-1']), group(2, ['1-2'])]);
const now = { ...scheme([group(1, ['1-1', '1-2'])]), edition: '2' };
const { catalogue, dossier } = world({
  provisions: [provision('1-1'), provision('1-2', { conditions: ['c'] })],
  conditions: [condition('c', { fact: 'f' })],
  scheme: was,
});
const layout = layoutOf({ schemes: [was, now], catalogue, asOf: TODAY, bodies: [LAB] });

/** Every third shows only the first provision, every fifth has no use for the second, every seventh shows nothing. */
const submissions = Array.from({ length: 20_000 }, (_, number) => {
  const first = number % 7 === 0 ? [] : [says('1-1', 'yes')];
  const second = number % 3 === 0 ? [] : [says('1-2', 'yes')];
  return {
    dossier: {
      ...dossier,
      dossier: `lamp-${String(number)}`,
      facts: { f: number % 5 === 0 ? 'no' : 'yes' },
      statements: [...first, ...second],
      evidence: [shows(['1-1', '1-2'])],
    },
    reports: number % 11 === 0 ? [report({ '1-1': 'fail' })] : [],
  };
});

let folder: string;
let whole: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-population-'));
  whole = join(folder, 'whole');
  const writer = await writePopulation(whole, layout, catalogue);
  if (!writer.ok) throw new Error(writer.refusal.provisions);
  for (const submission of submissions) expect((await writer.value.add(submission)).ok).toBe(true);
  expect(await writer.value.finish()).toBe(submissions.length);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('an encoded population names just those that the reference lets reach less under the changed edition', async () => {
  const reached = (edition: typeof was, submission: (typeof submissions)[number]) =>
    evaluate({ scheme: edition, catalogue, submission, bodies: [LAB], asked: 1, asOf: TODAY }).level.declared;
  const expected = submissions
    .slice(0, 1_000)
    .filter((one) => reached(now, one) < reached(was, one))
    .map((one) => one.dossier.dossier);
  const opened = await openPopulation(whole);
  if (!opened.ok) throw new Error(opened.refusal.problem);
  const names: string[] = [];
  const judged = await rejudge(opened.value, catalogue, { was, now, view: 'declared' }, (name) =>
    names.push(name),
  );
  await opened.value.close();
  expect(names.filter((name) => Number(name.slice(5)) < 1_000)).toEqual(expected);
  expect(expected.length).toBeGreaterThan(10);
  expect(judged).toEqual({
    ok: true,
    value: { dossiers: submissions.length, held: expect.any(Number) as number, lapsed: names.length },
  });
});

test('editions that take different products are not compared on encoded dossiers', async () => {
  const opened = await openPopulation(whole);
  if (!opened.ok) throw new Error(opened.refusal.problem);
  const other = { ...now, scope: { ...now.scope, categories: ['lighting'] } };
  const judged = await rejudge(
    opened.value,
    catalogue,
    { was, now: other, view: 'declared' },
    () => undefined,
  );
  await opened.value.close();
  expect(judged).toMatchObject({ ok: false, refusal: { code: 'scope-differs' } });
});

describe('a file of encoded dossiers is refused', () => {
  const rows: readonly (readonly [string, string, (bytes: Buffer) => Uint8Array])[] = [
    ['that is cut off by a byte', 'length', (bytes) => bytes.subarray(0, -1)],
    ['that is cut off by a record', 'length', (bytes) => bytes.subarray(0, -(layoutWords() * 4 + 64))],
    ['with a byte too many', 'length', (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
    ['whose writer never finished', 'unfinished', (bytes) => replaced(bytes, 20, [255, 255, 255, 255])],
    ['of another form', 'magic', (bytes) => replaced(bytes, 14, [0x32])],
    ['whose head was changed', 'digest', (bytes) => replaced(bytes, 110, [0x58])],
    [
      'whose head is said to be longer than all of it',
      'head',
      (bytes) => replaced(bytes, 16, [255, 255, 255, 0]),
    ],
    ['that is empty', 'magic', () => new Uint8Array()],
  ];
  test.each(rows)('%s', async (_what, problem, spoil) => {
    const file = join(folder, 'spoilt');
    await writeFile(file, spoil(await readFile(whole)));
    expect(await openPopulation(file)).toMatchObject({
      ok: false,
      refusal: { code: 'not-an-encoded-population', problem },
    });
  });

  test('that is not there', async () => {
    expect(await openPopulation(join(folder, 'nowhere'))).toMatchObject({ refusal: { problem: 'missing' } });
  });
});

test('a name too long for a record is refused, and a file given up leaves nothing behind', async () => {
  const file = join(folder, 'given-up');
  const writer = await writePopulation(file, layout, catalogue);
  if (!writer.ok) throw new Error(writer.refusal.provisions);
  const added = await writer.value.add({ dossier: { ...dossier, dossier: 'x'.repeat(65) }, reports: [] });
  expect(added).toMatchObject({ ok: false, refusal: { code: 'dossier-name-too-long', limit: 64 } });
  await writer.value.abandon();
  expect(await openPopulation(file)).toMatchObject({ refusal: { problem: 'missing' } });
});

function layoutWords(): number {
  // The category, two planes of facts, and two readings of three planes for each way of being exempt.
  return 1 + 2 + 2 * (1 + layout.demands.length) * 3;
}

function replaced(bytes: Buffer, at: number, by: readonly number[]): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(by, at);
  return copy;
}
