import type { SchemeEdition } from '@assay/vocabulary/scheme';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { worlds } from '../../test/arbitrary-world.ts';
import * as small from '../../test/small-world.ts';
import { evaluate } from '../2-evaluation/evaluate.ts';
import type { View } from '../2-evaluation/settle.ts';
import { simulate, type Held } from './simulate.ts';

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
const FROM = small.day('2027-04-01');
const provisions = ['1-1', '1-2', '1-3'].map((id) => small.provision(id));

/** The edition before asks 1-1 at level 1; the next one 1-2 as well, from 1 April 2027. */
const WAS = small.scheme([small.group(1, ['1-1']), small.group(2, ['1-3'])]);
const NEXT = small.scheme([small.group(1, ['1-1', '1-2']), small.group(2, ['1-3'])], {
  edition: '2',
  inForce: { from: FROM, ...sourced },
});

function withGrace(value: number | string | null, unit: string): SchemeEdition {
  return {
    ...NEXT,
    standardChange: { ...NEXT.standardChange, grace: 'grace' },
    settings: [...NEXT.settings, { id: 'grace', value, unit, effectiveFrom: FROM, ...sourced }],
  };
}

type Given = {
  readonly shows?: readonly string[];
  readonly next?: SchemeEdition;
  readonly held?: Held;
  readonly was?: SchemeEdition | undefined;
  readonly facts?: Readonly<Record<string, string>>;
  readonly reports?: Parameters<typeof small.report>[0];
  readonly view?: View;
};

function fateOf({ shows = ['1-1'], next = NEXT, held, facts = {}, view = 'declared', ...given }: Given) {
  const { catalogue, bodies } = small.world({ provisions });
  const submission = {
    dossier: small.dossier({
      facts: { ...facts },
      statements: shows.map((id) => small.says(id, 'yes')),
      evidence: shows.map((id) => small.shows([id])),
    }),
    reports: given.reports ? [small.report(given.reports)] : [],
  };
  return simulate({
    ...{ next, held, submission, view, asOf: small.TODAY, was: 'was' in given ? given.was : WAS },
    judge: (scheme, handedIn, asked) =>
      evaluate({ scheme, catalogue, submission: handedIn, bodies, asked, asOf: small.TODAY }),
  });
}

describe('a label', () => {
  test('is kept where the new edition asks nothing that is not shown', () => {
    expect(fateOf({ shows: ['1-1', '1-2'] })).toMatchObject({
      ...{ standing: 'keeps', held: { level: 1, by: 'reached' }, reached: 1, owes: [] },
    });
  });

  test('lapses where it does, and its holder owes what is missing', () => {
    const fate = fateOf({});
    expect(fate).toMatchObject({ standing: 'lapses', reached: 0, shortAlready: false });
    expect(fate.owes).toMatchObject([{ requirement: small.ref('1-2'), kind: 'statement' }]);
  });

  test('that is not held cannot lapse', () => {
    expect(fateOf({ shows: [] })).toMatchObject({ standing: 'holds-none', owes: [] });
    expect(fateOf({ held: { level: 0, by: 'stated' } }).standing).toBe('holds-none');
  });

  test('whose own term is over has ended already; on its last day it has not', () => {
    const held = (validUntil: string): Held => ({
      level: 1,
      by: 'stated',
      validUntil: small.day(validUntil),
    });
    expect(fateOf({ held: held('2026-11-20') }).standing).toBe('ended');
    expect(fateOf({ held: held('2026-11-21') }).standing).toBe('lapses');
  });

  test('that the edition before did not carry either is not broken by the change, and says so', () => {
    expect(fateOf({ held: { level: 2, by: 'stated' } })).toMatchObject({
      ...{ standing: 'lapses', reached: 0, shortAlready: true },
    });
    expect(fateOf({ held: { level: 1, by: 'assumed' }, was: undefined })).toMatchObject({
      ...{ standing: 'lapses', shortAlready: false },
    });
  });

  test('of a level that the new edition has no more lapses', () => {
    const next = { ...small.scheme([small.group(1, ['1-1'])]), edition: '2' };
    expect(fateOf({ next, shows: ['1-1', '1-3'] })).toMatchObject({ standing: 'lapses', reached: 1 });
  });

  test('of a product that the new edition does not take lapses, with the ground', () => {
    const scope = { ...NEXT.scope, inclusion: [{ id: 'f', when: { fact: 'f' }, ...sourced }] };
    const next = { ...NEXT, scope };
    const shows = ['1-1', '1-2'];
    expect(fateOf({ next, shows, facts: { f: 'no' } })).toMatchObject({
      ...{ standing: 'lapses', outside: [{ code: 'inclusion-fails' }] },
    });
    expect(fateOf({ next, shows })).toMatchObject({ standing: 'keeps', scopeOpen: ['f'] });
  });
});

