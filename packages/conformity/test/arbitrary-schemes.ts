/** Random pairs of small schemes over related standards, for the laws of comparing them. */
import type { Condition } from '@assay/vocabulary/condition';
import type { CrosswalkPair } from '@assay/vocabulary/crosswalk';
import type { EditionRef, ProvisionRef } from '@assay/vocabulary/ids';
import type { EquivalencePolicy } from '@assay/vocabulary/recognition';
import type { Method, RequirementGroup, SchemeEdition } from '@assay/vocabulary/scheme';
import type { Provision, StandardEdition } from '@assay/vocabulary/standard';
import fc from 'fast-check';

import { catalogueOf, type Catalogue } from '../src/0-programme/catalogue.ts';
import * as small from './small-world.ts';

export type SchemeWorld = {
  readonly catalogue: Catalogue;
  readonly documents: Parameters<typeof catalogueOf>[0];
  readonly policy: EquivalencePolicy;
  readonly source: SchemeEdition;
  readonly target: SchemeEdition;
};

const OTHER = small.edition('sandbox-other@1');
const IDS = ['1-1', '1-2', '1-3', '1-4'];
/** Every provision that a scheme of these worlds may ask for. */
export const PLACES: readonly { readonly from: EditionRef; readonly id: string }[] = [
  small.FIRST,
  small.SECOND,
  OTHER,
].flatMap((from) => IDS.map((id) => ({ from, id })));

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
const confidence = fc.constantFrom('sure' as const, 'likely' as const, 'uncertain' as const);
const conditions = [
  small.condition('c1', { fact: 'f' }),
  small.condition('c2', { any: [{ fact: 'f' }, { fact: 'g' }] }),
];

const provision = (id: string): fc.Arbitrary<Provision> =>
  fc
    .record({ conditions: fc.subarray(['c1', 'c2']), confidence, below: fc.boolean() })
    .map(({ below, ...rest }) =>
      small.provision(id, { ...rest, ...(below && id !== '1-1' && { parent: '1-1' }) }),
    );

const later = (id: string): fc.Arbitrary<Provision> =>
  fc
    .tuple(provision(id), fc.constantFrom('same' as const, 'restated' as const, 'part' as const), confidence)
    .map(([made, relation, mark]) => ({
      ...made,
      predecessors: [{ id, relation, change: 'As told.', confidence: mark }],
    }));

const standards: fc.Arbitrary<readonly StandardEdition[]> = fc
  .tuple(fc.tuple(...IDS.map(provision)), fc.tuple(...IDS.map(later)), fc.tuple(...IDS.map(provision)))
  .map(([first, second, other]) => [
    small.standard(first, conditions),
    small.standard(second, conditions, { edition: '2', succeeds: '1' }),
    small.standard(other, conditions, { id: 'sandbox-other' }),
  ]);

const pairs: fc.Arbitrary<readonly CrosswalkPair[]> = fc.uniqueArray(
  fc.record({
    from: fc.constantFrom(...IDS).map((id) => `${small.FIRST}#${id}` as ProvisionRef),
    to: fc.constantFrom(...IDS).map((id) => `${OTHER}#${id}` as ProvisionRef),
    relation: fc.constantFrom<CrosswalkPair['relation']>('equal', 'subset', 'superset', 'intersects'),
    strength: fc.constantFrom<CrosswalkPair['strength']>('strong', 'medium', 'weak'),
    confidence,
    source: fc.constant('invented for tests'),
  }),
  { maxLength: 8, selector: ({ from, to }) => `${from} ${to}` },
);

const REVIEWED: Method = {
  ...small.DECLARED,
  id: 'reviewed',
  activity: 'binary-analysis',
  party: 'third',
  competence: 'approved',
};
const METHODS = [small.DECLARED, small.TESTED, REVIEWED];

const scheme = (id: string): fc.Arbitrary<SchemeEdition> =>
  fc
    .record({
      where: fc.array(fc.nat(3), { minLength: PLACES.length, maxLength: PLACES.length }),
      methods: fc.array(fc.constantFrom(...METHODS), { minLength: PLACES.length, maxLength: PLACES.length }),
      waived: fc.boolean(),
      rule: fc.constantFrom('min-support-term' as const, 'fixed-term' as const, 'open-ended' as const),
      months: fc.constantFrom(12, 24, null),
      modes: fc.subarray(['market', 'yearly-review', 'random-check'], { minLength: 1 }),
      mark: confidence,
    })
    .map(({ where, methods, waived, rule, months, modes, mark }) => {
      const groups = PLACES.flatMap(({ from, id: one }, index): readonly RequirementGroup[] => {
        const level = where[index] ?? 0;
        if (level === 0) return [];
        const method = methods[index]?.id ?? 'declared';
        return [
          small.group(level, [one], {
            ...{ id: `group-${String(index)}`, from, method, confidence: mark },
            justifiedNotApplicable: waived,
          }),
        ];
      });
      const made = small.scheme(groups, { id, methods: METHODS });
      const ranks = [1, 2, 3].map((rank) => ({ ...levelOf(made), rank }));
      return {
        ...made,
        levelModel: 'cumulative',
        levels: ranks,
        validity: { rule, term: 'longest-term', ...sourced },
        surveillance: { modes, rule: 'surveillance.rule', ...sourced },
        settings: made.settings.map((one) => ({ ...one, value: months })),
      };
    });

function levelOf(made: SchemeEdition): SchemeEdition['levels'][number] {
  return made.levels[0] ?? { rank: 1, name: 'level.1.name', symbol: '1', basis: 'provisions', ...sourced };
}

const limit = (value: number) => ({ value, why: 'Sandbox.', ...sourced });
const policy: fc.Arbitrary<EquivalencePolicy> = fc
  .record({
    uncovered: fc.nat(6),
    notWhole: fc.nat(8),
    must: fc.subarray([...IDS], { maxLength: 2 }),
    atLeast: fc.constantFrom('whole' as const, 'part' as const),
    activity: fc.constantFrom('declaration' as const, 'functional-test' as const),
  })
  .map(({ uncovered, notWhole, must, atLeast, activity }) => ({
    policy: 'sandbox-policy',
    title: 'Sandbox policy',
    must: must.map((id) => ({ provision: small.ref(id), atLeast, why: 'Sandbox.', ...sourced })),
    limits: {
      uncovered: limit(uncovered),
      notWhole: limit(notWhole),
      closable: { activity, why: 'Sandbox.', ...sourced },
    },
    surveillanceKinds: {
      sampling: { modes: ['market', 'random-check'], why: 'Sandbox.', ...sourced },
    },
  }));

export const schemeWorlds: fc.Arbitrary<SchemeWorld> = fc
  .record({ standards, pairs, source: scheme('sandbox-north'), target: scheme('sandbox-south'), policy })
  .map(({ source, target, policy: chosen, ...rest }) => {
    const facts = { facts: ['f', 'g'].map(small.yesNoFact) };
    const documents = { ...rest, facts, schemes: [source, target], policy: chosen };
    return { catalogue: catalogueOf(documents), documents, policy: chosen, source, target };
  });

/** An expression over three facts. */
export const expressions: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('f', 'g', 'h').map((fact): Condition => ({ fact })),
    tie('tree').map((not): Condition => ({ not })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
  ),
})).tree;
