import type { Fact } from '@assay/vocabulary/facts';
import type { RequirementGroup, SchemeEdition } from '@assay/vocabulary/scheme';
import { describe, expect, test } from 'vitest';

import { group, scheme } from '../../test/small-world.ts';
import { FACTS, SCHEME_FILE, STANDARD, STANDARD_FILE, textsOf } from '../../test/sound-scheme.ts';
import { checkScheme } from './check-scheme.ts';

const FILE = SCHEME_FILE;
const sourced = { source: 'none', confidence: 'sure' } as const;
const facts: ReadonlyMap<string, Fact> = new Map(FACTS.map((fact) => [fact.id, fact]));

function complaints(document: SchemeEdition) {
  const filed = { file: FILE, document };
  return checkScheme(filed, {
    ...{ facts, standards: [{ file: STANDARD_FILE, document: STANDARD }], schemes: [filed] },
    texts: [textsOf(document, 'en')],
  });
}

describe('what is asked of some products only', () => {
  const route = { id: 'module-a', title: 'route.a', open: 'route.a.open', ...sourced };
  const classed = (id: string, ...categories: string[]) => ({
    ...{ id, name: `class.${id}`, categories, routes: [route] },
    ...sourced,
  });
  const overlaid = (more: Partial<SchemeEdition>, ...requirements: readonly RequirementGroup[]) => ({
    ...scheme([group(1, ['1-1']), ...requirements]),
    ...more,
  });
  const twice = (place: string, id: string) => [
    {
      file: FILE,
      path: place,
      code: 'provision-selected-twice',
      facts: { id: `sandbox-standard@1#${id}` },
    },
  ];
  const classes = [classed('plain'), classed('important', 'lock', 'camera')];

  test('may be the same provision under another method, where no product is asked for both', () => {
    const document = overlaid(
      {},
      group(1, ['1-2'], { id: 'gateways', only: { categories: ['router'] } }),
      group(1, ['1-2'], { id: 'others', only: { exceptCategories: ['router'] }, method: 'tested' }),
    );
    expect(complaints(document)).toEqual([]);
    const perClass = overlaid(
      { classes },
      group(1, ['1-2'], { id: 'plain', only: { classes: ['plain'] } }),
      group(1, ['1-2'], { id: 'important', only: { classes: ['important'] }, method: 'tested' }),
    );
    expect(complaints(perClass)).toEqual([]);
  });

  test.each<[string, RequirementGroup['only'], RequirementGroup['only']]>([
    ['a category that both name', { categories: ['router', 'hub'] }, { categories: ['router'] }],
    ['a category that one names', { categories: ['router'] }, undefined],
    ['a category that neither names', { exceptCategories: ['router'] }, { exceptCategories: ['hub'] }],
    ['a category of a class', { classes: ['important'] }, { categories: ['lock'] }],
    ['the rest of the categories', { classes: ['plain'] }, { exceptCategories: ['router'] }],
  ])('is told where a provision is asked for twice of %s', (_what, one, other) => {
    const document = overlaid(
      { classes },
      group(1, ['1-2'], { id: 'one', ...(one && { only: one }) }),
      group(1, ['1-3', '1-2'], { id: 'other', ...(other && { only: other }) }),
    );
    expect(complaints(document)).toEqual(twice('/requirements/2/provisions/1', '1-2'));
  });

  test('names classes and principles that are declared', () => {
    const document = overlaid(
      { classes },
      group(1, ['1-2'], { id: 'x', only: { classes: ['important', 'unheard-of'] }, principle: 'none' }),
    );
    expect(complaints(document).map(({ path, code, facts }) => [path, code, facts])).toEqual([
      ['/requirements/1/only/classes/1', 'dangling-reference', { id: 'unheard-of', to: 'classes' }],
      ['/requirements/1/principle', 'dangling-reference', { id: 'none', to: 'principles' }],
    ]);
  });

  test('is not to be told for a category that two classes hold', () => {
    const document = overlaid({ classes: [...classes, classed('critical', 'smartcard', 'camera')] });
    expect(complaints(document)).toEqual([
      { file: FILE, path: '/classes/2/categories/1', code: 'duplicate-id', facts: { id: 'camera' } },
    ]);
  });

  test('has ids of its own for classes, principles and gates', () => {
    const principle = { id: 'passwords', name: 'principle.passwords', ...sourced };
    const gate = { id: 'plan', before: 'testing' as const, rule: 'gate.plan', ...sourced };
    const counted = group(1, ['1-2'], { id: 'counted', principle: 'passwords' });
    const document = overlaid(
      {
        levelModel: 'per-principle',
        classes: [...classes, classed('plain', 'toy')],
        principles: [principle, principle],
        gates: [gate, gate],
      },
      counted,
    );
    expect(complaints(document).map(({ path, code }) => [path, code])).toEqual([
      ['/classes/2', 'duplicate-id'],
      ['/principles/1', 'duplicate-id'],
      ['/gates/1', 'duplicate-id'],
    ]);
  });

  test('is listed with the very categories of its class', () => {
    const entry = { id: 'III.17', title: 'listed.17', categories: ['lock', 'doorbell'] };
    const document = overlaid({
      classes: [classed('plain'), { ...classed('important', 'lock', 'camera'), listed: [entry] }],
    });
    expect(complaints(document).map(({ path, facts }) => [path, facts['id'], facts['to']])).toEqual([
      ['/classes/1/listed/0/categories/1', 'doorbell', 'the categories of the class'],
      ['/classes/1/categories/1', 'camera', 'the entries of the list'],
    ]);
  });
});
