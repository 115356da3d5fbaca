import fc from 'fast-check';
import { expect, test } from 'vitest';

import { isWithin, numberOf, readNumber } from './number-fact.ts';

const MONTHS = { unit: 'months', least: 1, most: 120 };

test.each([
  ['24', 24],
  [' 24 ', 24],
  ['1', 1],
  ['120', 120],
  ['2,5', 2.5],
  ['2.5', 2.5],
])('%j is a number of months', (written, value) => {
  expect(readNumber(MONTHS, written)).toEqual({ ok: true, value });
});

test.each([
  '',
  'two',
  '0',
  '-3',
  '121',
  '1e1',
  '0x10',
  '1 2',
  'Infinity',
  'NaN',
  '1,000,0',
  '٢٤',
  '9'.repeat(400),
])('%j is none, and what is asked for is told', (written) => {
  expect(readNumber(MONTHS, written)).toEqual({
    ok: false,
    refusal: { code: 'number-needed', expected: 'a number of months from 1 to 120' },
  });
});

test('whatever is read lies between the bounds', () => {
  const bound = fc.option(fc.integer({ min: -1_000, max: 1_000 }), { nil: undefined });
  fc.assert(
    fc.property(bound, bound, fc.oneof(fc.string(), fc.double().map(String)), (least, most, written) => {
      const fact = { ...(least !== undefined && { least }), ...(most !== undefined && { most }) };
      const read = readNumber(fact, written);
      expect(read.ok ? isWithin(fact, read.value) : read.refusal.expected).toEqual(read.ok || numberOf(fact));
    }),
  );
});

test.each([
  [{}, 'a number'],
  [{ least: 0 }, 'a number, 0 or more'],
  [{ most: 9, unit: 'radios' }, 'a number of radios, 9 or less'],
])('%j asks for %s', (fact, words) => {
  expect(numberOf(fact)).toBe(words);
});
