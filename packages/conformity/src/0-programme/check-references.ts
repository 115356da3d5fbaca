import { editionRef, type EditionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { isAskedFor } from '../1-application/product-class.ts';
import { about, duplicates, each, type Complaint, type Filed } from './complaint.ts';
import { settingsUsed } from './settings-used.ts';

type Editions = {
  readonly standards: readonly Filed<StandardEdition>[];
  readonly schemes: readonly Filed<SchemeEdition>[];
};

/** Ids that are there once, and names that lead to something. */
export function checkReferences(
  scheme: Filed<SchemeEdition>,
  { standards, schemes }: Editions,
): readonly Complaint[] {
  const { file, document } = scheme;
  const recognised = document.recognitions.flatMap((one, index) =>
    one.scheme === undefined ? [] : [{ path: `/recognitions/${String(index)}/scheme`, edition: one.scheme }],
  );
  return [
    ...duplicateIds(scheme),
    ...selectedTwice(scheme),
    ...danglingProvisions(scheme, standards),
    ...danglingWithin(scheme),
    ...checkRecognised(file, recognised, [...schemes, scheme]),
  ];
}

/** Each edition that a recognition names must be one that is there; `path` says where in `file` it is named. */
function checkRecognised(
  file: string,
  named: readonly { readonly path: string; readonly edition: EditionRef }[],
  schemes: readonly Filed<Pick<SchemeEdition, 'id' | 'edition'>>[],
): readonly Complaint[] {
  const known = new Set(schemes.map(({ document }) => editionRef(document.id, document.edition)));
  return named
    .filter(({ edition }) => !known.has(edition))
    .map(({ path, edition }) => {
      const [id = ''] = edition.split('@');
      const others = [...known].filter((ref) => ref.startsWith(`${id}@`));
      return about(file)(path, 'recognition-of-unknown-edition', {
        ...{ edition, others: others.join(', '), count: others.length },
      });
    });
}

function duplicateIds({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const named = {
    ...{ roles: scheme.roles, methods: scheme.methods, requirements: scheme.requirements },
    ...{ declarations: scheme.declarations, changeClasses: scheme.changeClasses },
    ...{ sanctions: scheme.sanctions, clocks: scheme.clocks, claims: scheme.claims },
    ...{ settings: scheme.settings, classes: scheme.classes ?? [] },
    ...{ principles: scheme.principles ?? [], gates: scheme.gates ?? [] },
    ...{ 'scope/inclusion': scheme.scope.inclusion, 'scope/exclusions': scheme.scope.exclusions },
  };
  return [
    ...Object.entries<readonly { readonly id: string }[]>(named).flatMap(([member, items]) =>
      duplicates(file, `/${member}`, items, (item) => item.id),
    ),
    ...duplicates(file, '/levels', scheme.levels, (level) => String(level.rank)),
    ...duplicates(file, '/disclosures', scheme.disclosures, (disclosure) => disclosure.field),
  ];
}

/** A provision that two groups ask of one and the same product would have two levels or two methods. */
function selectedTwice({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const found = new Map<string, Complaint>();
  for (const category of categoriesNamed(scheme)) {
    const seen = new Set<string>();
    scheme.requirements.forEach((group, index) => {
      if (!isAskedFor(scheme, group, category)) return;
      group.provisions.forEach((provision, place) => {
        const id = `${group.from}#${provision}`;
        const path = `/requirements/${String(index)}/provisions/${String(place)}`;
        if (seen.has(id)) found.set(path, about(file)(path, 'provision-selected-twice', { id }));
        seen.add(id);
      });
    });
  }
  return [...found.values()];
}

/** Every category that the edition treats in a way of its own, and one that it does not name. */
export function categoriesNamed({ scope, classes = [], requirements }: SchemeEdition): ReadonlySet<string> {
  const inGroups = requirements.flatMap(({ only }) =>
    only === undefined || 'classes' in only
      ? []
      : 'categories' in only
        ? only.categories
        : only.exceptCategories,
  );
  const taken = scope.categories.filter((category) => category !== 'any-consumer-iot');
  const other = taken.length < scope.categories.length ? ['any-other'] : taken;
  return new Set([...other, ...classes.flatMap(({ categories }) => categories), ...inGroups]);
}

function danglingProvisions(
  { file, document: scheme }: Filed<SchemeEdition>,
  standards: readonly Filed<StandardEdition>[],
): readonly Complaint[] {
  const say = about(file);
  return each('/requirements', scheme.requirements, (group, path) => {
    const standard = standards.find(
      ({ document }) => editionRef(document.id, document.edition) === group.from,
    )?.document;
    if (!standard) return [say(`${path}/from`, 'dangling-reference', { id: group.from, to: 'standards' })];
    const known = new Set(standard.provisions.map((provision) => provision.id));
    return each(`${path}/provisions`, group.provisions, (id, place) =>
      known.has(id) ? [] : [say(place, 'dangling-reference', { id, to: group.from })],
    );
  });
}

/** Methods, settings, levels, classes and principles named in one part of the edition and declared in another. */
function danglingWithin({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(file);
  const ids = (items: readonly { readonly id: string }[] = []) => new Set(items.map(({ id }) => id));
  const methods = ids(scheme.methods);
  const settings = ids(scheme.settings);
  const classes = ids(scheme.classes);
  const principles = ids(scheme.principles);
  const ranks = new Set(scheme.levels.map(({ rank }) => rank));
  return [
    ...each('/requirements', scheme.requirements, ({ method, level, only, principle }, path) => [
      ...(methods.has(method) ? [] : [say(`${path}/method`, 'requirement-without-method', { method })]),
      ...(ranks.has(level) ? [] : [say(`${path}/level`, 'dangling-reference', { id: level, to: 'levels' })]),
      ...each(
        `${path}/only/classes`,
        only !== undefined && 'classes' in only ? only.classes : [],
        (id, at) => (classes.has(id) ? [] : [say(at, 'dangling-reference', { id, to: 'classes' })]),
      ),
      ...(principle === undefined || principles.has(principle)
        ? []
        : [say(`${path}/principle`, 'dangling-reference', { id: principle, to: 'principles' })]),
    ]),
    ...settingsUsed(scheme)
      .filter(({ id }) => !settings.has(id))
      .map(({ id, path }) => say(path, 'dangling-reference', { id, to: 'settings' })),
  ];
}
