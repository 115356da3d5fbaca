import type { CaseEvent, OrderKind } from '@assay/vocabulary/case-event';
import { addDays, dateIn, type CalendarDate } from '@assay/vocabulary/instant';
import type { LabelState } from '@assay/vocabulary/label-record';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { TimeAlreadyOver } from '../1-application/thread.ts';
import { said, type Act } from '../act.ts';
import { caseOf, type Case } from '../case.ts';
import { clocksOf } from '../clock.ts';
import { may, type MayNot } from '../journey.ts';
import type { SettingChoice } from '../setting-choice.ts';
import type { NoLabelHeld } from './change-notice.ts';
import { orderFor, type NoSuchOrder, type WrongOrderStatus } from './order.ts';

/** What is ordered: of whom follows from the kind. */
export type OrderAsked = {
  readonly kind: OrderKind;
  readonly rule: string;
  readonly says: string;
  /** Absent where the scheme fixes the time. */
  readonly respondBy?: CalendarDate;
  /** An order that was answered, and the answer is not enough: this one takes its place. */
  readonly replaces?: string;
};

/** The rules and choices that a clock of the scheme runs by. */
export type Reckoning = {
  readonly scheme: SchemeEdition;
  readonly history: readonly CaseEvent[];
  readonly choices: readonly SettingChoice[];
};

/** The scheme says how long there is: nobody names another day. */
export type TimeFixed = {
  readonly code: 'time-fixed';
  readonly respondBy: CalendarDate;
  readonly fixed: CalendarDate;
};
/** No clock of the scheme says how long there is, and no day was named. */
export type TimeNotNamed = { readonly code: 'time-not-named' };
/** A day so far off is a slip of the pen. */
export type TimeTooFar = {
  readonly code: 'time-too-far';
  readonly respondBy: CalendarDate;
  readonly latest: CalendarDate;
};
/** The same was ordered before, and waits still. */
export type AlreadyOrdered = { readonly code: 'already-ordered'; readonly order: string };

export type NotOrdered =
  | MayNot
  | NoLabelHeld
  | NoSuchOrder
  | WrongOrderStatus
  | AlreadyOrdered
  | TimeAlreadyOver
  | TimeFixed
  | TimeNotNamed
  | TimeTooFar;

/** Days ahead that an order may set at most. Ours, 2026-11-22: longer than any period of the schemes at hand. */
const MOST_DAYS = 1_096;
const HELD: ReadonlySet<LabelState | 'none'> = new Set(['valid', 'suspended']);

/** An authority orders in a case whose label is held. `label`: how that label stands at this moment. */
export function makeOrder(
  state: Case,
  command: Act & Reckoning & { readonly label: LabelState | 'none'; readonly asked: OrderAsked },
): Result<readonly CaseEvent[], NotOrdered> {
  const allowed = may('order', command.by, state);
  if (!allowed.ok) return allowed;
  if (state.stage === 'none') throw new Error('unreachable: nothing is granted before submission');
  const { label, asked } = command;
  if (!HELD.has(label)) return refuse({ code: 'no-label-held', label });
  const { kind, rule, says, replaces } = asked;
  if (replaces !== undefined) {
    const before = orderFor(state.orders, replaces, 'replace');
    if (!before.ok) return before;
  }
  // A second report may be about something else; what is suspended twice is suspended once.
  const same = state.orders.find((one) => one.kind === kind && kind !== 'report' && one.status === 'open');
  if (same) return refuse({ code: 'already-ordered', order: same.id });
  const day = dayOf(command);
  if (!day.ok) return day;
  const order = `order-${String(state.orders.length + 1)}`;
  const made = { order, rule, says, respondBy: day.value, ...(replaces !== undefined && { replaces }) };
  return ok([
    kind === 'report'
      ? { type: 'ReportOrdered', ...said(command), ...made }
      : { type: 'SanctionOrdered', ...said(command), ...made, sanction: kind },
  ]);
}

/** The last day of an order of this kind that is made now, where a clock of the scheme says it; else somebody names one. */
export function fixedDay(
  kind: OrderKind,
  { at, scheme, history, choices }: Pick<Act, 'at'> & Reckoning,
): CalendarDate | undefined {
  const first = history[0];
  const state = caseOf(history);
  if (!first || state.stage === 'none') return undefined;
  const order = `order-${String(state.orders.length + 1)}`;
  const told = { ...{ order, rule: '', says: '', because: '' }, at, by: first.by };
  const respondBy = dateIn(at, scheme.timeZone);
  const made: CaseEvent =
    kind === 'report'
      ? { type: 'ReportOrdered', ...told, respondBy }
      : { type: 'SanctionOrdered', ...told, respondBy, sanction: kind };
  return clocksOf(scheme, [...history, made], { now: at, choices }).find(({ about }) => about === order)
    ?.dueOn;
}

type DayRefused = TimeFixed | TimeNotNamed | TimeAlreadyOver | TimeTooFar;

function dayOf(command: Act & Reckoning & { readonly asked: OrderAsked }): Result<CalendarDate, DayRefused> {
  const { asked, scheme, at } = command;
  const { kind, respondBy } = asked;
  const fixed = fixedDay(kind, command);
  if (fixed !== undefined)
    return respondBy === undefined || respondBy === fixed
      ? ok(fixed)
      : refuse({ code: 'time-fixed', respondBy, fixed });
  if (respondBy === undefined) return refuse({ code: 'time-not-named' });
  const today = dateIn(at, scheme.timeZone);
  if (respondBy < today) return refuse({ code: 'time-already-over', respondBy, today });
  const latest = addDays(today, MOST_DAYS);
  return respondBy > latest ? refuse({ code: 'time-too-far', respondBy, latest }) : ok(respondBy);
}
