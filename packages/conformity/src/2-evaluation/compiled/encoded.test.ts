import type { Method, RequirementGroup, SchemeEdition, Setting } from '@assay/vocabulary/scheme';
import type { Provision, StandardEdition } from '@assay/vocabulary/standard';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  condition,
  day,
  DECLARED,
  group,
  provision,
  ref,
  report,
  scheme,
  standard,
  TODAY,
  world,
  type World,
} from '../../../test/small-world.ts';
import { otherwise, wideWorlds } from '../../../test/wide-world.ts';
import { catalogueOf } from '../../0-programme/catalogue.ts';
import { evaluate } from '../evaluate.ts';
import { compileEdition } from './compile.ts';
import { encoderOf } from './encode.ts';
import { layoutOf } from './layout.ts';
import { weigherOf } from './weigh.ts';

const RUNS = Number(process.env['ASSAY_WORLDS'] ?? 300);

function encoded(world: World, schemes: readonly World['scheme'][] = [world.scheme]) {
  const { catalogue, bodies, dossier, reports } = world;
  const layout = layoutOf({ schemes, catalogue, asOf: TODAY, bodies });
  const encoder = encoderOf(layout, catalogue);
  if (!encoder.ok) throw new Error(encoder.refusal.provisions);
  // A record need not begin a list.
  const records = new Int32Array(encoder.value.words + 3).fill(-1);
  encoder.value.encode({ dossier, reports }, records, 3);
  return { layout, records };
}

function weighedIn(world: World, asked: number) {
  const { scheme, catalogue, bodies, dossier, reports } = world;
  const { level, counts, principles } = evaluate({
    scheme,
    catalogue,
    bodies,
    submission: { dossier, reports },
    asked,
    asOf: TODAY,
  });
  return {
    level: { declared: level.declared, assessed: level.assessed },
    counts,
    principles: (principles ?? []).map(({ declared, assessed }) => ({ declared, assessed })),
  };
}

test('an encoded dossier has the levels, counts and principles of the reference, for every level asked', () => {
  fc.assert(
    fc.property(wideWorlds, (world) => {
      const { layout, records } = encoded(world);
      const compiled = compileEdition({ ...world, layout, asOf: TODAY });
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
      for (const asked of [1, 2, 3, 5]) {
        const weigher = weigherOf(compiled.value, asked);
        const expected = weighedIn(world, asked);
        expect(weigher.levelsAndCounts(records, 3)).toEqual(expected);
        expect(weigher.level(records, 3)).toEqual(expected.level);
      }
    }),
    { numRuns: RUNS },
  );
});

test('a changed edition is judged rightly on dossiers encoded before it, or not at all', () => {
  let answered = 0;
  let refused = 0;
  fc.assert(
    fc.property(
      wideWorlds.chain((world) =>
        fc.tuple(fc.constant(world), fc.array(otherwise(world.scheme), { minLength: 4, maxLength: 4 })),
      ),
      ([world, [changed = world.scheme, ...before]]) => {
        const { layout, records } = encoded(world, [world.scheme, ...before]);
        const compiled = compileEdition({ ...world, scheme: changed, layout, asOf: TODAY });
        if (!compiled.ok) {
          refused += 1;
          return;
        }
        answered += 1;
        expect(weigherOf(compiled.value, 5).levelsAndCounts(records, 3)).toEqual(
          weighedIn({ ...world, scheme: changed }, 5),
        );
      },
    ),
    { numRuns: RUNS },
  );
  expect(answered).toBeGreaterThan(RUNS / 20);
  expect(refused).toBeGreaterThan(RUNS / 20);
});

test('where both editions were known when the dossiers were encoded, the changed one is always answered', () => {
  fc.assert(
    fc.property(
      wideWorlds.chain((world) => fc.tuple(fc.constant(world), otherwise(world.scheme))),
      ([world, changed]) => {
        const schemes = [world.scheme, changed];
        const catalogue = catalogueOf({
          facts: { facts: [...world.catalogue.facts.values()] },
          standards: [...world.catalogue.standards.values()],
          schemes: [changed],
        });
        const { layout, records } = encoded({ ...world, catalogue }, schemes);
        const compiled = compileEdition({
          ...world,
          catalogue,
          scheme: changed,
          layout: JSON.parse(JSON.stringify(layout)) as typeof layout,
          asOf: TODAY,
        });
        if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
        expect(weigherOf(compiled.value, 5).levelsAndCounts(records, 3)).toEqual(
          weighedIn({ ...world, scheme: changed }, 5),
        );
      },
    ),
    { numRuns: RUNS },
  );
});

