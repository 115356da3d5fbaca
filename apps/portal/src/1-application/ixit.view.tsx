import { columnsOf } from '@assay/conformity/1-application/ixit-row';
import type { TableAsked } from '@assay/office/1-application/ixit-tables';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import { splitProvisionRef } from '@assay/vocabulary/ids';
import type { IxitTable } from '@assay/vocabulary/ixit';
import type { JSX } from 'preact';

import { DataTable } from '../layout/data-table.tsx';
import { Empty } from '../layout/empty.tsx';
import { SummaryList } from '../layout/summary-list.tsx';
import { draftPath } from './draft-at.tsx';

/** What a table is for. */
export function Purpose({ table }: { readonly table: IxitTable }): JSX.Element {
  return (
    <p class="lead">
      {table.purpose}. <span class="sub code">{table.id}</span>
    </p>
  );
}

/** What is in a table: its rows, or the one record that it is. */
export function Rows({
  open,
  asked: { table, rows, requirements },
}: {
  readonly open: OpenDraft;
  readonly asked: TableAsked;
}): JSX.Element {
  const path = (...parts: readonly string[]) => draftPath(open, 'ixit', table.id, ...parts);
  const [first, second] = columnsOf(table);
  const [only] = rows;
  return (
    <>
      <Purpose table={table} />
      <p class="soft">
        {requirements.length === 0
          ? 'Nothing that applies is tested by it.'
          : `Tests read it for ${requirements.map((ref) => splitProvisionRef(ref).id).join(', ')}.`}
      </p>
      {only === undefined ? (
        <Empty says="Nothing is in it yet." />
      ) : table.kind === 'single' ? (
        <SummaryList
          rows={columnsOf(table).map(({ id, name }) => ({
            ...{ name, value: only.fields[id] ?? <span class="soft">Nothing yet</span> },
          }))}
        />
      ) : (
        <DataTable
          caption="Its rows"
          rows={rows}
          columns={[
            { name: 'Row', cell: ({ id }) => <a href={path('rows', id)}>{id}</a> },
            ...[first, second].flatMap((column) =>
              column
                ? [{ name: column.name, cell: (row: (typeof rows)[number]) => short(row.fields[column.id]) }]
                : [],
            ),
            {
              name: 'Remove',
              cell: ({ id }) => (
                <a href={path('rows', id, 'remove')}>
                  Remove<span class="unseen"> {id}</span>
                </a>
              ),
            },
          ]}
        />
      )}
      <p class="buttons">
        <a href={path('add')}>
          {table.kind === 'list' ? 'Add a row' : only === undefined ? 'Fill it in' : 'Change it'}
        </a>
        {table.kind === 'single' && only !== undefined && (
          <a href={path('rows', only.id, 'remove')}>Remove what it says</a>
        )}
      </p>
      <p>
        <a href={draftPath(open, 'ixit')}>All tables</a>
      </p>
    </>
  );
}

const LONGEST = 160;

function short(value: string | undefined): JSX.Element | string {
  if (value === undefined) return <span class="soft">Nothing yet</span>;
  return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
}
