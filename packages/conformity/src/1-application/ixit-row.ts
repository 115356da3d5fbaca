import type { IxitTable } from '@assay/vocabulary/ixit';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { IxitRows } from './answer.ts';

/** What somebody says in one row of a table. */
export type RowGiven = {
  /** The row that it takes the place of; absent: it is added at the end. */
  readonly before?: string | undefined;
  /** What the row is called; absent: as it was, or made from the table and a number. */
  readonly id?: string | undefined;
  /** By the id of the column. */
  readonly fields: Readonly<Record<string, string>>;
};

export type RowNotTaken =
  | { readonly code: 'ixit-row-twice'; readonly id: string }
  | { readonly code: 'ixit-row-blank' }
  | { readonly code: 'ixit-column-unknown'; readonly column: string }
  /** The one record of a table is called as the table is. */
  | { readonly code: 'ixit-row-single'; readonly id: string; readonly table: string };

/** The columns of a table that are filled in; the name of a row is not one of them. */
export function columnsOf({ fields }: Pick<IxitTable, 'fields'>): IxitTable['fields'] {
  return fields.filter(({ id }) => id !== 'id');
}

/** All rows of a table with one that somebody says in them, in its place or at the end. */
export function withRow(
  table: Pick<IxitTable, 'id' | 'kind' | 'fields'>,
  rows: IxitRows,
  { before, id: called, fields }: RowGiven,
): Result<IxitRows, RowNotTaken> {
  const columns = new Set(columnsOf(table).map(({ id }) => id));
  const column = Object.keys(fields).find((one) => !columns.has(one));
  if (column !== undefined) return refuse({ code: 'ixit-column-unknown', column });
  if (Object.keys(fields).length === 0) return refuse({ code: 'ixit-row-blank' });
  if (table.kind === 'single' && called !== undefined && called !== table.id)
    return refuse({ code: 'ixit-row-single', id: called, table: table.id });
  const id = table.kind === 'single' ? table.id : (called ?? before ?? freeId(table.id, rows));
  if (id !== before && rows.some((one) => one.id === id)) return refuse({ code: 'ixit-row-twice', id });
  const now = { id, fields: { ...fields } };
  return ok(before === undefined ? [...rows, now] : rows.map((one) => (one.id === before ? now : one)));
}

/** A name for a row to which nobody gave one: that of its table and a number. */
function freeId(table: string, rows: IxitRows, count = rows.length + 1): string {
  const id = `${table.replace(/^\d+-/, '')}-${String(count)}`;
  return rows.some((row) => row.id === id) ? freeId(table, rows, count + 1) : id;
}
