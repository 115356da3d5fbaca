import type { BusinessDays } from '@assay/vocabulary/scheme';
import { describe, expect, test } from 'vitest';

import { day } from '../../test/small-world.ts';
import { FEDERAL } from '../../test/wall-calendar.ts';
import { holidaysIn } from './business-days.ts';

describe('holidays by rule', () => {
  const dates = (year: number) => {
    const found = holidaysIn(FEDERAL, year);
    return found === 'not-stated' ? [] : [...found.keys()].sort();
  };

  // As the Office of Personnel Management lists them for each year.
  test('are those of the federal calendar, also where they are kept on another day', () => {
    expect(dates(2026)).toEqual([
      ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19', '2026-07-03'],
      ...['2026-09-07', '2026-10-12', '2026-11-11', '2026-11-26', '2026-12-25'],
    ]);
    // New Year's Day of 2022 was a Saturday and kept on the last day of 2021, Christmas of 2021 on the 24th.
    expect(dates(2021)).toEqual([
      ...['2021-01-01', '2021-01-18', '2021-02-15', '2021-05-31', '2021-06-18', '2021-07-05'],
      ...['2021-09-06', '2021-10-11', '2021-11-11', '2021-11-25', '2021-12-24', '2021-12-31'],
    ]);
    expect(dates(2020)).not.toContain('2020-06-19');
    expect(dates(2022)).toHaveLength(10);
  });

  test('fall where the rule says and nowhere else, and a day that a year lacks is none', () => {
    const rules = [{ id: 'leap', month: 2, day: 29 }];
    const leap: BusinessDays = { ...FEDERAL, holidays: { rules, observed: 'as-it-falls' } };
    expect(holidaysIn(leap, 2027)).toEqual(new Map());
    expect(holidaysIn(leap, 2028)).toEqual(new Map([['2028-02-29', 'leap']]));
    const listed: BusinessDays = { ...FEDERAL, holidays: { years: [2026], dates: [day('2026-08-10')] } };
    expect(holidaysIn(listed, 2026)).toEqual(new Map([['2026-08-10', '2026-08-10']]));
    expect(holidaysIn(listed, 2027)).toBe('not-stated');
  });
});
