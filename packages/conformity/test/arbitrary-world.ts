/** Random small worlds for the rules of judging, and one more favourable or unfavourable mark for each. */
import type { Condition } from '@assay/vocabulary/condition';
import type { Dossier, Evidence, FactAnswer, Statement } from '@assay/vocabulary/dossier';
import type { RecognisedBody } from '@assay/vocabulary/programme';
import type { Method, RequirementGroup, SchemeEdition } from '@assay/vocabulary/scheme';
import type { Provision, Scope, StandardEdition } from '@assay/vocabulary/standard';
import type { GroupResult, TestReport, Verdict } from '@assay/vocabulary/test-report';
import fc from 'fast-check';

import { catalogueOf } from '../src/0-programme/catalogue.ts';
import { satisfiable } from '../src/0-programme/satisfiable.ts';
import * as small from './small-world.ts';
import type { World } from './small-world.ts';

export const FACTS = ['f', 'g', 'h'] as const;
const FIRST_IDS = ['1-1', '1-2', '1-3'];
const LATER_IDS = ['1-1', '1-2A', '1-2B', '1-3'];
export const REFS: readonly string[] = [...FIRST_IDS, ...LATER_IDS.map((id) => `2#${id}`)];
const TABLE = '7-UpdMech';
const ROWS = ['row-1', 'row-2'];
const COMPONENTS = ['lamp', 'app'];
export const PARTS: readonly string[] = [...COMPONENTS, ...ROWS, 'nowhere'];

const fact = fc.constantFrom(...FACTS).map((id): Condition => ({ fact: id }));
const expression: fc.Arbitrary<Condition> = fc.oneof(
  fact,
  fact.map((not) => ({ not })),
  fc.tuple(fact, fact).map((all) => ({ all })),
  fc.tuple(fact, fact).map((any) => ({ any })),
);
/** A provision may name both, and a standard in which they contradict each other is refused. */
const conditions = fc
  .tuple(expression, expression)
  .filter(
    (both) =>
      satisfiable(
        both.map((condition) => ({ condition, holds: true })),
        new Map(),
      ) === 'yes',
  )
  .map(([one, other]) => [small.condition('c1', one), small.condition('c2', other)]);
const confidence = fc.constantFrom('sure' as const, 'likely' as const, 'uncertain' as const);

const scope = fc.constantFrom<Scope>(
  'product',
  'each-component',
  'each-applicable-component',
  'some-components',
  'developer',
);
const shape = fc.record({
  scope,
  conditions: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, fc.subarray(['c1', 'c2'])),
  confidence,
  perRow: fc.boolean(),
});
const provision = (id: string): fc.Arbitrary<Provision> =>
  shape.map(({ perRow, ...rest }) => small.provision(id, { ...rest, ...(perRow && { assessedPer: TABLE }) }));

const relation = fc.constantFrom('same' as const, 'restated' as const, 'part' as const);
const later = (id: string, before: string): fc.Arbitrary<Provision> =>
  fc.tuple(provision(id), fc.option(relation), confidence).map(([made, how, mark]) => ({
    ...made,
    ...(how && { predecessors: [{ id: before, relation: how, change: 'As told.', confidence: mark }] }),
  }));

const standards: fc.Arbitrary<readonly [StandardEdition, StandardEdition]> = fc
  .tuple(
    fc.tuple(...FIRST_IDS.map(provision)),
    conditions,
    fc.tuple(...LATER_IDS.map((id) => later(id, id.slice(0, 3)))),
    conditions,
  )
  .map(([provisions, given, laterProvisions, laterGiven]) => [
    small.standard(provisions, given),
    small.standard(laterProvisions, laterGiven, { edition: '2', succeeds: '1' }),
  ]);

const REVIEWED: Method = {
  ...small.DECLARED,
  id: 'reviewed',
  activity: 'document-review',
  party: 'second',
  competence: 'approved',
  maxAge: 'oldest-result',
};
const METHODS = [small.DECLARED, REVIEWED, small.TESTED];

/** Each provision goes to one level or to none; levels without any are left out and the rest close up. */
const scheme: fc.Arbitrary<SchemeEdition> = fc
  .record({
    where: fc.array(fc.nat(4), { minLength: REFS.length, maxLength: REFS.length }),
    methods: fc.array(fc.constantFrom(...METHODS), { minLength: 8, maxLength: 8 }),
    exempt: fc.boolean(),
    confidence,
  })
  .filter(({ where }) => where.some((level) => level > 0))
  .map(({ where, methods, exempt, confidence: mark }) => {
    const levels = [...new Set(where)].filter((level) => level > 0).sort();
    const groups = levels.flatMap((level, index) =>
      ['', '2#'].flatMap((mine, side): readonly RequirementGroup[] => {
        const ids = REFS.filter(
          (id, place) => where[place] === level && id.startsWith('2#') === (side === 1),
        );
        if (ids.length === 0) return [];
        return [
          small.group(
            index + 1,
            ids.map((id) => id.slice(mine.length)),
            {
              id: `group-${String(index + 1)}-${String(side)}`,
              from: side === 1 ? small.SECOND : small.FIRST,
              method: methods[index * 2 + side]?.id ?? 'declared',
              justifiedNotApplicable: exempt,
              confidence: mark,
            },
          ),
        ];
      }),
    );
    const made = small.scheme(groups, { methods: METHODS });
    const age = { ...made.settings[0], id: 'oldest-result', value: 100, unit: 'calendar-days' };
    return { ...made, settings: [...made.settings, age] as SchemeEdition['settings'] };
  });

