import type { Digest } from '@assay/vocabulary/ids';
import { startOfDay, type CalendarDate, type Instant } from '@assay/vocabulary/instant';

import type { GapAnswer } from './gap.ts';

/** How documents for others name the program that made them. */
export const TOOL = { name: 'assay', version: '0.1.0' } as const;

/** The instant that a document of a day bears: its beginning in UTC, so that the same papers give the same bytes. */
export function beginningOf(day: CalendarDate): Instant {
  return startOfDay(day, 'UTC');
}

/** Digests of all that an answer rests on; ids of documents are made from them and from what was asked. */
export function inputsOf({ inputs }: Pick<GapAnswer, 'inputs'>): readonly Digest[] {
  return [inputs.dossier, ...inputs.reports, ...(inputs.programme ? [inputs.programme] : [])];
}
