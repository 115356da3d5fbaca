import { closeOrder, withdrawOrder } from '@assay/office/7-surveillance/orders';
import { closed, text } from '@assay/vocabulary/schema';

import { actRoutes, BECAUSE } from '../case-file/act-page.tsx';
import type { DeskRoute } from '../http/desk-route.ts';
import { TextArea } from '../layout/form.tsx';
import { AboutOrder, orderHere } from './order-in-case.tsx';

const body = closed({ answer: text(10_000), ...BECAUSE });

/** The authority closes an order as satisfied, or withdraws one that nobody has answered. */
export const endOrderRoutes: readonly DeskRoute[] = [
  ...actRoutes({
    ...{ act: 'closeOrder', path: 'orders/:order/close', done: 'order-close' },
    ...{ event: 'order.closed', title: 'Close the order', does: 'Close the order', body },
    fields: { answer: { label: 'What you found', missing: 'Say what you found' } },
    because: 'What was ordered is done.',
    look: (room, params) => Promise.resolve(orderHere(room, params, 'close')),
    canSend: ({ open }) => open,
    inside: ({ room, form, extra: here }) => (
      <AboutOrder room={room} here={here}>
        <p class="measure">
          {here.order?.status === 'carried-out'
            ? 'From then on the administrator may restore the label.'
            : 'The answer is enough, and nothing is left to do. Where it is not, make another order in its place.'}
        </p>
        <TextArea form={form} name="answer" rows={5} hint="Holder and administrator read it." />
      </AboutOrder>
    ),
    send: (office, command, said, { params }) =>
      closeOrder(office, { ...command, ...said, order: params['order'] ?? '' }),
  }),
  ...actRoutes({
    ...{ act: 'withdrawOrder', path: 'orders/:order/withdraw', done: 'order-withdraw' },
    ...{ event: 'order.withdrawn', title: 'Withdraw the order', does: 'Withdraw the order', body },
    danger: true,
    fields: { answer: { label: 'Why it is withdrawn', missing: 'Say why it is withdrawn' } },
    because: 'It is not needed any more.',
    look: (room, params) => Promise.resolve(orderHere(room, params, 'withdraw')),
    canSend: ({ open }) => open,
    inside: ({ room, form, extra: here }) => (
      <AboutOrder room={room} here={here}>
        <TextArea form={form} name="answer" rows={5} hint="Holder and administrator read it." />
      </AboutOrder>
    ),
    send: (office, command, said, { params }) =>
      withdrawOrder(office, { ...command, ...said, order: params['order'] ?? '' }),
  }),
];
