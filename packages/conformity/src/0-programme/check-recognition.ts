import type { Arrangement, RecognitionEntry } from '@assay/vocabulary/recognition';
import { editionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Complaint, Filed } from './complaint.ts';

/** Everything in the arrangements that their schema cannot see, each by itself and all together. */
export function checkArrangements(
  arrangements: readonly Filed<Arrangement>[],
  schemes: readonly Filed<SchemeEdition>[],
): readonly Complaint[] {
  const placed = arrangements.flatMap(({ file, document }) =>
    document.entries.map((entry, index) => ({ file, path: `/entries/${String(index)}`, entry })),
  );
  return [
    ...twiceNamed(arrangements),
    ...placed.flatMap((one) => [...sides(one, schemes), ...spans(one)]),
    ...givenTwice(placed),
  ];
}

type Placed = { readonly file: string; readonly path: string; readonly entry: RecognitionEntry };

function twiceNamed(arrangements: readonly Filed<Arrangement>[]): readonly Complaint[] {
  const names = new Set<string>();
  const ids = new Set<string>();
  return arrangements.flatMap(({ file, document }) => [
    ...seenBefore(names, document.arrangement, file, '/arrangement'),
    ...document.entries.flatMap(({ id }, index) => seenBefore(ids, id, file, `/entries/${String(index)}/id`)),
  ]);
}

function seenBefore(seen: Set<string>, id: string, file: string, path: string): readonly Complaint[] {
  if (seen.has(id)) return [{ file, path, code: 'duplicate-id', facts: { id } }];
  seen.add(id);
  return [];
}

/** A scheme, an edition or a level that is not loaded; an entry of strangers, or of a scheme with itself. */
function sides(
  { file, path, entry: { from, to } }: Placed,
  schemes: readonly Filed<SchemeEdition>[],
): readonly Complaint[] {
  if ('outside' in from && 'outside' in to) {
    const [one, other] = [from.outside.name, to.outside.name];
    return [{ file, path, code: 'recognition-among-strangers', facts: { from: one, to: other } }];
  }
  const named: Named[] = [];
  if (!('outside' in from)) {
    const levels = typeof from.levels === 'string' ? [] : from.levels;
    named.push({
      ...{ at: '/from', scheme: from.scheme, editions: from.editions },
      ranks: levels.map((rank, index) => ({ at: `/levels/${String(index)}`, rank })),
    });
  }
  if (!('outside' in to)) {
    const ranks = to.cap === 'not-known' ? [] : [{ at: '/cap', rank: to.cap }];
    named.push({ at: '/to', scheme: to.scheme, editions: to.editions, ranks });
  }
  const [first, second] = named;
  return [
    ...named.flatMap((side) =>
      unknownIn(side, schemes).map(({ at, ...facts }) => ({
        ...{ file, path: `${path}${side.at}${at}`, code: 'dangling-reference', facts },
      })),
    ),
    ...(first && second && first.scheme === second.scheme
      ? [{ file, path, code: 'recognises-itself', facts: { scheme: first.scheme } }]
      : []),
  ];
}

type Named = {
  readonly at: '/from' | '/to';
  readonly scheme: string;
  readonly editions: readonly string[] | 'any';
  readonly ranks: readonly { readonly at: string; readonly rank: number }[];
};

/** What a side names and nobody has loaded: where in it, what, and where it was looked for. */
function unknownIn(
  { scheme, editions, ranks }: Named,
  schemes: readonly Filed<SchemeEdition>[],
): readonly { readonly at: string; readonly id: string | number; readonly to: string }[] {
  const loaded = schemes.map(({ document }) => document).filter(({ id }) => id === scheme);
  if (loaded.length === 0) return [{ at: '/scheme', id: scheme, to: 'schemes' }];
  const meant = loaded.filter(({ edition }) => editions === 'any' || editions.includes(edition));
  const known = new Set(meant.flatMap(({ levels }) => levels.map(({ rank }) => rank)));
  const missing = editions === 'any' ? [] : editions;
  return [
    ...missing.flatMap((edition, index) =>
      loaded.some((one) => one.edition === edition)
        ? []
        : [{ at: `/editions/${String(index)}`, id: editionRef(scheme, edition), to: 'schemes' }],
    ),
    ...ranks.flatMap(({ at, rank }) =>
      meant.length === 0 || known.has(rank) ? [] : [{ at, id: rank, to: `the levels of ${scheme}` }],
    ),
  ];
}

function spans({ file, path, entry: { inForce, suspensions } }: Placed): readonly Complaint[] {
  const all = [
    { at: `${path}/inForce`, span: inForce },
    ...suspensions.map((span, index) => ({ at: `${path}/suspensions/${String(index)}`, span })),
  ];
  return all.flatMap(({ at, span: { from, to } }) =>
    to !== undefined && to <= from
      ? [{ file, path: at, code: 'ends-before-it-begins', facts: { until: to, from } }]
      : [],
  );
}

/** Two entries for one direction on one day would say two things of one label. */
function givenTwice(placed: readonly Placed[]): readonly Complaint[] {
  return placed.flatMap(({ file, path, entry }, index) => {
    const earlier = placed.slice(0, index).find((other) => meet(other.entry, entry));
    return earlier
      ? [{ file, path, code: 'direction-given-twice', facts: { id: entry.id, other: earlier.entry.id } }]
      : [];
  });
}

function meet(one: RecognitionEntry, other: RecognitionEntry): boolean {
  return (
    nameOf(one.from) === nameOf(other.from) &&
    nameOf(one.to) === nameOf(other.to) &&
    one.inForce.from < (other.inForce.to ?? '9999-12-31') &&
    other.inForce.from < (one.inForce.to ?? '9999-12-31') &&
    share(editionsOf(one), editionsOf(other)) &&
    share(levelsOf(one), levelsOf(other)) &&
    categoriesMeet(one.categories, other.categories)
  );
}

function nameOf(side: RecognitionEntry['from' | 'to']): string {
  return 'outside' in side ? `outside ${side.outside.name} ${side.outside.level}` : side.scheme;
}

function editionsOf({ from }: RecognitionEntry): readonly string[] | 'any' {
  return 'outside' in from ? 'any' : from.editions;
}

function levelsOf({ from }: RecognitionEntry): readonly number[] | 'any' {
  return 'outside' in from || typeof from.levels === 'string' ? 'any' : from.levels;
}

function share<T>(one: readonly T[] | 'any', other: readonly T[] | 'any'): boolean {
  if (one === 'any' || other === 'any') return true;
  return one.some((item) => other.includes(item));
}

function categoriesMeet(one: RecognitionEntry['categories'], other: RecognitionEntry['categories']): boolean {
  if (one === 'any' || other === 'any') return true;
  if ('except' in one) return 'except' in other || other.only.some((name) => !one.except.includes(name));
  if ('except' in other) return categoriesMeet(other, one);
  return share(one.only, other.only);
}
