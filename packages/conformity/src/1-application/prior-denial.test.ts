import { parseCalendarDate, type CalendarDate } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { undisclosed } from './prior-denial.ts';

const DENIED = { administrator: 'SB', name: 'Sandbox Label Office (fictional)', on: day('2026-11-21') };
const TOLD = { reasons: 'Sandbox.', corrected: 'Sandbox.' };

describe('a denial is told of', () => {
  test.each(['SB', 'sb', 'Sandbox Label Office (fictional)', 'sandbox label office fictional'])(
    'by %s, with its day or without',
    (administrator) => {
      expect(undisclosed([{ ...TOLD, administrator }], [DENIED])).toEqual([]);
      expect(undisclosed([{ ...TOLD, administrator, deniedOn: DENIED.on }], [DENIED])).toEqual([]);
    },
  );
});

test.each([
  ['another administrator', { administrator: 'Sandbox Second Label Office (fictional)' }],
  ['another day', { administrator: 'SB', deniedOn: day('2026-11-20') }],
])('what is told of %s leaves it hidden', (_, told) => {
  expect(undisclosed([{ ...TOLD, ...told }], [DENIED])).toMatchObject([
    { code: 'denial-not-disclosed', facts: { count: 1 } },
  ]);
});

test('one denial told of discloses one', () => {
  const told = [{ ...TOLD, administrator: 'SB' }];
  expect(undisclosed(told, [DENIED, DENIED])).toMatchObject([{ facts: { count: 1 } }]);
});

function day(text: string): CalendarDate {
  const parsed = parseCalendarDate(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}
