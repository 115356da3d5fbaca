import {
  lengthOf,
  settingsLeftOpen,
  type Length,
  type SettingChoice,
} from '@assay/conformity/setting-choice';
import { namesOfPeople } from '@assay/records/person';
import type { EditionRef, PersonId } from '@assay/vocabulary/ids';
import { dateIn } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { administratorOf, type Office } from '../office.ts';
import { settingChoices } from './setting-choices.ts';

/** The length of a clock that no rule of a scheme fixes, as an administrator has chosen it so far. */
export type SettingOpen = {
  readonly edition: EditionRef;
  readonly scheme: SchemeEdition;
  readonly setting: SchemeEdition['settings'][number];
  /** In force today; absent: nobody has chosen. */
  readonly now: Length | undefined;
  /** Every choice, the newest first. */
  readonly choices: readonly (SettingChoice & { readonly name: string })[];
};

/** What is left open by the editions that applications are taken under here, and what became of it. */
export async function settingsOpen(
  office: Pick<Office, 'records' | 'library' | 'programme' | 'clock'>,
): Promise<readonly SettingOpen[]> {
  const [administrator, read] = [administratorOf(office), office.records.read];
  const found: Omit<SettingOpen, 'choices'>[] = [];
  const chosen = new Map<EditionRef, readonly SettingChoice[]>();
  for (const edition of office.programme.schemes) {
    const scheme = office.library.catalogue.schemes.get(edition);
    const open = scheme ? settingsLeftOpen(scheme) : [];
    if (!scheme || open.length === 0) continue;
    const choices = await settingChoices(read, { administrator, edition });
    chosen.set(edition, choices);
    const on = dateIn(office.clock(), scheme.timeZone);
    for (const setting of open)
      found.push({ edition, scheme, setting, now: lengthOf(scheme, setting.id, { on, choices }) });
  }
  const people = new Set<PersonId>([...chosen.values()].flat().map(({ by }) => by));
  const names = await namesOfPeople(read, [...people]);
  return found.map((one) => ({
    ...one,
    choices: (chosen.get(one.edition) ?? [])
      .filter(({ setting }) => setting === one.setting.id)
      .map((choice) => ({ ...choice, name: names.get(choice.by) ?? choice.by }))
      .toReversed(),
  }));
}