const answer = fc.constantFrom<FactAnswer>('yes', 'no', 'unknown');
const word = fc.constantFrom<Statement['supported']>('yes', 'yes', 'no', 'not-applicable');
const statement = (id: string): fc.Arbitrary<Statement> =>
  fc
    .tuple(
      word,
      fc.uniqueArray(fc.tuple(fc.constantFrom(...PARTS), word), { maxLength: 2, selector: ([part]) => part }),
    )
    .map(([supported, parts]) => small.says(id, supported, parts));
const evidence = (id: string): fc.Arbitrary<Evidence> =>
  fc
    .constantFrom(
      { from: small.day('2026-01-01') },
      { from: small.day('2026-12-01') },
      { from: small.day('2025-01-01'), to: small.TODAY },
    )
    .map((effective) => small.shows([id], { effective }));

const dossier: fc.Arbitrary<Dossier> = fc
  .record({
    facts: fc.dictionary(fc.constantFrom(...FACTS), answer),
    said: fc.subarray([...REFS]).chain((ids) => fc.tuple(...ids.map(statement))),
    shown: fc.subarray([...REFS]).chain((ids) => fc.tuple(...ids.map(evidence))),
    rows: fc.option(fc.subarray(ROWS, { minLength: 1 })),
  })
  .map(({ facts, said, shown, rows }) =>
    small.dossier({
      facts: { ...facts },
      statements: said,
      evidence: shown,
      ixit: rows ? [{ table: TABLE, rows: rows.map((id) => ({ id, fields: {} })) }] : [],
    }),
  );

const verdict = fc.constantFrom<Verdict>('pass', 'pass', 'fail', 'inconclusive', 'not-applicable');
const units = fc.uniqueArray(fc.tuple(fc.constantFrom(...PARTS), verdict), {
  maxLength: 2,
  selector: ([part]) => part,
});
const result = (id: string): fc.Arbitrary<GroupResult> =>
  fc
    .tuple(fc.option(verdict, { nil: undefined }), fc.array(fc.tuple(verdict, units), { maxLength: 2 }))
    .map(([line, cases]) =>
      small.verdicts(
        id,
        line,
        cases.map(([one, parts]) => [one, ...parts]),
      ),
    );

const standing = fc.constantFrom<Partial<TestReport>>(
  {},
  { activity: 'document-review' },
  { testedFrom: small.day('2026-02-01'), testedUntil: small.day('2026-02-02') },
  { testedFrom: small.day('2026-12-01'), testedUntil: small.day('2026-12-02') },
  {
    activity: 'document-review',
    laboratory: {
      body: small.bodyId('body_sandbox-maker'),
      name: 'Sandbox Works',
      party: 'first',
      competence: 'none',
    },
  },
);
const report = (name: string): fc.Arbitrary<TestReport> =>
  fc
    .tuple(
      fc.subarray([...REFS], { minLength: 1, maxLength: 4 }).chain((ids) => fc.tuple(...ids.map(result))),
      standing,
    )
    .map(([results, more]) => small.report(results, { report: name, ...more }));

export const worlds: fc.Arbitrary<World> = fc
  .record({
    editions: standards,
    scheme,
    dossier,
    reports: fc.subarray(['report-a', 'report-b']).chain((names) => fc.tuple(...names.map(report))),
    bodies: fc.constantFrom<readonly RecognisedBody[]>([small.LAB], []),
  })
  .map(({ editions, ...rest }) => ({
    ...rest,
    catalogue: catalogueOf({
      facts: { facts: FACTS.map(small.yesNoFact) },
      standards: editions,
      schemes: [rest.scheme],
    }),
  }));

