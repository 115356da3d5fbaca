import type { SchemeEdition } from '@assay/vocabulary/scheme';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { worlds } from '../../test/arbitrary-world.ts';
import { dossier, evaluation, group, provision, says, scheme, shows, world } from '../../test/small-world.ts';
import type { World } from '../../test/small-world.ts';

const HIGHEST = 4;
const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
const ofCategory = (given: World, category: string): World => ({
  ...given,
  dossier: { ...given.dossier, product: { ...given.dossier.product, category } },
});
const provisions = ['1-1', '1-2', '1-3'].map((id) => provision(id));
const shown = (...ids: readonly string[]) =>
  dossier({ statements: ids.map((id) => says(id, 'yes')), evidence: [shows(ids)] });

describe('an overlay for a category', () => {
  const overlaid = scheme([
    group(1, ['1-1']),
    group(1, ['1-2'], { id: 'overlay', only: { categories: ['router'] } }),
  ]);
  const judged = (category: string) =>
    evaluation(ofCategory(world({ provisions, scheme: overlaid, dossier: shown('1-1') }), category));

  test('asks for more of its products alone', () => {
    expect(judged('lighting').level.declared).toBe(1);
    expect(judged('lighting').findings).toHaveLength(1);
    expect(judged('router').level.declared).toBe(0);
    expect(judged('router').gaps.map(({ requirement }) => requirement)).toContain('sandbox-standard@1#1-2');
  });
});

describe('classes of products', () => {
  const route = { id: 'module-a', title: 'route.a', open: 'route.a.open', ...sourced };
  const classed: SchemeEdition = scheme(
    [
      group(1, ['1-1'], { id: 'plain', only: { classes: ['plain'] } }),
      group(1, ['1-1'], { id: 'important', only: { classes: ['important'] }, method: 'tested' }),
    ],
    {
      levelModel: 'classes',
      classes: [
        { id: 'plain', name: 'class.plain', categories: [], routes: [route], ...sourced },
        { id: 'important', name: 'class.important', categories: ['lock'], routes: [route], ...sourced },
      ],
    },
  );
  const judged = (category: string) =>
    evaluation(ofCategory(world({ provisions, scheme: classed, dossier: shown('1-1') }), category));

  test('ask for the same by another method: a word that counts for one does not for the other', () => {
    expect(judged('lighting')).toMatchObject({ productClass: 'plain', level: { declared: 1, assessed: 1 } });
    expect(judged('lock')).toMatchObject({ productClass: 'important', level: { declared: 1, assessed: 0 } });
  });
});

describe('levels reached principle by principle', () => {
  const named = (id: string) => ({ id, name: `principle.${id}`, ...sourced });
  const vector = scheme(
    [
      group(1, ['1-1'], { id: 'passwords-1', principle: 'passwords' }),
      group(2, ['1-2'], { id: 'passwords-2', principle: 'passwords' }),
      group(1, ['1-3'], { id: 'updates-1', principle: 'updates' }),
    ],
    { levelModel: 'per-principle', principles: ['passwords', 'updates'].map(named) },
  );
  const judged = (...ids: readonly string[]) =>
    evaluation(world({ provisions, scheme: vector, dossier: shown(...ids) }), 2);

  test('each has a level of its own, and the whole has that of the weakest', () => {
    const found = judged('1-1', '1-2');
    expect(found.principles?.map(({ principle, declared }) => [principle, declared])).toEqual([
      ['passwords', 2],
      ['updates', 0],
    ]);
    expect(found.level.declared).toBe(0);
    expect(judged('1-1', '1-3').level.declared).toBe(1);
    expect(judged('1-1', '1-2', '1-3').level.declared).toBe(2);
  });

  test('the whole is the lowest of them in every world in which each group counts under one', () => {
    const principles = ['alpha', 'beta', 'gamma'];
    const assigned = worlds.chain((given) =>
      fc
        .array(fc.constantFrom(...principles), {
          minLength: given.scheme.requirements.length,
          maxLength: given.scheme.requirements.length,
        })
        .map((under): World => ({
          ...given,
          scheme: {
            ...given.scheme,
            principles: principles.map(named),
            requirements: given.scheme.requirements.map((one, index) => ({
              ...one,
              principle: under[index] ?? 'alpha',
            })),
          },
        })),
    );
    fc.assert(
      fc.property(assigned, (given) => {
        const { level, principles: reached = [] } = evaluation(given, HIGHEST);
        expect(reached).toHaveLength(3);
        expect(level.declared).toBe(Math.min(...reached.map(({ declared }) => declared)));
        expect(level.assessed).toBe(Math.min(...reached.map(({ assessed }) => assessed)));
      }),
    );
  });
});

describe('the category of a product', () => {
  const category = fc.constantFrom('lighting', 'router', 'lock', 'any-consumer-iot');

  test('changes nothing where no group is for some products only', () => {
    fc.assert(
      fc.property(worlds, category, (given, other) => {
        expect(evaluation(ofCategory(given, other), HIGHEST)).toEqual(evaluation(given, HIGHEST));
      }),
    );
  });

  test('changes nothing but what is asked: a group for a category is to its products what a group for all is', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), (given, which) => {
        const { requirements } = given.scheme;
        const at = which % requirements.length;
        const only = (picked: SchemeEdition['requirements']): World => ({
          ...given,
          scheme: { ...given.scheme, requirements: picked },
        });
        const overlaid = only(
          requirements.map((one, index) =>
            index === at ? { ...one, only: { categories: ['router'] } } : one,
          ),
        );
        const without = only(requirements.filter((_one, index) => index !== at));
        expect(evaluation(ofCategory(overlaid, 'router'), HIGHEST)).toEqual(evaluation(given, HIGHEST));
        expect(evaluation(ofCategory(overlaid, 'lock'), HIGHEST)).toEqual(evaluation(without, HIGHEST));
      }),
    );
  });
});
