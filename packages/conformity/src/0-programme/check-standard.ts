import { factsOf } from '@assay/vocabulary/condition';
import type { Fact } from '@assay/vocabulary/facts';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { duplicates, type Complaint, type Filed } from './complaint.ts';

type Known = {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly standards: readonly Filed<StandardEdition>[];
};

/** Everything in a standard edition that its schema cannot see: duplicate ids and references that lead nowhere. */
export function checkStandard(
  { file, document: standard }: Filed<StandardEdition>,
  known: Known,
): readonly Complaint[] {
  const dangling = (path: string, id: string, to: string): Complaint => ({
    file,
    path,
    code: 'dangling-reference',
    facts: { id, to },
  });
  const sections = new Set(standard.sections.map((section) => section.id));
  const conditions = new Set(standard.conditions.map((condition) => condition.id));
  const provisions = new Set(standard.provisions.map((provision) => provision.id));
  const earlier = known.standards.find(
    ({ document }) => document.id === standard.id && document.edition === standard.succeeds,
  )?.document;
  const before = new Set(earlier?.provisions.map((provision) => provision.id));

  return [
    ...duplicates(file, '/sections', standard.sections, (section) => section.id),
    ...duplicates(file, '/conditions', standard.conditions, (condition) => condition.id),
    ...duplicates(file, '/provisions', standard.provisions, (provision) => provision.id),
    ...(standard.succeeds !== undefined && !earlier
      ? [dangling('/succeeds', standard.succeeds, 'editions of this standard')]
      : []),
    ...standard.conditions.flatMap((condition, index) =>
      factsOf(condition.expression)
        .filter((fact) => !known.facts.has(fact))
        .map((fact) => dangling(`/conditions/${String(index)}/expression`, fact, 'the facts dictionary')),
    ),
    ...standard.provisions.flatMap((provision, index) => {
      const path = `/provisions/${String(index)}`;
      return [
        ...(sections.has(provision.section)
          ? []
          : [dangling(`${path}/section`, provision.section, 'sections')]),
        ...(provision.parent === undefined || provisions.has(provision.parent)
          ? []
          : [dangling(`${path}/parent`, provision.parent, 'provisions')]),
        ...provision.conditions
          .filter((id) => !conditions.has(id))
          .map((id) => dangling(`${path}/conditions`, id, 'conditions')),
        ...(provision.predecessors ?? [])
          .filter((predecessor) => !before.has(predecessor.id))
          .map((predecessor) =>
            dangling(
              `${path}/predecessors`,
              predecessor.id,
              `provisions of edition ${standard.succeeds ?? '(none named)'}`,
            ),
          ),
      ];
    }),
  ];
}
