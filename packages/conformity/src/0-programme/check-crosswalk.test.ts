import type { Crosswalk, CrosswalkPair } from '@assay/vocabulary/crosswalk';
import type { ProvisionRef } from '@assay/vocabulary/ids';
import { expect, test } from 'vitest';

import { provision, standard } from '../../test/small-world.ts';
import { checkCrosswalks } from './check-crosswalk.ts';

const FILE = 'crosswalk/sandbox.yaml';
const one = standard([provision('1-1'), provision('1-2')]);
const standards = [
  { file: 'standards/sandbox-standard/1.yaml', document: one },
  { file: 'standards/other-standard/1.yaml', document: { ...one, id: 'other-standard' } },
];
const pair = (from: string, to: string): CrosswalkPair => ({
  from: from as ProvisionRef,
  to: to as ProvisionRef,
  relation: 'intersects',
  strength: 'medium',
  confidence: 'likely',
  source: 'invented for tests',
});
const complaints = (...pairs: readonly CrosswalkPair[]) => {
  const document: Crosswalk = { crosswalk: 'sandbox', title: 'Sandbox crosswalk', pairs: [...pairs] };
  return checkCrosswalks([{ file: FILE, document }], standards);
};

test('a crosswalk whose ends lie in two known standards has nothing to complain of', () => {
  expect(
    complaints(
      pair('sandbox-standard@1#1-1', 'other-standard@1#1-1'),
      pair('sandbox-standard@1#1-1', 'other-standard@1#1-2'),
    ),
  ).toEqual([]);
});

test.each<[string, CrosswalkPair, readonly unknown[]]>([
  [
    'an end at a provision that is not there',
    pair('sandbox-standard@1#9-9', 'other-standard@1#1-1'),
    [['/pairs/1/from', 'dangling-reference']],
  ],
  [
    'an end in an edition that is not there',
    pair('sandbox-standard@1#1-1', 'other-standard@7#1-1'),
    [['/pairs/1/to', 'dangling-reference']],
  ],
  [
    'a pair given again the other way round',
    pair('other-standard@1#1-2', 'sandbox-standard@1#1-2'),
    [['/pairs/1', 'pair-given-twice']],
  ],
  [
    'a pair within one edition',
    pair('sandbox-standard@1#1-1', 'sandbox-standard@1#1-2'),
    [['/pairs/1', 'pair-within-an-edition']],
  ],
])('a crosswalk with %s is refused, and the place is named', (_, bad, expected) => {
  const found = complaints(pair('sandbox-standard@1#1-2', 'other-standard@1#1-2'), bad);
  expect(found.map(({ path, code }) => [path, code])).toEqual(expected);
});
