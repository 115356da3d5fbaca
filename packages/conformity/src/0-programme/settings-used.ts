import type { SchemeEdition } from '@assay/vocabulary/scheme';

/** Units that a place of an edition reckons in. */
export type Unit = 'calendar-days' | 'business-days' | 'weeks' | 'months' | 'years' | 'hours' | 'percent';

/** A place that takes its number from a setting, and the units that it can reckon in. */
export type SettingUse = { readonly path: string; readonly id: string; readonly units: readonly Unit[] };

const SPANS = ['calendar-days', 'business-days', 'weeks', 'months', 'years'] as const;

/** Every place of an edition that names a setting. */
export function settingsUsed(scheme: SchemeEdition): readonly SettingUse[] {
  const used = (path: string, id: string | undefined, units: readonly Unit[]): readonly SettingUse[] =>
    id === undefined ? [] : [{ path, id, units }];
  return [
    ...scheme.methods.flatMap(({ maxAge }, index) =>
      used(`/methods/${String(index)}/maxAge`, maxAge, ['calendar-days']),
    ),
    ...used('/validity/term', scheme.validity.term, ['months']),
    ...used('/renewal/interval', scheme.renewal.interval, ['months', 'calendar-days']),
    ...used('/standardChange/grace', scheme.standardChange.grace, SPANS),
    ...used('/surveillance/rate', scheme.surveillance.rate, ['percent']),
    ...scheme.sanctions.flatMap(({ notice }, index) =>
      used(`/sanctions/${String(index)}/notice`, notice, SPANS),
    ),
    ...scheme.clocks.flatMap(({ length, calendar }, index) =>
      used(`/clocks/${String(index)}/length`, length, [calendar]),
    ),
  ];
}
