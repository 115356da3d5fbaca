import { weakest, type Confidence } from '@assay/vocabulary/confidence';
import type { EquivalencePolicy } from '@assay/vocabulary/recognition';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { PLACES, schemeWorlds, type SchemeWorld } from '../../test/arbitrary-schemes.ts';
import * as small from '../../test/small-world.ts';
import { catalogueOf } from './catalogue.ts';
import { comparisonIn, type Equivalence, type Verdict } from './equivalence.ts';

const RUNS = { numRuns: 150 };
const RANK: Readonly<Record<Verdict, number>> = { not: 0, 'with-conditions': 1, equivalent: 2 };
const LEVELS = [1, 2, 3];

/** What a program would see: no methods of maps, no identities. */
function seen(found: Equivalence): unknown {
  return JSON.parse(JSON.stringify(found));
}

function comparing({ catalogue, policy, source, target }: SchemeWorld) {
  const compare = comparisonIn(catalogue, policy);
  return (held: number, asked: number) =>
    compare({ scheme: source, level: held }, { scheme: target, level: asked });
}

describe('laws of comparing labels', () => {
  test('every label does whole what it does itself, with no gaps', () => {
    fc.assert(
      fc.property(schemeWorlds, fc.constantFrom(...LEVELS), ({ catalogue, policy, source }, level) => {
        const label = { scheme: source, level };
        const { verdict, gaps, counts, recognised } = comparisonIn(catalogue, policy)(label, label);
        expect({ verdict, gaps }).toEqual({ verdict: 'equivalent', gaps: [] });
        expect(counts.whole).toBe(counts.asked);
        expect(recognised.level).toBeGreaterThanOrEqual(level);
      }),
      RUNS,
    );
  });

  test('a higher level that is held never does less, a lower level that is asked is never harder', () => {
    fc.assert(
      fc.property(schemeWorlds, (world) => {
        const at = comparing(world);
        for (const [low, high] of [
          [1, 2],
          [2, 3],
        ] as const)
          for (const level of LEVELS) {
            const [less, more] = [at(low, level), at(high, level)];
            expect(RANK[more.verdict]).toBeGreaterThanOrEqual(RANK[less.verdict]);
            expect(more.counts.none).toBeLessThanOrEqual(less.counts.none);
            expect(more.recognised.level).toBeGreaterThanOrEqual(less.recognised.level);
            expect(RANK[at(level, low).verdict]).toBeGreaterThanOrEqual(RANK[at(level, high).verdict]);
          }
      }),
      RUNS,
    );
  });

  test('what the target asks in addition never makes the verdict better', () => {
    fc.assert(
      fc.property(schemeWorlds, fc.constantFrom(...PLACES), (world, { from, id }) => {
        const { target, documents } = world;
        const asked = target.requirements.some(
          (group) => group.from === from && group.provisions.includes(id),
        );
        fc.pre(!asked);
        const added = small.group(1, [id], { id: 'one-more', from, method: small.TESTED.id });
        const more: SchemeEdition = { ...target, requirements: [...target.requirements, added] };
        const catalogue = catalogueOf({ ...documents, schemes: [world.source, more] });
        const [before, after] = [comparing(world), comparing({ ...world, catalogue, target: more })];
        for (const level of LEVELS)
          expect(RANK[after(3, level).verdict]).toBeLessThanOrEqual(RANK[before(3, level).verdict]);
      }),
      RUNS,
    );
  });

  test('a verdict is no surer than the weakest link, requirement or gap that it rests on', () => {
    fc.assert(
      fc.property(schemeWorlds, (world) => {
        const { confidence, covers, gaps, dimensions } = comparing(world)(3, 3);
        const marks: readonly Confidence[] = [
          ...covers.flatMap(({ requirement, by }) => [
            requirement.confidence,
            ...by.flatMap(({ source, link }) => [source.confidence, link.confidence]),
          ]),
          ...[...gaps, ...dimensions].map((one) => one.confidence),
        ];
        expect(weakest([confidence, weakest(marks)])).toBe(confidence);
      }),
      RUNS,
    );
  });

  test('the order of documents does not show, nor does what was asked before', () => {
    fc.assert(
      fc.property(schemeWorlds, (world) => {
        const { standards, schemes, pairs, ...rest } = world.documents;
        const turned = catalogueOf({
          ...rest,
          standards: standards
            .toReversed()
            .map((one) => ({ ...one, provisions: one.provisions.toReversed() })),
          schemes: schemes.toReversed(),
          pairs: (pairs ?? []).toReversed(),
        });
        const [one, other] = [comparing(world), comparing({ ...world, catalogue: turned })];
        other(1, 3);
        for (const level of LEVELS) expect(seen(other(3, level))).toEqual(seen(one(3, level)));
      }),
      RUNS,
    );
  });

  test('the recognised level is the highest that nothing blocks, and the level it is reached from the lowest', () => {
    fc.assert(
      fc.property(schemeWorlds, (world) => {
        const at = comparing(world);
        const { level, from } = at(3, 1).recognised;
        const reached = LEVELS.filter((asked) => at(3, asked).verdict !== 'not');
        expect(level).toBe(reached.at(-1) ?? 0);
        const enough = LEVELS.filter((held) => level > 0 && at(held, level).verdict !== 'not');
        expect(from).toBe(enough[0] ?? 0);
      }),
      RUNS,
    );
  });
});

