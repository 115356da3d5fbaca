import type { Crosswalk, CrosswalkPair } from '@assay/vocabulary/crosswalk';
import type { ProvisionRef } from '@assay/vocabulary/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

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

describe('a chain of pairs', () => {
  const related = (from: string, to: string, relation: CrosswalkPair['relation']): CrosswalkPair => ({
    ...pair(from, to),
    relation,
  });
  const cycles = (files: readonly (readonly CrosswalkPair[])[], more = standards) =>
    checkCrosswalks(
      files.map((pairs, at) => ({
        file: `crosswalk/${String(at)}.yaml`,
        document: { crosswalk: 'sandbox', title: 'Sandbox crosswalk', pairs: [...pairs] },
      })),
      more,
    )
      .filter(({ code }) => code === 'crosswalk-cycle')
      .map(({ file, path, facts }) => [file, path, facts['cycle']]);

  test('that comes back to its beginning over two files is told once, with every link of it', () => {
    expect(
      cycles([
        [related('sandbox-standard@1#1-1', 'other-standard@1#1-1', 'subset')],
        [
          related('sandbox-standard@1#1-2', 'other-standard@1#1-1', 'superset'),
          related('other-standard@1#1-2', 'sandbox-standard@1#1-2', 'equal'),
          related('sandbox-standard@1#1-1', 'other-standard@1#1-2', 'superset'),
        ],
      ]),
    ).toEqual([
      [
        'crosswalk/0.yaml',
        '/pairs/0',
        'sandbox-standard@1#1-1 ⊂ other-standard@1#1-1 ⊂ sandbox-standard@1#1-2 = other-standard@1#1-2 ⊂ sandbox-standard@1#1-1',
      ],
    ]);
  });

  test('that closes through a provision which a later edition left unchanged is told', () => {
    const same = { id: '1-1', relation: 'same' as const, change: 'None.', confidence: 'sure' as const };
    const later = {
      ...{ ...one, edition: '2', succeeds: '1' },
      provisions: [provision('1-1', { predecessors: [same] })],
    };
    const more = [...standards, { file: 'standards/sandbox-standard/2.yaml', document: later }];
    const pairs = [
      related('sandbox-standard@1#1-1', 'other-standard@1#1-1', 'subset'),
      related('sandbox-standard@2#1-1', 'other-standard@1#1-1', 'superset'),
    ];
    expect(cycles([pairs], more)).toHaveLength(1);
    expect(cycles([pairs])).toEqual([]);
  });

  test('contradicts itself exactly where something would lie within itself', () => {
    const ids = ['sandbox', 'other'].flatMap((name) => [`${name}-standard@1#1-1`, `${name}-standard@1#1-2`]);
    const pairs = fc.array(
      fc
        .record({
          from: fc.constantFrom(...ids),
          to: fc.constantFrom(...ids),
          relation: fc.constantFrom(
            'equal' as const,
            'subset' as const,
            'superset' as const,
            'intersects' as const,
          ),
        })
        .filter(({ from, to }) => from !== to)
        .map(({ from, to, relation }) => related(from, to, relation)),
      { maxLength: 7 },
    );
    fc.assert(
      fc.property(pairs, (all) => {
        expect(cycles([all]).length > 0).toBe(liesWithinItself(all));
      }),
      { numRuns: 300 },
    );
  });
});

/** Takes equal ones together until nothing changes, then looks for one that is a proper part of itself. */
function liesWithinItself(pairs: readonly CrosswalkPair[]): boolean {
  const within = new Set<string>();
  const strictly = new Set<string>();
  for (const { from, to, relation } of pairs) {
    if (relation !== 'superset' && relation !== 'intersects') within.add(`${from} ${to}`);
    if (relation !== 'subset' && relation !== 'intersects') within.add(`${to} ${from}`);
    if (relation === 'subset') strictly.add(`${from} ${to}`);
    if (relation === 'superset') strictly.add(`${to} ${from}`);
  }
  const ids = [...new Set(pairs.flatMap(({ from, to }) => [from, to]))];
  for (const via of ids)
    for (const a of ids)
      for (const b of ids)
        if (within.has(`${a} ${via}`) && within.has(`${via} ${b}`)) within.add(`${a} ${b}`);
  return [...strictly].some((step) => within.has(step.split(' ').reverse().join(' ')));
}
