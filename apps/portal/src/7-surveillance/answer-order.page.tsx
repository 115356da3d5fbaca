import { stateToday } from '@assay/office/7-surveillance/label-standing';
import { answerOrder } from '@assay/office/7-surveillance/orders';
import { ORDER_OUTCOMES } from '@assay/vocabulary/case-event';
import { closed, oneOf, text } from '@assay/vocabulary/schema';

import { actRoutes, BECAUSE } from '../case-file/act-page.tsx';
import { pathOfCase } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import { Choices, TextArea } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { LABEL_ACTS } from './label-act.view.tsx';
import { AboutOrder, orderHere } from './order-in-case.tsx';

/** The administrator answers what it was ordered: that it is done, as the label shows, or why it is not. */
export const answerOrderRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'answerOrder', path: 'orders/:order/outcome', done: 'order-answer' },
  ...{ event: 'order.answered', title: 'Answer the order', does: 'Send the answer' },
  body: closed({ outcome: oneOf(ORDER_OUTCOMES), answer: text(10_000), ...BECAUSE }),
  fields: {
    outcome: { label: 'What came of it?', missing: 'Choose what came of it' },
    answer: { label: 'Answer to the authority', missing: 'Write the answer' },
  },
  fieldOf: { 'not-as-ordered': 'outcome' },
  because: 'In answer to the order.',
  look: (room, params) => Promise.resolve(orderHere(room, params, 'answer')),
  canSend: ({ open }) => open,
  inside: ({ room, form, extra: here }) => {
    const { sheet, office } = room;
    const label = stateToday(office, sheet.standing);
    const act = here.order?.kind === 'withdrawal' ? 'withdraw' : 'suspend';
    return (
      <AboutOrder room={room} here={here}>
        <Notice kind="note" title={`The label is ${label === 'none' ? 'not in the register' : label}`}>
          <p>
            An order is carried out by the act on the label:{' '}
            <a href={pathOfCase(sheet.state.id, LABEL_ACTS[act].path)}>
              {LABEL_ACTS[act].does.toLowerCase()}
            </a>
            . Then answer it here.
          </p>
        </Notice>
        <Choices
          form={form}
          name="outcome"
          of={[
            {
              value: 'carried-out',
              label: 'It is carried out',
              hint: 'The label stands as ordered, or has ended.',
            },
            { value: 'not-carried-out', label: 'It is not carried out', hint: 'Say why in the answer.' },
          ]}
        />
        <TextArea form={form} name="answer" rows={5} hint="Authority and holder read it." />
      </AboutOrder>
    );
  },
  send: (office, command, body, { params }) =>
    answerOrder(office, { ...command, ...body, order: params['order'] ?? '' }),
});