test('a body recognised for one scheme counts for that scheme alone, in one file for both', () => {
  const plain = world({
    provisions: [provision('1-1')],
    scheme: scheme([group(1, ['1-1'], { method: 'tested' })]),
    reports: [report({ '1-1': 'pass' })],
  });
  const stranger = { ...plain.scheme, id: 'other-scheme' };
  const { layout, records } = encoded(plain, [plain.scheme, stranger]);
  const assessed = [plain.scheme, stranger].map((edition) => {
    const compiled = compileEdition({ ...plain, scheme: edition, layout, asOf: TODAY });
    return compiled.ok ? weigherOf(compiled.value, 1).level(records, 3).assessed : undefined;
  });
  expect(assessed).toEqual([1, 0]);
});

describe('what was not settled when the dossiers were encoded is named', () => {
  const plain = world({
    provisions: [provision('1-1', { conditions: ['c'] }), provision('1-2')],
    conditions: [condition('c', { fact: 'f' })],
    scheme: scheme([group(1, ['1-1', '1-2'])]),
  });
  const layout = layoutOf({ ...plain, schemes: [plain.scheme], asOf: TODAY });
  const lacks = (more: Partial<Parameters<typeof compileEdition>[0]>) => {
    const compiled = compileEdition({ ...plain, layout, asOf: TODAY, ...more });
    return compiled.ok ? [] : compiled.refusal.grounds.map(({ code, facts }) => [code, facts]);
  };
  const asking = (more: Partial<RequirementGroup>, rest: Partial<SchemeEdition> = {}) =>
    scheme([group(1, ['1-1'], more)], rest);
  const withStandard = (conditions: StandardEdition['conditions'], more: Partial<Provision> = {}) =>
    catalogueOf({
      facts: { facts: [...plain.catalogue.facts.values()] },
      standards: [standard([provision('1-1', { conditions: ['c'], ...more }), provision('1-2')], conditions)],
      schemes: [],
    });
  const aged: Method = { ...DECLARED, id: 'aged', maxAge: 'oldest' };
  const oldest = { ...plain.scheme.settings[0], id: 'oldest', value: 30 } as Setting;
  const rows: readonly (readonly [string, Parameters<typeof lacks>[0], readonly unknown[]])[] = [
    ['nothing', {}, []],
    [
      'another day',
      { asOf: day('2026-11-22') },
      [['encoded-for-another-day', { encoded: TODAY, asked: '2026-11-22' }]],
    ],
    ['other bodies', { bodies: [] }, [['encoded-with-other-bodies', {}]]],
    [
      'a method',
      { scheme: asking({ method: 'tested' }) },
      [['method-not-encoded', { method: 'tested', days: 'none' }]],
    ],
    [
      'an age limit',
      { scheme: asking({ method: 'aged' }, { methods: [aged], settings: [oldest] }) },
      [['method-not-encoded', { method: 'aged', days: 30 }]],
    ],
    [
      'a category',
      { scheme: asking({ only: { categories: ['camera'] } }) },
      [['category-not-encoded', { category: 'camera' }]],
    ],
    [
      'a provision judged by component since',
      { catalogue: withStandard([condition('c', { fact: 'f' })], { scope: 'each-component' }) },
      [['provision-encoded-otherwise', { provision: ref('1-1') }]],
    ],
    [
      'a fact',
      { catalogue: withStandard([condition('c', { not: { fact: 'new_fact' } })]) },
      [['fact-not-encoded', { fact: 'new_fact' }]],
    ],
    [
      'a yes-no fact asked as a number',
      { catalogue: withStandard([condition('c', { compare: { fact: 'f', op: '<', value: 1 } })]) },
      [['fact-not-encoded', { fact: 'f' }]],
    ],
  ];
  test.each(rows)('%s', (_what, more, expected) => {
    expect(lacks(more)).toEqual(expected);
  });

  test('a provision', () => {
    const first = scheme([group(1, ['1-1'])]);
    const narrow = { ...layout, provisions: layout.provisions.slice(1) };
    expect(lacks({ scheme: first, layout: narrow })).toEqual([
      ['provision-not-encoded', { provision: ref('1-1') }],
    ]);
  });

  test('a catalogue with other provisions does not encode for the layout', () => {
    const other = encoderOf(
      layout,
      withStandard([condition('c', { fact: 'f' })], { assessedPer: '7-UpdMech' }),
    );
    expect(other).toEqual({
      ok: false,
      refusal: { code: 'layout-of-other-standards', provisions: ref('1-1') },
    });
  });
});
