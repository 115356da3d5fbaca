import { expect, test } from 'vitest';

import { instant } from '../../test/sample-desk.ts';
import { dayAndAge } from './age.ts';

test.each([
  ['2026-11-21T11:59:30Z', '21 November 2026, just made'],
  ['2026-11-21T11:59:00Z', '21 November 2026, 1 minute old'],
  ['2026-11-21T09:00:00Z', '21 November 2026, 3 hours old'],
  ['2026-11-20T12:00:00Z', '20 November 2026, 1 day old'],
  ['2026-11-01T12:00:01Z', '1 November 2026, 19 days old'],
  // Clocks differ: what comes from a little ahead is not older than new.
  ['2026-11-21T12:04:00Z', '21 November 2026, just made'],
])('a list of %s is told by its day and its age', (made, said) => {
  expect(dayAndAge(instant(made), instant('2026-11-21T12:00:00Z'))).toBe(said);
});
