import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Complaint, Filed } from './complaint.ts';

/** A class that prints the list it rests on: the entries and the categories of the class must name the same ones. */
export function checkClassLists({
  file,
  document: { classes = [] },
}: Filed<Pick<SchemeEdition, 'classes'>>): readonly Complaint[] {
  return classes.flatMap(({ categories, listed }, index) => {
    if (listed === undefined) return [];
    const path = `/classes/${String(index)}`;
    const named = listed.flatMap((entry, at) =>
      entry.categories.map((category, place) => ({
        category,
        path: `${path}/listed/${String(at)}/categories/${String(place)}`,
      })),
    );
    const dangling = (where: string, id: string, to: string): Complaint => ({
      ...{ file, path: where, code: 'dangling-reference' },
      facts: { id, to },
    });
    return [
      ...named
        .filter(({ category }) => !categories.includes(category))
        .map((one) => dangling(one.path, one.category, 'the categories of the class')),
      ...categories.flatMap((category, place) =>
        named.some((one) => one.category === category)
          ? []
          : [dangling(`${path}/categories/${String(place)}`, category, 'the entries of the list')],
      ),
    ];
  });
}