describe('an assessment', () => {
  const tested = (edition: string, ids: readonly string[]) =>
    small.scheme([small.group(1, ids, { method: small.TESTED.id })], { edition });

  test('that was owed before is no news at face value, and one that is newly asked is', () => {
    const was = tested('1', ['1-1']);
    const owes = fateOf({ was, next: tested('2', ['1-1', '1-2']), shows: ['1-1', '1-2'] }).owes;
    expect(owes).toMatchObject([{ requirement: small.ref('1-2'), kind: 'assessment' }]);
  });

  test('that is missing ends the label where only what is assessed counts', () => {
    const next = tested('2', ['1-1', '1-2']);
    const given = { next, was: tested('1', ['1-1']), shows: ['1-1', '1-2'], view: 'assessed' } as const;
    expect(fateOf({ ...given, reports: { '1-1': 'pass' } })).toMatchObject({
      ...{ standing: 'lapses', owes: [{ requirement: small.ref('1-2'), kind: 'assessment' }] },
    });
    expect(fateOf({ ...given, reports: { '1-1': 'pass', '1-2': 'pass' } }).standing).toBe('keeps');
  });
});

describe('a lapsing label ends', () => {
  const held: Held = { level: 1, by: 'stated', validUntil: small.day('2027-05-12') };

  test.each([
    [42, 'calendar-days', '2027-05-13'],
    [6, 'weeks', '2027-05-13'],
    [1, 'months', '2027-05-01'],
    [2, 'years', '2029-04-01'],
    [0, 'calendar-days', '2027-04-01'],
  ])('after a grace of %i %s from the day on which the edition comes into force', (value, unit, on) => {
    expect(fateOf({ next: withGrace(value, unit) }).ends).toEqual({ on, by: 'grace' });
  });

  test('with its own term where that is over first, and not a day earlier', () => {
    expect(fateOf({ next: withGrace(2, 'months'), held }).ends).toEqual({ on: '2027-05-13', by: 'own-term' });
    expect(fateOf({ next: withGrace(6, 'weeks'), held }).ends).toEqual({ on: '2027-05-13', by: 'grace' });
    expect(fateOf({ next: withGrace(1, 'months'), held }).ends).toEqual({ on: '2027-05-01', by: 'grace' });
  });

  test('on no day of a grace where it was granted under that very edition', () => {
    const next = withGrace(6, 'weeks');
    expect(fateOf({ next, was: next, held })).toMatchObject({
      ...{ shortAlready: true, ends: { by: 'not-fixed', latest: '2027-05-13' } },
    });
  });

  test.each([
    ['no grace is stated', NEXT],
    ['its number is not set', withGrace(null, 'calendar-days')],
    ['it is counted in business days, whose holidays nobody names', withGrace(30, 'business-days')],
    ['its unit is the name of something else', withGrace(30, 'constructor')],
    ['it is not a whole number', withGrace(1.5, 'months')],
    ['it is not a number', withGrace('soon', 'months')],
  ])('on a day that no rule fixes where %s; its own term still ends it', (_, next) => {
    expect(fateOf({ next }).ends).toEqual({ by: 'not-fixed' });
    expect(fateOf({ next, held }).ends).toEqual({ by: 'not-fixed', latest: '2027-05-13' });
  });
});

test('an edition that changes nothing takes no label from anybody', () => {
  fc.assert(
    fc.property(worlds, fc.constantFrom<View>('declared', 'assessed'), (world, view) => {
      const { scheme, catalogue, bodies, dossier, reports } = world;
      const fate = simulate({
        ...{ next: { ...scheme, edition: '2' }, was: scheme, held: undefined, view, asOf: small.TODAY },
        submission: { dossier, reports },
        judge: (edition, submission, asked) =>
          evaluate({ scheme: edition, catalogue, submission, bodies, asked, asOf: small.TODAY }),
      });
      expect(fate.standing).toBe(fate.held.level === 0 ? 'holds-none' : 'keeps');
      expect(fate.owes).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
