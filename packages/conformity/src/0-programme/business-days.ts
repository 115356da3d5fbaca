import { addDays, type CalendarDate } from '@assay/vocabulary/instant';
import { WEEKDAYS, type BusinessDays, type Holiday } from '@assay/vocabulary/scheme';

/** A weekday that is none of the working days, and why; `not-stated`: no source names the holidays of that year. */
export type HolidaysOfYear = ReadonlyMap<CalendarDate, string> | 'not-stated';

/** The day of the week of a date: 0 for Monday, 6 for Sunday. */
export function weekdayOf(date: CalendarDate): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The numbers of the days of the week that do not count. */
export function weekendOf({ weekend }: Pick<BusinessDays, 'weekend'>): ReadonlySet<number> {
  return new Set(weekend.map((day) => WEEKDAYS.indexOf(day)));
}

/** The holidays kept in a year, by date; one that falls on another day is listed on the day on which it is kept. */
export function holidaysIn({ holidays }: Pick<BusinessDays, 'holidays'>, year: number): HolidaysOfYear {
  if (holidays === 'not-stated') return 'not-stated';
  if ('dates' in holidays)
    return holidays.years.includes(year)
      ? new Map(holidays.dates.filter((date) => yearOf(date) === year).map((date) => [date, date]))
      : 'not-stated';
  const { rules, observed } = holidays;
  // The first day of a year may be kept on the last of the year before.
  const kept = [year - 1, year, year + 1].flatMap((one) =>
    rules
      .filter(({ since = 0 }) => one >= since)
      .flatMap((rule) => dateOf(rule, one))
      .map(({ date, id }) => ({ id, date: observed === 'nearest-weekday' ? observedOn(date) : date })),
  );
  return new Map(kept.filter(({ date }) => yearOf(date) === year).map(({ date, id }) => [date, id]));
}

function dateOf(
  rule: Holiday,
  year: number,
): readonly { readonly id: string; readonly date: CalendarDate }[] {
  const { id } = rule;
  const first = firstOf(year, rule.month);
  if ('day' in rule) {
    const date = addDays(first, rule.day - 1);
    // 29 February in a year that has none is no holiday.
    return date.slice(0, 7) === first.slice(0, 7) ? [{ id, date }] : [];
  }
  const weekday = WEEKDAYS.indexOf(rule.weekday);
  if (rule.nth === 'last') {
    const last = addDays(firstOf(rule.month === 12 ? year + 1 : year, (rule.month % 12) + 1), -1);
    return [{ id, date: addDays(last, -((weekdayOf(last) - weekday + 7) % 7)) }];
  }
  return [{ id, date: addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (rule.nth - 1) * 7) }];
}

function observedOn(date: CalendarDate): CalendarDate {
  const weekday = weekdayOf(date);
  return weekday === 5 ? addDays(date, -1) : weekday === 6 ? addDays(date, 1) : date;
}

/** The year of a date. */
export function yearOf(date: CalendarDate): number {
  return Number(date.slice(0, 4));
}

function firstOf(year: number, month: number): CalendarDate {
  return parseFirst(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`);
}

/** Years and months of four and two digits make a date. */
function parseFirst(text: string): CalendarDate {
  return text as CalendarDate;
}
