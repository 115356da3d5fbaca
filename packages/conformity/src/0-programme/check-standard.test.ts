import type { Fact } from '@assay/vocabulary/facts';
import type { StandardEdition } from '@assay/vocabulary/standard';
import { expect, test } from 'vitest';

import { condition, provision, standard, yesNoFact } from '../../test/small-world.ts';
import { checkStandard } from './check-standard.ts';

const FILE = 'standards/sandbox-standard/2.yaml';
const facts: ReadonlyMap<string, Fact> = new Map([['f', yesNoFact('f')]]);
const earlier = { file: 'standards/sandbox-standard/1.yaml', document: standard([provision('1-1')]) };

/** A second edition in which everything is in order. */
const sound: StandardEdition = standard(
  [
    provision('1-1', {
      conditions: ['c1'],
      predecessors: [{ id: '1-1', relation: 'same', change: 'None.', confidence: 'sure' }],
    }),
    provision('1-2', { parent: '1-1' }),
  ],
  [condition('c1', { not: { fact: 'f' } })],
  { edition: '2', succeeds: '1' },
);

const complaints = (document: StandardEdition, standards = [earlier]) =>
  checkStandard({ file: FILE, document }, { facts, standards });
const withFirst = (more: Parameters<typeof provision>[1]): StandardEdition => ({
  ...sound,
  provisions: sound.provisions.map((one, index) => (index === 0 ? { ...one, ...more } : one)),
});

test('a standard in order has nothing to complain of', () => {
  expect(complaints(sound)).toEqual([]);
});

const dangling = (path: string, id: string, to: string) => ({
  file: FILE,
  path,
  code: 'dangling-reference',
  facts: { id, to },
});

test.each<[string, StandardEdition, readonly unknown[]]>([
  [
    'a section twice',
    { ...sound, sections: [...sound.sections, ...sound.sections] },
    [{ file: FILE, path: '/sections/1', code: 'duplicate-id', facts: { id: '1' } }],
  ],
  [
    'a condition twice',
    { ...sound, conditions: [...sound.conditions, ...sound.conditions] },
    [{ file: FILE, path: '/conditions/1', code: 'duplicate-id', facts: { id: 'c1' } }],
  ],
  [
    'a provision twice',
    { ...sound, provisions: [...sound.provisions, provision('1-2')] },
    [{ file: FILE, path: '/provisions/2', code: 'duplicate-id', facts: { id: '1-2' } }],
  ],
  [
    'a section that is not there',
    withFirst({ section: '9' }),
    [dangling('/provisions/0/section', '9', 'sections')],
  ],
  [
    'a parent that is not there',
    withFirst({ parent: '9-9' }),
    [dangling('/provisions/0/parent', '9-9', 'provisions')],
  ],
  [
    'a condition that is not there',
    withFirst({ conditions: ['c1', 'c9'] }),
    [dangling('/provisions/0/conditions', 'c9', 'conditions')],
  ],
  [
    'a fact that nobody asks about',
    {
      ...sound,
      conditions: [condition('c1', { any: [{ fact: 'f' }, { compare: { fact: 'x', op: '<', value: 1 } }] })],
    },
    [{ file: FILE, path: '/conditions/0/expression', code: 'undeclared-fact', facts: { fact: 'x' } }],
  ],
  [
    'a predecessor that was not in the edition before',
    withFirst({ predecessors: [{ id: '9-9', relation: 'same', change: 'None.', confidence: 'sure' }] }),
    [dangling('/provisions/0/predecessors', '9-9', 'provisions of edition 1')],
  ],
  [
    'an edition before that is not there, and all that refers to it',
    { ...sound, succeeds: '0' },
    [
      dangling('/succeeds', '0', 'editions of this standard'),
      dangling('/provisions/0/predecessors', '1-1', 'provisions of edition 0'),
    ],
  ],
])('%s is told with its place', (_what, document, expected) => {
  expect(complaints(document)).toEqual(expected);
});
