import { editionRef, splitProvisionRef } from '@assay/vocabulary/ids';
import type { EquivalencePolicy } from '@assay/vocabulary/recognition';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { duplicates, type Complaint, type Filed } from './complaint.ts';

/** What the schema of a policy cannot see: a provision that no standard has, and a mode of two kinds. */
export function checkPolicy(
  { file, document: policy }: Filed<EquivalencePolicy>,
  standards: readonly Filed<StandardEdition>[],
): readonly Complaint[] {
  const modes = Object.entries(policy.surveillanceKinds).flatMap(([kind, one]) =>
    one.modes.map((mode) => ({ kind, mode })),
  );
  return [
    ...duplicates(file, '/must', policy.must, ({ provision }) => provision),
    ...duplicates(file, '/surveillanceKinds', modes, ({ mode }) => mode).map((one) => ({
      ...one,
      path: '/surveillanceKinds',
    })),
    ...policy.must.flatMap(({ provision }, index) => {
      const { edition, id } = splitProvisionRef(provision);
      const there = standards.some(
        ({ document }) =>
          editionRef(document.id, document.edition) === edition &&
          document.provisions.some((one) => one.id === id),
      );
      return there
        ? []
        : [
            {
              ...{ file, path: `/must/${String(index)}/provision`, code: 'dangling-reference' },
              facts: { id: provision, to: 'standards' },
            },
          ];
    }),
  ];
}
