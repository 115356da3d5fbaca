import type { Arrangement, EquivalencePolicy, RecognitionEntry } from '@assay/vocabulary/recognition';
import { describe, expect, test } from 'vitest';

import * as small from '../../test/small-world.ts';
import { checkPolicy } from './check-policy.ts';
import { checkArrangements } from './check-recognition.ts';

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
const north = { ...small.scheme([small.group(1, ['1-1']), small.group(2, ['1-2'])]), id: 'sandbox-north' };
const south = { ...small.scheme([small.group(1, ['1-1'])]), id: 'sandbox-south' };
const schemes = [north, south].map((document) => ({ file: `${document.id}.yaml`, document }));

const ENTRY: RecognitionEntry = {
  id: 'north-to-south',
  from: { scheme: 'sandbox-north', editions: 'any', levels: [2] },
  to: { scheme: 'sandbox-south', editions: 'any', cap: 1 },
  categories: 'any',
  effect: 'assessment-reuse',
  inForce: { from: small.day('2026-01-01'), ...sourced },
  suspensions: [],
  sourceLabel: 'not-known',
  conditions: [],
  ...sourced,
};

function arrangement(entries: readonly RecognitionEntry[], name = 'sandbox-arrangement'): Arrangement {
  return {
    arrangement: name,
    title: 'Sandbox arrangement',
    form: 'cooperation',
    parties: ['North', 'South'],
    ...sourced,
    entries: [...entries],
  };
}

const complaints = (...entries: readonly RecognitionEntry[]) =>
  checkArrangements([{ file: 'a.yaml', document: arrangement(entries) }], schemes).map(
    ({ code, path }) => `${code} ${path}`,
  );

test('an entry in each direction is sound: neither implies the other', () => {
  const back: RecognitionEntry = {
    ...ENTRY,
    id: 'south-to-north',
    from: { scheme: 'sandbox-south', editions: ['1'], levels: 'any' },
    to: { scheme: 'sandbox-north', editions: ['1'], cap: 2 },
  };
  expect(complaints(ENTRY, back)).toEqual([]);
});

describe('an entry is refused that', () => {
  const outside = { outside: { name: 'Sandbox stranger', level: 'any' } };
  test.each<readonly [string, Partial<RecognitionEntry>, string]>([
    [
      'begins with a scheme that is not there',
      { from: { scheme: 'sandbox-east', editions: 'any', levels: 'any' } },
      'dangling-reference /entries/0/from/scheme',
    ],
    [
      'leads to a scheme that is not there',
      { to: { scheme: 'sandbox-east', editions: 'any', cap: 1 } },
      'dangling-reference /entries/0/to/scheme',
    ],
    [
      'pins an edition that is not there',
      { from: { scheme: 'sandbox-north', editions: ['1', '9'], levels: [2] } },
      'dangling-reference /entries/0/from/editions/1',
    ],
    [
      'takes a level that is not there',
      { from: { scheme: 'sandbox-north', editions: 'any', levels: [2, 3] } },
      'dangling-reference /entries/0/from/levels/1',
    ],
    [
      'caps at a level that is not there',
      { to: { scheme: 'sandbox-south', editions: 'any', cap: 2 } },
      'dangling-reference /entries/0/to/cap',
    ],
    ['is between strangers', { from: outside, to: outside }, 'recognition-among-strangers /entries/0'],
    [
      'is of a scheme with itself',
      { to: { scheme: 'sandbox-north', editions: 'any', cap: 1 } },
      'recognises-itself /entries/0',
    ],
    [
      'ends on the day it begins',
      { inForce: { from: small.day('2026-01-01'), to: small.day('2026-01-01'), ...sourced } },
      'ends-before-it-begins /entries/0/inForce',
    ],
    [
      'is suspended backwards',
      { suspensions: [{ from: small.day('2026-03-01'), to: small.day('2026-02-01'), ...sourced }] },
      'ends-before-it-begins /entries/0/suspensions/0',
    ],
  ])('%s', (_case, more, says) => {
    expect(complaints({ ...ENTRY, ...more })).toEqual([says]);
  });
});

describe('one direction may be given once', () => {
  const again = (more: Partial<RecognitionEntry>) => complaints(ENTRY, { ...ENTRY, id: 'again', ...more });

  test('for the same labels and days', () => {
    expect(again({})).toEqual(['direction-given-twice /entries/1']);
    expect(again({ categories: { only: ['router'] } })).toEqual(['direction-given-twice /entries/1']);
  });

  test('but anew for other levels, for other days and for other categories', () => {
    expect(again({ from: { scheme: 'sandbox-north', editions: 'any', levels: [1] } })).toEqual([]);
    const [before, after] = [
      { from: small.day('2025-01-01'), to: small.day('2026-01-01'), ...sourced },
      { from: small.day('2025-01-01'), to: small.day('2026-01-02'), ...sourced },
    ];
    expect(again({ inForce: before })).toEqual([]);
    expect(again({ inForce: after })).toEqual(['direction-given-twice /entries/1']);
    const routers = { ...ENTRY, categories: { only: ['router'] } };
    expect(complaints(routers, { ...ENTRY, id: 'again', categories: { except: ['router'] } })).toEqual([]);
    expect(complaints(routers, { ...ENTRY, id: 'again', categories: { only: ['lamp'] } })).toEqual([]);
  });

  test('in whatever file the second stands', () => {
    const files = ['a.yaml', 'b.yaml'].map((file) => ({ file, document: arrangement([ENTRY]) }));
    expect(checkArrangements(files, schemes).map(({ file, code }) => `${file} ${code}`)).toEqual([
      'b.yaml duplicate-id',
      'b.yaml duplicate-id',
      'b.yaml direction-given-twice',
    ]);
  });
});

test('a policy names provisions that there are, and one kind for each mode', () => {
  const limit = { value: 1, why: 'Sandbox.', ...sourced };
  const kind = { modes: ['sample'], why: 'Sandbox.', ...sourced };
  const policy: EquivalencePolicy = {
    policy: 'sandbox-policy',
    title: 'Sandbox policy',
    must: [
      { provision: small.ref('1-1'), atLeast: 'whole', why: 'Sandbox.', ...sourced },
      { provision: small.ref('1-9'), atLeast: 'part', why: 'Sandbox.', ...sourced },
    ],
    limits: {
      uncovered: limit,
      notWhole: limit,
      closable: { activity: 'functional-test', why: 'Sandbox.', ...sourced },
    },
    surveillanceKinds: { one: kind, other: kind },
  };
  const standards = [{ file: 's.yaml', document: small.standard([small.provision('1-1')]) }];
  const found = checkPolicy({ file: 'policy.yaml', document: policy }, standards);
  expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'duplicate-id /surveillanceKinds',
    'dangling-reference /must/1/provision',
  ]);
});
