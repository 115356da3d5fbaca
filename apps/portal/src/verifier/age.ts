import type { Instant } from '@assay/vocabulary/instant';

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `21 November 2026, 3 hours old`: when something was made, and its age in the largest unit that is not nothing. */
export function dayAndAge(made: Instant, now: Instant): string {
  const seconds = (Date.parse(now) - Date.parse(made)) / 1000;
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['minute', 60];
  const count = Math.floor(seconds / size);
  const age = count < 1 ? 'just made' : `${String(count)} ${unit}${count === 1 ? '' : 's'} old`;
  return `${dayOf(made)}, ${age}`;
}

/** A day in words, in UTC as everywhere on this site. */
export function dayOf(at: string): string {
  return DAY.format(new Date(at));
}

const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
