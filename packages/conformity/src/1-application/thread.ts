import type { Asked, CaseEvent } from '@assay/vocabulary/case-event';
import type { Digest, ProvisionRef } from '@assay/vocabulary/ids';
import { dateIn, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import type { NotAssigned } from '../2-evaluation/report.ts';
import { may, type MayNot } from '../journey.ts';

/** One question of a case and its answer. A further question is a further thread. */
export type Thread = {
  readonly id: string;
  readonly from: 'administrator' | 'laboratory';
  readonly of: Asked;
  readonly subject: ProvisionRef | undefined;
  readonly question: string;
  readonly askedAt: Instant;
  /** The last day of the time set. */
  readonly respondBy: CalendarDate | undefined;
  readonly answeredAt: Instant | undefined;
};

type Requested = Extract<CaseEvent, { type: 'InformationRequested' }>;
type Supplied = Extract<CaseEvent, { type: 'InformationSupplied' }>;

/** The thread that a question opens. */
export function asked({ thread, from, of, subject, question, respondBy, at }: Requested): Thread {
  const answeredAt = undefined;
  return {
    id: thread,
    from: from ?? 'administrator',
    of,
    subject,
    question,
    askedAt: at,
    respondBy,
    answeredAt,
  };
}

/** The threads after one of them was answered. */
export function supplied(threads: readonly Thread[], { thread, at }: Supplied): readonly Thread[] {
  return threads.map((one) => (one.id === thread ? { ...one, answeredAt: at } : one));
}

export type TimeAlreadyOver = {
  readonly code: 'time-already-over';
  readonly respondBy: CalendarDate;
  readonly today: CalendarDate;
};
export type NobodyToAsk = { readonly code: 'no-laboratory-assigned' };
export type NoSuchThread = { readonly code: 'no-such-thread'; readonly thread: string };
export type AlreadySupplied = { readonly code: 'already-supplied'; readonly thread: string };

/** What is asked, of whom, and until when at the latest. */
export type Question = {
  readonly of: Asked;
  readonly subject?: ProvisionRef;
  readonly question: string;
  readonly respondBy?: CalendarDate;
};

/** Asks the applicant or the assigned laboratory for information or samples (47 CFR 8.210(c)); a laboratory asks the applicant. */
export function requestInformation(
  state: Case,
  command: Act &
    Question & { readonly act: 'requestInformation' | 'askAsLaboratory'; readonly timeZone: string },
): Result<readonly CaseEvent[], MayNot | NotAssigned | TimeAlreadyOver | NobodyToAsk> {
  const { act, of, subject, question, respondBy, timeZone } = command;
  const allowed = may(act, command.by, state);
  if (!allowed.ok) return allowed;
  if (state.stage === 'none') throw new Error('unreachable: nothing is asked before submission');
  const assigned = act === 'askAsLaboratory' ? isAssigned(state, command) : ok(undefined);
  if (!assigned.ok) return assigned;
  const today = dateIn(command.at, timeZone);
  if (respondBy !== undefined && respondBy < today)
    return refuse({ code: 'time-already-over', respondBy, today });
  if (of === 'laboratory' && !state.assigned) return refuse({ code: 'no-laboratory-assigned' });
  return ok([
    {
      type: 'InformationRequested',
      ...said(command),
      thread: `thread-${String(state.threads.length + 1)}`,
      ...(act === 'askAsLaboratory' && { from: 'laboratory' as const }),
      of: act === 'askAsLaboratory' ? 'applicant' : of,
      ...(subject !== undefined && { subject }),
      question,
      ...(respondBy !== undefined && { respondBy }),
    },
  ]);
}

/** Answers a question that was put to the applicant or to the laboratory, with the digests of what is handed in with it. */
export function supplyInformation(
  state: Case,
  command: Act & {
    readonly act: 'supplyInformation' | 'answerAsLaboratory';
    readonly thread: string;
    readonly answer: string;
    readonly evidence: readonly Digest[];
  },
): Result<readonly CaseEvent[], MayNot | NotAssigned | NoSuchThread | AlreadySupplied> {
  const { act, thread, answer, evidence } = command;
  const allowed = may(act, command.by, state);
  if (!allowed.ok) return allowed;
  if (state.stage === 'none') throw new Error('unreachable: nothing is asked before submission');
  const assigned = act === 'answerAsLaboratory' ? isAssigned(state, command) : ok(undefined);
  if (!assigned.ok) return assigned;
  const of: Asked = act === 'supplyInformation' ? 'applicant' : 'laboratory';
  const found = state.threads.find((one) => one.id === thread && one.of === of);
  if (!found) return refuse({ code: 'no-such-thread', thread });
  if (found.answeredAt !== undefined) return refuse({ code: 'already-supplied', thread });
  return ok([{ type: 'InformationSupplied', ...said(command), thread, answer, evidence }]);
}

/** Only the assigned laboratory speaks for the laboratory. */
function isAssigned(
  { assigned }: Exclude<Case, { stage: 'none' }>,
  { by }: Act,
): Result<undefined, NotAssigned> {
  if (assigned && assigned.body === by.body) return ok(undefined);
  return refuse({ code: 'laboratory-not-assigned', assigned: assigned?.body ?? '', acting: by.body ?? '' });
}
