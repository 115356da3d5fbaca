import { LONGEST_FIELD, MOST_ROWS } from '@assay/vocabulary/dossier';
import type { IxitTable } from '@assay/vocabulary/ixit';

import { NOTHING, type Brought } from './brought.ts';
import type { Grid } from './grid.ts';
import { bareName, fieldNamed } from './heading-match.ts';
import { lost, missing, notTaken, renamed, taken, type ImportNote, type Place } from './note.ts';

type Column = { readonly at: number; readonly heading: string; readonly field: string | undefined };

/**
 * Reads a table whose headings are the fields of an IXIT table, one row each. A table with a single record may stand as one row,
 * or as two columns of name and value. More rows than a dossier holds are refused whole: none is taken, and the count is told.
 */
export function readIxitGrid(grid: Grid, table: IxitTable): Brought {
  const turned = table.kind === 'single' && isNameAndValue(grid, table) ? turn(grid) : grid;
  if (turned.rows.length > MOST_ROWS)
    return onlyNotes([
      lost('too-many-rows', whole(grid), { rows: turned.rows.length, limit: MOST_ROWS, table: table.id }),
    ]);
  const { columns, notes } = columnsOf(turned, table);
  const known = columns.filter(({ field }) => field !== undefined);
  if (!known.some(({ field }) => field !== 'id'))
    return onlyNotes([...notes, lost('no-known-heading', whole(grid), { table: table.id })]);
  if (table.kind === 'list' && !known.some(({ field }) => field === 'id'))
    return onlyNotes([...notes, lost('no-id-column', whole(grid), { table: table.id })]);
  return rowsOf(turned, table, known, notes);
}

function rowsOf(
  grid: Grid,
  table: IxitTable,
  columns: readonly Column[],
  about: readonly ImportNote[],
): Brought {
  const seen = new Map<string, number>();
  const notes: ImportNote[] = [...about];
  const rows = grid.rows.flatMap(({ line, cells }) => {
    const place = { ...placeOf(grid, line), columns: columns.map(({ heading }) => heading) };
    const named = columns.find(({ field }) => field === 'id');
    const id = table.kind === 'single' ? table.id : (cells[named?.at ?? -1] ?? '').trim();
    const fault = faultOf(id, seen, table);
    const fields = columns
      .filter(({ field }) => field !== 'id')
      .map(({ field, at }) => [field ?? '', (cells[at] ?? '').trim()] as const)
      .filter(([, text]) => text !== '');
    if (fault || fields.length === 0) {
      const { code, facts } = fault ?? { code: 'row-empty', facts: { id } };
      notes.push(fault ? lost(code, place, facts) : notTaken(code, place, facts));
      return [];
    }
    seen.set(id, line);
    notes.push(taken('row', place, { to: `ixit/${table.id}/${id}` }));
    for (const [field, text] of fields)
      if (text.length > LONGEST_FIELD)
        notes.push(lost('cut', place, { row: id, field, length: text.length, limit: LONGEST_FIELD }));
    for (const { field, heading, at } of columns)
      if (field !== 'id' && (cells[at] ?? '').trim() === '')
        notes.push(missing('field-missing', { ...place, columns: [heading] }, { row: id, field: heading }));
    return [
      { id, fields: Object.fromEntries(fields.map(([name, text]) => [name, text.slice(0, LONGEST_FIELD)])) },
    ];
  });
  if (rows.length === 0) notes.push(missing('no-rows', whole(grid)));
  return { ...NOTHING, ixit: rows.length > 0 ? [{ table: table.id, rows }] : [], notes };
}

function faultOf(id: string, seen: ReadonlyMap<string, number>, table: IxitTable) {
  if (seen.has(id)) {
    const code = table.kind === 'single' ? 'second-record' : 'duplicate-row';
    return { code, facts: { id, first: seen.get(id) ?? 0 } };
  }
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/.test(id)
    ? undefined
    : { code: 'row-id-malformed', facts: { id } };
}

/** Which heading is which field; headings that name none, name one twice or are empty are told. */
function columnsOf(grid: Grid, table: IxitTable) {
  const notes: ImportNote[] = [taken('headings', placeOf(grid, grid.line), { table: table.id })];
  const used = new Set<string>();
  const columns = grid.headings.map((heading, at): Column => {
    const place = { ...whole(grid), columns: [heading] };
    const match = fieldNamed(table, heading);
    if (match.found && !used.has(match.found.id)) {
      used.add(match.found.id);
      if (!match.asPrinted) notes.push(renamed('heading', place, { heading, field: match.found.name }));
      return { at, heading, field: match.found.id };
    }
    const isEmpty = grid.rows.every(({ cells }) => (cells[at] ?? '').trim() === '');
    if (match.found) notes.push(lost('duplicate-heading', place, { heading }));
    else if (heading.trim() !== '' || !isEmpty)
      notes.push(notTaken('unknown-heading', place, { heading, nearest: match.nearest ?? 'none' }));
    return { at, heading, field: undefined };
  });
  for (const { id, name } of table.fields)
    if (!used.has(id) && !(table.kind === 'single' && id === 'id'))
      notes.push(missing('column-missing', whole(grid), { field: name, table: table.id }));
  return { columns, notes };
}

function isNameAndValue(grid: Grid, table: IxitTable): boolean {
  const names = [grid.headings[0] ?? '', ...grid.rows.map(({ cells }) => cells[0] ?? '')];
  const known = names.filter((name) => fieldNamed(table, name).found !== undefined).length;
  const across = grid.headings.filter((name) => fieldNamed(table, name).found !== undefined).length;
  return known > across && grid.headings.length === 2;
}

/** Names and values below one another as one row. */
function turn(grid: Grid): Grid {
  const [name = '', value = ''] = grid.headings;
  const isTitle = ['field', 'name', 'entry', 'key', 'item'].includes(bareName(name));
  const lines = [...(isTitle ? [] : [{ line: grid.line, cells: [name, value] }]), ...grid.rows];
  const line = lines[0]?.line ?? grid.line;
  return {
    ...grid,
    line,
    headings: lines.map(({ cells }) => cells[0] ?? ''),
    rows: [{ line, cells: lines.map(({ cells }) => cells[1] ?? '') }],
  };
}

function onlyNotes(notes: readonly ImportNote[]): Brought {
  return { ...NOTHING, notes };
}

/** Every line of a table. */
export function whole(grid: Grid): Place {
  return { ...placeOf(grid, grid.line), until: grid.rows.at(-1)?.line ?? grid.line };
}

/** One line of a table. */
export function placeOf({ file, sheet }: Grid, line: number): Place {
  return { file, ...(sheet !== undefined && { sheet }), line, until: line };
}
