import type { RequirementGroup, SchemeEdition } from '@assay/vocabulary/scheme';

type Classes = Pick<SchemeEdition, 'classes'>;
type ProductClass = NonNullable<SchemeEdition['classes']>[number];

/** The class of a product category: the one that names it, else the one that names none; absent where a scheme has no classes. */
export function classOf({ classes = [] }: Classes, category: string): ProductClass | undefined {
  return (
    classes.find(({ categories }) => categories.includes(category)) ??
    classes.find(({ categories }) => categories.length === 0)
  );
}

/** The groups of requirements that a scheme has for products of a category. */
export function groupsFor(
  scheme: Pick<SchemeEdition, 'classes' | 'requirements'>,
  category: string,
): readonly RequirementGroup[] {
  return scheme.requirements.filter((group) => isAskedFor(scheme, group, category));
}

/** Whether a group of requirements is asked for products of a category. */
export function isAskedFor(
  scheme: Classes,
  { only }: Pick<RequirementGroup, 'only'>,
  category: string,
): boolean {
  if (only === undefined) return true;
  if ('categories' in only) return only.categories.includes(category);
  if ('exceptCategories' in only) return !only.exceptCategories.includes(category);
  const found = classOf(scheme, category);
  return found !== undefined && only.classes.includes(found.id);
}
