import { instantOf, parseInstant, type Instant } from '@assay/vocabulary/instant';

import { UsageError } from '../usage.ts';

/** The moment of a verification: `--now`, or the clock. */
export function parseNow(value: string | undefined): Instant {
  if (value === undefined) return instantOf(new Date());
  const instant = parseInstant(value);
  if (!instant.ok) throw new UsageError(`--now ${value}: expected an instant, YYYY-MM-DDTHH:MM:SSZ`);
  return instant.value;
}
