import { addDays, type CalendarDate } from '@assay/vocabulary/instant';
import type { BusinessDays } from '@assay/vocabulary/scheme';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { day } from '../test/small-world.ts';
import { FEDERAL, page } from '../test/wall-calendar.ts';
import { weekdayOf, weekendOf, yearOf } from './0-programme/business-days.ts';
import { countDays, daysBetween, type Pause } from './counted-days.ts';

/** Day by day, as one would on a wall calendar. */
function naive(
  from: CalendarDate,
  days: number,
  { calendar, pauses }: { readonly calendar: BusinessDays | undefined; readonly pauses: readonly Pause[] },
): { readonly due?: CalendarDate; readonly left?: number } {
  const counts = (date: CalendarDate) => {
    if (pauses.some(({ from: begun, until }) => date >= begun && (until === undefined || date < until)))
      return false;
    if (!calendar) return true;
    const holidays = page(calendar, yearOf(date));
    return !weekendOf(calendar).has(weekdayOf(date)) && (holidays === 'not-stated' || !holidays.has(date));
  };
  let left = days;
  let at = from;
  const open = pauses.find(({ until }) => until === undefined);
  while (left > 0) {
    at = addDays(at, 1);
    if (open && at >= open.from) return { left };
    if (counts(at)) left -= 1;
  }
  return { due: at };
}

const anyDay = fc.integer({ min: 0, max: 1_500 }).map((n) => addDays(day('2025-06-01'), n));
const anyPauses = (endless: boolean) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 40 })), { maxLength: 4 }),
      endless ? fc.boolean() : fc.constant(false),
    )
    .map(([gaps, open]) => (from: CalendarDate) => {
      let at = addDays(from, -10);
      const pauses: Pause[] = gaps.map(([gap, length]) => {
        const begun = addDays(at, gap + 1);
        at = addDays(begun, length);
        return { from: begun, until: at };
      });
      return open ? [...pauses, { from: addDays(at, 1) }] : pauses;
    });
const anyCalendar = fc.constantFrom<BusinessDays | undefined>(
  undefined,
  FEDERAL,
  { ...FEDERAL, holidays: 'not-stated' },
  { ...FEDERAL, weekend: ['friday'] },
  { ...FEDERAL, weekend: [] },
);

describe('counting days', () => {
  test('ends on the day on which one would end who counts on a wall calendar', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 260 }),
        anyCalendar,
        anyPauses(true),
        (from, days, calendar, make) => {
          const pauses = make(from);
          const { due, left } = countDays(from, days, { calendar, pauses });
          expect({ ...(due && { due }), ...(left !== undefined && { left }) }).toEqual(
            naive(from, days, { calendar, pauses }),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('is never shortened by a pause, and more days never end sooner', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 120 }),
        anyCalendar,
        anyPauses(false),
        (from, days, calendar, make) => {
          const due = (count: number, pauses: readonly Pause[]) =>
            countDays(from, count, { calendar, pauses }).due ?? from;
          const pauses = make(from);
          expect(due(days, pauses) >= due(days, [])).toBe(true);
          expect(due(days, pauses) >= due(days, pauses.slice(1))).toBe(true);
          expect(due(days + 1, pauses) > due(days, pauses)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('names the holidays that it left out, and the years of which nobody names any', () => {
    const over = countDays(day('2026-12-23'), 3, { calendar: FEDERAL, pauses: [] });
    expect(over).toMatchObject({
      due: '2026-12-29',
      holidays: [{ date: '2026-12-25', holiday: 'christmas' }],
      notStated: [],
    });
    const listed: BusinessDays = { ...FEDERAL, holidays: { years: [2026], dates: [] } };
    expect(countDays(day('2026-12-23'), 10, { calendar: listed, pauses: [] }).notStated).toEqual([2027]);
  });
});

test('days between dates are whole, over the change of the clocks too', () => {
  expect(daysBetween(day('2026-03-01'), day('2026-04-01'))).toBe(31);
  expect(daysBetween(day('2028-02-28'), day('2028-03-01'))).toBe(2);
});
