import type { Step, WaitsFor } from '@assay/vocabulary/case-step';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { CaseId, EditionRef, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addDays, startOfDay, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import { unreachable } from '@assay/vocabulary/result';

import { productIdentity } from './1-application/prior-denial.ts';
import { moveOn, type Order } from './7-surveillance/order.ts';
import { caseOf, type Case } from './case.ts';
import { clocksOf } from './clock.ts';
import type { Stage } from './journey.ts';
import type { SettingChoice } from './setting-choice.ts';

type OpenCase = Exclude<Case, { stage: 'none' }>;

/** What lies on the desks of one case: a line of every list in which it stands. */
export type CaseDesk = {
  readonly case: CaseId;
  readonly scheme: EditionRef;
  readonly level: number;
  readonly product: string;
  readonly manufacturer: string;
  readonly applicant: OrganisationId | undefined;
  readonly laboratory: OrganisationId | undefined;
  readonly stage: Exclude<Stage, 'none'>;
  readonly waitsFor: WaitsFor;
  readonly due: Due | undefined;
  readonly filedAt: Instant;
  readonly completeAt: Instant | undefined;
  readonly decidedAt: Instant | undefined;
  /** That of the newest event. */
  readonly version: number;
  readonly updatedAt: Instant;
  /** What names the product, so that another application for it is found. */
  readonly identity: readonly string[];
  /** Who took a part that bars from a later one. */
  readonly took: readonly PersonId[];
};

/** By when whoever the case waits for should have moved, and by which clock or thread. */
export type Due = {
  readonly on: CalendarDate;
  readonly clock: string;
  /** The first instant that is too late. */
  readonly overdueFrom: Instant;
};

/** A day of an order that is open beside the one that the case waits for. */
export type FurtherDue = Due & { readonly waitsFor: Step };

/** The days that a case has beside the one that it waits by: each is somebody's, and is reminded of. */
export function furtherDues(
  { timeZone }: Pick<SchemeEdition, 'timeZone'>,
  { orders }: Pick<OpenCase, 'orders'>,
): readonly FurtherDue[] {
  const first = firstOpen(orders);
  return orders.flatMap((one) => {
    const waitsFor = one.status === 'open' && one !== first ? moveOn(one) : undefined;
    return waitsFor === undefined ? [] : [{ ...dueBy(one.respondBy, one.id, timeZone), waitsFor }];
  });
}

/** The desk that a history amounts to. It depends on the history alone, never on when somebody looks. */
export function deskOf(
  scheme: SchemeEdition,
  history: readonly CaseEvent[],
  choices: readonly SettingChoice[],
): CaseDesk {
  const state = caseOf(history);
  const last = history.at(-1);
  if (state.stage === 'none' || !last) throw new Error('a case without events lies on no desk');
  const dates = datesOf(history);
  const waitsFor = waitsForOf(state);
  return {
    ...{ case: state.id, scheme: state.scheme, level: state.level, product: state.product },
    ...{ manufacturer: state.manufacturer, applicant: state.applicant, stage: state.stage, waitsFor },
    laboratory: state.assigned?.laboratory,
    due: dueOf(scheme, { state, waitsFor, history, at: last.at, choices }),
    filedAt: dates.filed,
    completeAt: dates.complete,
    decidedAt: dates.decided?.at,
    version: history.length,
    updatedAt: last.at,
    identity: productIdentity(state),
    took: [...new Set(Object.values(state.took).flat())],
  };
}

/** The dates that an administrator keeps of each application (FCC 24-26 paragraph 55). */
export type CaseDates = {
  readonly filed: Instant;
  readonly returned: readonly { readonly at: Instant; readonly missing: readonly Reason[] }[];
  readonly complete: Instant | undefined;
  readonly decided:
    { readonly at: Instant; readonly as: 'granted' | 'refused' | 'dismissed' | 'discontinued' } | undefined;
};

/** When an application was filed, returned and why, accepted as complete, and decided. */
export function datesOf(history: readonly CaseEvent[]): CaseDates {
  const [first] = history;
  if (first?.type !== 'ApplicationSubmitted') throw new Error('a case file begins with its application');
  return {
    filed: first.at,
    returned: history.flatMap((event) =>
      event.type === 'ApplicationReturned' ? [{ at: event.at, missing: event.missing }] : [],
    ),
    complete: history.find(({ type }) => type === 'ApplicationAccepted')?.at,
    decided: history.flatMap(({ type, at }) => {
      const as = ENDS[type];
      return as ? [{ at, as }] : [];
    })[0],
  };
}

const ENDS: Partial<Record<CaseEvent['type'], NonNullable<CaseDates['decided']>['as']>> = {
  LabelGranted: 'granted',
  LabelRefused: 'refused',
  ApplicationDismissed: 'dismissed',
  ApplicationDiscontinued: 'discontinued',
};

/** Whose move it is: of somebody who was asked and has not answered, else of whoever handles the stage. */
function waitsForOf(state: OpenCase): WaitsFor {
  const open = OPEN.includes(state.stage) ? state.threads.filter(({ answeredAt }) => !answeredAt) : [];
  if (open.some(({ of }) => of === 'applicant')) return 'applicant';
  if (open.length > 0) return 'laboratory';
  switch (state.stage) {
    case 'submitted':
      return 'intake';
    case 'returned':
      return 'applicant';
    case 'accepted':
      return state.assigned && !state.laboratories.includes(state.assigned.body) ? 'laboratory' : 'evaluator';
    case 'evaluated':
      return 'reviewer';
    case 'reviewed':
      // What the review found too little goes back before anybody can grant it.
      return state.review?.sufficient === true ? 'decider' : 'reviewer';
    case 'granted':
      return waitsAfterGrant(state);
    case 'refused':
    case 'dismissed':
    case 'discontinued':
      return 'nobody';
    default:
      return unreachable(state.stage);
  }
}

const OPEN: readonly Stage[] = ['submitted', 'returned', 'accepted', 'evaluated', 'reviewed'];

/** Where a change is told of or something ordered, the label is held already. What has a day comes first, by its day. */
function waitsAfterGrant(state: OpenCase): WaitsFor {
  const { changes, orders } = state;
  if (changes.length === 0 && orders.length === 0) return 'issuer';
  const first = firstOpen(orders);
  if (first) return moveOn(first) ?? 'nobody';
  if (changes.some(({ answered }) => !answered)) return 'surveillance';
  return orders.some((one) => moveOn(one) === 'authority') ? 'authority' : 'nobody';
}

/** The open order whose day comes first; of several on one day what the label stands on is before what is reported. */
function firstOpen(orders: readonly Order[]): Order | undefined {
  const open = orders.filter(({ status }) => status === 'open');
  const rank = ({ respondBy, kind }: Order) => `${respondBy} ${kind === 'report' ? '1' : '0'}`;
  return open.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1))[0];
}

