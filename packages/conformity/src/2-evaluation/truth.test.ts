import { factsOf, type Condition } from '@assay/vocabulary/condition';
import type { FactAnswer } from '@assay/vocabulary/dossier';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { truthOf, type Answers } from './truth.ts';

/** Facts by their type, so that a random answer is one that the fact can have. */
const YES_NO = ['a', 'b', 'c'];
const NUMBER = 'n';
const CHOICE = 'p';

const { condition } = fc.letrec<{ condition: Condition }>((again) => ({
  condition: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(...YES_NO).map((fact) => ({ fact })),
    fc
      .record({
        op: fc.constantFrom('<' as const, '<=' as const, '==' as const, '>=' as const, '>' as const),
        value: fc.integer({ min: 0, max: 2 }),
      })
      .map((test) => ({ compare: { fact: NUMBER, ...test } })),
    fc.subarray(['x', 'y', 'z'], { minLength: 1 }).map((values) => ({ in: { fact: CHOICE, values } })),
    again('condition').map((not) => ({ not })),
    fc.array(again('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(again('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  ),
}));

const KNOWN: Readonly<Record<string, readonly FactAnswer[]>> = {
  ...Object.fromEntries(YES_NO.map((fact) => [fact, ['yes', 'no']])),
  [NUMBER]: [0, 1, 2, 3],
  [CHOICE]: ['x', 'y', 'z', 'w'],
};
const known = fc.record(
  Object.fromEntries(Object.entries(KNOWN).map(([fact, answers]) => [fact, fc.constantFrom(...answers)])),
);
/** Some facts are missing, some are there as `unknown`. */
const partly = fc
  .tuple(known, fc.subarray(Object.keys(KNOWN)), fc.subarray(Object.keys(KNOWN)))
  .map(([all, absent, unknown]): Answers => ({
    ...Object.fromEntries(Object.entries(all).filter(([fact]) => !absent.includes(fact))),
    ...Object.fromEntries(unknown.map((fact) => [fact, 'unknown'])),
  }));

const value = (expression: Condition, answers: Answers) => truthOf(expression, answers).value;
const only = (answers: Answers, facts: readonly string[]): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([fact]) => facts.includes(fact)));

describe('truth in three values', () => {
  test.each([
    ['no', 'yes', 'no', 'yes'],
    ['no', 'unknown', 'no', 'unknown'],
    ['yes', 'unknown', 'unknown', 'yes'],
    ['unknown', 'unknown', 'unknown', 'unknown'],
    ['yes', 'yes', 'yes', 'yes'],
    ['no', 'no', 'no', 'no'],
  ])('of %s and %s, all is %s and any is %s', (a, b, all, any) => {
    for (const [left, right] of [
      [a, b],
      [b, a],
    ]) {
      const answers = { a: left ?? '', b: right ?? '' };
      expect(value({ all: [{ fact: 'a' }, { fact: 'b' }] }, answers)).toBe(all);
      expect(value({ any: [{ fact: 'a' }, { fact: 'b' }] }, answers)).toBe(any);
    }
  });

  test.each([
    ['<', 'yes', 'no', 'no'],
    ['<=', 'yes', 'yes', 'no'],
    ['==', 'no', 'yes', 'no'],
    ['>=', 'no', 'yes', 'yes'],
    ['>', 'no', 'no', 'yes'],
  ] as const)('a number below, at and above the limit is %s: %s, %s, %s', (op, below, at, above) => {
    const compare: Condition = { compare: { fact: 'n', op, value: 1 } };
    expect([0, 1, 2].map((n) => value(compare, { n }))).toEqual([below, at, above]);
  });

  test('an answer of the wrong type, or one that only the prototype has, is unknown', () => {
    expect(value({ fact: 'n' }, { n: 3 })).toBe('unknown');
    expect(value({ fact: 'a' }, { a: 'maybe' })).toBe('unknown');
    expect(value({ compare: { fact: 'a', op: '>', value: 0 } }, { a: 'yes' })).toBe('unknown');
    expect(value({ in: { fact: 'p', values: ['unknown'] } }, { p: 'unknown' })).toBe('unknown');
    expect(value({ in: { fact: 'p', values: ['x'] } }, { p: 1 })).toBe('unknown');
    expect(value({ fact: 'constructor' }, {})).toBe('unknown');
  });

  test('negation undoes itself and turns all into any', () => {
    fc.assert(
      fc.property(condition, condition, partly, (one, other, answers) => {
        expect(value({ not: { not: one } }, answers)).toBe(value(one, answers));
        expect(value({ not: { all: [one, other] } }, answers)).toBe(
          value({ any: [{ not: one }, { not: other }] }, answers),
        );
        expect(value({ not: { any: [one, other] } }, answers)).toBe(
          value({ all: [{ not: one }, { not: other }] }, answers),
        );
      }),
    );
  });

  test('the order and repetition of members change nothing', () => {
    fc.assert(
      fc.property(condition, condition, partly, (one, other, answers) => {
        for (const join of ['all', 'any'] as const) {
          const members = (...list: Condition[]): Condition =>
            join === 'all' ? { all: list } : { any: list };
          expect(value(members(one, other), answers)).toBe(value(members(other, one, other), answers));
        }
      }),
    );
  });

  test('with every fact known there is no unknown', () => {
    fc.assert(
      fc.property(condition, known, (expression, answers) => {
        expect(value(expression, answers)).not.toBe('unknown');
      }),
    );
  });

  test('another answer never flips what is settled', () => {
    fc.assert(
      fc.property(condition, partly, known, (expression, answers, rest) => {
        const before = value(expression, answers);
        fc.pre(before !== 'unknown');
        const open = Object.keys(KNOWN).filter((fact) => (answers[fact] ?? 'unknown') === 'unknown');
        expect(value(expression, { ...answers, ...only(rest, open) })).toBe(before);
      }),
    );
  });

  test('what is settled is settled by its deciders alone', () => {
    fc.assert(
      fc.property(condition, partly, (expression, answers) => {
        const truth = truthOf(expression, answers);
        fc.pre(truth.value !== 'unknown');
        expect(value(expression, only(answers, truth.deciders))).toBe(truth.value);
      }),
    );
  });

  test('what is unknown is settled by answering its deciders, all of them still open and asked about', () => {
    fc.assert(
      fc.property(condition, partly, known, (expression, answers, rest) => {
        const truth = truthOf(expression, answers);
        fc.pre(truth.value === 'unknown');
        expect(truth.deciders.every((fact) => (answers[fact] ?? 'unknown') === 'unknown')).toBe(true);
        expect(truth.deciders.every((fact) => factsOf(expression).includes(fact))).toBe(true);
        expect(value(expression, { ...answers, ...only(rest, truth.deciders) })).not.toBe('unknown');
      }),
    );
  });
});
