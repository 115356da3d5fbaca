import { CsvError, parse } from 'csv-parse/sync';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Grid } from './grid.ts';
import { lost, type ImportNote } from './note.ts';

export type CsvRefused =
  | { readonly code: 'csv-encoding'; readonly file: string }
  | { readonly code: 'csv-malformed'; readonly file: string; readonly line: number; readonly problem: string }
  | { readonly code: 'table-empty'; readonly file: string };

export type SheetRead = { readonly grid: Grid; readonly notes: readonly ImportNote[] };

/** Characters of one record at most. */
const LONGEST_RECORD = 256 * 1024;

/**
 * Reads a CSV file (RFC 4180) whose first record holds the headings. Separated by comma, semicolon or tab, whichever the headings have most of; in UTF-8 or, with
 * a byte order mark, UTF-16. Every record has as many fields as there are headings, else the file is refused. A cell that would be
 * a formula in a spreadsheet is not taken.
 */
export function readCsv(file: string, bytes: Uint8Array): Result<SheetRead, CsvRefused> {
  const text = decoded(bytes);
  if (text === undefined) return refuse({ code: 'csv-encoding', file });
  const declared = /^sep=([,;\t])\r?\n/.exec(text)?.[1];
  const body = declared === undefined ? text : text.slice(text.indexOf('\n') + 1);
  const offset = declared === undefined ? 0 : 1;
  const parsed = recordsOf(body, declared ?? separatorOf(body));
  if (!parsed.ok)
    return refuse({
      code: 'csv-malformed',
      file,
      line: parsed.refusal.line + offset,
      problem: parsed.refusal.problem,
    });
  const [head, ...rest] = parsed.value.map(({ line, cells }) => ({ line: line + offset, cells }));
  if (!head) return refuse({ code: 'table-empty', file });
  const headings = head.cells.map((cell) => cell.trim());
  const notes: ImportNote[] = [];
  const rows = rest.map(({ line, cells }) => ({
    line,
    cells: cells.map((cell, at) => {
      if (!/^\s*=/.test(cell)) return cell;
      const columns = [headings[at] ?? ''];
      notes.push(lost('formula', { file, line, until: line, columns }, { cell: headings[at] ?? '' }));
      return '';
    }),
  }));
  return ok({ grid: { file, line: head.line, headings, rows }, notes });
}

/** Text of the bytes by their byte order mark, else as UTF-8; absent where they are neither, or hold control characters. */
function decoded(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function separatorOf(text: string): string {
  const bare =
    text
      .slice(0, LONGEST_RECORD)
      .replaceAll(/"(?:[^"]|"")*"/g, '')
      .split(/\r?\n/, 1)[0] ?? '';
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: bare.split(mark).length }));
  return counted.sort((one, other) => other.count - one.count)[0]?.mark ?? ',';
}

type Record = { readonly line: number; readonly cells: readonly string[] };

function recordsOf(
  text: string,
  delimiter: string,
): Result<readonly Record[], { readonly line: number; readonly problem: string }> {
  const records: Record[] = [];
  try {
    parse(text, {
      delimiter,
      skip_empty_lines: true,
      max_record_size: LONGEST_RECORD,
      on_record: (cells: readonly string[], { lines }) => {
        const breaks = cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
        records.push({ line: lines - breaks, cells });
        return null;
      },
    });
    return ok(records);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return refuse({ line, problem: PROBLEMS[error.code] ?? error.code });
  }
}

const PROBLEMS: Readonly<{ [code: string]: string }> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'This record has more or fewer fields than there are headings',
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'Something follows a closing quotation mark',
  INVALID_OPENING_QUOTE: 'A quotation mark stands inside a field that is not quoted',
  CSV_MAX_RECORD_SIZE: 'One record is longer than any table has',
};
