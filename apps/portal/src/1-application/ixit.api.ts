import { columnsOf, withRow, type RowNotTaken } from '@assay/conformity/1-application/ixit-row';
import type { IxitRows } from '@assay/conformity/1-application/answer';
import { answerDraft, type Unsaved } from '@assay/office/1-application/answer-draft';
import type { TableAsked } from '@assay/office/1-application/ixit-tables';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import { RowGivenSchema, SavedSchema, TablesSchema } from '@assay/vocabulary/draft-api';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { deskApi, type DeskContext, type DeskReply, type DeskRoute, type Sent } from '../http/desk-route.ts';
import { DEVELOPER, draftAt } from './draft-at.tsx';
import { oneDraft } from './one-draft.ts';

const TABLES = '/api/v1/drafts/:draft/ixit';
const ROW = `${TABLES}/:table/rows/:row`;
/** Every column of a row filled with as much as it holds. */
const LIMIT = 1_500_000;
const REFUSALS = ['no-such-draft', 'no-such-table', 'draft-handed-in', 'answer-wrong'];
const CHANGES = {
  permission: DEVELOPER,
  event: 'draft.answered',
  versioned: true,
  gives: SavedSchema,
} as const;

/** Tables of details for programs, a row at a time; all rows of a table at once are an answer like others. */
export const ixitApiRoutes: readonly DeskRoute[] = [
  deskApi({
    ...{ method: 'GET', path: TABLES, permission: DEVELOPER, event: 'draft.read' },
    summary: 'The tables of details (IXIT) that tests of a draft read: their columns, and the rows so far.',
    refusals: ['no-such-draft'],
    gives: TablesSchema,
    answer: async ({ params }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const { tables, kept } = open.value;
      return ok({ data: { items: tables.map(told) }, version: kept.version });
    },
  }),
  deskApi({
    ...{ ...CHANGES, method: 'PUT', path: ROW, limit: LIMIT },
    summary:
      'Puts one row into a table, in the place of the one that is called so; `id`: what it is called now.',
    body: RowGivenSchema,
    refusals: [
      ...REFUSALS,
      ...['ixit-row-twice', 'ixit-row-blank', 'ixit-row-single', 'ixit-column-unknown', 'misfit'],
    ],
    answer: (sent, at) =>
      change(sent, at, ({ table, rows: before }, row) => {
        const there = before.some(({ id }) => id === row);
        const { id = row, fields } = sent.body;
        return withRow(table, before, { ...(there && { before: row }), id, fields });
      }),
  }),
  deskApi({
    ...{ ...CHANGES, method: 'DELETE', path: ROW },
    summary: 'Takes one row out of a table.',
    refusals: [...REFUSALS, 'no-such-row'],
    answer: (sent, at) =>
      change<{ readonly code: 'no-such-row' }>(sent, at, ({ rows: before }, row) => {
        const stay = before.filter(({ id }) => id !== row);
        return stay.length < before.length ? ok(stay) : refuse({ code: 'no-such-row' });
      }),
  }),
];

/** Puts other rows into the table of the address, in the version of the draft that was read. */
async function change<R = RowNotTaken>(
  { params, version }: Pick<Sent, 'params' | 'version'>,
  at: DeskContext,
  rowsNow: (asked: TableAsked, row: string) => Result<IxitRows, R>,
): Promise<Result<DeskReply<{ draft: string; version: number }>, R | Unsaved | NoSuchTable>> {
  const one = oneDraft(at, params, version);
  if (!one.ok) return one;
  const open = await draftAt(at, params);
  if (!open.ok) return open;
  const asked = tableAt(open.value, params);
  if (!asked) return refuse({ code: 'no-such-table' });
  const now = rowsNow(asked, params['row'] ?? '');
  if (!now.ok) return now;
  // The rows were made of the version that was opened here: of that one they are saved, or not at all.
  const expected = open.value.kept.version;
  if (version !== expected)
    return refuse({ code: 'version-conflict', expected: version ?? 0, actual: expected });
  const answers = [{ ask: 'ixit' as const, table: asked.table.id, rows: now.value }];
  const done = await answerDraft(at.office, { ...one.value, expected, answers });
  if (!done.ok) return done;
  const saved = { draft: one.value.draft, version: done.value.version };
  return ok({ data: saved, version: saved.version });
}

type NoSuchTable = { readonly code: 'no-such-table' };

function tableAt({ tables }: OpenDraft, params: Sent['params']): TableAsked | undefined {
  return tables.find(({ table }) => table.id === params['table']);
}

function told({ table, rows: held, requirements }: TableAsked) {
  const { id, title, purpose, kind } = table;
  return {
    ...{ table: id, title, purpose, kind, requirements: [...requirements], rows: [...held] },
    columns: columnsOf(table).map(({ id: column, name, meaning, references }) => ({
      ...{ column, name, meaning },
      ...(references !== undefined && { references }),
    })),
  };
}
