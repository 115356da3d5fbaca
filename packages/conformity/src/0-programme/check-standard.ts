import type { Fact } from '@assay/vocabulary/facts';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { checkCondition } from './check-conditions.ts';
import { about, duplicates, each, type Complaint, type Filed } from './complaint.ts';
import { cyclesOf } from './cycle.ts';
import { satisfiable } from './satisfiable.ts';

type Known = {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly standards: readonly Filed<StandardEdition>[];
};

/** Everything in a standard edition that its schema cannot see: ids given twice, references that lead nowhere, conditions that contradict one another. */
export function checkStandard(filed: Filed<StandardEdition>, known: Known): readonly Complaint[] {
  const { file, document: standard } = filed;
  const say = about(file);
  const conditions = each('/conditions', standard.conditions, ({ expression }, path) =>
    checkCondition(expression, { path: `${path}/expression`, say, facts: known.facts }),
  );
  return [
    ...duplicates(file, '/sections', standard.sections, (section) => section.id),
    ...duplicates(file, '/conditions', standard.conditions, (condition) => condition.id),
    ...duplicates(file, '/provisions', standard.provisions, (provision) => provision.id),
    ...conditions,
    ...references(filed),
    ...predecessors(filed, known.standards),
    ...(conditions.length === 0 ? neverApplies(filed, known.facts) : []),
    ...parents(filed),
  ];
}

function references({ file, document: standard }: Filed<StandardEdition>): readonly Complaint[] {
  const say = about(file);
  const sections = new Set(standard.sections.map(({ id }) => id));
  const conditions = new Set(standard.conditions.map(({ id }) => id));
  const provisions = new Set(standard.provisions.map(({ id }) => id));
  return each('/provisions', standard.provisions, ({ section, parent, conditions: named }, path) => [
    ...(sections.has(section)
      ? []
      : [say(`${path}/section`, 'dangling-reference', { id: section, to: 'sections' })]),
    ...(parent === undefined || provisions.has(parent)
      ? []
      : [say(`${path}/parent`, 'dangling-reference', { id: parent, to: 'provisions' })]),
    ...named
      .filter((id) => !conditions.has(id))
      .map((id) => say(`${path}/conditions`, 'dangling-reference', { id, to: 'conditions' })),
  ]);
}

function predecessors(
  { file, document: standard }: Filed<StandardEdition>,
  standards: Known['standards'],
): readonly Complaint[] {
  const say = about(file);
  const { succeeds } = standard;
  const earlier = standards.find(
    ({ document }) => document.id === standard.id && document.edition === succeeds,
  )?.document;
  const before = new Set(earlier?.provisions.map(({ id }) => id));
  return [
    ...(succeeds !== undefined && !earlier
      ? [say('/succeeds', 'dangling-reference', { id: succeeds, to: 'editions of this standard' })]
      : []),
    ...each('/provisions', standard.provisions, (provision, path) =>
      (provision.predecessors ?? [])
        .filter(({ id }) => !before.has(id))
        .map(({ id }) =>
          say(`${path}/predecessors`, 'dangling-reference', {
            id,
            to: `provisions of edition ${succeeds ?? '(none named)'}`,
          }),
        ),
    ),
  ];
}

/** Conditions that hold one by one and never together: nobody would ever be asked for the provision. */
function neverApplies(
  { file, document: standard }: Filed<StandardEdition>,
  facts: Known['facts'],
): readonly Complaint[] {
  const expressions = new Map(standard.conditions.map(({ id, expression }) => [id, expression]));
  return each('/provisions', standard.provisions, ({ id, conditions }, path) => {
    const demands = conditions.flatMap((name) => {
      const condition = expressions.get(name);
      return condition ? [{ condition, holds: true }] : [];
    });
    return demands.length > 1 && satisfiable(demands, facts) === 'no'
      ? [
          about(file)(`${path}/conditions`, 'provision-never-applies', {
            provision: id,
            conditions: conditions.join(', '),
          }),
        ]
      : [];
  });
}

/** A provision that refines itself, by however many steps, would be part of its own part. */
function parents({ file, document: standard }: Filed<StandardEdition>): readonly Complaint[] {
  const steps = standard.provisions.flatMap(({ id, parent }, index) =>
    parent === undefined ? [] : [{ from: id, to: parent, by: `/provisions/${String(index)}/parent` }],
  );
  return cyclesOf(steps).map((cycle) =>
    about(file)(cycle[0]?.by ?? '', 'parent-cycle', {
      cycle: [...cycle.map(({ from }) => from), cycle[0]?.from ?? ''].join(' → '),
    }),
  );
}

/** Editions of a standard follow one another; a chain that comes back to its beginning would carry evidence round and round. */
export function checkSuccession(standards: Known['standards']): readonly Complaint[] {
  const steps = standards.flatMap(({ file, document: { id, edition, succeeds } }) =>
    succeeds === undefined ? [] : [{ from: `${id}@${edition}`, to: `${id}@${succeeds}`, by: file }],
  );
  return cyclesOf(steps).map((cycle) =>
    about(cycle[0]?.by ?? '')('/succeeds', 'succession-cycle', {
      cycle: [...cycle.map(({ from }) => from), cycle[0]?.from ?? ''].join(' → '),
    }),
  );
}
