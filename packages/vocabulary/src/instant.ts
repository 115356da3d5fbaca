import { ok, refuse, type Result } from './result.ts';

declare const brand: unique symbol;

/** A moment: RFC 3339, UTC, whole seconds, for example `2026-11-21T09:30:00Z`. */
export type Instant = string & { readonly [brand]: 'Instant' };
/** A day of the calendar, `YYYY-MM-DD`, without a time zone: deadlines and validity are days of the scheme's own zone. */
export type CalendarDate = string & { readonly [brand]: 'CalendarDate' };

export const INSTANT_PATTERN = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$';
export const DATE_PATTERN = '^\\d{4}-\\d{2}-\\d{2}$';
const INSTANT = new RegExp(INSTANT_PATTERN);
const DATE = new RegExp(DATE_PATTERN);

/** Reads an instant from outside; 30 February and 25 o'clock are refused. */
export function parseInstant(
  text: string,
): Result<Instant, { readonly code: 'malformed-instant'; readonly text: string }> {
  return INSTANT.test(text) && roundTrips(text, (date) => `${date.toISOString().slice(0, 19)}Z`)
    ? ok(text as Instant)
    : refuse({ code: 'malformed-instant', text });
}

/** Reads a calendar date from outside; days that do not exist are refused. */
export function parseCalendarDate(
  text: string,
): Result<CalendarDate, { readonly code: 'malformed-date'; readonly text: string }> {
  return DATE.test(text) && roundTrips(text, (date) => date.toISOString().slice(0, 10))
    ? ok(text as CalendarDate)
    : refuse({ code: 'malformed-date', text });
}

/** The instant of a JavaScript Date, cut to whole seconds. */
export function instantOf(date: Date): Instant {
  return `${date.toISOString().slice(0, 19)}Z` as Instant;
}

/** The calendar date of an instant in UTC. */
export function dateOf(instant: Instant): CalendarDate {
  return instant.slice(0, 10) as CalendarDate;
}

/** The first instant of a calendar date in UTC. */
export function startOf(date: CalendarDate): Instant {
  return `${date}T00:00:00Z` as Instant;
}

/** Moves a date by whole years; 29 February becomes 28 February where the year has none. */
export function addYears(date: CalendarDate, years: number): CalendarDate {
  const year = String(Number(date.slice(0, 4)) + years).padStart(4, '0');
  const moved = `${year}${date.slice(4)}`;
  return (
    DATE.test(moved) && roundTrips(moved, (d) => d.toISOString().slice(0, 10)) ? moved : `${year}-02-28`
  ) as CalendarDate;
}

/** Moves a date by whole days. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000)
    .toISOString()
    .slice(0, 10) as CalendarDate;
}

/** Moves an instant by seconds. */
export function addSeconds(instant: Instant, seconds: number): Instant {
  return instantOf(new Date(Date.parse(instant) + seconds * 1000));
}

function roundTrips(text: string, print: (date: Date) => string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && print(date) === text;
}
