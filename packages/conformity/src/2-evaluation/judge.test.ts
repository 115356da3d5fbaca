import type { Gap, Outcome } from '@assay/vocabulary/evaluation';
import type { Verdict } from '@assay/vocabulary/test-report';
import { describe, expect, test } from 'vitest';

import { judged, type Given } from '../../test/judged.ts';
import {
  codesOf,
  condition,
  day,
  evaluation,
  findingOn,
  provision,
  report,
  says,
  shows,
  TODAY,
  verdicts,
  world,
} from '../../test/small-world.ts';

const proof = shows(['1-1']);
const owed = 'assessment' as const;

describe('what is known about one requirement', () => {
  type Row = readonly [string, Given, Outcome, Outcome, Gap['kind'] | undefined];
  const rows: readonly Row[] = [
    ['nothing is said', {}, 'no-evidence', 'no-evidence', 'statement'],
    ['evidence without a statement', { shown: [proof] }, 'no-evidence', 'no-evidence', 'statement'],
    ['a yes without evidence', { said: [says('1-1', 'yes')] }, 'no-evidence', 'no-evidence', 'evidence'],
    [
      'a yes with evidence for something else',
      { said: [says('1-1', 'yes')], shown: [shows(['1-2'])] },
      'no-evidence',
      'no-evidence',
      'evidence',
    ],
    ['a yes with evidence', { said: [says('1-1', 'yes')], shown: [proof] }, 'met', 'met', undefined],
    ['a no', { said: [says('1-1', 'no')] }, 'not-met', 'not-met', 'product'],
    ['a no with evidence', { said: [says('1-1', 'no')], shown: [proof] }, 'not-met', 'not-met', 'product'],
    [
      'a claim that it does not apply, where no condition says so and the scheme takes none',
      { said: [says('1-1', 'not-applicable')], shown: [proof] },
      'inconclusive',
      'inconclusive',
      'statement',
    ],
    [
      'the same where the scheme takes a justification, with evidence',
      { said: [says('1-1', 'not-applicable')], shown: [proof], group: { justifiedNotApplicable: true } },
      'not-applicable',
      'not-applicable',
      undefined,
    ],
    [
      'the same without evidence: declared, not yet assessed',
      { said: [says('1-1', 'not-applicable')], group: { justifiedNotApplicable: true } },
      'not-applicable',
      'no-evidence',
      owed,
    ],
    [
      'a condition that is false',
      { asks: { conditions: ['cf'] }, facts: { f: 'no' } },
      'not-applicable',
      'not-applicable',
      undefined,
    ],
    [
      'a condition that is false, whatever was said',
      { asks: { conditions: ['cf'] }, facts: { f: 'no' }, said: [says('1-1', 'no')] },
      'not-applicable',
      'not-applicable',
      undefined,
    ],
    [
      'one condition false and the other unknown',
      { asks: { conditions: ['cf', 'cg'] }, facts: { f: 'no' } },
      'not-applicable',
      'not-applicable',
      undefined,
    ],
    ['a condition that is unknown', { asks: { conditions: ['cf'] } }, 'unanswered', 'unanswered', 'fact'],
    [
      'one condition true and the other unknown, with all that is needed',
      {
        asks: { conditions: ['cf', 'cg'] },
        facts: { f: 'yes', g: 'unknown' },
        said: [says('1-1', 'yes')],
        shown: [proof],
      },
      'unanswered',
      'unanswered',
      'fact',
    ],
    [
      'a condition that is true and nothing said',
      { asks: { conditions: ['cf'] }, facts: { f: 'yes' } },
      'no-evidence',
      'no-evidence',
      'statement',
    ],
    ['a pass', { reports: [report({ '1-1': 'pass' })] }, 'met', 'met', undefined],
    ['a fail', { reports: [report({ '1-1': 'fail' })] }, 'not-met', 'not-met', 'product'],
    [
      'an inconclusive verdict',
      { reports: [report({ '1-1': 'inconclusive' })] },
      'inconclusive',
      'inconclusive',
      'evidence',
    ],
    [
      'a tester who finds it not applicable',
      { reports: [report({ '1-1': 'not-applicable' })] },
      'inconclusive',
      'inconclusive',
      'statement',
    ],
    [
      'a pass against a claim that it does not apply',
      { said: [says('1-1', 'not-applicable')], reports: [report({ '1-1': 'pass' })] },
      'met',
      'met',
      undefined,
    ],
    [
      'one fail among many passes and a backed yes',
      {
        said: [says('1-1', 'yes')],
        shown: [proof],
        reports: [
          report({ '1-1': 'pass' }, { report: 'a' }),
          report({ '1-1': 'fail' }, { report: 'b' }),
          report({ '1-1': 'pass' }, { report: 'c' }),
        ],
      },
      'not-met',
      'not-met',
      'product',
    ],
    [
      'a no against a pass',
      { said: [says('1-1', 'no')], reports: [report({ '1-1': 'pass' })] },
      'not-met',
      'not-met',
      'product',
    ],
    [
      'a pass and an inconclusive verdict of another report',
      {
        reports: [
          report({ '1-1': 'pass' }, { report: 'a' }),
          report({ '1-1': 'inconclusive' }, { report: 'b' }),
        ],
      },
      'inconclusive',
      'inconclusive',
      'evidence',
    ],
    [
      'a backed yes where the level wants a test',
      { said: [says('1-1', 'yes')], shown: [proof], group: { method: 'tested' } },
      'met',
      'no-evidence',
      owed,
    ],
    [
      'a backed yes and a pass where the level wants a test',
      {
        said: [says('1-1', 'yes')],
        shown: [proof],
        reports: [report({ '1-1': 'pass' })],
        group: { method: 'tested' },
      },
      'met',
      'met',
      undefined,
    ],
  ];
  test.each(rows)('%s', (_given, given, ...expected) => {
    const { finding, gap: open } = judged(given);
    expect([finding.outcome, finding.assessed, open?.kind]).toEqual(expected);
    expect(finding.because.code).toBe(finding.outcome);
    expect(finding.parts).toEqual([]);
  });

  test.each([
    ['that begins today', { from: TODAY }, 'met'],
    ['that begins tomorrow', { from: day('2026-11-22') }, 'no-evidence'],
    ['that ends tomorrow', { from: day('2026-01-01'), to: day('2026-11-22') }, 'met'],
    ['that ended today', { from: day('2026-01-01'), to: TODAY }, 'no-evidence'],
  ] as const)('evidence %s', (_when, effective, outcome) => {
    const { finding } = judged({ said: [says('1-1', 'yes')], shown: [shows(['1-1'], { effective })] });
    expect(finding.outcome).toBe(outcome);
  });
});

