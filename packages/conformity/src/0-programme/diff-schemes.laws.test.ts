import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { editionRef } from '@assay/vocabulary/ids';
import { SchemeEditionKind, type SchemeEdition } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { worlds } from '../../test/arbitrary-world.ts';
import * as small from '../../test/small-world.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { diffSchemes } from './diff-schemes.ts';
import { PROVENANCE, READERS } from './readings.ts';
import type { SchemeChange } from './scheme-change.ts';

const ROOT = join(import.meta.dirname, '../../../..');

function changes(before: SchemeEdition, after: SchemeEdition, catalogue: Catalogue) {
  const texts = new Map<string, Readonly<Record<string, string>>>();
  return diffSchemes({ scheme: before, texts }, { scheme: after, texts }, catalogue).changes;
}

/** A schema as far as this test walks it. */
type Shape = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
};

/** Every place of a document at which two of them can differ: leaves, items of lists, and what may be absent whole. */
function placesOf(shape: Shape, at: readonly string[] = []): readonly string[] {
  const here = at.length === 0 ? [] : [at.join('/')];
  if (at.at(-1) === 'when' || at.at(-1) === 'only') return here;
  if (shape.anyOf) return [...here, ...shape.anyOf.flatMap((one) => placesOf(one, at))];
  if (shape.items) return placesOf(shape.items, [...at, '*']);
  if (!shape.properties) return here;
  const below = Object.entries(shape.properties).flatMap(([name, member]) => [
    ...(shape.required?.includes(name) === true ? [] : [[...at, name].join('/')]),
    ...placesOf(member, [...at, name]),
  ]);
  return at.at(-1) === '*' ? [...here, ...below] : below;
}

describe('nothing of a scheme document', () => {
  test('changes without a reader that says which way, or that nobody can say', () => {
    const places = [...new Set(placesOf(SchemeEditionKind.schema as unknown as Shape))];
    expect(places.length).toBeGreaterThan(100);
    const unread = places.filter(
      (place) =>
        !PROVENANCE.has(place.split('/').at(-1) ?? '') && !place.startsWith('sources') && !(place in READERS),
    );
    expect(unread).toEqual([]);
    expect(Object.keys(READERS).filter((place) => !places.includes(place))).toEqual([]);
  });

  test('changes in silence: whatever leaf of a real edition is another, the diff is not empty', () => {
    const file = join(ROOT, 'schemes/germany-bsi-smart-consumer/2022.yaml');
    const scheme = parse(readFileSync(file, 'utf8')) as SchemeEdition;
    const catalogue = alone(scheme);
    const leaves = leavesOf(scheme);
    expect(leaves.length).toBeGreaterThan(150);
    const silent = leaves.filter((path) => {
      const other = structuredClone(scheme);
      alter(other, path);
      return changes(scheme, other, catalogue).length === 0;
    });
    expect(silent).toEqual([]);
  });
});

type Path = readonly (string | number)[];

function leavesOf(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  if (Array.isArray(value)) return value.flatMap((item, place) => leavesOf(item, [...at, place]));
  return Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...at, name]));
}

/** Another value of the same type; a group goes on naming a method that there is. */
function alter(document: object, path: Path): void {
  const holder = path
    .slice(0, -1)
    .reduce<object>((here, name) => Reflect.get(here, name) as object, document);
  const name = path.at(-1) ?? '';
  const value: unknown = Reflect.get(holder, name);
  if (name === 'method' || (path[0] === 'methods' && name === 'id')) {
    const scheme = document as { methods: object[]; requirements: object[] };
    scheme.methods.push({ ...scheme.methods[0], id: 'another' });
    Reflect.set(scheme.requirements[0] ?? {}, 'method', 'another');
    return;
  }
  Reflect.set(holder, name, another(name, value));
}

function another(name: string | number, value: unknown): unknown {
  if (name === 'activity') return 'evaluation';
  if (name === 'party') return value === 'third' ? 'second' : 'third';
  if (name === 'competence') return value === 'approved' ? 'none' : 'approved';
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : `${String(value)}x`;
}

function alone(scheme: SchemeEdition): Catalogue {
  return catalogueOf({ facts: { facts: [] }, standards: [], schemes: [scheme] });
}

/** Asserts that what one edition changes of another is what the other changes of it, seen from the other side. */
function expectMirror(one: SchemeEdition, other: SchemeEdition, catalogue: Catalogue): void {
  const there = changes(one, other, catalogue).map(unordered);
  const back = changes(other, one, catalogue).map(mirrored).map(unordered);
  expect(back.sort()).toEqual(there.sort());
}

describe('of two editions each is the other seen in a mirror', () => {
  test('where they are random', () => {
    fc.assert(
      fc.property(worlds, worlds, ({ scheme, catalogue }, { scheme: other }) => {
        expect(changes(scheme, scheme, catalogue)).toEqual([]);
        expectMirror(scheme, other, catalogue);
      }),
      { numRuns: 60 },
    );
  });

  test('where they are those of real schemes, and across the editions of a real standard', () => {
    const read = (file: string): unknown => parse(readFileSync(join(ROOT, file), 'utf8'));
    const schemes = globSync('schemes/*/*.yaml', { cwd: ROOT }).map((file) => read(file) as SchemeEdition);
    const standards = ['2.1.1', '3.1.3'].map(
      (edition) => read(`standards/etsi-en-303-645/${edition}.yaml`) as StandardEdition,
    );
    const catalogue = catalogueOf({ facts: { facts: [] }, standards, schemes });
    const [earlier, later] = standards.map((standard) =>
      small.scheme([
        small.group(
          1,
          standard.provisions.map(({ id }) => id),
          { from: editionRef(standard.id, standard.edition) },
        ),
      ]),
    );
    if (!earlier || !later) throw new Error('two editions are read');
    expect(schemes.length).toBeGreaterThan(5);
    for (const [place, one] of schemes.entries())
      for (const other of schemes.slice(place)) expectMirror(one, other, catalogue);
    expectMirror(earlier, later, catalogue);
    const renumbered = changes(earlier, later, catalogue).filter(({ what }) => what === 'renumbered');
    expect(renumbered.length).toBeGreaterThan(40);
  });
});

const OTHER_WAY = { stricter: 'weaker', weaker: 'stricter', neutral: 'neutral', changed: 'changed' } as const;
const OTHER_WORD = {
  added: 'removed',
  removed: 'added',
  altered: 'altered',
  renumbered: 'renumbered',
  moved: 'moved',
} as const;

/** The same change seen from the other edition. */
function mirrored({ before, after, ...change }: SchemeChange): SchemeChange {
  return {
    ...change,
    what: OTHER_WORD[change.what],
    direction: OTHER_WAY[change.direction],
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
  };
}

/** Without its reason, which speaks of one direction, and without the name, which is that of the later requirement. */
function unordered({
  what,
  member,
  item,
  aspect,
  before,
  after,
  direction,
  categories,
}: SchemeChange): string {
  const named = member === 'requirements' && item.includes('#') && what !== 'added' && what !== 'removed';
  return JSON.stringify([what, member, named ? '' : item, aspect, before, after, direction, categories]);
}
