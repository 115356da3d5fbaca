import type { Instant } from '@assay/vocabulary/instant';

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago, in words: the largest unit that is not nothing. */
export function elapsed(since: Instant, now: Instant): string {
  const seconds = (Date.parse(now) - Date.parse(since)) / 1000;
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['minute', 60];
  const count = Math.floor(seconds / size);
  return count < 1 ? 'just now' : `${String(count)} ${unit}${count === 1 ? '' : 's'} ago`;
}
