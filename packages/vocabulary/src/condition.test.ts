import { expect, test } from 'vitest';

import { factsOf } from './condition.ts';
import { weakest } from './confidence.ts';

test('an expression asks about every fact in it once, in the order of first mention', () => {
  expect(
    factsOf({
      all: [
        { not: { fact: 'b' } },
        { any: [{ fact: 'a' }, { compare: { fact: 'd', op: '>', value: 1 } }] },
        { in: { fact: 'c', values: ['x'] } },
        { fact: 'b' },
      ],
    }),
  ).toEqual(['b', 'a', 'd', 'c']);
});

test('a conclusion is no surer than the weakest thing it rests on', () => {
  expect(weakest(['sure', 'uncertain', 'likely'])).toBe('uncertain');
  expect(weakest(['likely', 'sure'])).toBe('likely');
  expect(weakest([])).toBe('sure');
});