describe('the reasons of a finding', () => {
  test('say which fact made a condition false', () => {
    const { finding } = judged({ asks: { conditions: ['cf'] }, facts: { f: 'no' } });
    expect(codesOf(finding.because)).toEqual(['not-applicable', 'does-not-apply', 'condition-false', 'fact']);
    expect(finding.because.because[0]?.because[0]?.because[0]?.facts).toEqual({ fact: 'f', answer: 'no' });
  });

  test('name the fact to answer, as does its question', () => {
    const { gap, found } = judged({ asks: { conditions: ['cf'] } });
    expect(gap?.closes).toEqual({ code: 'close-by-fact', facts: { facts: 'f' }, because: [] });
    expect(found.questions).toEqual([
      { fact: 'f', question: 'Does f hold?', why: 'The sandbox turns on it.' },
    ]);
  });

  test('say what is still owed where only the method is', () => {
    const { finding, gap } = judged({
      said: [says('1-1', 'yes')],
      shown: [proof],
      group: { method: 'tested' },
    });
    expect(codesOf(finding.because)).toContain('method-owed');
    expect(gap?.closes).toEqual({
      code: 'close-by-assessment',
      facts: { activity: 'functional-test', party: 'third', competence: 'accredited-17025' },
      because: [],
    });
  });

  test('give each closing reason its code', () => {
    const codes = (given: Given) => judged(given).gap?.closes.code;
    expect(codes({})).toBe('close-by-statement');
    expect(codes({ said: [says('1-1', 'yes')] })).toBe('close-by-evidence');
    expect(codes({ said: [says('1-1', 'no')] })).toBe('close-by-product');
    expect(codes({ said: [says('1-1', 'not-applicable')] })).toBe('close-by-withdrawn-claim');
    expect(codes({ reports: [report({ '1-1': 'inconclusive' })] })).toBe('close-by-clear-verdict');
  });

  test('name the part at fault where only a part is', () => {
    const { gap } = judged({
      asks: { scope: 'each-component' },
      reports: [report([verdicts('1-1', 'pass', [['pass', ['app', 'fail']]])])],
    });
    expect(gap?.closes.because.map((one) => [one.code, one.facts['part']])).toEqual([
      ['verdict-fail', 'app'],
    ]);
  });

  test('keep the evidence that a finding rests on, with its digest', () => {
    const { finding } = judged({
      said: [says('1-1', 'yes')],
      shown: [proof],
      reports: [report({ '1-1': 'pass' })],
    });
    expect(finding.evidence).toEqual([
      {
        id: proof.id,
        kind: 'design-document',
        digest: proof.digest,
        through: 'direct',
        from: 'sandbox-standard@1#1-1',
      },
      { id: 'sandbox-report', kind: 'test-report', through: 'direct', from: 'sandbox-standard@1#1-1' },
    ]);
  });
});

