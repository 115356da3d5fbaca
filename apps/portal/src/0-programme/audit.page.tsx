import {
  auditScopesOf,
  lookAtAuditIn,
  namesInAudit,
  type AuditPage,
  type AuditScope,
} from '@assay/office/audit';
import { refuse, ok } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, shaped, Type } from '@assay/vocabulary/schema';

import { deskApi, deskPage, type DeskContext, type DeskRoute } from '../http/desk-route.ts';
import { AuditView } from './audit.view.tsx';

const SeqSchema = shaped<string>('^[1-9]\\d{0,14}$', 'where the page before ended');
const QuerySchema = closed({
  after: Type.Optional(SeqSchema),
  /** For a body that may look at both; absent: its own, where it has any. */
  of: Type.Optional(oneOf(['own', 'schemes'])),
});

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

/** Who the audit is for; of those who look after schemes, whoever has the role to. */
const permission = {
  kind: ['label-administrator', 'lead-administrator', 'authority', 'scheme-owner'],
} as const;
const LINES = 50;

/**
 * What was done, refused and read, newest first: in the cases of a label administrator and by its people; or in the cases
 * of the schemes that somebody looks after, to read.
 */
export const auditRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/audit',
    permission,
    event: 'audit.read',
    query: QuerySchema,
    answer: async ({ query }, at) => {
      const found = await pageAt(at, query);
      if (!found) return refuse({ code: 'not-permitted' });
      const names = await namesInAudit(at.office, found.page.lines);
      return ok({ page: AuditView({ at, ...found, names, isFirst: query.after === undefined }) });
    },
  }),
  deskApi({
    method: 'GET',
    path: '/api/v1/audit',
    permission,
    event: 'audit.read',
    summary: 'What was done, refused and read in your cases or those of your schemes, newest first.',
    query: QuerySchema,
    gives: LinesSchema,
    answer: async ({ query }, at) => {
      const found = await pageAt(at, query);
      if (!found) return refuse({ code: 'not-permitted' });
      const { page } = found;
      const items = page.lines.map(({ inputs, ...line }) => ({ ...line, inputs: [...inputs] }));
      return ok({ data: { items, ...(page.next !== undefined && { next: String(page.next) }) } });
    },
  }),
];

type Asked = { readonly after?: string; readonly of?: AuditScope['kind'] };

async function pageAt(
  { office, signed }: DeskContext,
  { after, of }: Asked,
): Promise<
  { readonly page: AuditPage; readonly scope: AuditScope; readonly scopes: readonly AuditScope[] } | undefined
> {
  const scopes = await auditScopesOf(office, signed);
  const scope = of === undefined ? scopes[0] : scopes.find(({ kind }) => kind === of);
  if (!scope) return undefined;
  const before = after === undefined ? {} : { before: Number(after) };
  return { page: await lookAtAuditIn(office, { scope, ...before, limit: LINES }), scope, scopes };
}
