import type { Confidence } from '@assay/vocabulary/confidence';
import { addDays, addMonths, type CalendarDate } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

/**
 * Until when labels of the edition before may still be relied on. `on` is the first day on which they may not;
 * absent where no rule fixes it: `setting` then names the number that is not set, where the scheme has one.
 */
export type Grace = {
  readonly on?: CalendarDate;
  readonly setting?: string;
  readonly confidence: Confidence;
};

/** The grace that an edition gives to labels granted before it, counted from the day on which it comes into force. */
export function graceOf({ inForce, standardChange, settings }: SchemeEdition): Grace {
  const setting = settings.find(({ id }) => id === standardChange.grace);
  if (!setting) return { confidence: standardChange.confidence };
  const add = Object.hasOwn(UNITS, setting.unit) ? UNITS[setting.unit] : undefined;
  const { value, id, confidence } = setting;
  if (!add || typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    return { setting: id, confidence };
  return { on: add(inForce.from, value), setting: id, confidence };
}

/** Units in which a day can be counted from another with no calendar of holidays. */
const UNITS: Readonly<Record<string, (from: CalendarDate, count: number) => CalendarDate>> = {
  'calendar-days': addDays,
  weeks: (from, count) => addDays(from, 7 * count),
  months: addMonths,
  years: (from, count) => addMonths(from, 12 * count),
};
