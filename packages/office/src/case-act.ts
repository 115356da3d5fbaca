import { caseOf, type Case } from '@assay/conformity/case';
import type { Act } from '@assay/conformity/act';
import { deskOf, furtherDues } from '@assay/conformity/case-desk';
import type { CaseAct } from '@assay/conformity/journey';
import {
  appendEvents,
  readStreamWithVersion,
  recallAct,
  type KeyReused,
  type VersionConflict,
} from '@assay/records/case-file';
import { putCaseDesk } from '@assay/records/case-desk';
import { putFurtherDues } from '@assay/records/further-due';
import { enqueueJob } from '@assay/records/jobs';
import { holdLock, type Tx } from '@assay/records/open';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { CaseId, OrganisationId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { actorOf, type Acting, type NoSeat } from './0-programme/actor-of.ts';
import { settingChoices } from './0-programme/setting-choices.ts';
import { digestOf } from './digest.ts';
import { administratorOf, type Office } from './office.ts';
import { jumping, type QueueJumped } from './queue-jump.ts';
import { schemeOf } from './scheme-of.ts';

/** What every command on a case carries. Sent again with the same key it answers as it did, and does nothing. */
export type CaseCommand = Acting & {
  readonly case: CaseId;
  readonly because: string;
  readonly key: string;
  /** The version that whoever acts has seen; of another one nothing is done. Absent: any. */
  readonly expected?: number;
  /** Why this case is taken before earlier ones that wait at the same step. */
  readonly jumping?: string;
};

export type UnknownCase = { readonly code: 'unknown-case'; readonly case: CaseId };
export type Done = { readonly case: CaseId; readonly version: number; readonly repeated: boolean };
export type ActRefusal = NoSeat | UnknownCase | KeyReused | VersionConflict | QueueJumped;

/** Decides on the case as it stands; whatever it keeps beside the events goes through the same transaction. */
export type Decide<R> = (state: Case, act: Act, tx: Tx) => Promise<Result<readonly CaseEvent[], R>>;

/**
 * One act on one case, in one transaction: look whether it was done before, load, decide, append at the version that
 * was read, and lay the case on the desk of whoever has the next move. A refusal leaves no trace; of two racing acts one
 * wins and the other is told.
 */
export async function actOnCase<R>(
  office: Office,
  command: CaseCommand,
  asked: { readonly act: CaseAct; readonly [detail: string]: unknown },
  decide: Decide<R>,
): Promise<Result<Done, R | ActRefusal>> {
  const administrator = administratorOf(office);
  const stream = { administrator, stream: command.case };
  const act = {
    key: command.key,
    digest: digestOf(JSON.stringify([...saidBy(command), asked, ...seatOf(command)])),
  };
  return office.records.write(async (tx) => {
    const actor = await actorOf(tx, command);
    if (!actor.ok) return actor;
    // Whoever sends the same at once waits here, and then finds it done.
    await holdLock(tx, 'act', administrator, act.key);
    const earlier = await recallAct(tx, { administrator, ...act });
    if (!earlier.ok) return earlier;
    if (earlier.value) return ok({ case: command.case, version: earlier.value.to, repeated: true });
    const { version, events } = await readStreamWithVersion(tx, stream);
    const before = caseOf(events);
    if (before.stage === 'none' && asked.act !== 'submit')
      return refuse({ code: 'unknown-case', case: command.case });
    const { expected, because } = command;
    if (expected !== undefined && expected !== version)
      return refuse({ code: 'version-conflict', expected, actual: version });
    const jumped = await jumping(tx, { ...command, administrator, actor: actor.value, act: asked.act });
    const at = office.clock();
    const passing = jumped.ok && jumped.value;
    const decided = await decide(
      before,
      { by: actor.value, at, because, ...(passing && { jumped: passing }) },
      tx,
    );
    if (!decided.ok) return decided;
    // Whoever may not do the act at all is told that first.
    if (!jumped.ok) return jumped;
    const appended = await appendEvents(tx, { ...stream, expected: version, events: decided.value, act });
    if (!appended.ok) return appended;
    await layOnDesk(office, tx, [...events, ...decided.value]);
    const { from, to } = appended.value;
    await enqueueJob(tx, 'tell-of-case', { administrator, case: command.case, from, to });
    return ok({ case: command.case, version: appended.value.to, repeated: appended.value.repeated });
  });
}

/** Lays a case where its history now puts it. */
export async function layOnDesk(office: Office, tx: Tx, history: readonly CaseEvent[]): Promise<void> {
  const administrator = administratorOf(office);
  const state = caseOf(history);
  if (state.stage === 'none') throw new Error('unreachable: an act leaves an event');
  const choices = await settingChoices(tx, { administrator, edition: state.scheme });
  const scheme = schemeOf(office, state.scheme);
  await putCaseDesk(tx, { administrator, desk: deskOf(scheme, history, choices) });
  // Only orders have days beside the first.
  if (state.orders.length > 0)
    await putFurtherDues(tx, { administrator, case: state.id, dues: furtherDues(scheme, state) });
}

/** What makes a command the same when it is sent again; the version seen may be another one by then. */
function saidBy({ case: id, by, because, jumping: why }: CaseCommand): readonly string[] {
  return why === undefined ? [id, by, because] : [id, by, because, why];
}

/** Commands of an earlier release named no seat, and must answer as they did. */
export function seatOf({ as }: Acting): readonly [] | readonly [OrganisationId] {
  return as === undefined ? [] : [as];
}
