import { moveOn, orderFor } from '@assay/conformity/7-surveillance/order';
import { may } from '@assay/conformity/journey';
import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { CalendarDate } from '@assay/vocabulary/instant';

import type { ActOpen } from '../case-file/acts-open.ts';
import { whyNot } from '../case-file/why-not.ts';
import { dayInWords } from '../layout/when.tsx';
import { titleOf } from './orders.view.tsx';

type Read = Pick<CaseSheet, 'state' | 'reader' | 'standing'>;

/** The orders that the administrator has to answer, each an act of its own. */
export function ordersToAnswer({ state, reader }: Read): readonly ActOpen[] {
  const allowed = may('answerOrder', reader, state);
  return state.orders
    .filter((one) => moveOn(one) === 'surveillance')
    .map((one) => ({
      ...{ path: `orders/${one.id}/outcome`, name: 'Answer the order', says: says(one) },
      ...(!allowed.ok && { whyNot: whyNot(allowed.refusal) }),
    }));
}

/** The orders on which the holder has to report. */
export function ordersToReport({ state, reader }: Read): readonly ActOpen[] {
  if (!may('reportOnOrder', reader, state).ok) return [];
  return state.orders
    .filter((one) => moveOn(one) === 'applicant')
    .map((one) => ({ path: `orders/${one.id}/report`, name: 'Report to the authority', says: says(one) }));
}

/** What an authority may do in a case that it sees; nothing for whoever else sees it to read. */
export function actsOfAuthority({ state, reader, standing }: Read): readonly ActOpen[] {
  if (!reader.roles.includes('authority') || state.stage !== 'granted') return [];
  const allowed = may('order', reader, state);
  const why = !allowed.ok && { whyNot: whyNot(allowed.refusal) };
  const ends = state.orders.flatMap((one) => [
    ...(orderFor(state.orders, one.id, 'close').ok
      ? [{ path: `orders/${one.id}/close`, name: 'Close the order', says: titleOf(one), ...why }]
      : []),
    ...(orderFor(state.orders, one.id, 'withdraw').ok
      ? [{ path: `orders/${one.id}/withdraw`, name: 'Withdraw the order', says: titleOf(one), ...why }]
      : []),
  ]);
  const isHeld = standing.state === 'valid' || standing.state === 'suspended';
  const make = {
    ...{ path: 'order', name: 'Make an order', ...why },
    says: 'Of the holder a report; of the administrator that the label be suspended or withdrawn.',
  };
  return [...(isHeld ? [make] : []), ...ends];
}

function says(one: Parameters<typeof titleOf>[0] & { readonly respondBy: CalendarDate }): string {
  return `${titleOf(one)}. By ${dayInWords(one.respondBy)}.`;
}