const why = { why: 'Sandbox.', source: 'invented for tests', confidence: 'sure' } as const;
const LENIENT: EquivalencePolicy = {
  policy: 'sandbox-policy',
  title: 'Sandbox policy',
  must: [],
  limits: {
    uncovered: { value: 9, ...why },
    notWhole: { value: 9, ...why },
    closable: { activity: 'functional-test', ...why },
  },
  surveillanceKinds: {},
};

describe('one requirement of the target', () => {
  const conditions = [small.condition('c1', { fact: 'f' })];
  const split = (id: string, relation: 'part' | 'restated' | 'same') => ({
    predecessors: [{ id, relation, change: 'As told.', confidence: 'likely' as const }],
  });

  /** The answer for a source and a target that each ask for a few provisions. */
  function between(
    held: readonly { readonly id: string; readonly method?: string; readonly waived?: boolean }[],
    asked: { readonly id: string; readonly method?: string },
    more: {
      readonly source?: Partial<SchemeEdition>;
      readonly target?: Partial<SchemeEdition>;
      readonly policy?: EquivalencePolicy;
    } = {},
  ): Equivalence {
    const { policy = LENIENT } = more;
    const first = small.standard(
      [
        small.provision('1-1', {
          tests: { group: '1-1', cases: [{ id: '1-1-1', type: 'conceptual', ixit: [] }] },
        }),
        small.provision('1-2', { conditions: ['c1'] }),
        small.provision('1-3'),
        small.provision('1-4', { parent: '1-3' }),
        small.provision('1-5', { parent: '1-3' }),
      ],
      conditions,
    );
    const second = small.standard(
      [
        small.provision('1-1A', split('1-1', 'part')),
        small.provision('1-1B', split('1-1', 'part')),
        small.provision('1-2', { ...split('1-2', 'restated'), conditions: ['c1'] }),
        small.provision('1-3', split('1-3', 'same')),
      ],
      conditions,
      { edition: '2', succeeds: '1' },
    );
    const schemeOf = (id: string, rows: typeof held, rest?: Partial<SchemeEdition>) =>
      small.scheme(
        rows.map((row, index) =>
          small.group(1, [row.id.replace('2#', '')], {
            ...{ id: `group-${String(index)}`, method: row.method ?? 'declared' },
            from: row.id.startsWith('2#') ? small.SECOND : small.FIRST,
            justifiedNotApplicable: row.waived ?? false,
          }),
        ),
        { id, ...rest },
      );
    const source = schemeOf('sandbox-north', held, more.source);
    const target = schemeOf('sandbox-south', [asked], more.target);
    const catalogue = catalogueOf({
      facts: { facts: [small.yesNoFact('f')] },
      standards: [first, second],
      schemes: [source, target],
    });
    return comparisonIn(catalogue, policy)({ scheme: source, level: 1 }, { scheme: target, level: 1 });
  }
  const extent = (...args: Parameters<typeof between>) => between(...args).covers[0]?.extent;

  test('is covered whole by the same provision, assessed alike', () => {
    expect(between([{ id: '1-1' }], { id: '1-1' })).toMatchObject({ verdict: 'equivalent', gaps: [] });
  });

  test('that is assessed more lightly leaves a gap of rigour, with the test cases that would close it', () => {
    expect(between([{ id: '1-1' }], { id: '1-1', method: 'tested' }).gaps).toMatchObject([
      {
        ...{ kind: 'rigour', severity: 'condition', remedy: 'test' },
        testCases: ['sandbox-standard@1#1-1-1'],
        because: {
          because: [
            { code: 'activity-too-weak' },
            { code: 'party-too-close' },
            { code: 'competence-too-low' },
          ],
        },
      },
    ]);
    expect(between([{ id: '1-1', method: 'tested' }], { id: '1-1' }).gaps).toEqual([]);
  });

  test('is covered by what follows from it unchanged, in part by what was restated', () => {
    expect(extent([{ id: '2#1-3' }], { id: '1-3' })).toBe('whole');
    expect(extent([{ id: '1-3' }], { id: '2#1-3' })).toBe('whole');
    const restated = between([{ id: '2#1-2' }], { id: '1-2' });
    expect(restated.covers[0]?.extent).toBe('part');
    expect(restated.gaps[0]?.kind).toBe('edition');
  });

  test('is covered whole by all the parts that it was split into, not by one of them', () => {
    expect(extent([{ id: '2#1-1A' }], { id: '1-1' })).toBe('part');
    expect(extent([{ id: '2#1-1A' }, { id: '2#1-1B' }], { id: '1-1' })).toBe('whole');
    expect(extent([{ id: '1-1' }], { id: '2#1-1A' })).toBe('part');
  });

  test('is covered by the entry above it, and the entry above by all that stand below', () => {
    expect(extent([{ id: '1-3' }], { id: '1-4' })).toBe('whole');
    expect(extent([{ id: '1-4' }], { id: '1-3' })).toBe('part');
    expect(extent([{ id: '1-4' }, { id: '1-5' }], { id: '1-3' })).toBe('whole');
  });

  test('that may be waived at the source is covered only where it was not', () => {
    const waived = between([{ id: '1-1', waived: true }], { id: '1-1' });
    expect(waived.covers[0]?.extent).toBe('where-it-applies');
    expect(waived.gaps).toMatchObject([{ severity: 'condition', remedy: 'declaration' }]);
  });

  test('counts as covered where the condition of the source makes the target not apply either', () => {
    expect(extent([{ id: '1-2' }], { id: '1-2' })).toBe('whole');
  });

  test('of which nothing is known leaves a gap, which blocks where it takes more than a condition may ask', () => {
    expect(between([{ id: '1-1' }], { id: '1-3' }).gaps).toMatchObject([
      { kind: 'coverage', severity: 'condition', remedy: 'declaration' },
    ]);
    const analysed = { ...small.TESTED, activity: 'penetration-test' as const };
    const deeper = { target: { methods: [small.DECLARED, analysed] } };
    expect(between([{ id: '1-1' }], { id: '1-3', method: 'tested' }, deeper)).toMatchObject({
      verdict: 'not',
      recognised: { level: 0, from: 0 },
      gaps: [{ severity: 'blocking', because: { because: [{ code: 'beyond-a-condition' }] } }],
    });
  });

  test.each<readonly [string, Parameters<typeof between>[2], string, Verdict]>([
    [
      'a shorter term of the target caps what is recognised',
      { source: { validity: { rule: 'open-ended', source: 'x', confidence: 'sure' } } },
      'term-capped',
      'with-conditions',
    ],
    [
      'a label without an end of support ends with it all the same',
      { source: { validity: { rule: 'fixed-term', term: 'longest-term', source: 'x', confidence: 'sure' } } },
      'ends-with-support',
      'with-conditions',
    ],
    [
      'a way of watching that the source lacks is a condition',
      { target: { surveillance: { modes: ['yearly'], rule: 'r', source: 'x', confidence: 'sure' } } },
      'surveillance-lacking',
      'with-conditions',
    ],
    [
      'so is what the target publishes and the source does not',
      {
        target: {
          disclosures: [{ field: 'updates', required: true, label: 'l', source: 'x', confidence: 'sure' }],
        },
      },
      'disclosure-lacking',
      'with-conditions',
    ],
    [
      'schemes that share no category of product are never equivalent',
      {
        source: { scope: { categories: ['lamp'], excludedCategories: [], inclusion: [], exclusions: [] } },
        target: { scope: { categories: ['router'], excludedCategories: [], inclusion: [], exclusions: [] } },
      },
      'no-category-in-common',
      'not',
    ],
  ])('%s', (_case, more, code, verdict) => {
    const found = between([{ id: '1-1' }], { id: '1-1' }, more);
    expect(found.gaps.map(({ because }) => because.code)).toContain(code);
    expect(found.verdict).toBe(verdict);
  });

  describe('under a policy', () => {
    const must = (atLeast: 'whole' | 'part') => ({
      policy: { ...LENIENT, must: [{ provision: small.ref('1-3'), atLeast, ...why }] },
    });

    test('that wants it whole is blocked by a part, and by nothing at all under one that wants a part', () => {
      expect(between([{ id: '1-4' }], { id: '1-3' }, must('whole'))).toMatchObject({
        verdict: 'not',
        gaps: [{ severity: 'blocking', because: { because: [{ code: 'policy-must' }] } }],
      });
      expect(between([{ id: '1-4' }], { id: '1-3' }, must('part')).verdict).toBe('with-conditions');
      expect(between([{ id: '1-1' }], { id: '1-3' }, must('part')).verdict).toBe('not');
    });

    test('is a point of it under the id of another edition too, where nothing changed', () => {
      expect(between([{ id: '1-4' }], { id: '2#1-3' }, must('whole')).verdict).toBe('not');
    });

    test('that leaves nothing open to a condition is blocked by the number of what is open', () => {
      const codes = (id: string, limits: Partial<EquivalencePolicy['limits']>) =>
        between([{ id }], { id: '1-3' }, { policy: { ...LENIENT, limits: { ...LENIENT.limits, ...limits } } })
          .gaps.filter(({ severity }) => severity === 'blocking')
          .map(({ because }) => because.code);
      const none = { value: 0, ...why };
      expect(codes('1-1', { uncovered: none })).toEqual(['too-many-uncovered']);
      expect(codes('1-4', { uncovered: none })).toEqual([]);
      expect(codes('1-4', { notWhole: none })).toEqual(['too-many-not-whole']);
      expect(codes('1-1', { notWhole: none })).toEqual(['too-many-not-whole']);
    });
  });
});

