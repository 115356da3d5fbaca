import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import { dateIn } from '@assay/vocabulary/instant';
import type { PersonId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

/** A number that an administrator chose where no rule fixes one: what, from which day on, and after whose word. */
export type SettingChoice = {
  readonly setting: string;
  readonly value: number;
  /** In the scheme's zone; nothing that started before is reckoned by it. */
  readonly effectiveFrom: CalendarDate;
  readonly source: string;
  readonly by: PersonId;
  readonly at: Instant;
};

/** How long something is, and who says so. */
export type Length = {
  readonly setting: string;
  readonly value: number;
  readonly unit: string;
  readonly effectiveFrom: CalendarDate;
  readonly source: string;
};

/** The number of a setting on a day: what the rules fix, else what was chosen last with effect on that day; absent: nobody has. */
export function lengthOf(
  { settings }: Pick<SchemeEdition, 'settings'>,
  id: string,
  { on, choices }: { readonly on: CalendarDate; readonly choices: readonly SettingChoice[] },
): Length | undefined {
  const setting = settings.find((one) => one.id === id);
  if (!setting) return undefined;
  const { unit, value, effectiveFrom, source } = setting;
  if (typeof value === 'number') return { setting: id, value, unit, effectiveFrom, source };
  const chosen = choices
    .filter((one) => one.setting === id && one.effectiveFrom <= on)
    .reduce<SettingChoice | undefined>(
      (best, one) => (best && best.effectiveFrom > one.effectiveFrom ? best : one),
      undefined,
    );
  return (
    chosen && {
      setting: id,
      value: chosen.value,
      unit,
      effectiveFrom: chosen.effectiveFrom,
      source: chosen.source,
    }
  );
}

export type NotChoosable =
  | { readonly code: 'unknown-setting'; readonly setting: string; readonly open: readonly string[] }
  | { readonly code: 'setting-fixed'; readonly setting: string; readonly value: string | number }
  | { readonly code: 'setting-not-a-count'; readonly setting: string }
  | { readonly code: 'setting-not-reckoned-by'; readonly setting: string }
  | {
      readonly code: 'setting-backdated';
      readonly effectiveFrom: CalendarDate;
      readonly today: CalendarDate;
    };

/** The numbers that no rule of a scheme fixes and that a clock of it is as long as: those that are chosen. */
export function settingsLeftOpen({
  settings,
  clocks,
}: Pick<SchemeEdition, 'settings' | 'clocks'>): SchemeEdition['settings'] {
  return settings.filter(({ id, value }) => value === null && clocks.some(({ length }) => length === id));
}

/** Chooses a number that no rule of the scheme fixes, from today or a later day on. */
export function chooseSetting(
  scheme: SchemeEdition,
  choice: SettingChoice,
): Result<SettingChoice, NotChoosable> {
  const { setting: id, value, effectiveFrom, at } = choice;
  const setting = scheme.settings.find((one) => one.id === id);
  if (!setting) {
    const open = settingsLeftOpen(scheme).map((one) => one.id);
    return refuse({ code: 'unknown-setting', setting: id, open });
  }
  if (setting.value !== null) return refuse({ code: 'setting-fixed', setting: id, value: setting.value });
  if (!settingsLeftOpen(scheme).includes(setting))
    return refuse({ code: 'setting-not-reckoned-by', setting: id });
  if (!Number.isInteger(value) || value < 1 || value > 100_000)
    return refuse({ code: 'setting-not-a-count', setting: id });
  const today = dateIn(at, scheme.timeZone);
  if (effectiveFrom < today) return refuse({ code: 'setting-backdated', effectiveFrom, today });
  return ok(choice);
}