type Standing = {
  readonly state: OpenCase;
  readonly waitsFor: WaitsFor;
  readonly history: readonly CaseEvent[];
  readonly at: Instant;
  readonly choices: readonly SettingChoice[];
};

/** What was asked is due by the day that was set; the administrator's own moves by the first clock that runs. */
function dueOf(scheme: SchemeEdition, { state, waitsFor, history, at, choices }: Standing): Due | undefined {
  const first = (dues: readonly Due[]) => dues.toSorted((a, b) => (a.on < b.on ? -1 : 1))[0];
  const ordered = firstOpen(state.orders);
  if (ordered) return dueBy(ordered.respondBy, ordered.id, scheme.timeZone);
  if (waitsFor === 'applicant' || waitsFor === 'laboratory')
    return first(
      state.threads.flatMap(({ id, of, answeredAt, respondBy: on }) =>
        of === waitsFor && answeredAt === undefined && on !== undefined
          ? [dueBy(on, id, scheme.timeZone)]
          : [],
      ),
    );
  if (!OPEN.includes(state.stage)) return undefined;
  return first(
    clocksOf(scheme, history, { now: at, choices }).flatMap(({ id, state: stands, dueOn, overdueFrom }) =>
      stands === 'running' && dueOn && overdueFrom ? [{ on: dueOn, clock: id, overdueFrom }] : [],
    ),
  );
}

/** A day with the first instant that is too late. */
function dueBy(on: CalendarDate, clock: string, timeZone: string): Due {
  return { on, clock, overdueFrom: startOfDay(addDays(on, 1), timeZone) };
}
