import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { about, each, type Complaint, type Filed, type Say } from './complaint.ts';
import { settingsUsed } from './settings-used.ts';

/** Numbers are numbers, in a unit that the place can reckon in; and the rule of validity has the parts that it needs. */
export function checkSettings(scheme: Filed<SchemeEdition>): readonly Complaint[] {
  const say = about(scheme.file);
  return [...numbers(scheme.document, say), ...validity(scheme.document, say)];
}

function numbers(scheme: SchemeEdition, say: Say): readonly Complaint[] {
  const used = settingsUsed(scheme);
  return [
    ...used.flatMap(({ path, id, units }) => {
      const unit = scheme.settings.find((setting) => setting.id === id)?.unit;
      // A clock has a sentence of its own for this.
      if (path.startsWith('/clocks/') || unit === undefined || units.some((one) => one === unit)) return [];
      return [say(path, 'setting-of-another-unit', { setting: id, unit, expected: units.join(', ') })];
    }),
    ...each('/settings', scheme.settings, ({ id, value }, path) => {
      if (value === null || !used.some((one) => one.id === id)) return [];
      return typeof value === 'number' && value > 0
        ? []
        : [say(`${path}/value`, 'setting-not-a-number', { setting: id, value })];
    }),
  ];
}

/** Mirrors what the end of a label is reckoned from (`5-label/validity.ts`). */
function validity(
  { label, validity: { rule, term }, supportPeriod }: SchemeEdition,
  say: Say,
): readonly Complaint[] {
  return [
    ...(rule !== 'open-ended' && term === undefined ? [say('/validity', 'term-missing', { rule })] : []),
    ...(rule === 'open-ended' && term !== undefined
      ? [say('/validity/term', 'term-without-rule', { term })]
      : []),
    ...(label !== undefined && rule !== 'fixed-term' && !supportPeriod.endDateRequired
      ? [say('/supportPeriod/endDateRequired', 'support-end-not-asked', { rule })]
      : []),
  ];
}
