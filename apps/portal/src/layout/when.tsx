import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';

/** A day in words, `21 November 2026`; an instant is shown by its day in UTC. */
export function Day({ at }: { readonly at: Instant | CalendarDate }): JSX.Element {
  return <time dateTime={at}>{dayInWords(at)}</time>;
}

/** The same where only text goes. */
export function dayInWords(at: Instant | CalendarDate): string {
  return DAY.format(new Date(at));
}

/** A moment in words, `21 November 2026, 09:30 UTC`. */
export function Moment({ at }: { readonly at: Instant }): JSX.Element {
  return <time dateTime={at}>{`${dayInWords(at)}, ${TIME.format(new Date(at))} UTC`}</time>;
}

const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
