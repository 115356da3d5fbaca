import {
  answerOrder as decideAnswer,
  closeOrder as decideClose,
  reportOnOrder as decideReport,
  withdrawOrder as decideWithdraw,
  type NotAnswered,
  type NotAsOrdered,
} from '@assay/conformity/7-surveillance/answer-order';
import {
  fixedDay,
  makeOrder as decideOrder,
  type NotOrdered,
  type OrderAsked,
} from '@assay/conformity/7-surveillance/make-order';
import { readStream } from '@assay/records/case-file';
import type { OrderOutcome } from '@assay/vocabulary/case-event';
import type { Digest } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';

import { settingChoices } from '../0-programme/setting-choices.ts';
import type { CaseSheet } from '../case-file/case-sheet.ts';
import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { filesAlong, holdsFiles, type NotHeld } from '../evidence/files-held.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';
import { labelStanding } from './label-standing.ts';

type OrderCommand = CaseCommand & { readonly order: string };

/** An authority orders a report of the holder, or of the administrator that the label be suspended or withdrawn. */
export function makeOrder(
  office: Office,
  { asked, ...command }: CaseCommand & { readonly asked: OrderAsked },
): Promise<Result<Done, NotOrdered | ActRefusal>> {
  return actOnCase<NotOrdered>(office, command, { act: 'order', ...asked }, async (state, act, tx) => {
    if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
    const administrator = administratorOf(office);
    return decideOrder(state, {
      ...{ ...act, asked, scheme: schemeOf(office, state.scheme) },
      label: await labelStanding(office, tx, command.case),
      history: await readStream(tx, { administrator, stream: command.case }),
      choices: await settingChoices(tx, { administrator, edition: state.scheme }),
    });
  });
}

/** The last day of a report that is ordered now, where the scheme fixes it. */
export async function dayForReport(
  office: Office,
  { state, events: history, scheme }: Pick<CaseSheet, 'state' | 'events' | 'scheme'>,
): Promise<CalendarDate | undefined> {
  const asked = { administrator: administratorOf(office), edition: state.scheme };
  const choices = await settingChoices(office.records.read, asked);
  return fixedDay('report', { at: office.clock(), scheme, history, choices });
}

/** The holder of the label reports, with the digests of files that it has sent before. */
export function reportOnOrder(
  office: Office,
  {
    order,
    says,
    evidence,
    ...command
  }: OrderCommand & { readonly says: string; readonly evidence: readonly Digest[] },
): Promise<Result<Done, NotAnswered | NotHeld | ActRefusal>> {
  const told = { order, says, evidence };
  return actOnCase<NotAnswered | NotHeld>(
    office,
    command,
    { act: 'reportOnOrder', ...told },
    async (state, act, tx) => {
      const decided = decideReport(state, { ...act, ...told });
      if (!decided.ok) return decided;
      const { organisation } = act.by;
      const held = await holdsFiles(office, tx, { organisation, named: filesAlong(evidence) });
      return held.ok ? decided : held;
    },
  );
}

/** The administrator answers an order, as its label stands at this moment. */
export function answerOrder(
  office: Office,
  {
    order,
    outcome,
    answer,
    ...command
  }: OrderCommand & { readonly outcome: OrderOutcome; readonly answer: string },
): Promise<Result<Done, NotAnswered | NotAsOrdered | ActRefusal>> {
  const told = { order, outcome, answer };
  return actOnCase(office, command, { act: 'answerOrder', ...told }, async (state, act, tx) =>
    decideAnswer(state, { ...act, ...told, label: await labelStanding(office, tx, command.case) }),
  );
}

type EndCommand = OrderCommand & { readonly answer: string };
type Ended = Promise<Result<Done, NotAnswered | ActRefusal>>;

/** The authority finds that what it ordered is done, or lifts a suspension. */
export function closeOrder(office: Office, { order, answer, ...command }: EndCommand): Ended {
  const told = { order, answer };
  return actOnCase(office, command, { act: 'closeOrder', ...told }, (state, act) =>
    Promise.resolve(decideClose(state, { ...act, ...told })),
  );
}

/** The authority takes back an order that nobody has answered. */
export function withdrawOrder(office: Office, { order, answer, ...command }: EndCommand): Ended {
  const told = { order, answer };
  return actOnCase(office, command, { act: 'withdrawOrder', ...told }, (state, act) =>
    Promise.resolve(decideWithdraw(state, { ...act, ...told })),
  );
}
