import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { editionRef } from '@assay/vocabulary/ids';
import { SchemeEditionKind, type RequirementGroup, type SchemeEdition } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { worlds } from '../../test/arbitrary-world.ts';
import * as small from '../../test/small-world.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { diffSchemes } from './diff-schemes.ts';
import { PROVENANCE, READERS } from './readings.ts';
import type { Direction, SchemeChange } from './scheme-change.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const NO_TEXTS: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map();
const CATALOGUE = catalogueOf({
  facts: { facts: [] },
  standards: [
    small.standard(['1-1', '1-2', '1-3', '1-4'].map((id) => small.provision(id))),
    small.standard(
      [
        follows('1-1', '1-1', 'same'),
        follows('1-2', '1-2', 'restated'),
        follows('1-3A', '1-3', 'part'),
        follows('1-3B', '1-3', 'part'),
        small.provision('1-9'),
      ],
      [],
      { edition: '2', succeeds: '1' },
    ),
    small.standard([follows('1-10', '1-1', 'restated')], [], { edition: '3', succeeds: '2' }),
  ],
  schemes: [],
});

function follows(id: string, from: string, relation: 'same' | 'restated' | 'part') {
  return small.provision(id, {
    predecessors: [{ id: from, relation, change: 'As told.', confidence: 'sure' }],
  });
}

function changes(before: SchemeEdition, after: SchemeEdition, catalogue: Catalogue = CATALOGUE) {
  return diffSchemes({ scheme: before, texts: NO_TEXTS }, { scheme: after, texts: NO_TEXTS }, catalogue)
    .changes;
}

/** The one change on a side of a member. */
function changeOn(found: readonly SchemeChange[], member: string, aspect = ''): SchemeChange {
  const [one, ...more] = found.filter((change) => change.member === member && change.aspect === aspect);
  if (!one || more.length > 0) throw new Error(`${String(more.length)} more on ${member} ${aspect}`);
  return one;
}

const asked = (...groups: readonly RequirementGroup[]) => small.scheme(groups);
const BASE = asked(small.group(1, ['1-1', '1-2']), small.group(2, ['1-3']));

describe('what is asked', () => {
  test('of an edition and itself differs in nothing', () => {
    expect(changes(BASE, BASE)).toEqual([]);
  });

  test('more, by a requirement that comes, and less, by one that goes', () => {
    const more = asked(small.group(1, ['1-1', '1-2', '1-4']), small.group(2, ['1-3']));
    expect(changes(BASE, more)).toMatchObject([
      { what: 'added', item: small.ref('1-4'), direction: 'stricter', because: { code: 'asks-more' } },
    ]);
    expect(changes(more, BASE)).toMatchObject([
      { what: 'removed', item: small.ref('1-4'), direction: 'weaker' },
    ]);
  });

  test('earlier, where a requirement moves to a lower level', () => {
    const earlier = asked(small.group(1, ['1-1', '1-2', '1-3']), small.group(2, ['1-4']));
    expect(changes(BASE, earlier).find(({ what }) => what === 'moved')).toMatchObject({
      ...{ item: small.ref('1-3'), aspect: 'level', before: '2', after: '1', direction: 'stricter' },
    });
  });

  test('by the same group under another name is asked as before', () => {
    const split = asked(
      small.group(1, ['1-1'], { id: 'one' }),
      small.group(1, ['1-2'], { id: 'other' }),
      small.group(2, ['1-3']),
    );
    const found = changes(BASE, split);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ direction }) => direction !== 'neutral')).toEqual([]);
  });

  test('more rigorously, by another method', () => {
    const tested = asked(
      small.group(1, ['1-1', '1-2'], { method: small.TESTED.id }),
      small.group(2, ['1-3'], { justifiedNotApplicable: true }),
    );
    const found = changes(BASE, tested).filter(({ item }) => item.includes('#'));
    expect(found.filter(({ aspect }) => aspect === 'activity')).toHaveLength(2);
    for (const aspect of ['activity', 'party', 'competence'])
      expect(found.find((change) => change.aspect === aspect)).toMatchObject({ direction: 'stricter' });
    expect(changeOn(found, 'requirements', 'justifiedNotApplicable')).toMatchObject({ direction: 'weaker' });
  });

  test('of two accreditations, neither of which stands in for the other, is not called more or less', () => {
    const by = (competence: 'accredited-17025' | 'accredited-17065') =>
      small.scheme([small.group(1, ['1-1'], { method: 'tested' })], {
        methods: [{ ...small.TESTED, competence }],
      });
    const found = changes(by('accredited-17025'), by('accredited-17065'));
    expect(changeOn(found, 'requirements', 'competence').direction).toBe('changed');
    expect(changeOn(found, 'methods', 'competence').direction).toBe('changed');
  });

  test('of some categories alone is said to be so', () => {
    const routers = asked(
      small.group(1, ['1-1', '1-2']),
      small.group(1, ['1-4'], { id: 'routers', only: { categories: ['router'] } }),
      small.group(2, ['1-3']),
    );
    expect(changes(BASE, routers).find(({ item }) => item === small.ref('1-4'))).toMatchObject({
      ...{ what: 'added', categories: ['router'] },
    });
  });
});

