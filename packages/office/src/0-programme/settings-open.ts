import {
  lengthOf,
  settingsLeftOpen,
  type Length,
  type SettingChoice,
} from '@assay/conformity/setting-choice';
import { labelAdministrators } from '@assay/records/organisation';
import { namesOfPeople } from '@assay/records/person';
import { readSettings } from '@assay/records/setting';
import type { EditionRef } from '@assay/vocabulary/ids';
import { dateIn } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Office } from '../office.ts';
import type { Signed } from '../sign-in/signed.ts';
import { choicesNamed, parseChoices } from './setting-choices.ts';
import { sightsOfSeat } from './sight-of.ts';

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

/** What an administrator made of what is left open to it. */
export type SettingsOfAdministrator = {
  readonly administrator: string;
  readonly name: string;
  readonly settings: readonly SettingOpen[];
};

type Looking = Pick<Office, 'records' | 'library' | 'programme' | 'clock'>;

/** What is left open by the editions that applications are taken under here, and what became of it. */
export async function settingsOpen(office: Looking): Promise<readonly SettingOpen[]> {
  const { code: administrator, name } = office.programme.administrator;
  const [own] = await madeOf(office, office.programme.schemes, [{ administrator, name }]);
  return own?.settings ?? [];
}

/** What administrators here chose under the schemes that somebody looks after from their seat, to read; who chose nothing is not among them. */
export async function settingsUnderSchemes(
  office: Looking,
  signed: Signed,
): Promise<readonly SettingsOfAdministrator[]> {
  const schemes = new Set(
    (await sightsOfSeat(office, signed)).flatMap((sight) => (sight.kind === 'schemes' ? sight.schemes : [])),
  );
  const editions = office.programme.schemes.filter((edition) =>
    schemes.has(edition.slice(0, edition.indexOf('@'))),
  );
  if (editions.length === 0) return [];
  const here = await labelAdministrators(office.records.read);
  const administrators = here.flatMap(({ administrator, name }) =>
    administrator === undefined ? [] : [{ administrator, name }],
  );
  const made = await madeOf(office, editions, administrators);
  return made.flatMap(({ settings, ...one }) => {
    const chosen = settings.filter(({ choices }) => choices.length > 0);
    return chosen.length === 0 ? [] : [{ ...one, settings: chosen }];
  });
}

async function madeOf(
  { records, library, clock }: Looking,
  editions: readonly EditionRef[],
  administrators: readonly Omit<SettingsOfAdministrator, 'settings'>[],
): Promise<readonly SettingsOfAdministrator[]> {
  const open = editions.flatMap((edition) => {
    const scheme = library.catalogue.schemes.get(edition);
    return scheme ? settingsLeftOpen(scheme).map((setting) => ({ edition, scheme, setting })) : [];
  });
  const kept = await readSettings(records.read, {
    administrators: administrators.map(({ administrator }) => administrator),
    names: [...new Set(open.map(({ edition }) => choicesNamed({ administrator: '', edition }).name))],
  });
  const chosen = new Map(
    kept.map(({ administrator, name, value }) => [`${administrator} ${name}`, parseChoices(value)]),
  );
  const people = new Set([...chosen.values()].flat().map(({ by }) => by));
  const names = await namesOfPeople(records.read, [...people]);
  const at = clock();
  return administrators.map(({ administrator, name }) => ({
    ...{ administrator, name },
    settings: open.map((one) => {
      const { edition, scheme, setting } = one;
      const choices = chosen.get(`${administrator} ${choicesNamed({ administrator, edition }).name}`) ?? [];
      return {
        ...one,
        now: lengthOf(scheme, setting.id, { on: dateIn(at, scheme.timeZone), choices }),
        choices: choices
          .filter((choice) => choice.setting === setting.id)
          .map((choice) => ({ ...choice, name: names.get(choice.by) ?? choice.by }))
          .toReversed(),
      };
    }),
  }));
}
