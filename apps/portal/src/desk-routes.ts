import { ok } from '@assay/vocabulary/result';

import { auditRoutes } from './0-programme/audit.page.tsx';
import { deskApi, type DeskRoute } from './http/desk-route.ts';
import { openApiOf } from './http/openapi.ts';

const described: readonly DeskRoute[] = [...auditRoutes];

/** Every address of the office: method, path, permission, audit event, and what may be sent there. */
export const deskRoutes: readonly DeskRoute[] = [
  ...described,
  deskApi({
    method: 'GET',
    path: '/api/v1/openapi.json',
    permission: 'public',
    event: 'none',
    summary: 'This description.',
    answer: async (_, { office }) =>
      ok({ data: openApiOf(described, { title: office.programme.title, origin: office.origin }) }),
  }),
];