describe('a provision that another edition of its standard numbers otherwise', () => {
  const later = (ids: readonly string[], more: Partial<RequirementGroup> = {}) =>
    asked(small.group(1, ids, { from: small.SECOND, ...more }));

  test('is no other demand where it is the same, and an undecided one where it was restated', () => {
    const found = changes(asked(small.group(1, ['1-1', '1-2'])), later(['1-1', '1-2']));
    expect(found.map(({ what, direction }) => [what, direction])).toEqual([
      ['renumbered', 'neutral'],
      ['renumbered', 'changed'],
    ]);
  });

  test('may be moved and assessed otherwise all the same', () => {
    const found = changes(asked(small.group(1, ['1-1'])), later(['1-1'], { method: small.TESTED.id }));
    expect(found.map(({ what, aspect }) => `${what} ${aspect}`)).toEqual([
      ...['renumbered ', 'altered activity', 'altered party', 'altered competence', 'altered method'],
    ]);
  });

  test('is followed piece by piece where it was split, in both directions', () => {
    const whole = asked(small.group(1, ['1-3']));
    for (const found of [changes(whole, later(['1-3A', '1-3B'])), changes(later(['1-3A', '1-3B']), whole)])
      expect(found.map(({ what, direction }) => [what, direction])).toEqual([
        ['renumbered', 'changed'],
        ['renumbered', 'changed'],
      ]);
  });

  test('is followed over an edition between, and no surer than its weakest step', () => {
    const third = asked(small.group(1, ['1-10'], { from: small.edition('sandbox-standard@3') }));
    expect(changes(asked(small.group(1, ['1-1'])), third)).toMatchObject([
      { what: 'renumbered', direction: 'changed', because: { code: 'renumbered-restated' } },
    ]);
  });

  test('and follows from nothing is a new one', () => {
    expect(changes(asked(small.group(1, ['1-1'])), later(['1-1', '1-9'])).map(({ what }) => what)).toEqual([
      'renumbered',
      'added',
    ]);
  });
});

describe('beyond requirements', () => {
  const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
  const term = (value: number | null, unit = 'months'): Partial<SchemeEdition> => ({
    settings: [{ id: 'longest-term', value, unit, effectiveFrom: small.day('2026-01-01'), ...sourced }],
  });
  const wide = ['any-consumer-iot'];
  const scope = (categories: readonly string[]): Partial<SchemeEdition> => ({
    scope: { ...BASE.scope, categories: [...categories] },
  });
  const mandatory: Partial<SchemeEdition> = { obligation: { kind: 'mandatory', ...sourced } };
  const sanctions = [{ id: 'fine', rule: 'sanction.fine', ...sourced }];

  test.each<[string, Partial<SchemeEdition>, Partial<SchemeEdition>, Direction]>([
    ['a shorter longest term', {}, term(24), 'stricter'],
    ['a term that is not fixed', {}, term(null), 'changed'],
    ['a term counted in years', {}, term(3, 'years'), 'changed'],
    ['validity that ends with support', { validity: { rule: 'open-ended', ...sourced } }, {}, 'stricter'],
    [
      'an open end',
      { validity: { rule: 'fixed-term', ...sourced } },
      { validity: { rule: 'open-ended', ...sourced } },
      'changed',
    ],
    ['a scheme that takes no more applications', {}, { status: 'closed-to-new' }, 'stricter'],
    [
      'a support period that may be shortened',
      {},
      { supportPeriod: { endDateRequired: true, mayBeShortened: true, ...sourced } },
      'weaker',
    ],
    ['fewer categories', scope(wide), scope(['camera']), 'stricter'],
    [
      'fewer categories where applying is a duty',
      { ...scope(['lamp', 'camera']), ...mandatory },
      { ...scope(['camera']), ...mandatory },
      'changed',
    ],
    ['a category that was taken already', scope(wide), scope([...wide, 'camera']), 'neutral'],
    ['a new sanction', {}, { sanctions }, 'stricter'],
    ['another member of the application', {}, { applicationForm: ['/product/name', '/facts'] }, 'stricter'],
    ['another source', {}, { sources: ['another'] }, 'neutral'],
    ['another owner', {}, { owner: 'Sandbox heir' }, 'changed'],
  ])('%s is read as it bears on developers', (_, before, after, direction) => {
    const found = changes({ ...BASE, ...before }, { ...BASE, ...after });
    expect(new Set(found.map((change) => change.direction))).toContain(direction);
    const opposed: readonly Direction[] =
      direction === 'stricter' ? ['weaker'] : direction === 'weaker' ? ['stricter'] : ['stricter', 'weaker'];
    expect(found.filter((change) => opposed.includes(change.direction))).toEqual([]);
  });

  test('a sentence that reads otherwise is listed in each language', () => {
    const texts = (says: string) => new Map([['en', { 'appeals.rule': says }]]);
    const { changes: found } = diffSchemes(
      { scheme: BASE, texts: texts('Within a month.') },
      { scheme: BASE, texts: texts('Within a week.') },
      CATALOGUE,
    );
    expect(found).toMatchObject([
      {
        member: 'texts',
        item: 'en',
        aspect: 'appeals.rule',
        before: 'Within a month.',
        after: 'Within a week.',
      },
    ]);
  });
});

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
    const catalogue = everyProvisionOf(scheme);
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

function everyProvisionOf(scheme: SchemeEdition): Catalogue {
  return { ...CATALOGUE, standards: new Map(), schemes: new Map([[small.edition('a@1'), scheme]]) };
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