describe('schemes whose levels are of another kind', () => {
  const first = small.standard([small.provision('1-1'), small.provision('1-2')]);
  const plain = small.scheme([small.group(1, ['1-1'])], { id: 'sandbox-north' });
  const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
  const verdict = (target: SchemeEdition, level: number, category?: string) => {
    const catalogue = catalogueOf({ facts: { facts: [] }, standards: [first], schemes: [plain, target] });
    const compare = comparisonIn(catalogue, {
      ...LENIENT,
      limits: { ...LENIENT.limits, uncovered: { value: 0, ...why } },
    });
    return compare({ scheme: plain, level: 1 }, { scheme: target, level }, category).verdict;
  };

  test('by classes: what is asked follows from the category, or is that of a product that no rule names', () => {
    const route = { id: 'self', title: 'route.self', open: 'route.open', ...sourced };
    const classes = [
      { id: 'plain', name: 'class.plain', categories: [], routes: [route], ...sourced },
      { id: 'important', name: 'class.important', categories: ['router'], routes: [route], ...sourced },
    ];
    const groups = [
      small.group(1, ['1-1']),
      small.group(1, ['1-2'], { id: 'more', only: { classes: ['important'] } }),
    ];
    const target = small.scheme(groups, { id: 'sandbox-south', levelModel: 'classes', classes });
    expect(verdict(target, 1)).toBe('equivalent');
    expect(verdict(target, 1, 'lamp')).toBe('equivalent');
    expect(verdict(target, 1, 'router')).toBe('not');
  });

  test('by principle: a level is that level in each of them', () => {
    const principles = ['one', 'other'].map((id) => ({ id, name: `principle.${id}`, ...sourced }));
    const groups = [
      small.group(1, ['1-1'], { principle: 'one' }),
      small.group(2, ['1-2'], { principle: 'other' }),
    ];
    const target = small.scheme(groups, { id: 'sandbox-south', levelModel: 'per-principle', principles });
    expect([verdict(target, 1), verdict(target, 2)]).toEqual(['equivalent', 'not']);
  });
});
