import { orderFor, type Order, type OrderStep } from '@assay/conformity/7-surveillance/order';
import type { ComponentChildren, JSX } from 'preact';

import type { CaseRoom } from '../case-file/case-room.ts';
import { Notice } from '../layout/notice.tsx';
import { OrderList } from './orders.view.tsx';

/** The order of the address, and whether the step may be taken about it now. */
export type OrderHere = { readonly order: Order | undefined; readonly open: boolean };

/** Looks the order of the address up; one that is put to somebody else is not there. */
export function orderHere(
  { sheet }: CaseRoom,
  params: Readonly<Record<string, string>>,
  step: OrderStep,
): OrderHere {
  const { orders } = sheet.state;
  const id = params['order'] ?? '';
  const found = orderFor(orders, id, step);
  const isOf = found.ok || found.refusal.code === 'wrong-order-status';
  return { order: isOf ? orders.find((one) => one.id === id) : undefined, open: found.ok };
}

/** The order as the page of an act about it shows it, and the fields of the form while the act is open. */
export function AboutOrder({
  room: { sheet, office },
  here: { order, open },
  children,
}: {
  readonly room: CaseRoom;
  readonly here: OrderHere;
  readonly children: ComponentChildren;
}): JSX.Element {
  if (!order) return <Notice kind="warning" title="There is no such order for you in this case" />;
  return (
    <>
      {!open && <Notice kind="note" title="This is done already, or not yet to be done" />}
      <OrderList sheet={sheet} now={office.clock()} orders={[order]} />
      {open && children}
    </>
  );
}
