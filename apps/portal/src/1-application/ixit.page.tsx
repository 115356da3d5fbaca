import type { IxitRows } from '@assay/conformity/1-application/answer';
import { columnsOf, withRow } from '@assay/conformity/1-application/ixit-row';
import type { TableAsked } from '@assay/office/1-application/ixit-tables';
import { answerDraft, markOf } from '@assay/office/1-application/answer-draft';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import { LONGEST_FIELD, LocalIdSchema } from '@assay/vocabulary/dossier';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { ConfirmPage } from '../layout/confirm-page.tsx';
import { Field, TextArea } from '../layout/form.tsx';
import { SummaryList } from '../layout/summary-list.tsx';
import { DEVELOPER, draftAt, DraftFrame, draftPath, seatOf } from './draft-at.tsx';
import { draftList, draftSection, type DraftSection } from './draft-section.tsx';
import { Purpose, Rows } from './ixit.view.tsx';

type Params = Readonly<Record<string, string>>;
type Row = IxitRows[number];

/** Columns that a table has at most, beside the name of a row: the fields of its form. */
const MOST_COLUMNS = 40;
const columnAt = (at: number) => `column${String(at)}`;
const COLUMNS = Array.from({ length: MOST_COLUMNS }, (_, at) => columnAt(at));
const BODY = {
  id: Type.Optional(LocalIdSchema),
  ...Object.fromEntries(COLUMNS.map((name) => [name, Type.Optional(text(LONGEST_FIELD))])),
};
const FIELDS: FieldWords = {
  id: { label: 'Name of the row', wrong: 'A name is made of letters, digits, dots and hyphens, at most 80' },
  ...Object.fromEntries(
    COLUMNS.map((name) => [
      name,
      { label: 'Column', wrong: `At most ${String(LONGEST_FIELD)} characters fit` },
    ]),
  ),
};
/** Every column filled with as much as it holds, and what stands around it in the form. */
const LIMIT = 1_500_000;

/** The form of one row: `row` is the one that stands there, none where one is added. */
function rowSection(
  path: string,
  rowAt: (table: TableAsked, params: Params) => Row | 'new' | undefined,
): DraftSection<typeof BODY> {
  const found = (open: OpenDraft, params: Params) => {
    const table = tableAt(open, params);
    const row = table && rowAt(table, params);
    return table && row !== undefined ? { table, row } : undefined;
  };
  return {
    ...{ path, fields: FIELDS, limit: LIMIT, body: BODY },
    fieldOf: { 'ixit-row-twice': 'id', 'ixit-row-blank': columnAt(0) },
    words: (open, params) => wordsOf(tableAt(open, params)),
    title: (open, params) => {
      const at = found(open, params);
      if (!at) return refuse({ code: 'no-such-page' });
      const { title, kind } = at.table.table;
      if (kind === 'single') return ok(title);
      return ok(at.row === 'new' ? `${title}: a new row` : `${title}: ${at.row.id}`);
    },
    values: (open, params) => {
      const at = found(open, params);
      if (!at || at.row === 'new') return {};
      const { id, fields } = at.row;
      const columns = columnsOf(at.table.table);
      return { id, ...Object.fromEntries(columns.map((one, i) => [columnAt(i), fields[one.id] ?? ''])) };
    },
    view: (form, open, { params }) => {
      const table = tableAt(open, params);
      return table ? <RowFields form={form} open={open} asked={table} /> : <></>;
    },
    places: (_, params) => [{ ask: 'ixit', table: params['table'] ?? '', rows: [] }],
    answers: (body, open, { params }) => {
      const at = found(open, params);
      return at ? answersOf(body, at) : refuse({ code: 'no-such-page' });
    },
    next: (open, params) => draftPath(open, 'ixit', params['table'] ?? ''),
  };
}

/** All rows of the table with the one of the form in them. What the table has no column for is not asked for, and not kept. */
function answersOf(
  body: Readonly<Record<string, string | undefined>>,
  { table: { table, rows }, row }: { readonly table: TableAsked; readonly row: Row | 'new' },
): ReturnType<DraftSection<typeof BODY>['answers']> {
  const fields = columnsOf(table).flatMap(({ id }, i): readonly (readonly [string, string])[] => {
    const value = body[columnAt(i)];
    return value === undefined ? [] : [[id, value]];
  });
  const before = row === 'new' ? undefined : row.id;
  const id = table.kind === 'single' ? undefined : body['id'];
  const all = withRow(table, rows, { before, id, fields: Object.fromEntries(fields) });
  return all.ok ? ok([{ ask: 'ixit', table: table.id, rows: all.value }]) : all;
}

function RowFields({
  form,
  open,
  asked: { table },
}: {
  readonly form: FormState;
  readonly open: OpenDraft;
  readonly asked: TableAsked;
}): JSX.Element {
  return (
    <>
      <Purpose table={table} />
      {table.kind === 'list' && (
        <Field
          form={form}
          name="id"
          width="half"
          hint="Other tables point to the row by it. Letters, digits, dots and hyphens; made for you if you leave it empty."
        />
      )}
      {columnsOf(table).map(({ meaning, references }, i) => (
        <TextArea
          form={form}
          name={columnAt(i)}
          rows={2}
          hint={`${meaning}.${references === undefined ? '' : ` ${pointed(open, references)}`}`}
        />
      ))}
    </>
  );
}