describe('the verdict of a test group', () => {
  type Cases = Parameters<typeof verdicts>[2];
  const rows: readonly (readonly [string, Verdict | undefined, NonNullable<Cases>, Outcome, string])[] = [
    [
      'without a line of its own follows from its cases',
      undefined,
      [['pass'], ['pass']],
      'met',
      'verdict-derived',
    ],
    [
      'without a line is as bad as the worst case',
      undefined,
      [['pass'], ['fail']],
      'not-met',
      'verdict-derived',
    ],
    [
      'without a line is open where one case is',
      undefined,
      [['pass'], ['inconclusive']],
      'inconclusive',
      'verdict-derived',
    ],
    [
      'without a line passes where the other case did not apply',
      undefined,
      [['not-applicable'], ['pass']],
      'met',
      'verdict-derived',
    ],
    ['without a line and without a case says nothing', undefined, [], 'inconclusive', 'verdict-derived'],
    ['with a line and without a case stands as written', 'pass', [], 'met', 'verdict-stated'],
    [
      'with a line that its cases bear out stands',
      'pass',
      [['pass'], ['not-applicable']],
      'met',
      'verdict-stated',
    ],
    [
      'with a line that none of its cases applied to stands',
      'pass',
      [['not-applicable']],
      'met',
      'verdict-stated',
    ],
    [
      'with a line that a case contradicts is as bad as the case',
      'pass',
      [['pass'], ['fail']],
      'not-met',
      'verdict-contradicted',
    ],
    [
      'with a line that an open case contradicts is open',
      'pass',
      [['inconclusive']],
      'inconclusive',
      'verdict-contradicted',
    ],
    [
      'with a failing line stays failed, however its cases went',
      'fail',
      [['pass']],
      'not-met',
      'verdict-stated',
    ],
  ];
  test.each(rows)('%s', (_what, line, cases, ...[outcome, code]) => {
    const { finding } = judged({ reports: [report([verdicts('1-1', line, cases)])] });
    expect(finding.outcome).toBe(outcome);
    expect(codesOf(finding.because)).toContain(code);
  });
});

describe('the confidence of a finding', () => {
  test('is the weakest of provision, condition and group', () => {
    const unsure = { reports: [report({ '1-1': 'pass' })] };
    expect(judged(unsure).finding.confidence).toBe('sure');
    expect(judged({ ...unsure, asks: { confidence: 'likely' } }).finding.confidence).toBe('likely');
    expect(judged({ ...unsure, group: { confidence: 'uncertain' } }).finding.confidence).toBe('uncertain');
    const doubtful = { ...condition('cf', { fact: 'f' }), confidence: 'uncertain' as const };
    const found = evaluation(
      world({
        provisions: [provision('1-1', { conditions: ['cf'] })],
        conditions: [doubtful],
        dossier: { facts: { f: 'no' } },
      }),
    );
    expect(findingOn(found, '1-1').confidence).toBe('uncertain');
  });
});

test('findings are in the order of level, then of their numbers', () => {
  const found = evaluation(world({ provisions: ['1-10', '1-2', '1-2A'].map((id) => provision(id)) }));
  expect(found.findings.map((finding) => finding.title)).toEqual([
    'Provision 1-2',
    'Provision 1-2A',
    'Provision 1-10',
  ]);
});
