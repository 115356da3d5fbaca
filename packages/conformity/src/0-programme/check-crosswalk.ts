import type { Crosswalk } from '@assay/vocabulary/crosswalk';
import { editionRef, splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { duplicates, type Complaint, type Filed } from './complaint.ts';

/** Everything in a crosswalk that its schema cannot see: ends that lead nowhere, pairs given twice, and pairs of itself. */
export function checkCrosswalk(
  { file, document: crosswalk }: Filed<Crosswalk>,
  standards: readonly Filed<StandardEdition>[],
): readonly Complaint[] {
  const known = new Map(
    standards.map(({ document }) => [
      editionRef(document.id, document.edition),
      new Set(document.provisions.map((provision) => provision.id)),
    ]),
  );
  const leadsNowhere = (ref: ProvisionRef, path: string): readonly Complaint[] => {
    const { edition, id } = splitProvisionRef(ref);
    if (known.get(edition)?.has(id) === true) return [];
    return [{ file, path, code: 'dangling-reference', facts: { id: ref, to: 'standards' } }];
  };
  return [
    ...duplicates(file, '/pairs', crosswalk.pairs, ({ from, to }) => [from, to].sort().join(' ')),
    ...crosswalk.pairs.flatMap(({ from, to }, index) => {
      const path = `/pairs/${String(index)}`;
      const same = splitProvisionRef(from).edition === splitProvisionRef(to).edition;
      return [
        ...leadsNowhere(from, `${path}/from`),
        ...leadsNowhere(to, `${path}/to`),
        ...(same ? [{ file, path, code: 'pair-within-an-edition', facts: { from, to } }] : []),
      ];
    }),
  ];
}
