import { factsOf } from '@assay/vocabulary/condition';
import type { Fact } from '@assay/vocabulary/facts';
import { editionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { isAskedFor } from '../1-application/product-class.ts';
import { checkClassLists } from './check-class-lists.ts';
import { duplicates, type Complaint, type Filed } from './complaint.ts';
import { textKeysOf } from './text-keys.ts';

export type Surroundings = {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly standards: readonly Filed<StandardEdition>[];
  readonly schemes: readonly Filed<SchemeEdition>[];
  /** Texts of this scheme, one per language. */
  readonly texts: readonly Filed<SchemeTexts>[];
};

/** Everything in a scheme edition that its schema cannot see. Empty: the edition can be frozen and used. */
export function checkScheme(scheme: Filed<SchemeEdition>, around: Surroundings): readonly Complaint[] {
  return [
    ...duplicateIds(scheme),
    ...danglingProvisions(scheme, around.standards),
    ...danglingWithin(scheme),
    ...unknownFacts(scheme, around.facts),
    ...levels(scheme),
    ...selectors(scheme),
    ...checkClassLists(scheme),
    ...overlaps(scheme, around.schemes),
    ...missingTexts(scheme, around.texts),
  ];
}

function duplicateIds({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const named = [
    'roles',
    'methods',
    'requirements',
    'declarations',
    'changeClasses',
    'sanctions',
    'clocks',
    'claims',
    'settings',
  ] as const;
  return [
    ...named.flatMap((member) =>
      duplicates<{ readonly id: string }>(file, `/${member}`, scheme[member], (item) => item.id),
    ),
    ...(['classes', 'principles', 'gates'] as const).flatMap((member) =>
      duplicates<{ readonly id: string }>(file, `/${member}`, scheme[member] ?? [], (item) => item.id),
    ),
    ...duplicates(file, '/levels', scheme.levels, (level) => String(level.rank)),
    ...duplicates(file, '/disclosures', scheme.disclosures, (disclosure) => disclosure.field),
    ...selectedTwice(file, scheme),
  ];
}

/** A provision that two groups ask of one and the same product would have two levels or two methods. */
function selectedTwice(file: string, scheme: SchemeEdition): readonly Complaint[] {
  const found = new Map<string, Complaint>();
  for (const category of categoriesNamed(scheme)) {
    const seen = new Set<string>();
    scheme.requirements.forEach((group, index) => {
      if (!isAskedFor(scheme, group, category)) return;
      group.provisions.forEach((provision, place) => {
        const id = `${group.from}#${provision}`;
        const path = `/requirements/${String(index)}/provisions/${String(place)}`;
        if (seen.has(id)) found.set(path, { file, path, code: 'provision-selected-twice', facts: { id } });
        seen.add(id);
      });
    });
  }
  return [...found.values()];
}

/** Every category that the edition treats in a way of its own, and one that it does not name. */
function categoriesNamed({ classes = [], requirements }: SchemeEdition): ReadonlySet<string> {
  const inGroups = requirements.flatMap(({ only }) =>
    only === undefined || 'classes' in only
      ? []
      : 'categories' in only
        ? only.categories
        : only.exceptCategories,
  );
  return new Set(['any-other', ...classes.flatMap(({ categories }) => categories), ...inGroups]);
}

/** Classes and principles named by a group must be declared; a category belongs to one class. */
function selectors({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const classes = new Set(scheme.classes?.map(({ id }) => id));
  const principles = new Set(scheme.principles?.map(({ id }) => id));
  const dangling = (path: string, id: string, to: string): Complaint => ({
    ...{ file, path, code: 'dangling-reference' },
    facts: { id, to },
  });
  const perClass = (scheme.classes ?? []).flatMap(({ categories }, index) =>
    categories.map((category, place) => ({ category, place, index })),
  );
  return [
    ...scheme.requirements.flatMap(({ only, principle }, index) => {
      const path = `/requirements/${String(index)}`;
      const named = only !== undefined && 'classes' in only ? only.classes : [];
      return [
        ...named.flatMap((id, place) =>
          classes.has(id) ? [] : [dangling(`${path}/only/classes/${String(place)}`, id, 'classes')],
        ),
        ...(principle === undefined || principles.has(principle)
          ? []
          : [dangling(`${path}/principle`, principle, 'principles')]),
      ];
    }),
    ...perClass.flatMap(({ category, place, index }, at) =>
      perClass.slice(0, at).some((earlier) => earlier.category === category)
        ? [
            {
              ...{ file, path: `/classes/${String(index)}/categories/${String(place)}` },
              ...{ code: 'duplicate-id', facts: { id: category } },
            },
          ]
        : [],
    ),
  ];
}

function danglingProvisions(
  { file, document: scheme }: Filed<SchemeEdition>,
  standards: readonly Filed<StandardEdition>[],
): readonly Complaint[] {
  return scheme.requirements.flatMap((group, index): readonly Complaint[] => {
    const path = `/requirements/${String(index)}`;
    const standard = standards.find(
      ({ document }) => editionRef(document.id, document.edition) === group.from,
    )?.document;
    if (!standard)
      return [
        {
          file,
          path: `${path}/from`,
          code: 'dangling-reference',
          facts: { id: group.from, to: 'standards' },
        },
      ];
    const known = new Set(standard.provisions.map((provision) => provision.id));
    return group.provisions.flatMap((id, place) =>
      known.has(id)
        ? []
        : [
            {
              file,
              path: `${path}/provisions/${String(place)}`,
              code: 'dangling-reference',
              facts: { id, to: group.from },
            },
          ],
    );
  });
}

/** Methods and settings named in one part of the edition and declared in another. */
function danglingWithin({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const methods = new Set(scheme.methods.map((method) => method.id));
  const settings = new Set(scheme.settings.map((setting) => setting.id));
  const wanted: readonly (readonly [string, string | undefined])[] = [
    ...scheme.methods.map((method, i) => [`/methods/${String(i)}/maxAge`, method.maxAge] as const),
    ['/validity/term', scheme.validity.term],
    ['/renewal/interval', scheme.renewal.interval],
    ['/standardChange/grace', scheme.standardChange.grace],
    ['/surveillance/rate', scheme.surveillance.rate],
    ...scheme.sanctions.map((sanction, i) => [`/sanctions/${String(i)}/notice`, sanction.notice] as const),
    ...scheme.clocks.map((clock, i) => [`/clocks/${String(i)}/length`, clock.length] as const),
  ];
  return [
    ...scheme.requirements.flatMap((group, i) =>
      methods.has(group.method)
        ? []
        : [
            {
              file,
              path: `/requirements/${String(i)}/method`,
              code: 'dangling-reference',
              facts: { id: group.method, to: 'methods' },
            },
          ],
    ),
    ...wanted.flatMap(([path, id]) =>
      id === undefined || settings.has(id)
        ? []
        : [{ file, path, code: 'dangling-reference', facts: { id, to: 'settings' } }],
    ),
  ];
}

function unknownFacts(
  { file, document: scheme }: Filed<SchemeEdition>,
  facts: ReadonlyMap<string, Fact>,
): readonly Complaint[] {
  return (['inclusion', 'exclusions'] as const).flatMap((member) =>
    scheme.scope[member].flatMap((test, index) =>
      factsOf(test.when)
        .filter((fact) => !facts.has(fact))
        .map((fact) => ({
          file,
          path: `/scope/${member}/${String(index)}/when`,
          code: 'dangling-reference',
          facts: { id: fact, to: 'the facts dictionary' },
        })),
    ),
  );
}

/** Ranks run 1, 2, 3 …; each adds something, or nobody could tell it from the one below; none is asked of no level. */
function levels({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const ranks = new Set(scheme.levels.map((level) => level.rank));
  return [
    ...scheme.levels.flatMap((level, i) =>
      scheme.requirements.some((group) => group.level === level.rank)
        ? []
        : [
            {
              file,
              path: `/levels/${String(i)}`,
              code: 'unreachable-level',
              facts: { level: level.rank, reason: 'no requirement group adds to it' },
            },
          ],
    ),
    ...scheme.levels.flatMap((level, i) =>
      level.rank === 1 || ranks.has(level.rank - 1)
        ? []
        : [
            {
              file,
              path: `/levels/${String(i)}/rank`,
              code: 'unreachable-level',
              facts: { level: level.rank, reason: `there is no level ${String(level.rank - 1)}` },
            },
          ],
    ),
    ...scheme.requirements.flatMap((group, i) =>
      ranks.has(group.level)
        ? []
        : [
            {
              file,
              path: `/requirements/${String(i)}/level`,
              code: 'dangling-reference',
              facts: { id: group.level, to: 'levels' },
            },
          ],
    ),
    ...(scheme.levelModel === 'binary' && scheme.levels.length !== 1
      ? [{ file, path: '/levels', code: 'binary-with-levels', facts: { levels: scheme.levels.length } }]
      : []),
  ];
}

/** Two editions of one scheme in force on the same day would make a grant ambiguous. */
function overlaps(
  { file, document: scheme }: Filed<SchemeEdition>,
  schemes: readonly Filed<SchemeEdition>[],
): readonly Complaint[] {
  return schemes
    .filter((other) => other.document.id === scheme.id && other.file !== file)
    .filter((other) => starts(scheme) < ends(other.document) && starts(other.document) < ends(scheme))
    .map((other) => ({
      file,
      path: '/inForce',
      code: 'overlapping-editions',
      facts: { edition: scheme.edition, other: other.document.edition, file: other.file },
    }));
}

const starts = (scheme: SchemeEdition): string => scheme.inForce.from;
const ends = (scheme: SchemeEdition): string => scheme.inForce.to ?? '9999-12-31';

function missingTexts(
  { file, document: scheme }: Filed<SchemeEdition>,
  texts: readonly Filed<SchemeTexts>[],
): readonly Complaint[] {
  const keys = textKeysOf(scheme);
  if (texts.length === 0) return [{ file, path: '', code: 'no-texts', facts: { id: scheme.id } }];
  return texts.flatMap((language) =>
    keys
      .filter(({ key }) => !Object.hasOwn(language.document.texts, key))
      .map(({ key, path }) => ({
        file,
        path,
        code: 'text-missing',
        facts: { key, language: language.document.language, texts: language.file },
      })),
  );
}
