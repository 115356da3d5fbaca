import { addSeconds, type Instant } from '@assay/vocabulary/instant';

/** Seconds to wait after each failed attempt; after the last of them it is given up. */
export type Schedule = readonly number[];

const MINUTE = 60;
const HOUR = 3_600;

/** Two days, as RFC 5321 section 4.5.4.1 has senders wait at least half an hour and give up after some days. Ours, 2026-11-22. */
export const MAIL_RETRIES: Schedule = [
  ...[MINUTE, 5 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 20 * HOUR],
];

/**
 * Three days in all, after the example that the Standard Webhooks specification gives. ◇ From memory: its text could not be
 * read again. Nothing depends on these numbers but patience. Ours, 2026-11-22.
 */
export const WEBHOOK_RETRIES: Schedule = [
  ...[5, 5 * MINUTE, 30 * MINUTE],
  ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
];

/**
 * When to try again after `attempts` failed ones; absent: give up. `dice` is one random byte, which moves the moment by up to a
 * fifth either way, so that what failed together does not come back together.
 */
export function nextAttempt(
  schedule: Schedule,
  { attempts, at, dice }: { readonly attempts: number; readonly at: Instant; readonly dice: number },
): Instant | undefined {
  const wait = schedule[attempts - 1];
  if (wait === undefined) return undefined;
  return addSeconds(at, Math.max(1, Math.round(wait * (0.8 + (0.4 * dice) / 255))));
}
