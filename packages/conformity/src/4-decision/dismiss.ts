import type { CaseEvent, DismissalGrounds } from '@assay/vocabulary/case-event';
import { dateIn, type CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { AlreadySupplied, NoSuchThread } from '../1-application/thread.ts';
import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';

export type NoTimeSet = { readonly code: 'no-time-set'; readonly thread: string };
export type StillInTime = {
  readonly code: 'still-in-time';
  readonly thread: string;
  readonly respondBy: CalendarDate;
};

type Refusal = MayNot | NoSuchThread | AlreadySupplied | NoTimeSet | StillInTime;

/** Ends an application without findings, on one of the grounds of 47 CFR 8.210. */
export function dismiss(
  state: Case,
  command: Act & { readonly grounds: DismissalGrounds; readonly timeZone: string },
): Result<readonly CaseEvent[], Refusal> {
  const allowed = may('dismiss', command.by, state);
  if (!allowed.ok) return allowed;
  const { grounds } = command;
  const due = grounds.kind === 'not-supplied' ? overdue(state, grounds.thread, command) : ok(undefined);
  return due.ok ? ok([{ type: 'ApplicationDismissed', ...said(command), grounds }]) : due;
}

/** Only what the applicant was asked for, by a day that has passed, was not supplied in the time set. */
function overdue(
  state: Case,
  thread: string,
  { at, timeZone }: Act & { readonly timeZone: string },
): Result<undefined, Refusal> {
  const found =
    state.stage === 'none'
      ? undefined
      : state.threads.find(({ id, of }) => id === thread && of === 'applicant');
  if (!found) return refuse({ code: 'no-such-thread', thread });
  const { answeredAt, respondBy } = found;
  if (answeredAt !== undefined) return refuse({ code: 'already-supplied', thread });
  if (respondBy === undefined) return refuse({ code: 'no-time-set', thread });
  return dateIn(at, timeZone) > respondBy
    ? ok(undefined)
    : refuse({ code: 'still-in-time', thread, respondBy });
}
