import type { RequirementGroup, SchemeEdition } from '@assay/vocabulary/scheme';
import { describe, expect, test } from 'vitest';

import * as small from '../../test/small-world.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { diffSchemes } from './diff-schemes.ts';
import type { Direction, SchemeChange } from './scheme-change.ts';

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

  test('otherwise of two requirements that become one is told of each of the two, for every product', () => {
    const two = asked(small.group(1, ['1-3A', '1-3B'], { from: small.SECOND, method: 'declared' }));
    const one = asked(small.group(1, ['1-3'], { method: 'tested' }));
    for (const [before, after] of [
      [two, one],
      [one, two],
    ] as const) {
      const parties = changes(before, after).filter(({ aspect }) => aspect === 'party');
      expect(parties.map(({ categories }) => categories)).toEqual([undefined, undefined]);
    }
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