/** One more mark, all in one direction, in every way in which a mark can arrive. Some leave a world as it is. */
export function oneMore(direction: 'favourable' | 'unfavourable'): fc.Arbitrary<(world: World) => World> {
  const said = direction === 'favourable' ? 'yes' : 'no';
  const found = direction === 'favourable' ? 'pass' : 'fail';
  return fc
    .record({
      way: fc.constantFrom('statement' as const, 'part', 'report', 'case', 'unit'),
      id: fc.constantFrom(...REFS),
      part: fc.constantFrom(...PARTS),
      which: fc.nat(),
      standing,
    })
    .map(({ way, id, part, which, standing: how }) => (world) => {
      switch (way) {
        case 'statement':
          return withStatement(world, id, said);
        case 'part':
          return withPart(world, id, part, said);
        case 'report':
          return {
            ...world,
            reports: [...world.reports, small.report({ [id]: found }, { report: 'report-z', ...how })],
          };
        case 'case':
          return withResults(world, which, (group) => ({
            ...group,
            cases: [...group.cases, { case: 'one-more', verdict: found }],
          }));
        case 'unit':
          return withResults(world, which, (group) => ({
            ...group,
            cases: group.cases.map((one, index) =>
              index > 0 || one.units?.some((unit) => unit.part === part)
                ? one
                : { ...one, units: [...(one.units ?? []), { part, verdict: found }] },
            ),
          }));
      }
    });
}

function withStatement(world: World, id: string, said: 'yes' | 'no'): World {
  const { dossier: given } = world;
  if (given.statements.some((one) => one.provision === small.ref(id))) return world;
  return {
    ...world,
    dossier: {
      ...given,
      statements: [...given.statements, small.says(id, said)],
      evidence: backed(given, id, said),
    },
  };
}

/** A yes arrives with its evidence; a no needs none, and must bring none: evidence is favourable. */
function backed(given: Dossier, id: string, said: 'yes' | 'no'): Dossier['evidence'] {
  return said === 'yes' ? [...given.evidence, small.shows([id], { id: 'one-more' })] : given.evidence;
}

function withPart(world: World, id: string, part: string, said: 'yes' | 'no'): World {
  const { dossier: given } = world;
  return {
    ...world,
    dossier: {
      ...given,
      statements: given.statements.map((one) =>
        one.provision !== small.ref(id) || one.parts?.some((other) => other.part === part)
          ? one
          : { ...one, parts: [...(one.parts ?? []), { part, supported: said }] },
      ),
      evidence: backed(given, id, said),
    },
  };
}

function withResults(world: World, which: number, change: (group: GroupResult) => GroupResult): World {
  const { reports } = world;
  const mine = reports.length === 0 ? -1 : which % reports.length;
  return {
    ...world,
    reports: reports.map((one, index) =>
      index === mine
        ? {
            ...one,
            results: one.results.map((group, place) =>
              place === which % one.results.length ? change(group) : group,
            ),
          }
        : one,
    ),
  };
}

/** The same world with every list that has no order of its own in another one. */
export function shuffled(world: World): fc.Arbitrary<World> {
  const mixed = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
    fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
  const each = <T>(items: readonly T[], change: (item: T) => fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    mixed(items).chain((list) => fc.tuple(...list.map(change)));
  const { dossier: given, scheme: asked, catalogue } = world;
  return fc
    .record({
      statements: each(given.statements, (one) =>
        one.parts ? mixed(one.parts).map((parts) => ({ ...one, parts })) : fc.constant(one),
      ),
      evidence: mixed(given.evidence),
      components: mixed(given.components),
      facts: mixed(Object.entries(given.facts)),
      ixit: each(given.ixit, (table) => mixed(table.rows).map((rows) => ({ ...table, rows }))),
      reports: each(world.reports, (one) =>
        each(one.results, (group) =>
          each(group.cases, (item) =>
            item.units ? mixed(item.units).map((some) => ({ ...item, units: some })) : fc.constant(item),
          ).map((cases) => ({ ...group, cases })),
        ).map((results) => ({ ...one, results })),
      ),
      requirements: each(asked.requirements, (one) =>
        mixed(one.provisions).map((provisions) => ({ ...one, provisions })),
      ),
      levels: mixed(asked.levels),
      methods: mixed(asked.methods),
      settings: mixed(asked.settings),
      editions: each([...catalogue.standards.values()], (one) =>
        fc
          .tuple(
            each(one.provisions, (item) =>
              mixed(item.conditions).map((ids) => ({ ...item, conditions: ids })),
            ),
            mixed(one.conditions),
          )
          .map(([provisions, list]) => ({ ...one, provisions, conditions: list })),
      ),
      bodies: mixed(world.bodies),
      dictionary: mixed([...catalogue.facts.values()]),
    })
    .map((lists) => {
      const schemeAgain = {
        ...asked,
        requirements: lists.requirements,
        levels: lists.levels,
        methods: lists.methods,
        settings: lists.settings,
      };
      const { statements, evidence: proofs, components, ixit } = lists;
      return {
        scheme: schemeAgain,
        catalogue: catalogueOf({
          facts: { facts: lists.dictionary },
          standards: lists.editions,
          schemes: [schemeAgain],
        }),
        dossier: {
          ...given,
          statements,
          evidence: proofs,
          components,
          ixit,
          facts: Object.fromEntries(lists.facts),
        },
        reports: lists.reports,
        bodies: lists.bodies,
      };
    });
}
