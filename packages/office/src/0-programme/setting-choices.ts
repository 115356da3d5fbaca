import type { SettingChoice } from '@assay/conformity/setting-choice';
import type { Reader } from '@assay/records/open';
import { readSetting } from '@assay/records/setting';
import type { EditionRef } from '@assay/vocabulary/ids';

type Chosen = { readonly administrator: string; readonly edition: EditionRef };

/** What an administrator has chosen for an edition, in the order of choosing. */
export async function settingChoices(reader: Reader, chosen: Chosen): Promise<readonly SettingChoice[]> {
  return parseChoices(await readSetting(reader, choicesNamed(chosen)));
}

/** The name under which choices are kept. */
export function choicesNamed({ administrator, edition }: Chosen) {
  return { administrator, name: `chosen/${edition}` };
}

/** `chooseSchemeSetting` alone writes there. */
export function parseChoices(value: unknown): readonly SettingChoice[] {
  return (value ?? []) as readonly SettingChoice[];
}
