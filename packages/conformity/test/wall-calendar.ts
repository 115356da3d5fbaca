/** A calendar as it hangs on the wall of a federal office, one page a year. */
import type { BusinessDays } from '@assay/vocabulary/scheme';

import { holidaysIn, type HolidaysOfYear } from '../src/0-programme/business-days.ts';

export const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
export const FEDERAL: BusinessDays = {
  weekend: ['saturday', 'sunday'],
  holidays: {
    rules: [
      { id: 'new-year', month: 1, day: 1 },
      { id: 'martin-luther-king', month: 1, weekday: 'monday', nth: 3 },
      { id: 'washington', month: 2, weekday: 'monday', nth: 3 },
      { id: 'memorial-day', month: 5, weekday: 'monday', nth: 'last' },
      { id: 'juneteenth', month: 6, day: 19, since: 2021 },
      { id: 'independence-day', month: 7, day: 4 },
      { id: 'labor-day', month: 9, weekday: 'monday', nth: 1 },
      { id: 'columbus-day', month: 10, weekday: 'monday', nth: 2 },
      { id: 'veterans-day', month: 11, day: 11 },
      { id: 'thanksgiving', month: 11, weekday: 'thursday', nth: 4 },
      { id: 'christmas', month: 12, day: 25 },
    ],
    observed: 'nearest-weekday',
  },
  ...sourced,
};

const leaves = new Map<BusinessDays, Map<number, HolidaysOfYear>>();

/** The page of a wall calendar, drawn once. */
export function page(calendar: BusinessDays, year: number): HolidaysOfYear {
  const years = leaves.get(calendar) ?? new Map<number, HolidaysOfYear>();
  const drawn = years.get(year) ?? holidaysIn(calendar, year);
  leaves.set(calendar, years.set(year, drawn));
  return drawn;
}
