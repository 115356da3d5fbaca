import type { SchemeEdition } from '@assay/vocabulary/scheme';

/**
 * What a smaller number would mean wherever an edition draws on a setting: results that age sooner, labels that end
 * sooner and shorter notice ask more of the developer, a lower rate of checks asks less; of a clock the data does not
 * say whom it binds.
 */
export function settingUses(
  scheme: SchemeEdition,
  id: string,
): ReadonlySet<'stricter' | 'weaker' | 'undecided'> {
  const shorterIsStricter = [
    ...scheme.methods.map(({ maxAge }) => maxAge),
    scheme.validity.term,
    scheme.renewal.interval,
    scheme.standardChange.grace,
    ...scheme.sanctions.map(({ notice }) => notice),
  ];
  return new Set([
    ...(shorterIsStricter.includes(id) ? (['stricter'] as const) : []),
    ...(scheme.surveillance.rate === id ? (['weaker'] as const) : []),
    ...(scheme.clocks.some(({ length }) => length === id) ? (['undecided'] as const) : []),
  ]);
}
