import { orderFor } from '@assay/conformity/7-surveillance/order';
import { labelStanding } from '@assay/office/7-surveillance/label-standing';
import { dayForReport, makeOrder } from '@assay/office/7-surveillance/orders';
import { ORDERED } from '@assay/office/7-surveillance/order-words';
import { ORDER_KINDS, type OrderKind } from '@assay/vocabulary/case-event';
import { OrderIdSchema } from '@assay/vocabulary/api';
import { closed, oneOf, text, Type } from '@assay/vocabulary/schema';
import { DateSchema } from '@assay/vocabulary/standard';

import { actRoutes, BECAUSE } from '../case-file/act-page.tsx';
import type { DeskRoute } from '../http/desk-route.ts';
import { Choices, Field, Select, TextArea } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { Day } from '../layout/when.tsx';
import { OrderList, titleOf } from './orders.view.tsx';

/** An authority orders: of the holder a report, or of the administrator that the label be suspended or withdrawn. */
export const makeOrderRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'order', path: 'order', done: 'order', event: 'order.made' },
  ...{ title: 'Make an order', does: 'Make the order' },
  body: closed({
    kind: oneOf(ORDER_KINDS),
    says: text(10_000),
    rule: text(1_000),
    respondBy: Type.Optional(DateSchema),
    replaces: Type.Optional(OrderIdSchema),
    ...BECAUSE,
  }),
  fields: {
    kind: { label: 'What do you order?', missing: 'Choose what you order' },
    says: { label: 'What is to be done?', missing: 'Say what is to be done' },
    rule: { label: 'The rule or finding that it rests on', missing: 'Name what the order rests on' },
    respondBy: { label: 'Last day', wrong: 'Enter a day such as 2027-01-31' },
    replaces: { label: 'In place of' },
  },
  fieldOf: {
    ...{ 'time-not-named': 'respondBy', 'time-fixed': 'respondBy', 'time-too-far': 'respondBy' },
    ...{ 'time-already-over': 'respondBy', 'already-ordered': 'kind', 'no-label-held': 'kind' },
    ...{ 'no-such-order': 'replaces', 'wrong-order-status': 'replaces' },
  },
  because: 'In oversight of the scheme.',
  look: async ({ office, sheet }) => ({
    label: await labelStanding(office, office.records.read, sheet.state.id),
    fixed: await dayForReport(office, sheet),
  }),
  canSend: ({ label }) => label === 'valid' || label === 'suspended',
  inside: ({ room: { sheet }, form, extra: { label, fixed } }) => {
    if (label !== 'valid' && label !== 'suspended')
      return (
        <Notice kind="warning" title="No label is held in this case">
          <p>
            {label === 'none' ? 'It is not in the register yet.' : `It is ${label}.`} Nothing can be ordered.
          </p>
        </Notice>
      );
    const { orders } = sheet.state;
    const answered = orders.filter(({ id }) => orderFor(orders, id, 'replace').ok);
    return (
      <>
        <p class="measure">
          The label is {label}. Holder and administrator both read the order; the public and the laboratory
          read nothing of it.
        </p>
        <Choices form={form} name="kind" of={ORDER_KINDS.map((value) => ({ value, ...WORDS[value] }))} />
        <TextArea
          form={form}
          name="says"
          rows={6}
          hint="For a report: what is to be looked into, and what about units to come and units that are already with users, sellers and distributors."
        />
        <Field form={form} name="rule" />
        <Field
          form={form}
          name="respondBy"
          type="date"
          width="short"
          hint={
            fixed === undefined ? (
              'In the time of the scheme.'
            ) : (
              <>
                For a report leave it empty: the scheme gives until <Day at={fixed} />.
              </>
            )
          }
        />
        {answered.length > 0 && (
          <Select
            form={form}
            name="replaces"
            hint="Where the answer to an earlier order is not enough. That one ends with this."
            of={answered.map((one) => ({ value: one.id, label: titleOf(one) }))}
          />
        )}
      </>
    );
  },
  beside: ({ room: { sheet, office } }) =>
    sheet.state.orders.length === 0 ? undefined : (
      <>
        <h2>Ordered so far</h2>
        <OrderList sheet={sheet} now={office.clock()} orders={sheet.state.orders} />
      </>
    ),
  send: (office, command, { kind, says, rule, respondBy, replaces, ...why }) =>
    makeOrder(office, {
      ...{ ...command, ...why },
      asked: {
        ...{ kind, says, rule },
        ...(respondBy !== undefined && { respondBy }),
        ...(replaces !== undefined && { replaces }),
      },
    }),
});

const WORDS: Readonly<Record<OrderKind, { readonly label: string; readonly hint: string }>> = {
  report: { label: `The holder is ${ORDERED.report}`, hint: 'The label stays as it is meanwhile.' },
  suspension: {
    label: `The administrator is ${ORDERED.suspension}`,
    hint: 'Once it is carried out, the label is not restored before you close the order.',
  },
  withdrawal: { label: `The administrator is ${ORDERED.withdrawal}`, hint: 'For good.' },
};
