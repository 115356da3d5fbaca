import type { Condition } from '@assay/vocabulary/condition';
import { expect, test } from 'vitest';

import { turningFacts } from './turning.ts';

const f = { fact: 'f' } as const;
const g = { fact: 'g' } as const;

test.each<[string, Condition, Parameters<typeof turningFacts>[1], readonly string[]]>([
  ['each open fact of a conjunction', { all: [f, g] }, {}, ['f', 'g']],
  ['none of a condition that is settled', { all: [f, g] }, { f: 'no' }, []],
  ['not one that the other settles either way', { all: [f, { any: [f, g] }] }, {}, ['f']],
  ['not one that somebody did not know', { any: [f, g] }, { f: 'unknown' }, ['g']],
  ['none where what is not known keeps it open', { all: [f, { any: [f, g] }] }, { f: 'unknown' }, []],
  ['a number', { compare: { fact: 'f', op: '>=', value: 5 } }, {}, ['f']],
  ['a choice', { in: { fact: 'f', values: ['a'] } }, {}, ['f']],
  ['none without a condition', { all: [] }, {}, []],
])('asks for %s', (_, condition, answers, facts) => {
  expect(turningFacts(condition, answers)).toEqual(facts);
});
