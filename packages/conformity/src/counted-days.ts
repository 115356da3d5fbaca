import { addDays, type CalendarDate } from '@assay/vocabulary/instant';
import type { BusinessDays } from '@assay/vocabulary/scheme';

import { holidaysIn, weekdayOf, weekendOf, yearOf } from './0-programme/business-days.ts';

/** Days `[from, until)` that do not count, in order and apart from one another; without `until`: not ended. */
export type Pause = { readonly from: CalendarDate; readonly until?: CalendarDate };

/** What was left out between two days. */
export type LeftOut = {
  readonly holidays: readonly { readonly date: CalendarDate; readonly holiday: string }[];
  /** Years that were reached and whose holidays no source names. */
  readonly notStated: readonly number[];
};

export type Counted = LeftOut & {
  /** The last counted day; absent while a pause keeps it from being known. */
  readonly due?: CalendarDate;
  /** Counted days that a pause which has not ended leaves to come. */
  readonly left?: number;
};

/**
 * The day by which so many days have been counted, the first of them the day after `from`. Without `calendar` each day
 * counts that is not paused; with it, each that is besides neither of the weekend nor a holiday. Takes as many steps as
 * there are holidays and pauses, not days.
 */
export function countDays(
  from: CalendarDate,
  days: number,
  { calendar, pauses }: { readonly calendar: BusinessDays | undefined; readonly pauses: readonly Pause[] },
): Counted {
  const week = weekOf(calendar);
  const open = pauses.find(({ until }) => until === undefined);
  const holidays: LeftOut['holidays'][number][] = [];
  const notStated = new Set<number>();
  let done = from;
  let due = week.add(from, days);
  for (;;) {
    const segment = { after: done, through: due };
    const found = calendar ? holidaysWithin(calendar, segment, notStated) : [];
    const skipped = found.filter(({ date }) => !week.isOff(date));
    const paused = pauses.reduce((sum, pause) => sum + pausedWithin(week, pause, segment), 0);
    const both = skipped.filter(({ date }) => pauses.some((pause) => isPaused(pause, date))).length;
    holidays.push(...skipped);
    if (open && open.from <= due) return { holidays, notStated: [...notStated], left: leftAt(open.from) };
    const more = skipped.length + paused - both;
    if (more === 0) return { holidays, notStated: [...notStated], due };
    done = due;
    due = week.add(due, more);
  }

  /** What is still to be counted when a pause begins that has not ended. */
  function leftAt(begun: CalendarDate): number {
    const before = addDays(begun, -1);
    if (before <= from) return days;
    const span = { after: from, through: before };
    const closed = pauses.filter(({ until }) => until !== undefined);
    const off = (calendar ? holidaysWithin(calendar, span, notStated) : []).filter(
      ({ date }) => !week.isOff(date) && !closed.some((pause) => isPaused(pause, date)),
    ).length;
    const stood = closed.reduce((sum, pause) => sum + pausedWithin(week, pause, span), 0);
    return days - (week.count(from, before) - off - stood);
  }
}

type Segment = { readonly after: CalendarDate; readonly through: CalendarDate };
type Week = ReturnType<typeof weekOf>;

/** Arithmetic of weeks in which some days are off. */
function weekOf(calendar: BusinessDays | undefined) {
  const off = calendar ? weekendOf(calendar) : new Set<number>();
  const working = 7 - off.size;
  const isOff = (date: CalendarDate) => off.has(weekdayOf(date));
  const add = (date: CalendarDate, days: number): CalendarDate => {
    if (days <= 0) return date;
    let at = addDays(date, Math.floor(days / working) * 7);
    let rest = days % working;
    // Whole weeks from a day that is off end on a day that is off: the last that counts lies before it.
    if (rest === 0) while (isOff(at)) at = addDays(at, -1);
    for (; rest > 0; rest -= isOff(at) ? 0 : 1) at = addDays(at, 1);
    return at;
  };
  /** Days that are not off in `(after, through]`. */
  const count = (after: CalendarDate, through: CalendarDate): number => {
    const span = daysBetween(after, through);
    if (span <= 0) return 0;
    let sum = Math.floor(span / 7) * working;
    for (let step = 1; step <= span % 7; step += 1) sum += isOff(addDays(after, step)) ? 0 : 1;
    return sum;
  };
  return { isOff, add, count };
}

function holidaysWithin(
  calendar: BusinessDays,
  { after, through }: Segment,
  notStated: Set<number>,
): LeftOut['holidays'] {
  const found: LeftOut['holidays'][number][] = [];
  for (let year = yearOf(addDays(after, 1)); after < through && year <= yearOf(through); year += 1) {
    const holidays = holidaysIn(calendar, year);
    if (holidays === 'not-stated') notStated.add(year);
    else
      for (const [date, holiday] of holidays)
        if (date > after && date <= through) found.push({ date, holiday });
  }
  return found.toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/** Days of the week that count and fall into a pause, within a segment. */
function pausedWithin(week: Week, pause: Pause, { after, through }: Segment): number {
  const begin = addDays(pause.from, -1);
  const last = pause.until === undefined ? through : addDays(pause.until, -1);
  return week.count(begin > after ? begin : after, last < through ? last : through);
}

function isPaused({ from, until }: Pause, date: CalendarDate): boolean {
  return date >= from && (until === undefined || date < until);
}

/** Whole days from one date to another. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
