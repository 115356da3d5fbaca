import { editionRef, provisionRef, splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';

import { provisionOf, type Catalogue } from './catalogue.ts';

/** How a provision follows from an earlier one; over several editions the weakest step counts. */
export type Descent = {
  readonly from: ProvisionRef;
  readonly relation: 'same' | 'restated' | 'part';
  readonly change: string;
};

/** Every provision of earlier editions that one follows from, the nearest first. */
export function lineage(catalogue: Catalogue, ref: ProvisionRef): readonly Descent[] {
  const { edition, id } = splitProvisionRef(ref);
  const standard = catalogue.standards.get(edition);
  const earlier = standard?.succeeds === undefined ? undefined : editionRef(standard.id, standard.succeeds);
  if (!earlier) return [];
  return (provisionOf(catalogue, edition, id)?.predecessors ?? []).flatMap(
    ({ id: before, relation, change }) => {
      const from = provisionRef(earlier, before);
      const beyond = lineage(catalogue, from).map((one) => ({
        ...one,
        relation: weaker(relation, one.relation),
        change: `${one.change} ${change}`,
      }));
      return [{ from, relation, change }, ...beyond];
    },
  );
}

const ORDER = ['part', 'restated', 'same'] as const;

function weaker(one: Descent['relation'], other: Descent['relation']): Descent['relation'] {
  return ORDER.find((relation) => relation === one || relation === other) ?? 'part';
}
