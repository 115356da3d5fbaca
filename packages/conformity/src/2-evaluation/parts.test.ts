import type { Verdict } from '@assay/vocabulary/test-report';
import { describe, expect, test } from 'vitest';

import { judged, type Given } from '../../test/judged.ts';
import { report, says, shows, verdicts } from '../../test/small-world.ts';

const proof = shows(['1-1']);

describe('a requirement on each component', () => {
  const each = { scope: 'each-component' } as const;
  const partsOf = (given: Given) => {
    const { finding } = judged(given);
    return [finding.outcome, Object.fromEntries(finding.parts.map((part) => [part.part, part.outcome]))];
  };

  test('is met where a word about the whole stands for every component', () => {
    const { finding } = judged({ asks: each, reports: [report({ '1-1': 'pass' })] });
    expect(finding.outcome).toBe('met');
    expect(finding.aggregation).toBe('all');
    expect(finding.parts.map((part) => [part.part, part.outcome, part.because.code])).toEqual([
      ['app', 'met', 'part-met'],
      ['lamp', 'met', 'part-met'],
    ]);
  });

  test('fails with one failing component, though the test group passed', () => {
    expect(
      partsOf({ asks: each, reports: [report([verdicts('1-1', 'pass', [['pass', ['app', 'fail']]])])] }),
    ).toEqual(['not-met', { app: 'not-met', lamp: 'met' }]);
  });

  test('fails with one component that the maker says no to', () => {
    expect(partsOf({ asks: each, said: [says('1-1', 'yes', [['app', 'no']])], shown: [proof] })).toEqual([
      'not-met',
      { app: 'not-met', lamp: 'met' },
    ]);
  });

  test('is not mended by components where the whole failed', () => {
    expect(
      partsOf({
        asks: each,
        reports: [report([verdicts('1-1', 'fail', [['fail', ['app', 'pass'], ['lamp', 'pass']]])])],
      }),
    ).toEqual(['not-met', { app: 'met', lamp: 'met' }]);
  });

  test('is open where a component is only claimed to be exempt, for each means each', () => {
    expect(
      partsOf({ asks: each, said: [says('1-1', 'yes', [['app', 'not-applicable']])], shown: [proof] }),
    ).toEqual(['inconclusive', { app: 'inconclusive', lamp: 'met' }]);
  });

  test('on each that it applies to leaves out the one that is exempt', () => {
    expect(
      partsOf({
        asks: { scope: 'each-applicable-component' },
        said: [says('1-1', 'yes', [['app', 'not-applicable']])],
        shown: [proof],
      }),
    ).toEqual(['met', { app: 'not-applicable', lamp: 'met' }]);
  });

  test('on some is met by one and open until then', () => {
    const some = { scope: 'some-components' } as const;
    const unit = (app: Verdict, lamp: Verdict): Given => ({
      asks: some,
      reports: [report([verdicts('1-1', 'pass', [['pass', ['app', app], ['lamp', lamp]]])])],
    });
    expect(judged(unit('pass', 'fail')).finding).toMatchObject({ outcome: 'met', aggregation: 'any' });
    expect(judged(unit('inconclusive', 'fail')).finding.outcome).toBe('inconclusive');
    expect(judged(unit('fail', 'fail')).finding.outcome).toBe('not-met');
  });
});

describe('a requirement on each row of an IXIT table', () => {
  const perRow = { assessedPer: '7-UpdMech' };
  const rows = ['UpdMech-1', 'UpdMech-2'];

  test('is judged row by row, the word about a row before the word about the whole', () => {
    const { finding } = judged({
      asks: perRow,
      rows,
      reports: [
        report([
          verdicts('1-1', 'pass', [
            ['pass', ['UpdMech-1', 'fail']],
            ['pass', ['UpdMech-1', 'pass']],
          ]),
        ]),
      ],
    });
    expect(finding.outcome).toBe('not-met');
    expect(finding.parts.map((part) => [part.part, part.outcome])).toEqual([
      ['UpdMech-1', 'not-met'],
      ['UpdMech-2', 'met'],
    ]);
  });

  test('leaves out a row that it does not apply to', () => {
    const { finding } = judged({
      asks: perRow,
      rows,
      said: [says('1-1', 'yes', [['UpdMech-2', 'not-applicable']])],
      shown: [proof],
    });
    expect([finding.outcome, ...finding.parts.map((part) => part.outcome)]).toEqual([
      'met',
      'met',
      'not-applicable',
    ]);
  });

  test('is settled by a word about the whole where every row is exempt', () => {
    const exempt = (verdict: Verdict) =>
      judged({
        asks: perRow,
        rows,
        reports: [
          report([
            verdicts('1-1', verdict, [[verdict, ...rows.map((row) => [row, 'not-applicable'] as const)]]),
          ]),
        ],
      }).finding.outcome;
    expect(exempt('pass')).toBe('met');
    expect(exempt('not-applicable')).toBe('inconclusive');
  });

  test('is judged as a whole where the dossier has no such table', () => {
    const { finding } = judged({ asks: perRow, said: [says('1-1', 'yes')], shown: [proof] });
    expect([finding.outcome, finding.parts, finding.aggregation]).toEqual(['met', [], undefined]);
  });
});

describe('a failing word about a part that the requirement is not judged by', () => {
  test.each<[string, Given]>([
    [
      'of a report on the whole product',
      { reports: [report([verdicts('1-1', 'pass', [['pass', ['app', 'fail']]])])] },
    ],
    ['of the maker on the whole product', { said: [says('1-1', 'yes', [['app', 'no']])], shown: [proof] }],
    [
      'of a report on a component that is not in the dossier',
      {
        asks: { scope: 'each-component' },
        reports: [report([verdicts('1-1', 'pass', [['pass', ['another', 'fail']]])])],
      },
    ],
  ])('is not lost: %s', (_what, given) => {
    expect(judged(given).finding.outcome).toBe('not-met');
  });
});
