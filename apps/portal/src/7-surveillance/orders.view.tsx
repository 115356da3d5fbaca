import { moveOn, type Order } from '@assay/conformity/7-surveillance/order';
import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import { ORDER_STATUS, ORDERED, orderName } from '@assay/office/7-surveillance/order-words';
import type { CaseId } from '@assay/vocabulary/ids';
import { dateIn, type Instant } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';

import { documentPath } from '../case-file/case-documents.view.tsx';
import { ClockBadge } from '../layout/clock-line.tsx';
import { Day, Moment } from '../layout/when.tsx';

type Listed = {
  readonly sheet: Pick<CaseSheet, 'state' | 'names' | 'scheme'>;
  readonly now: Instant;
};

/** What authorities ordered in a case, the newest first, and what came of each; nothing where nothing was ordered. */
export function OrderSection({ sheet, now }: Listed): JSX.Element | null {
  if (sheet.state.orders.length === 0) return null;
  return (
    <section aria-labelledby="orders">
      <h2 id="orders">Orders of authorities</h2>
      <OrderList sheet={sheet} now={now} orders={sheet.state.orders} />
    </section>
  );
}

/** Some orders of a case. */
export function OrderList({
  sheet,
  now,
  orders,
}: Listed & { readonly orders: readonly Order[] }): JSX.Element {
  const { state, names, scheme } = sheet;
  const today = dateIn(now, scheme.timeZone);
  return (
    <ol class="threads">
      {orders.toReversed().map((order) => {
        const { kind, from, orderedAt, respondBy, says, rule, status } = order;
        return (
          <li>
            <p>
              <strong>{titleOf(order)}</strong>
            </p>
            <p class="soft">
              {(from && names.organisations.get(from)) ?? 'An authority'} ordered{' '}
              {kind === 'report' ? 'the holder of the label' : 'the label administrator'} on{' '}
              <Day at={orderedAt} />.
            </p>
            <p class="said">{says}</p>
            <p class="soft">It rests on: {rule}</p>
            <Answer id={state.id} order={order} />
            <p>
              <strong>{NEXT[moveOn(order) ?? 'nobody'](ORDER_STATUS[status])}</strong>{' '}
              {status === 'open' && (
                <>
                  Time until <Day at={respondBy} />. {respondBy < today && <ClockBadge state="overdue" />}
                </>
              )}
              {status === 'carried-out' && kind === 'suspension' && LIFTED}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

/** An order by its number and what it orders. */
export function titleOf({ id, kind }: Pick<Order, 'id' | 'kind'>): string {
  const name = orderName(id);
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}: ${ORDERED[kind]}`;
}

/** What was answered to an order, and with which words its authority ended it. */
function Answer({ id, order }: { readonly id: CaseId; readonly order: Order }): JSX.Element {
  const { reported, answered, ended, status } = order;
  return (
    <>
      {reported && (
        <>
          <p class="soft">
            The holder reported on <Moment at={reported.at} />
          </p>
          <p class="said">{reported.says}</p>
          {reported.evidence.length > 0 && (
            <ul>
              {reported.evidence.map((digest, i) => (
                <li>
                  <a href={documentPath(id, digest)}>{`File ${String(i + 1)} with the report`}</a>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {answered && (
        <>
          <p class="soft">
            The administrator answered on <Moment at={answered.at} />: {ORDER_STATUS[answered.outcome]}
          </p>
          <p class="said">{answered.answer}</p>
        </>
      )}
      {ended && (
        <>
          <p class="soft">
            The authority {status === 'withdrawn' ? 'withdrew' : 'closed'} it on <Moment at={ended.at} />
          </p>
          <p class="said">{ended.answer}</p>
        </>
      )}
    </>
  );
}

const NEXT: Readonly<Record<NonNullable<ReturnType<typeof moveOn>> | 'nobody', (status: string) => string>> =
  {
    applicant: () => 'Not reported on yet.',
    surveillance: () => 'Not answered yet.',
    authority: () => 'The authority has to read the answer.',
    nobody: (status) => `${status.slice(0, 1).toUpperCase()}${status.slice(1)}.`,
  };
const LIFTED = 'The label is not restored before the authority closes the order.';
