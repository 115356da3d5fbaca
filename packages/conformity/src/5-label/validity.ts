import type { SupportPeriod } from '@assay/vocabulary/dossier';
import {
  addDays,
  addMonths,
  dateIn,
  startOfDay,
  type CalendarDate,
  type Instant,
} from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

export type NoEnd =
  | { readonly code: 'support-end-missing' }
  | { readonly code: 'support-already-ended'; readonly until: CalendarDate }
  | { readonly code: 'term-not-set'; readonly setting: string };

export type Validity = { readonly validFrom: Instant; readonly validUntil: Instant };

/**
 * `[validFrom, validUntil)`: from the moment of issue to the end of the support period, of the longest term, or
 * whichever comes first, as the scheme rules; days begin at midnight in the scheme's own time zone. An open-ended label still ends with the support it relies on.
 */
export function validityOf(
  scheme: SchemeEdition,
  support: SupportPeriod,
  issued: Instant,
): Result<Validity, NoEnd> {
  const { rule } = scheme.validity;
  const today = dateIn(issued, scheme.timeZone);
  const ends: CalendarDate[] = [];
  if (rule !== 'fixed-term') {
    if (!('until' in support)) return refuse({ code: 'support-end-missing' });
    if (support.until < today) return refuse({ code: 'support-already-ended', until: support.until });
    ends.push(addDays(support.until, 1));
  }
  if (rule !== 'open-ended') {
    const months = termInMonths(scheme);
    if (months === undefined) return refuse({ code: 'term-not-set', setting: scheme.validity.term ?? '' });
    ends.push(addMonths(today, months));
  }
  const [end] = [...ends].sort();
  if (end === undefined) throw new Error(`validity rule ${rule} yields no end`);
  return ok({ validFrom: issued, validUntil: startOfDay(end, scheme.timeZone) });
}

function termInMonths(scheme: SchemeEdition): number | undefined {
  const setting = scheme.settings.find((candidate) => candidate.id === scheme.validity.term);
  return typeof setting?.value === 'number' ? setting.value : undefined;
}
