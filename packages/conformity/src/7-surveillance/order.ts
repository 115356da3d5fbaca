import type { CaseEvent, OrderKind, OrderOutcome } from '@assay/vocabulary/case-event';
import type { Digest, OrganisationId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

/**
 * What an authority orders in the case of a label that is held, and what came of it: the holder is to investigate and
 * report (47 CFR 8.214), or the administrator to suspend the label or to withdraw it (8.216).
 */
export type Order = {
  /** Inside the case: `order-1`. */
  readonly id: string;
  readonly kind: OrderKind;
  /** The authority. */
  readonly from: OrganisationId | undefined;
  /** The rule or finding that it rests on. */
  readonly rule: string;
  readonly says: string;
  /** The last day in time, in the scheme's zone. */
  readonly respondBy: CalendarDate;
  readonly orderedAt: Instant;
  readonly status: OrderStatus;
  /** What the holder reports. */
  readonly reported:
    { readonly at: Instant; readonly says: string; readonly evidence: readonly Digest[] } | undefined;
  /** What the administrator answers. */
  readonly answered:
    { readonly at: Instant; readonly outcome: OrderOutcome; readonly answer: string } | undefined;
  /** With which words the authority closed or withdrew it. */
  readonly ended: { readonly at: Instant; readonly answer: string } | undefined;
};

/** `carried-out`: a suspension holds until the authority closes its order; of a withdrawal nothing is left to do. */
export type OrderStatus =
  'open' | 'reported' | 'not-carried-out' | 'carried-out' | 'closed' | 'withdrawn' | 'replaced';

export type NoSuchOrder = { readonly code: 'no-such-order'; readonly order: string };
export type WrongOrderStatus = {
  readonly code: 'wrong-order-status';
  readonly order: string;
  readonly status: OrderStatus;
  readonly allowed: readonly OrderStatus[];
};

/** What may be done about an order that was made. */
export type OrderStep = 'report' | 'answer' | 'close' | 'withdraw' | 'replace';

/** Of which orders each may be done, and while they stand how. One table for rule and history. */
const STEPS: Readonly<
  Record<OrderStep, { readonly of: readonly OrderKind[]; readonly in: readonly OrderStatus[] }>
> = {
  report: { of: ['report'], in: ['open'] },
  answer: { of: ['suspension', 'withdrawal'], in: ['open'] },
  close: { of: ['report', 'suspension', 'withdrawal'], in: ['reported', 'not-carried-out', 'carried-out'] },
  withdraw: { of: ['report', 'suspension', 'withdrawal'], in: ['open'] },
  replace: { of: ['report', 'suspension', 'withdrawal'], in: ['reported', 'not-carried-out'] },
};

/** The order, if the step may be taken about it; one that was put to somebody else is none. */
export function orderFor(
  orders: readonly Order[],
  id: string,
  step: OrderStep,
): Result<Order, NoSuchOrder | WrongOrderStatus> {
  const rule = STEPS[step];
  const found = orders.find((one) => one.id === id && rule.of.includes(one.kind));
  if (!found) return refuse({ code: 'no-such-order', order: id });
  const { status } = found;
  // A label that was withdrawn stays so: there is nothing to lift.
  const done = found.kind === 'withdrawal' && status === 'carried-out';
  if (rule.in.includes(status) && !done) return ok(found);
  return refuse({ code: 'wrong-order-status', order: id, status, allowed: rule.in });
}

/** The orders that keep a label from being made valid again: not answered yet, or carried out and not closed. */
export function holding(orders: readonly Order[]): readonly Order[] {
  return orders.filter(
    ({ kind, status }) => kind !== 'report' && (status === 'open' || status === 'carried-out'),
  );
}

/** Whose move an order is: open ones by their day; an answer is read by the authority, for which no day is set. */
export function moveOn({
  kind,
  status,
}: Pick<Order, 'kind' | 'status'>): 'applicant' | 'surveillance' | 'authority' | undefined {
  if (status === 'open') return kind === 'report' ? 'applicant' : 'surveillance';
  return status === 'reported' || status === 'not-carried-out' ? 'authority' : undefined;
}

export type OrderEvent = Extract<
  CaseEvent,
  {
    type:
      | 'ReportOrdered'
      | 'SanctionOrdered'
      | 'OrderedReportReceived'
      | 'OrderAnswered'
      | 'OrderClosed'
      | 'OrderWithdrawn';
  }
>;

/** The orders of a case one event later. An event that cannot follow is a broken case file and throws. */
export function ordersAfter(orders: readonly Order[], event: OrderEvent): readonly Order[] {
  const { at } = event;
  switch (event.type) {
    case 'ReportOrdered':
    case 'SanctionOrdered':
      return made(orders, event);
    case 'OrderedReportReceived': {
      const { says, evidence } = event;
      return changed(orders, event, { step: 'report', to: 'reported', reported: { at, says, evidence } });
    }
    case 'OrderAnswered': {
      const { outcome, answer } = event;
      return changed(orders, event, { step: 'answer', to: outcome, answered: { at, outcome, answer } });
    }
    case 'OrderClosed':
      return changed(orders, event, { step: 'close', to: 'closed', ended: { at, answer: event.answer } });
    case 'OrderWithdrawn':
      return changed(orders, event, {
        ...{ step: 'withdraw', to: 'withdrawn', ended: { at, answer: event.answer } },
      });
  }
}

function made(
  orders: readonly Order[],
  event: Extract<OrderEvent, { type: 'ReportOrdered' | 'SanctionOrdered' }>,
): readonly Order[] {
  const { order: id, rule, says, respondBy, replaces, at, as: from } = event;
  if (orders.some((one) => one.id === id)) throw new Error(`${id} was made already`);
  const before =
    replaces === undefined
      ? orders
      : changed(orders, { order: replaces }, { step: 'replace', to: 'replaced' });
  const nothingYet = { reported: undefined, answered: undefined, ended: undefined };
  const kind = event.type === 'ReportOrdered' ? 'report' : event.sanction;
  return [...before, { id, kind, from, rule, says, respondBy, orderedAt: at, status: 'open', ...nothingYet }];
}

type Change = Partial<Pick<Order, 'reported' | 'answered' | 'ended'>> & {
  readonly step: OrderStep;
  readonly to: OrderStatus;
};

function changed(
  orders: readonly Order[],
  { order: id }: { readonly order: string },
  { step, to, ...more }: Change,
): readonly Order[] {
  const found = orderFor(orders, id, step);
  if (!found.ok) throw new Error(`${step} of ${id}: ${found.refusal.code}`);
  return orders.map((one) => (one.id === id ? { ...one, ...more, status: to } : one));
}
