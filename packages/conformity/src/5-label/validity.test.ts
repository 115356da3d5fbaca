import type { SupportPeriod } from '@assay/vocabulary/dossier';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import { describe, expect, test } from 'vitest';

import { day, group, instant, scheme } from '../../test/small-world.ts';
import { publicState, type Label } from '../label.ts';
import { validityOf } from './validity.ts';

const sourced = { source: 'none', confidence: 'sure' } as const;
const ruled = (rule: SchemeEdition['validity']['rule'], months: number | null): SchemeEdition =>
  scheme([group(1, ['1-1'])], {
    validity: { rule, term: 'longest-term', ...sourced },
    settings: [
      { id: 'longest-term', value: months, unit: 'months', effectiveFrom: day('2026-01-01'), ...sourced },
    ],
  });

type Row = readonly [string, SchemeEdition['validity']['rule'], SupportPeriod, string, string];
const until = (text: string): SupportPeriod => ({ until: day(text) });
const noon = (text: string) => instant(`${text}T12:00:00Z`);

describe('a label lasts', () => {
  const rows: readonly Row[] = [
    [
      'to the end of support where that comes first',
      'min-support-term',
      until('2027-06-30'),
      '2026-11-21',
      '2027-07-01',
    ],
    [
      'to the end of the term where that comes first',
      'min-support-term',
      until('2035-12-31'),
      '2026-11-21',
      '2029-11-21',
    ],
    ['as long where both end together', 'min-support-term', until('2029-11-20'), '2026-11-21', '2029-11-21'],
    [
      'for the term alone where the scheme fixes it',
      'fixed-term',
      until('2027-06-30'),
      '2026-11-21',
      '2029-11-21',
    ],
    [
      'for the term though support was never published',
      'fixed-term',
      { state: 'not-published' },
      '2026-11-21',
      '2029-11-21',
    ],
    [
      'as long as support where the scheme sets no end',
      'open-ended',
      until('2040-01-31'),
      '2026-11-21',
      '2040-02-01',
    ],
    ['from 29 February to 28 February', 'fixed-term', until('2040-01-31'), '2028-02-29', '2031-02-28'],
    [
      'through a leap day that support ends on',
      'min-support-term',
      until('2028-02-29'),
      '2026-11-21',
      '2028-03-01',
    ],
    [
      'through a support that ends today',
      'min-support-term',
      until('2026-11-21'),
      '2026-11-21',
      '2026-11-22',
    ],
    [
      'for the term where support is promised beyond all calendars',
      'min-support-term',
      until('9999-12-31'),
      '2026-11-21',
      '2029-11-21',
    ],
  ];
  test.each(rows)('%s', (_how, rule, support, ...[issued, end]) => {
    expect(validityOf(ruled(rule, 36), support, noon(issued))).toEqual({
      ok: true,
      value: { validFrom: noon(issued), validUntil: `${end}T00:00:00Z` },
    });
  });
});

describe('no label is issued', () => {
  test.each(['min-support-term', 'open-ended'] as const)(
    'under %s without a published end of support',
    (rule) => {
      for (const state of ['not-published', 'unsupported'] as const)
        expect(validityOf(ruled(rule, 36), { state }, noon('2026-11-21'))).toEqual({
          ok: false,
          refusal: { code: 'support-end-missing' },
        });
    },
  );

  test('for a product whose support has ended', () => {
    expect(validityOf(ruled('min-support-term', 36), until('2026-11-20'), noon('2026-11-21'))).toEqual({
      ok: false,
      refusal: { code: 'support-already-ended', until: '2026-11-20' },
    });
  });

  test('for a term that nobody has set', () => {
    expect(validityOf(ruled('fixed-term', null), until('2030-01-01'), noon('2026-11-21'))).toEqual({
      ok: false,
      refusal: { code: 'term-not-set', setting: 'longest-term' },
    });
  });
});

test('a label valid through the last day of support is valid in its last second and expired in the next', () => {
  const validity = validityOf(ruled('min-support-term', 36), until('2027-06-30'), noon('2026-11-21'));
  if (!validity.ok) throw new Error(validity.refusal.code);
  const label = { state: 'valid', since: noon('2026-11-21'), ...validity.value } as Exclude<
    Label,
    { state: 'none' }
  >;
  expect(publicState(label, instant('2027-06-30T23:59:59Z')).state).toBe('valid');
  expect(publicState(label, instant('2027-07-01T00:00:00Z')).state).toBe('expired');
});
