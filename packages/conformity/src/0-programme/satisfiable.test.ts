import type { Condition } from '@assay/vocabulary/condition';
import type { FactAnswer } from '@assay/vocabulary/dossier';
import type { Fact } from '@assay/vocabulary/facts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { yesNoFact } from '../../test/small-world.ts';
import { truthOf } from '../2-evaluation/truth.ts';
import { satisfiable, type Demand } from './satisfiable.ts';

const FACTS: ReadonlyMap<string, Fact> = new Map(
  [
    yesNoFact('a'),
    yesNoFact('b'),
    { ...yesNoFact('n'), type: 'number' as const },
    { ...yesNoFact('p'), type: 'choice' as const, choices: ['x', 'y', 'z'] },
  ].map((fact) => [fact.id, fact]),
);

/** Every answer of a grid finer than any comparison below can tell apart. */
const GRID: Readonly<Record<string, readonly FactAnswer[]>> = {
  a: ['yes', 'no'],
  b: ['yes', 'no'],
  n: [-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3],
  p: ['x', 'y', 'z'],
};
const ALL = Object.entries(GRID).reduce<readonly Readonly<Record<string, FactAnswer>>[]>(
  (rows, [fact, answers]) => rows.flatMap((row) => answers.map((answer) => ({ ...row, [fact]: answer }))),
  [{}],
);

const { condition } = fc.letrec<{ condition: Condition }>((again) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('a', 'b').map((fact) => ({ fact })),
    fc
      .record({
        op: fc.constantFrom('<' as const, '<=' as const, '==' as const, '>=' as const, '>' as const),
        value: fc.integer({ min: 0, max: 2 }),
      })
      .map((comparison) => ({ compare: { fact: 'n', ...comparison } })),
    fc.subarray(['x', 'y', 'z'], { minLength: 1 }).map((values) => ({ in: { fact: 'p', values } })),
    again('condition').map((not) => ({ not })),
    fc.array(again('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(again('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  ),
}));
const demands = fc.array(fc.record({ condition, holds: fc.boolean() }), { minLength: 1, maxLength: 4 });

const byTrying = (all: readonly Demand[]): boolean =>
  ALL.some((answers) =>
    all.every(({ condition: one, holds }) => truthOf(one, answers).value === (holds ? 'yes' : 'no')),
  );

describe('whether demands can be met at once', () => {
  test('is what trying every answer finds', () => {
    fc.assert(
      fc.property(demands, (all) => {
        expect(satisfiable(all, FACTS)).toBe(byTrying(all) ? 'yes' : 'no');
      }),
      { numRuns: 400 },
    );
  });

  test('is left open rather than guessed where the search is cut short', () => {
    fc.assert(
      fc.property(demands, fc.integer({ min: 1, max: 12 }), (all, steps) => {
        const found = satisfiable(all, FACTS, steps);
        if (found !== 'undecided') expect(found).toBe(byTrying(all) ? 'yes' : 'no');
      }),
      { numRuns: 200 },
    );
    expect(satisfiable([{ condition: { fact: 'a' }, holds: true }], FACTS, 1)).toBe('undecided');
  });

  test('ends soon even where fifty facts contradict one another only at the last', () => {
    const many: readonly Condition[] = Array.from({ length: 50 }, (_, at) => ({ fact: `f${String(at)}` }));
    const contradicted: Demand[] = [
      { condition: { all: many }, holds: true },
      { condition: { fact: 'f49' }, holds: false },
    ];
    expect(satisfiable(contradicted, new Map())).toBe('no');
  });
});
