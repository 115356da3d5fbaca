import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { about, each, type Complaint, type Filed } from './complaint.ts';
import { settingsUsed } from './settings-used.ts';

/** A clock reckons in days that are known, in the unit of its length, from one event to another. */
export function checkClocks({ file, document: scheme }: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(file);
  const unitOf = new Map(scheme.settings.map(({ id, unit }) => [id, unit]));
  const uncounted = scheme.businessDays === undefined;
  return [
    ...each('/clocks', scheme.clocks, ({ id, starts, ends, length, calendar }, path) => {
      const unit = unitOf.get(length) ?? calendar;
      return [
        ...(calendar === 'business-days' && uncounted
          ? [say(`${path}/calendar`, 'clock-without-calendar', { clock: id })]
          : []),
        ...(unit === calendar
          ? []
          : [say(`${path}/length`, 'clock-of-another-unit', { clock: id, setting: length, unit, calendar })]),
        ...(starts === ends
          ? [say(`${path}/ends`, 'clock-ends-as-it-starts', { clock: id, event: ends })]
          : []),
      ];
    }),
    ...settingsUsed(scheme)
      .filter(
        ({ path, id }) => uncounted && !path.startsWith('/clocks/') && unitOf.get(id) === 'business-days',
      )
      .map(({ path, id }) => say(path, 'clock-without-calendar', { clock: id })),
  ];
}
