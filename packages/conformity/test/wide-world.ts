/** Random worlds with all that an edition may say: categories, classes, principles, one provision asked twice, limits that nobody has set, facts in numbers and words. */
import type { Condition } from '@assay/vocabulary/condition';
import type { Dossier, FactAnswer } from '@assay/vocabulary/dossier';
import type { Fact } from '@assay/vocabulary/facts';
import type { RequirementGroup, SchemeEdition, Selector } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';
import type { TestReport } from '@assay/vocabulary/test-report';
import fc from 'fast-check';

import { catalogueOf } from '../src/0-programme/catalogue.ts';
import { FACTS, REFS, worlds } from './arbitrary-world.ts';
import * as small from './small-world.ts';
import type { World } from './small-world.ts';

const CATEGORIES = ['lighting', 'camera', 'router', 'toy'];
const PRINCIPLES = ['p1', 'p2', 'p3'];
const sourced = { source: 'invented for tests', confidence: 'sure' } as const;

const DICTIONARY: readonly Fact[] = [
  ...FACTS.map(small.yesNoFact),
  { ...small.yesNoFact('n'), type: 'number' },
  { ...small.yesNoFact('k'), type: 'choice', choices: ['a', 'b', 'c'] },
];

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(...FACTS).map((fact): Condition => ({ fact })),
  fc
    .record({ op: fc.constantFrom('<', '<=', '==', '>=', '>'), value: fc.constantFrom(0, 1, 2.5) })
    .map(({ op, value }): Condition => ({ compare: { fact: 'n', op, value } })),
  fc.subarray(['a', 'b', 'c'], { minLength: 1 }).map((values): Condition => ({ in: { fact: 'k', values } })),
);
const { expression } = fc.letrec<{ expression: Condition }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    tie('expression').map((not): Condition => ({ not })),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
  ),
}));

const selector: fc.Arbitrary<Selector | undefined> = fc.option(
  fc.oneof(
    fc.subarray(CATEGORIES.slice(0, 3), { minLength: 1 }).map((categories) => ({ categories })),
    fc.subarray(CATEGORIES.slice(0, 3), { minLength: 1 }).map((exceptCategories) => ({ exceptCategories })),
    fc.subarray(['plain', 'grave'], { minLength: 1 }).map((classes) => ({ classes })),
  ),
  { nil: undefined, freq: 2 },
);
const classes: fc.Arbitrary<SchemeEdition['classes']> = fc.option(
  fc
    .subarray(CATEGORIES.slice(1), { minLength: 1 })
    .chain((grave) =>
      fc
        .boolean()
        .map((rest) => [
          { id: 'grave', name: 'class.grave', categories: grave, routes: [ROUTE], ...sourced },
          ...(rest
            ? [{ id: 'plain', name: 'class.plain', categories: [], routes: [ROUTE], ...sourced }]
            : []),
        ]),
    ),
  { nil: undefined },
);
const ROUTE = { id: 'any', title: 'route.any', open: 'route.open', ...sourced };

const change = fc.record({
  only: selector,
  principle: fc.option(fc.constantFrom(...PRINCIPLES), { nil: undefined }),
  justifiedNotApplicable: fc.boolean(),
  method: fc.constantFrom('declared', 'reviewed', 'tested', 'reviewed-lately'),
  again: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 3, nil: undefined }),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** Another edition of a scheme: other selections, principles, methods and limits over the same provisions. */
export function otherwise(scheme: SchemeEdition): fc.Arbitrary<SchemeEdition> {
  return fc
    .record({
      changes: fc.array(change, { minLength: 8, maxLength: 8 }),
      classes,
      principled: fc.boolean(),
      oldest: fc.constantFrom(null, 30, 100, 2_000),
      highest: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ changes, classes: made, principled, oldest, highest }) => {
      const groups = scheme.requirements.flatMap((group, place) =>
        changed(group, changes[place % changes.length], principled),
      );
      const ranks = [...new Set(groups.map(({ level }) => level))].filter((rank) => rank <= highest).sort();
      const late = {
        ...small.TESTED,
        id: 'reviewed-lately',
        party: 'second' as const,
        maxAge: 'oldest-result',
      };
      const again = small.scheme(groups, {
        methods: [...scheme.methods.filter(({ id }) => id !== late.id), late],
      });
      return {
        ...again,
        ...(made && { classes: made }),
        ...(principled && {
          principles: PRINCIPLES.map((id) => ({ id, name: `principle.${id}`, ...sourced })),
        }),
        levels: again.levels.filter(({ rank }) => ranks.length === 0 || ranks.includes(rank)),
        settings: scheme.settings.map((setting) =>
          setting.id === 'oldest-result' ? { ...setting, value: oldest } : setting,
        ),
      };
    });
}

