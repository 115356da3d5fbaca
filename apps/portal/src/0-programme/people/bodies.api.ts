import { ok } from '@assay/vocabulary/result';
import { closed, listOf, Type } from '@assay/vocabulary/schema';

import { deskApi, type DeskRoute } from '../../http/desk-route.ts';
import { bodiesAsked, bodyIn, SEARCH, SEE } from './bodies-asked.ts';
import { BodyToldSchema, bodyTold } from './body-told.ts';

/** Bodies as programs read them; what is decided on them stands with its pages. */
export const bodyApiRoutes: readonly DeskRoute[] = [
  deskApi({
    ...{ method: 'GET', path: '/api/v1/bodies', permission: SEE, event: 'bodies.read' },
    summary: 'The bodies whose results may count, each with its scope, expiry and history, the newest first.',
    query: SEARCH,
    refusals: ['malformed-cursor'],
    gives: closed({ items: listOf(BodyToldSchema), next: Type.Optional(Type.String()) }),
    answer: async ({ query }, at) => {
      const page = await bodiesAsked(at, query);
      if (!page.ok) return page;
      const { rows, next } = page.value;
      return ok({ data: { items: rows.map(bodyTold), ...(next !== undefined && { next }) } });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/bodies/:body', permission: SEE, event: 'body.read' },
    summary: 'One body as it stands today under each scheme, with all that was said of it.',
    refusals: ['unknown-body'],
    gives: BodyToldSchema,
    answer: async ({ params }, at) => {
      const body = await bodyIn(at, params);
      return body.ok ? ok({ data: bodyTold(body.value) }) : body;
    },
  }),
];
