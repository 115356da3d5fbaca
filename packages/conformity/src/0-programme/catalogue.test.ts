import { describe, expect, test } from 'vitest';

import { day, edition, FIRST, group, provision, scheme, standard } from '../../test/small-world.ts';
import { catalogueOf, provisionOf, schemeInForce } from './catalogue.ts';

const inForce = (from: string, to?: string) => ({
  from: day(from),
  ...(to !== undefined && { to: day(to) }),
  source: 'none',
  confidence: 'sure' as const,
});
const asked = scheme([group(1, ['1-1'])]);
const catalogue = catalogueOf({
  facts: { facts: [] },
  standards: [standard([provision('1-1')])],
  schemes: [
    { ...asked, edition: '2', inForce: inForce('2026-06-01') },
    { ...asked, edition: '1', inForce: inForce('2026-01-01', '2026-06-01') },
    { ...asked, id: 'ended', edition: '1', inForce: inForce('2020-01-01', '2021-01-01') },
  ],
});

describe('the edition in force', () => {
  test.each([
    ['2026-01-01', '1'],
    ['2026-05-31', '1'],
    ['2026-06-01', '2'],
    ['2030-01-01', '2'],
  ])('on %s is %s', (on, expected) => {
    expect(schemeInForce(catalogue, 'sandbox-scheme', on)?.edition).toBe(expected);
  });

  test('is the newest where none is any more, and none where the scheme is not known', () => {
    expect(schemeInForce(catalogue, 'ended', '2026-01-01')?.edition).toBe('1');
    expect(schemeInForce(catalogue, 'unheard-of', '2026-01-01')).toBeUndefined();
  });
});

test('a provision is found by edition and id, or not at all', () => {
  expect(provisionOf(catalogue, FIRST, '1-1')?.title).toBe('Provision 1-1');
  expect(provisionOf(catalogue, FIRST, '9-9')).toBeUndefined();
  expect(provisionOf(catalogue, edition('sandbox-standard@9'), '1-1')).toBeUndefined();
});
