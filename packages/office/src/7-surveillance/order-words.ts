import type { OrderEvent, OrderStatus } from '@assay/conformity/7-surveillance/order';
import type { OrderKind } from '@assay/vocabulary/case-event';

/** What may be ordered, in words. */
export const ORDERED: Readonly<Record<OrderKind, string>> = {
  report: 'to investigate and report',
  suspension: 'to suspend the label',
  withdrawal: 'to withdraw the label',
};

/** How an order stands, in words. */
export const ORDER_STATUS: Readonly<Record<OrderStatus, string>> = {
  open: 'not answered yet',
  reported: 'reported on',
  'carried-out': 'carried out',
  'not-carried-out': 'not carried out',
  closed: 'closed',
  withdrawn: 'withdrawn',
  replaced: 'replaced by another order',
};

/** An order of a case by its number: `order-1` is order 1. */
export function orderName(id: string): string {
  return id.replace('-', ' ');
}

/** What happened about an order: a heading, and what was said. */
export function orderLine(event: OrderEvent): { readonly title: string; readonly says: string } {
  switch (event.type) {
    case 'ReportOrdered':
      return { title: 'Report ordered', says: ordered(event) };
    case 'SanctionOrdered':
      return {
        title: event.sanction === 'suspension' ? 'Suspension ordered' : 'Withdrawal ordered',
        says: ordered(event),
      };
    case 'OrderedReportReceived':
      return { title: 'Ordered report received', says: about(event, event.says) };
    case 'OrderAnswered':
      return {
        title: event.outcome === 'carried-out' ? 'Order carried out' : 'Order not carried out',
        says: about(event, event.answer),
      };
    case 'OrderClosed':
      return { title: 'Order closed', says: about(event, event.answer) };
    case 'OrderWithdrawn':
      return { title: 'Order withdrawn', says: about(event, event.answer) };
  }
}

function ordered(event: Extract<OrderEvent, { type: 'ReportOrdered' | 'SanctionOrdered' }>): string {
  const { says, rule, respondBy, replaces } = event;
  const instead = replaces === undefined ? '' : ` It takes the place of ${orderName(replaces)}.`;
  return about(event, `${says} By ${respondBy}. It rests on: ${rule}.${instead}`);
}

function about({ order }: { readonly order: string }, says: string): string {
  const name = orderName(order);
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}. ${says}`;
}