function changed(group: RequirementGroup, how: Change | undefined, principled: boolean): RequirementGroup[] {
  if (!how) return [group];
  const { only, principle, again, ...rest } = how;
  const one = { ...group, ...rest, ...(only && { only }), ...(principled && principle && { principle }) };
  return again === undefined
    ? [one]
    : [one, { ...one, id: `${one.id}-again`, level: again, method: 'tested' }];
}

const answers = fc.record<Record<string, FactAnswer>, string>(
  {
    f: fc.constantFrom<FactAnswer>('yes', 'no', 'unknown', 7),
    g: fc.constantFrom<FactAnswer>('yes', 'no'),
    h: fc.constantFrom<FactAnswer>('yes', 'no', 'unknown'),
    n: fc.constantFrom<FactAnswer>(0, 1, 2, 2.5, 3, 'unknown', 'many'),
    k: fc.constantFrom<FactAnswer>('a', 'b', 'c', 'unknown', 'other', 4),
  },
  { requiredKeys: [] },
);

/** A world whose dossier, standards and scheme use all that documents may say. */
export const wideWorlds: fc.Arbitrary<World> = worlds.chain((world) =>
  fc
    .record({
      scheme: otherwise(world.scheme),
      expressions: fc.array(expression, { minLength: 4, maxLength: 4 }),
      category: fc.constantFrom(...CATEGORIES),
      facts: answers,
      wide: fc.subarray([...REFS]),
      splits: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      plain: fc.boolean(),
      passed: fc.boolean(),
      twice: fc.boolean(),
    })
    .map(({ scheme, expressions, category, facts, wide, splits, plain, passed, twice }) => {
      const standards = [...world.catalogue.standards.values()].map((standard, place) =>
        widened(standard, expressions.slice(place * 2), splits),
      );
      const dossier = plain ? plainly(world.dossier) : world.dossier;
      const heard = plain ? [] : world.reports;
      const reports = passed ? [PASSED, ...heard] : heard;
      return {
        ...world,
        scheme,
        catalogue: catalogueOf({ facts: { facts: [...DICTIONARY] }, standards, schemes: [scheme] }),
        dossier: {
          ...dossier,
          product: { ...dossier.product, category },
          facts: { ...facts },
          evidence: [...dossier.evidence, ...(wide.length > 0 ? [small.shows(wide, { id: 'wide' })] : [])],
        },
        reports: twice ? [...reports, ...reports.slice(0, 1).map(sameNameOtherWords)] : reports,
      };
    }),
);

/** A laboratory that found all in order: then the methods decide. */
const PASSED = small.report(Object.fromEntries(REFS.map((id) => [id, 'pass'] as const)), {
  report: 'all-passed',
});

/** A dossier as most are: words about wholes only. */
function plainly(dossier: Dossier): Dossier {
  return {
    ...dossier,
    statements: dossier.statements.map(({ provision, supported, reason }) => ({
      provision,
      supported,
      reason,
    })),
    ixit: [],
  };
}

function sameNameOtherWords(report: TestReport): TestReport {
  return { ...report, activity: 'penetration-test', results: [...report.results].reverse() };
}

function widened(
  standard: StandardEdition,
  expressions: readonly Condition[],
  splits: readonly boolean[],
): StandardEdition {
  return {
    ...standard,
    conditions: standard.conditions.map((one, place) => ({
      ...one,
      expression: expressions[place] ?? one.expression,
    })),
    provisions: standard.provisions.map((provision, place) => ({
      ...provision,
      ...(provision.predecessors &&
        splits[place % splits.length] && {
          predecessors: [
            ...provision.predecessors,
            { id: '1-3', relation: 'part' as const, change: 'As told.', confidence: 'likely' as const },
          ],
        }),
    })),
  };
}