/** The rows that a column may point to, as they are called now. */
function pointed({ kept: { draft } }: OpenDraft, table: string): string {
  const rows = draft.ixit.find((one) => one.table === table)?.rows ?? [];
  return rows.length === 0
    ? `It names rows of ${table}, which has none yet.`
    : `It names rows of ${table}: ${rows.map(({ id }) => id).join(', ')}.`;
}

function wordsOf(asked: TableAsked | undefined): FieldWords {
  const columns = asked ? columnsOf(asked.table) : [];
  return {
    ...FIELDS,
    ...Object.fromEntries(
      columns.map(({ name }, i) => [columnAt(i), { ...FIELDS[columnAt(i)], label: name }]),
    ),
  };
}

const REMOVE: FieldWords = {};

/** Tables of details that tests read: each with its rows, and each row with its columns. */
export const ixitRoutes: readonly DeskRoute[] = [
  draftList({
    path: 'ixit',
    title: 'Details that tests read',
    caption: 'The tables that tests of your requirements read (IXIT)',
    rows: ({ tables }) => tables,
    columns: (open) => [
      {
        name: 'Table',
        cell: ({ table }) => (
          <>
            <a href={draftPath(open, 'ixit', table.id)}>{table.title}</a>
            <span class="sub">
              <span class="code">{table.id}</span> {table.purpose}
            </span>
          </>
        ),
      },
      {
        name: 'In it',
        cell: ({ table: { kind }, rows }) =>
          rows.length === 0 ? (
            <span class="soft">Nothing yet</span>
          ) : kind === 'single' ? (
            'Filled in'
          ) : (
            `${String(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`
          ),
      },
      {
        name: 'Read for',
        cell: ({ requirements: { length } }) =>
          length === 0
            ? 'nothing that applies'
            : length === 1
              ? '1 requirement'
              : `${String(length)} requirements`,
      },
    ],
  }),
  deskPage({
    path: '/desk/drafts/:draft/ixit/:table',
    permission: DEVELOPER,
    event: 'draft.read',
    answer: async ({ params }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const asked = tableAt(open.value, params);
      if (!asked) return refuse({ code: 'no-such-page' });
      return ok({
        page: (
          <DraftFrame at={at} open={open.value} title={asked.table.title}>
            <Rows open={open.value} asked={asked} />
          </DraftFrame>
        ),
      });
    },
  }),
  ...draftSection(
    rowSection('ixit/:table/add', ({ table, rows }) =>
      table.kind === 'single' ? (rows[0] ?? 'new') : 'new',
    ),
  ),
  ...draftSection(
    rowSection('ixit/:table/rows/:row', ({ rows }, params) => rows.find(({ id }) => id === params['row'])),
  ),
  deskPage({
    path: '/desk/drafts/:draft/ixit/:table/rows/:row/remove',
    permission: DEVELOPER,
    event: 'draft.read',
    answer: async ({ params }, at) => {
      const page = await removePage(params, at, at.form(REMOVE));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    path: '/desk/drafts/:draft/ixit/:table/rows/:row/remove',
    permission: DEVELOPER,
    event: 'draft.answered',
    body: closed({ saw: Type.Optional(text(64)) }),
    fields: REMOVE,
    again: ({ params }, at, form) => removePage(params, at, form),
    answer: async ({ params, body: { saw } }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      const found = rowIn(open.value, params);
      if (!found) return refuse({ code: 'no-such-page' });
      const { table, rows } = found.asked;
      const stay = rows.filter(({ id }) => id !== found.row.id);
      const draft = open.value.kept.id;
      at.note({ object: draft, edition: open.value.kept.scheme });
      const saved = await answerDraft(at.office, {
        ...{ ...seatOf(at), draft, answers: [{ ask: 'ixit', table: table.id, rows: stay }] },
        ...(saw !== undefined && { saw }),
      });
      return saved.ok ? ok({ to: draftPath(open.value, 'ixit', table.id) }) : saved;
    },
  }),
];

async function removePage(
  params: Params,
  at: DeskContext,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const open = await draftAt(at, params);
  if (!open.ok) return open;
  const found = rowIn(open.value, params);
  if (!found) return refuse({ code: 'no-such-page' });
  const { asked, row } = found;
  const { id, title } = asked.table;
  return ok(
    <ConfirmPage
      {...{ at, form }}
      title={`Remove ${asked.table.kind === 'single' ? 'what it says' : row.id} from “${title}”?`}
      does="Remove it"
      back={{ path: draftPath(open.value, 'ixit', id), name: 'Back without removing' }}
    >
      <input
        type="hidden"
        name="saw"
        value={markOf(open.value.kept.draft, [{ ask: 'ixit', table: id, rows: [] }])}
      />
      <p>What it says is lost. Files and other tables stay as they are.</p>
      <SummaryList
        rows={columnsOf(asked.table).flatMap((column) => {
          const value = row.fields[column.id];
          return value === undefined ? [] : [{ name: column.name, value }];
        })}
      />
    </ConfirmPage>,
  );
}

function tableAt({ tables }: OpenDraft, params: Params): TableAsked | undefined {
  return tables.find(({ table }) => table.id === params['table']);
}

function rowIn(open: OpenDraft, params: Params) {
  const asked = tableAt(open, params);
  const row = asked?.rows.find(({ id }) => id === params['row']);
  return asked && row && { asked, row };
}
