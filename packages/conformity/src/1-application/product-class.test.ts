import type { SchemeEdition } from '@assay/vocabulary/scheme';
import { expect, test } from 'vitest';

import { group } from '../../test/small-world.ts';
import { classOf, groupsFor } from './product-class.ts';

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
const route = { id: 'module-a', title: 'route.a', open: 'route.a.open', ...sourced };
const classed = (id: string, ...categories: string[]) => ({
  ...{ id, name: `class.${id}`, categories, routes: [route] },
  ...sourced,
});
const classes = [classed('plain'), classed('important', 'lock', 'camera'), classed('critical', 'smartcard')];

test('a class holds the categories that it names, and the class that names none holds the rest', () => {
  const of = (category: string) => classOf({ classes }, category)?.id;
  expect(['lock', 'camera', 'smartcard', 'lighting'].map(of)).toEqual([
    'important',
    'important',
    'critical',
    'plain',
  ]);
});

test('without classes, or where no class holds the rest, a product may have none', () => {
  expect(classOf({}, 'lighting')).toBeUndefined();
  expect(classOf({ classes: classes.slice(1) }, 'lighting')).toBeUndefined();
  expect(classOf({ classes: classes.slice(1) }, 'lock')?.id).toBe('important');
});

test('a group is asked of the products that it is for, and a group for nobody in particular of all', () => {
  const requirements: SchemeEdition['requirements'] = [
    group(1, ['1-1'], { id: 'all' }),
    group(1, ['1-2'], { id: 'gateways', only: { categories: ['router', 'gateway'] } }),
    group(1, ['1-3'], { id: 'others', only: { exceptCategories: ['router'] } }),
    group(1, ['1-4'], { id: 'important', only: { classes: ['important', 'critical'] } }),
  ];
  const asked = (category: string, more: object = { classes }) =>
    groupsFor({ requirements, ...more }, category).map(({ id }) => id);
  expect(asked('lighting')).toEqual(['all', 'others']);
  expect(asked('router')).toEqual(['all', 'gateways']);
  expect(asked('gateway')).toEqual(['all', 'gateways', 'others']);
  expect(asked('smartcard')).toEqual(['all', 'others', 'important']);
  expect(asked('smartcard', {})).toEqual(['all', 'others']);
});
