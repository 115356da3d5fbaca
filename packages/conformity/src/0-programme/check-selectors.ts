import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { classOf, isAskedFor } from '../1-application/product-class.ts';
import { about, each, type Complaint, type Filed } from './complaint.ts';
import { categoriesNamed } from './check-references.ts';

const ANY = 'any-consumer-iot';

/** Categories by which groups and classes are told apart must be ones that the scheme takes, and each must catch some product. */
export function checkSelectors(scheme: Filed<SchemeEdition>): readonly Complaint[] {
  return [
    ...takenAndExcluded(scheme),
    ...outOfScope(scheme),
    ...inTwoClasses(scheme),
    ...takesNothing(scheme),
  ];
}

function takenAndExcluded({ file, document: { scope } }: Filed<SchemeEdition>): readonly Complaint[] {
  return each('/scope/excludedCategories', scope.excludedCategories, ({ category }, path) =>
    scope.categories.includes(category)
      ? [about(file)(`${path}/category`, 'category-taken-and-excluded', { category })]
      : [],
  );
}

function outOfScope({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const strangers = (path: string, categories: readonly string[]) =>
    each(path, categories, (category, place) =>
      isTaken(scheme, category) ? [] : [about(file)(place, 'category-out-of-scope', { category })],
    );
  return [
    ...each('/classes', scheme.classes ?? [], ({ categories }, path) =>
      strangers(`${path}/categories`, categories),
    ),
    ...each('/requirements', scheme.requirements, ({ only }, path) => [
      ...strangers(`${path}/only/categories`, only && 'categories' in only ? only.categories : []),
      ...strangers(
        `${path}/only/exceptCategories`,
        only && 'exceptCategories' in only ? only.exceptCategories : [],
      ),
    ]),
  ];
}

function isTaken({ scope }: SchemeEdition, category: string): boolean {
  // One that is taken and excluded at once is told where it is excluded.
  if (scope.categories.includes(category)) return true;
  return scope.categories.includes(ANY) && !scope.excludedCategories.some((one) => one.category === category);
}

/** A category belongs to one class. */
function inTwoClasses({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const seen = new Set<string>();
  return each('/classes', scheme.classes ?? [], ({ categories }, path) =>
    each(`${path}/categories`, categories, (category, place) => {
      if (seen.has(category)) return [about(file)(place, 'duplicate-id', { id: category })];
      seen.add(category);
      return [];
    }),
  );
}

/** Where every category named is known and taken, a group or class that catches none of them is asked of nobody. */
function takesNothing({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(file);
  const taken = [...categoriesNamed(scheme)].filter((category) => isTaken(scheme, category));
  const classes = new Set(scheme.classes?.map(({ id }) => id));
  return [
    ...each('/requirements', scheme.requirements, (group, path) => {
      const { only } = group;
      if (only === undefined || taken.some((category) => isAskedFor(scheme, group, category))) return [];
      const named = 'classes' in only ? only.classes.every((id) => classes.has(id)) : true;
      const known = 'categories' in only ? only.categories.every((one) => isTaken(scheme, one)) : true;
      return named && known ? [say(`${path}/only`, 'selector-takes-nothing', { group: group.id })] : [];
    }),
    ...each('/classes', scheme.classes ?? [], ({ id, categories }, path) =>
      categories.length > 0 || taken.some((category) => classOf(scheme, category)?.id === id)
        ? []
        : [say(path, 'class-takes-nothing', { class: id })],
    ),
  ];
}
