import type { Outcome } from '@assay/vocabulary/evaluation';
import type { Provision } from '@assay/vocabulary/standard';
import { describe, expect, test } from 'vitest';

import { type Given } from '../../test/judged.ts';
import {
  codesOf,
  condition,
  evaluation,
  findingOn,
  provision,
  report,
  says,
  shows,
  standard,
  world,
} from '../../test/small-world.ts';

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
