import { lookAtAudit, type AuditPage } from '@assay/office/audit';
import { refuse, ok } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, shaped, Type } from '@assay/vocabulary/schema';

import { deskApi, deskPage, type DeskContext, type DeskRoute } from '../http/desk-route.ts';
import { AuditView } from './audit.view.tsx';

const SeqSchema = shaped<string>('^[1-9]\\d{0,14}$', 'where the page before ended');
const QuerySchema = closed({ after: Type.Optional(SeqSchema) });

const LinesSchema = closed({
  items: listOf(
    closed({
      at: Type.String(),
      person: Type.Optional(Type.String()),
      seat: Type.Optional(Type.String()),
      role: Type.Optional(Type.String()),
      via: Type.Optional(Type.String()),
      action: Type.String(),
      object: Type.Optional(Type.String()),
      outcome: oneOf(['done', 'refused', 'read']),
      code: Type.Optional(Type.String()),
      edition: Type.Optional(Type.String()),
      inputs: listOf(Type.String()),
    }),
  ),
  next: Type.Optional(SeqSchema),
});

/** Who the audit of an administrator is for. */
const permission = { kind: ['label-administrator'] } as const;
const LINES = 50;

/** What was done, refused and read in the cases of a label administrator and by its people, newest first. */
export const auditRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/audit',
    permission,
    event: 'audit.read',
    query: QuerySchema,
    answer: async ({ query }, at) => {
      const page = await pageAt(at, query.after);
      if (!page) return refuse({ code: 'not-permitted' });
      return ok({ page: AuditView({ at, page, isFirst: query.after === undefined }) });
    },
  }),
  deskApi({
    method: 'GET',
    path: '/api/v1/audit',
    permission,
    event: 'audit.read',
    summary: 'What was done, refused and read in your cases and by your people, newest first.',
    query: QuerySchema,
    gives: LinesSchema,
    answer: async ({ query }, at) => {
      const page = await pageAt(at, query.after);
      if (!page) return refuse({ code: 'not-permitted' });
      const items = page.lines.map(({ inputs, ...line }) => ({ ...line, inputs: [...inputs] }));
      return ok({ data: { items, ...(page.next !== undefined && { next: String(page.next) }) } });
    },
  }),
];

async function pageAt(
  { office, signed }: DeskContext,
  after: string | undefined,
): Promise<AuditPage | undefined> {
  const { administrator, seat } = signed;
  if (administrator === undefined || seat === undefined) return undefined;
  return lookAtAudit(office, {
    administrator,
    about: { casesAndSeat: seat },
    ...(after !== undefined && { before: Number(after) }),
    limit: LINES,
  });
}
