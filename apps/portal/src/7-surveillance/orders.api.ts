import type { Order } from '@assay/conformity/7-surveillance/order';
import { OrdersSchema, type OrderTold } from '@assay/vocabulary/api';
import { ok } from '@assay/vocabulary/result';

import { isSeenAs, openOwnRoom, openRoom } from '../case-file/case-room.ts';
import { deskApi, type DeskRoute } from '../http/desk-route.ts';

/** What authorities ordered in a case, for programs of those who may know of it: a laboratory is not among them. */
export const orderApiRoutes: readonly DeskRoute[] = [
  deskApi({
    ...{ method: 'GET', path: '/api/v1/cases/:case/orders', permission: { case: 'see' }, event: 'case.read' },
    summary: 'What authorities ordered in the case, and what came of each.',
    gives: OrdersSchema,
    answer: async (_, at) => {
      const isOwn = isSeenAs(at, 'applicant') && !isSeenAs(at, 'administrator');
      const room = await (isOwn ? openOwnRoom : openRoom)(at);
      if (!room.ok) return room;
      return ok({ data: { items: room.value.sheet.state.orders.map(told) }, version: at.case.version });
    },
  }),
];

function told({ from, reported, answered, ended, ...order }: Order): OrderTold {
  return {
    ...order,
    ...(from !== undefined && { from }),
    ...(reported && { reported: { ...reported, evidence: [...reported.evidence] } }),
    ...(answered && { answered }),
    ...(ended && { ended }),
  };
}
