import type { Dossier } from '@assay/vocabulary/dossier';
import type { TestReport } from '@assay/vocabulary/test-report';
import { expect, test } from 'vitest';

import {
  day,
  digest,
  dossier,
  provision,
  ref,
  report,
  says,
  shows,
  standard,
  verdicts,
  yesNoFact,
} from '../../test/small-world.ts';
import { catalogueOf } from '../0-programme/catalogue.ts';
import { checkDossier, checkReport } from './check-dossier.ts';

const FILE = 'dossier.yaml';
const catalogue = catalogueOf({
  facts: {
    facts: [
      yesNoFact('f'),
      { ...yesNoFact('size'), type: 'number' },
      { ...yesNoFact('years'), type: 'number', unit: 'years', least: 1, most: 9 },
      { ...yesNoFact('colour'), type: 'choice', choices: ['red', 'green'] },
    ],
  },
  standards: [standard([provision('1-1'), provision('1-2')])],
  schemes: [],
});
const sound: Dossier = dossier({
  facts: { f: 'yes', size: 3, colour: 'red' },
  statements: [
    says('1-1', 'yes', [
      ['app', 'no'],
      ['row-1', 'yes'],
    ]),
    says('1-2', 'no'),
  ],
  evidence: [shows(['1-1', '1-2'])],
  ixit: [{ table: '7-UpdMech', rows: [{ id: 'row-1', fields: {} }] }],
});
const [lamp] = sound.components;
const [proof] = sound.evidence;
const [table] = sound.ixit;
if (!lamp || !proof || !table) throw new Error('nothing to double');

const complaints = (less: Partial<Dossier>) => checkDossier(FILE, { ...sound, ...less }, catalogue);
const twice = (path: string, id: string) => [{ file: FILE, path, code: 'duplicate-id', facts: { id } }];
const dangling = (path: string, id: string, to: string) => [
  { file: FILE, path, code: 'dangling-reference', facts: { id, to } },
];

test('a dossier and a report in order have nothing to complain of', () => {
  expect(complaints({})).toEqual([]);
  expect(complaints({ facts: { f: 'unknown', size: 'unknown', colour: 'unknown' } })).toEqual([]);
  expect(checkReport(FILE, report({ '1-1': 'pass' }), catalogue)).toEqual([]);
});

test.each<[string, Partial<Dossier>, readonly unknown[]]>([
  ['a component twice', { components: [...sound.components, lamp] }, twice('/components/2', 'lamp')],
  [
    'two statements on one provision',
    { statements: [...sound.statements, says('1-1', 'no')] },
    twice('/statements/2', ref('1-1')),
  ],
  [
    'evidence twice',
    { evidence: [proof, { ...proof, digest: digest('b') }] },
    twice('/evidence/1', proof.id),
  ],
  ['a table twice', { ixit: [table, table] }, twice('/ixit/1', '7-UpdMech')],
  [
    'a row twice',
    { ixit: [{ ...table, rows: [...table.rows, ...table.rows] }] },
    twice('/ixit/0/rows/1', 'row-1'),
  ],
  [
    'a fact that nobody asks about',
    { facts: { x: 'yes' } },
    dangling('/facts/x', 'x', 'the facts dictionary'),
  ],
  [
    'a statement on an edition that is not loaded',
    { statements: [says('2#1-1', 'yes')] },
    dangling('/statements/0/provision', 'sandbox-standard@2#1-1', 'the standards that are loaded'),
  ],
  [
    'a statement on a provision that is not there',
    { statements: [says('9-9', 'yes')] },
    dangling('/statements/0/provision', 'sandbox-standard@1#9-9', 'sandbox-standard@1'),
  ],
  [
    'a statement on a part that is not there',
    { statements: [says('1-1', 'yes', [['tail', 'no']])] },
    dangling('/statements/0/parts', 'tail', 'components and IXIT rows'),
  ],
  [
    'evidence for a provision that is not there',
    { evidence: [shows(['1-1', '9-9'])] },
    dangling('/evidence/0/covers', 'sandbox-standard@1#9-9', 'sandbox-standard@1'),
  ],
])('%s is told with its place', (_what, less, expected) => {
  expect(complaints(less)).toEqual(expected);
});

test.each<[string, string, Dossier['facts'][string], string]>([
  ['a yes-no fact', 'f', 'maybe', 'yes, no'],
  ['a yes-no fact with a number', 'f', 1, 'yes, no'],
  ['a number', 'size', 'big', 'a number'],
  ['a number below its least', 'years', 0, 'a number of years from 1 to 9'],
  ['a number above its most', 'years', 10, 'a number of years from 1 to 9'],
  ['a choice', 'colour', 'blue', 'red, green'],
])('%s with a wrong answer is told what is expected', (_what, id, ...[answer, expected]) => {
  expect(complaints({ facts: { [id]: answer } })).toEqual([
    { file: FILE, path: `/facts/${id}`, code: 'wrong-answer', facts: { answer, expected } },
  ]);
});

test.each<[string, TestReport, readonly unknown[]]>([
  [
    'two results on one provision',
    report([verdicts('1-1', 'pass'), verdicts('1-1', 'fail')]),
    twice('/results/1', ref('1-1')),
  ],
  [
    'a result on a provision that is not there',
    report({ '9-9': 'pass' }),
    dangling('/results/0/provision', 'sandbox-standard@1#9-9', 'sandbox-standard@1'),
  ],
  [
    'a case twice',
    report([
      {
        ...verdicts('1-1', 'pass'),
        cases: [
          { case: 'a', verdict: 'pass' },
          { case: 'a', verdict: 'fail' },
        ],
      },
    ]),
    twice('/results/0/cases/1', 'a'),
  ],
  [
    'tests that end before they begin',
    report({ '1-1': 'pass' }, { testedUntil: day('2026-09-30') }),
    [
      {
        file: FILE,
        path: '/testedUntil',
        code: 'ends-before-it-begins',
        facts: { from: '2026-10-01', until: '2026-09-30' },
      },
    ],
  ],
])('%s in a report is told with its place', (_what, document, expected) => {
  expect(checkReport(FILE, document, catalogue)).toEqual(expected);
});
