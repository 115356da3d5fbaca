import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { doubtful, lost, type ImportNote } from './note.ts';
import { walkXml, type XmlFault } from './xml.ts';

/** What the cells of every sheet of a workbook refer to. */
export type Book = {
  readonly from1904: boolean;
  readonly strings: readonly string[];
  readonly dateStyles: readonly boolean[];
};
export type Sheet = { readonly xml: string };
type Row = { readonly line: number; readonly cells: readonly string[] };

/** Columns of a row at most: the widest IXIT table has 13. */
const WIDEST = 200;
/** Rows of a sheet at most: what a spreadsheet can hold. */
const LONGEST = 1_048_576;

type Cell = { ref: string; type: string; style: number; formula: boolean; value: string };

/** Reads the cells of one sheet as text, row by row, with a note for each that is not simply text or a number. */
export function readSheet(
  file: string,
  sheet: string,
  { xml }: Sheet,
  book: Book,
): Result<{ readonly rows: readonly Row[]; readonly notes: readonly ImportNote[] }, XmlFault> {
  const rows: Row[] = [];
  const notes: ImportNote[] = [];
  let line = 0;
  let cells: string[] = [];
  let cell: Cell | undefined;
  let column = 0;
  let reading = false;
  let fault: string | undefined;
  const at = (row: number) => ({ file, sheet, line: row, until: row });

  const walked = walkXml(xml, {
    open: (name, attributes) => {
      if (name === 'row') {
        line = attributes['r'] === undefined ? line + 1 : Number(attributes['r']);
        if (!Number.isInteger(line) || line < 1 || line > LONGEST) fault = 'a row has no number';
        cells = [];
        column = 0;
        if (isYes(attributes['hidden'])) notes.push(doubtful('hidden-row', at(line)));
      } else if (name === 'c') {
        column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r']);
        if (column < 1 || column > WIDEST) fault = `a row is wider than ${String(WIDEST)} columns`;
        const style = Number(attributes['s'] ?? '0');
        const type = attributes['t'] ?? 'n';
        cell = {
          ref: attributes['r'] ?? `${String(line)}/${String(column)}`,
          type,
          style,
          formula: false,
          value: '',
        };
      } else if (name === 'f' && cell) cell.formula = true;
      else if ((name === 'v' || name === 't') && cell) reading = true;
      else if (name === 'mergeCell')
        notes.push(doubtful('merged-cells', at(1), { cells: attributes['ref'] ?? '' }));
      else if (name === 'col' && isYes(attributes['hidden']))
        notes.push(doubtful('hidden-column', at(1), { column: attributes['min'] ?? '' }));
    },
    text: (said) => {
      if (reading && cell) cell.value += said;
    },
    close: (name) => {
      if (name === 'v' || name === 't') reading = false;
      if (name === 'c' && cell && fault === undefined) {
        const { text, note } = said(cell, book);
        if (note) notes.push({ ...note, ...at(line) });
        while (cells.length < column - 1) cells.push('');
        cells[column - 1] = text;
        cell = undefined;
      }
      if (name === 'row' && fault === undefined) rows.push({ line, cells });
    },
  });
  if (!walked.ok) return walked;
  return fault === undefined ? ok({ rows, notes }) : refuse({ problem: fault });
}

/** What a cell says, and what has to be told about it. */
function said(
  { ref, type, style, formula, value }: Cell,
  book: Book,
): { readonly text: string; readonly note?: ImportNote } {
  const nowhere = { file: '', line: 0, until: 0 };
  if (formula) return { text: '', note: lost('formula', nowhere, { cell: ref }) };
  switch (type) {
    case 'e':
      return { text: '', note: lost('cell-error', nowhere, { cell: ref, error: value }) };
    case 's':
      return { text: book.strings[Number(value)] ?? '' };
    case 'b':
      return { text: value === '1' ? 'yes' : 'no' };
    case 'n': {
      if (value.trim() === '') return { text: '' };
      const number = Number(value);
      if (book.dateStyles[style] === true) {
        const date = dateOf(number, book.from1904);
        return { text: date, note: doubtful('date-number', nowhere, { cell: ref, date }) };
      }
      return { text: Number.isFinite(number) ? String(number) : value };
    }
    default:
      return { text: value };
  }
}

/** The day of a serial number; before March 1900 spreadsheets count a 29 February that never was. */
function dateOf(serial: number, from1904: boolean): string {
  const days = Math.floor(serial) + (from1904 ? 1_462 : 0) + (serial < 60 && !from1904 ? 1 : 0);
  const date = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000);
  return Number.isNaN(date.getTime()) ? String(serial) : date.toISOString().slice(0, 10);
}

/** Number of a column from a reference such as `AB12`. */
function columnOf(ref: string): number {
  const letters = /^[A-Z]{1,3}/.exec(ref)?.[0] ?? '';
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function isYes(text: string | undefined): boolean {
  return text === '1' || text === 'true';
}
