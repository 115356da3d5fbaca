import type { CaseAct } from '@assay/conformity/journey';
import { earlierWaiting, readQueuePlace } from '@assay/records/case-order';
import type { Reader } from '@assay/records/open';
import type { WaitsFor } from '@assay/vocabulary/case-step';
import type { QueueJump } from '@assay/vocabulary/case-event';
import type { CaseId } from '@assay/vocabulary/ids';
import type { Actor } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** Earlier cases wait at the same step, and no reason is given why this one comes first. */
export type QueueJumped = {
  readonly code: 'queue-jumped';
  readonly count: number;
  readonly cases: readonly CaseId[];
};

/** The acts that take a case out of a queue, and the queue. */
const TAKES: Partial<Record<CaseAct, WaitsFor>> = {
  accept: 'intake',
  return: 'intake',
  completeEvaluation: 'evaluator',
  review: 'reviewer',
  grant: 'decider',
  refuse: 'decider',
};

/**
 * Whether an act takes a case before one that came earlier and that the same person could have taken (47 CFR 8.220(c)(8)):
 * what is passed over, where a reason was given; otherwise why it may not be.
 */
export async function jumping(
  reader: Reader,
  {
    administrator,
    actor,
    act,
    case: id,
    jumping: because,
  }: {
    readonly administrator: string;
    readonly actor: Actor;
    readonly act: CaseAct;
    readonly case: CaseId;
    readonly jumping?: string;
  },
): Promise<Result<QueueJump | undefined, QueueJumped>> {
  const queue = TAKES[act];
  if (queue === undefined) return ok(undefined);
  const place = await readQueuePlace(reader, { administrator, case: id });
  if (place?.waitsFor !== queue) return ok(undefined);
  const { id: person, conflicts } = actor;
  const { count, cases } = await earlierWaiting(reader, { administrator, place, person, conflicts });
  if (count === 0) return ok(undefined);
  return because === undefined || because.trim() === ''
    ? refuse({ code: 'queue-jumped', count, cases })
    : ok({ count, cases, because });
}
