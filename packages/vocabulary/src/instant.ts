import { ok, refuse, type Result } from './result.ts';

declare const brand: unique symbol;

/** A moment: RFC 3339, UTC, whole seconds, for example `2026-11-21T09:30:00Z`. */
export type Instant = string & { readonly [brand]: 'Instant' };
/** A day of the calendar, `YYYY-MM-DD`, without a time zone: deadlines and validity are days of the scheme's own zone. */
export type CalendarDate = string & { readonly [brand]: 'CalendarDate' };

/** Days that exist, 29 February only in leap years: a schema can say no more than a pattern, and must not say less. */
const DAY =
  '(\\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)|02-(0[1-9]|1\\d|2[0-8]))' +
  '|(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)';
export const INSTANT_PATTERN = `^${DAY}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$`;
export const DATE_PATTERN = `^${DAY}$`;
const DAY_MS = 86_400_000;
const LAST_DAY = Date.parse('9999-12-31T00:00:00Z');
const INSTANT = new RegExp(INSTANT_PATTERN);
const DATE = new RegExp(DATE_PATTERN);

/** Reads an instant from outside; 30 February and 25 o'clock are refused. */
export function parseInstant(
  text: string,
): Result<Instant, { readonly code: 'malformed-instant'; readonly text: string }> {
  return INSTANT.test(text) ? ok(text as Instant) : refuse({ code: 'malformed-instant', text });
}

/** Reads a calendar date from outside; days that do not exist are refused. */
export function parseCalendarDate(
  text: string,
): Result<CalendarDate, { readonly code: 'malformed-date'; readonly text: string }> {
  return DATE.test(text) ? ok(text as CalendarDate) : refuse({ code: 'malformed-date', text });
}

/** The instant of a JavaScript Date, cut to whole seconds. */
export function instantOf(date: Date): Instant {
  return `${date.toISOString().slice(0, 19)}Z` as Instant;
}

/** The calendar date of an instant in UTC. */
export function dateOf(instant: Instant): CalendarDate {
  return instant.slice(0, 10) as CalendarDate;
}

/** The same day some months on, or the last day of a month that is too short for it. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const sameDay = `${firstOfMonth(index).slice(0, 8)}${date.slice(8)}`;
  const lastDay = addDays(firstOfMonth(index + 1), -1);
  return (sameDay < lastDay ? sameDay : lastDay) as CalendarDate;
}

/** The first instant of a calendar date in a time zone (IANA name): where clocks skip midnight, the first there is. */
export function startOfDay(date: CalendarDate, timeZone: string): Instant {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // Clocks are set between the day before and the day after, or not at all.
  const [before, after] = [offsetAt(midnight - DAY_MS, timeZone), offsetAt(midnight + DAY_MS, timeZone)];
  const [early, late] = [midnight - Math.max(before, after), midnight - Math.min(before, after)];
  const hasBegun = early === late || early + offsetAt(early, timeZone) >= midnight;
  return instantOf(new Date(hasBegun ? early : late));
}

/** The calendar date that it is at an instant in a time zone. */
export function dateIn(instant: Instant, timeZone: string): CalendarDate {
  const at = Date.parse(instant);
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10) as CalendarDate;
}

/** By time zone: making one takes longer than all that is done with it, and the schemes name few zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which local time is ahead of UTC at a moment. */
function offsetAt(moment: number, timeZone: string): number {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  clocks.set(timeZone, clock);
  const local = clock.format(moment);
  return Date.parse(`${local.replace(' ', 'T')}Z`) - Math.floor(moment / 1000) * 1000;
}

/** Moves a date by whole days. Dates have four-digit years: nothing comes after the last day of 9999. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  const moved = Date.parse(`${date}T00:00:00Z`) + days * DAY_MS;
  return new Date(Math.min(moved, LAST_DAY)).toISOString().slice(0, 10) as CalendarDate;
}

/** Moves an instant by seconds. */
export function addSeconds(instant: Instant, seconds: number): Instant {
  return instantOf(new Date(Date.parse(instant) + seconds * 1000));
}

function firstOfMonth(index: number): CalendarDate {
  const year = String(Math.floor(index / 12)).padStart(4, '0');
  const month = String((index % 12) + 1).padStart(2, '0');
  return `${year}-${month}-01` as CalendarDate;
}
