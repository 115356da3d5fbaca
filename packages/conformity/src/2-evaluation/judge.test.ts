import type { Statement } from '@assay/vocabulary/dossier';
import type { Gap, Outcome } from '@assay/vocabulary/evaluation';
import type { RequirementGroup } from '@assay/vocabulary/scheme';
import type { Provision } from '@assay/vocabulary/standard';
import type { TestReport, Verdict } from '@assay/vocabulary/test-report';
import { describe, expect, test } from 'vitest';

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
  standard,
  TODAY,
  verdicts,
  world,
} from '../../test/small-world.ts';

type Given = {
  readonly asks?: Partial<Provision>;
  readonly group?: Partial<RequirementGroup>;
  readonly facts?: Readonly<Record<string, string>>;
  readonly said?: readonly Statement[];
  readonly shown?: ReturnType<typeof shows>[];
  readonly rows?: readonly string[];
  readonly reports?: readonly TestReport[];
};

/** One provision, `1-1`, asked at level 1 by declaration; condition `cf` is that fact f holds. */
function judged(given: Given) {
  const found = evaluation(
    world({
      provisions: [provision('1-1', given.asks)],
      conditions: [condition('cf', { fact: 'f' }), condition('cg', { fact: 'g' })],
      ...(given.group && { group: given.group }),
      dossier: {
        facts: { ...given.facts },
        statements: [...(given.said ?? [])],
        evidence: given.shown ?? [],
        ixit: given.rows ? [{ table: '7-UpdMech', rows: given.rows.map((id) => ({ id, fields: {} })) }] : [],
      },
      reports: given.reports ?? [],
    }),
  );
  return { finding: findingOn(found, '1-1'), gap: found.gaps[0], found };
}

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

describe('what is shown for the other edition of a standard', () => {
  const before = (
    relation: 'same' | 'restated' | 'part',
    id: string,
    confidence: 'sure' | 'likely' = 'sure',
  ) => provision(id, { predecessors: [{ id: '1-1', relation, change: 'As told.', confidence }] });
  const carried = (later: readonly Provision[], given: Given) =>
    evaluation(
      world({
        provisions: [provision('1-1')],
        later: standard(later, [condition('cf', { fact: 'f' })], { edition: '2', succeeds: '1' }),
        dossier: {
          facts: { ...given.facts },
          statements: [...(given.said ?? [])],
          evidence: given.shown ?? [],
        },
        reports: given.reports ?? [],
      }),
    );
  const findingOf = (later: readonly Provision[], given: Given) => findingOn(carried(later, given), '1-1');

  test.each(['same', 'restated'] as const)('speaks for this one where it is %s, and says so', (relation) => {
    const finding = findingOf([before(relation, '1-1')], {
      said: [says('2#1-1', 'yes')],
      shown: [shows(['2#1-1'])],
    });
    expect(finding.outcome).toBe('met');
    expect(codesOf(finding.because)).toContain(`carried-${relation}`);
    expect(finding.evidence).toMatchObject([{ through: relation, from: 'sandbox-standard@2#1-1' }]);
  });

  test('speaks against this one too', () => {
    expect(
      findingOf([before('restated', '1-1')], { reports: [report({ '2#1-1': 'fail', '1-1': 'pass' })] })
        .outcome,
    ).toBe('not-met');
  });

  test('is no surer than the relation through which it came, and only then', () => {
    const later = [before('restated', '1-1', 'likely')];
    expect(findingOf(later, { reports: [report({ '2#1-1': 'pass' })] }).confidence).toBe('likely');
    expect(findingOf(later, { reports: [report({ '1-1': 'pass' })] }).confidence).toBe('sure');
  });

  test('is heard whatever its own condition: what applies is judged on the edition that was selected', () => {
    const later = [{ ...before('restated', '1-1'), conditions: ['cf'] }];
    const failed = { reports: [report({ '2#1-1': 'fail', '1-1': 'pass' })] };
    for (const facts of [{ f: 'no' }, { f: 'yes' }, {}])
      expect(findingOf(later, { ...failed, facts }).outcome).toBe('not-met');
  });

  test('a piece of a split that may not apply leaves the whole open until somebody answers', () => {
    const later = [before('part', '1-1A'), { ...before('part', '1-1B'), conditions: ['cf'] }];
    const shown = { reports: [report({ '2#1-1A': 'pass' })] };
    expect(findingOf(later, { ...shown, facts: { f: 'no' } }).outcome).toBe('met');
    expect(findingOf(later, { ...shown, facts: { f: 'yes' } }).outcome).toBe('no-evidence');
    expect(findingOf(later, { ...shown, facts: {} }).outcome).toBe('unanswered');
    const both = { reports: [report({ '2#1-1A': 'pass', '2#1-1B': 'pass' })] };
    expect(findingOf(later, { ...both, facts: {} }).outcome).toBe('met');
  });

  const split = [before('part', '1-1A'), before('part', '1-1B')];
  test.each<[string, Given, Outcome]>([
    ['one piece of a split is not enough', { reports: [report({ '2#1-1A': 'pass' })] }, 'no-evidence'],
    ['all pieces of a split are', { reports: [report({ '2#1-1A': 'pass', '2#1-1B': 'pass' })] }, 'met'],
    [
      'one failing piece is a failure',
      { reports: [report({ '2#1-1A': 'pass', '2#1-1B': 'fail' })] },
      'not-met',
    ],
    ['what is shown for this edition itself is', { reports: [report({ '1-1': 'pass' })] }, 'met'],
    [
      'a failing piece is not mended by what is shown for this edition itself',
      { reports: [report({ '1-1': 'pass', '2#1-1B': 'fail' })] },
      'not-met',
    ],
    [
      'an open piece leaves it open',
      { reports: [report({ '1-1': 'pass', '2#1-1B': 'inconclusive' })] },
      'inconclusive',
    ],
  ])('%s', (_what, given, outcome) => {
    expect(findingOf(split, given).outcome).toBe(outcome);
  });

  test('assesses no better than it declares where a part is exempt only as declared', () => {
    const made = world({
      provisions: [provision('1-1', { scope: 'some-components' })],
      later: standard([before('part', '1-1')], [], { edition: '2', succeeds: '1' }),
      group: { justifiedNotApplicable: true },
      dossier: {
        statements: [says('1-1', 'not-applicable', [['lamp', 'no']]), says('2#1-1', 'yes')],
        evidence: [shows(['2#1-1'])],
      },
    });
    const finding = findingOn(evaluation(made), '1-1');
    expect([finding.outcome, finding.assessed]).toEqual(['not-met', 'not-met']);
  });

  test('carries from the earlier edition only where nothing changed in substance', () => {
    const asked = (relation: 'same' | 'restated' | 'part') => {
      const later = standard([before(relation, '1-1')], [], { edition: '2', succeeds: '1' });
      const made = world({ provisions: [provision('1-1')], later, reports: [report({ '1-1': 'pass' })] });
      const [only] = made.scheme.requirements;
      if (!only) throw new Error('no group');
      const newer = {
        ...made.scheme,
        requirements: [{ ...only, from: 'sandbox-standard@2' as typeof only.from }],
      };
      return findingOn(evaluation({ ...made, scheme: newer }), '2#1-1').outcome;
    };
    expect([asked('same'), asked('restated'), asked('part')]).toEqual(['met', 'no-evidence', 'no-evidence']);
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
