import { chooseSetting, type NotChoosable, type SettingChoice } from '@assay/conformity/setting-choice';
import { readStream } from '@assay/records/case-file';
import { casesChangedSince } from '@assay/records/case-order';
import { holdSetting, putSetting } from '@assay/records/setting';
import type { EditionRef } from '@assay/vocabulary/ids';
import { startOfDay, type CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { layOnDesk } from '../case-act.ts';
import { administratorOf, type Office } from '../office.ts';
import { actorOf, type Acting, type NoSeat } from './actor-of.ts';
import { choicesNamed, parseChoices } from './setting-choices.ts';

export type UnknownEdition = {
  readonly code: 'unknown-edition';
  readonly edition: EditionRef;
  readonly known: string;
};
export type ForTheManager = { readonly code: 'chosen-by-the-manager'; readonly administrator: string };

type ChooseSetting = Acting & {
  readonly edition: EditionRef;
  readonly setting: string;
  readonly value: number;
  /** From today on or later, in the scheme's zone. */
  readonly effectiveFrom: CalendarDate;
  /** Where it was resolved. */
  readonly source: string;
};

/**
 * Chooses a number that no rule of a scheme fixes, such as the time that a decision may take. A manager of the
 * administrator does. Clocks that started before the day keep the length with which they began.
 */
export async function chooseSchemeSetting(
  office: Office,
  command: ChooseSetting,
): Promise<Result<SettingChoice, NoSeat | ForTheManager | NotChoosable | UnknownEdition>> {
  const administrator = administratorOf(office);
  const { edition, setting, value, effectiveFrom, source } = command;
  const scheme = office.library.catalogue.schemes.get(edition);
  if (!scheme)
    return refuse({ code: 'unknown-edition', edition, known: office.programme.schemes.join(', ') });
  return office.records.write(async (tx) => {
    const actor = await actorOf(tx, command);
    if (!actor.ok) return actor;
    const { roles, id: by } = actor.value;
    if (!roles.includes('manager') || actor.value.administrator !== administrator)
      return refuse({ code: 'chosen-by-the-manager', administrator });
    const name = choicesNamed({ administrator, edition });
    const before = parseChoices(await holdSetting(tx, name, 'to-change'));
    const at = office.clock();
    const chosen = chooseSetting(scheme, { setting, value, effectiveFrom, source, by, at });
    if (!chosen.ok) return chosen;
    await putSetting(tx, { ...name, value: [...before, chosen.value] });
    // Of what has started, only clocks of the very day can be reckoned by it.
    const since = startOfDay(effectiveFrom, scheme.timeZone);
    const touched = since > at ? [] : await casesChangedSince(tx, { administrator, scheme: edition, since });
    for (const stream of touched)
      await layOnDesk(office, tx, await readStream(tx, { administrator, stream }));
    return ok(chosen.value);
  });
}
