import { basename, extname } from 'node:path';

import type { IxitEdition, IxitTable } from '@assay/vocabulary/ixit';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { decodeText, type Unreadable } from '../read-text.ts';
import type { Malformed } from '../parse-document.ts';
import { NOTHING, together, type Brought } from './brought.ts';
import { readCsv, type CsvRefused, type SheetRead } from './csv.ts';
import { readDeclarations, type NotDeclarations } from './cyclonedx-declarations.ts';
import { bareName } from './heading-match.ts';
import { isIcs, readIcsGrid } from './ics-grid.ts';
import { readIxitGrid, whole } from './ixit-grid.ts';
import { ixitTableOf, readIxitMarkdown } from './ixit-markdown.ts';
import { plain, readMarkdown, type Block, type MarkdownRefused, type Table } from './markdown.ts';
import { lost, notTaken } from './note.ts';
import { readTestGroup, testGroupOf } from './test-group-markdown.ts';
import { readWorkbook, type WorkbookRefused } from './xlsx.ts';

/** What names in a file are held against. */
export type Editions = {
  readonly ixit: IxitEdition;
  /** Standard whose provisions test groups and conformance statements name. */
  readonly standard: StandardEdition;
  /** Every standard that is loaded, for documents that name theirs. */
  readonly standards: readonly StandardEdition[];
};

export type NotReadHere =
  Unreadable | Malformed | MarkdownRefused | CsvRefused | WorkbookRefused | NotDeclarations | OtherFormat;
type OtherFormat =
  | { readonly code: 'other-format'; readonly file: string; readonly formats: string }
  | { readonly code: 'nothing-known'; readonly file: string };

const FORMATS = ['.md', '.csv', '.tsv', '.xlsx', '.json'] as const;

/** Whether a file's name ends like one that is read here. */
export function isMakersFile(file: string): boolean {
  return [...FORMATS, '.xlsm'].some((ending) => ending === extname(file).toLowerCase());
}

/**
 * Reads a file that a maker already has, by its ending: IXIT tables, test groups and conformance statements (ICS) as Markdown (`.md`), the same tables as CSV or XLSX, and
 * CycloneDX declarations (`.json`). Refuses a file that cannot be read whole.
 */
export function readMakersFile(
  file: string,
  bytes: Uint8Array,
  editions: Editions,
): Result<Brought, NotReadHere> {
  switch (extname(file).toLowerCase()) {
    case '.md':
      return readMarkdownFile(file, bytes, editions);
    case '.csv':
    case '.tsv': {
      const read = readCsv(file, bytes);
      return read.ok ? ok(readTable(read.value, basename(file, extname(file)), editions)) : read;
    }
    case '.xlsx':
    case '.xlsm': {
      const read = readWorkbook(file, bytes);
      if (!read.ok) return read;
      return ok(together(read.value.map((sheet) => readTable(sheet, sheet.grid.sheet ?? '', editions))));
    }
    case '.json': {
      const text = decodeText(file, bytes);
      return text.ok ? readDeclarations(file, text.value, editions.standards) : text;
    }
    default:
      return refuse({ code: 'other-format', file, formats: FORMATS.join(', ') });
  }
}

function readMarkdownFile(
  file: string,
  bytes: Uint8Array,
  { ixit, standard }: Editions,
): Result<Brought, NotReadHere> {
  const text = decodeText(file, bytes);
  if (!text.ok) return text;
  const blocks = readMarkdown(file, text.value);
  if (!blocks.ok) return blocks;
  const table = ixitTableOf(blocks.value, ixit);
  if (table) return ok(readIxitMarkdown(file, blocks.value, table));
  if (testGroupOf(blocks.value) !== undefined) return ok(readTestGroup(file, blocks.value, standard));
  const brought = blocks.value.map((block) => icsBlock(file, block, standard));
  return brought.some(({ statements }) => statements.length > 0)
    ? ok(together(brought))
    : refuse({ code: 'nothing-known', file });
}

/** A conformance statement may stand anywhere in a page; the rest of the page is told as not taken. */
function icsBlock(file: string, block: Block, standard: StandardEdition): Brought {
  const { line, until } = block;
  if (block.is === 'table') {
    const grid = { file, ...gridOf(block) };
    if (isIcs(grid)) return readIcsGrid(grid, standard);
  }
  return { ...NOTHING, notes: [notTaken('introduction', { file, line, until })] };
}

function gridOf({ line, headings, rows }: Table) {
  return { line, headings, rows: rows.map((row) => ({ ...row, cells: row.cells.map(plain) })) };
}

/** A table of a sheet: the IXIT table that its name says, or a conformance statement by its headings. */
function readTable({ grid, notes }: SheetRead, name: string, { ixit, standard }: Editions): Brought {
  const nothing = { ...NOTHING, notes };
  if (grid.headings.every((heading) => heading === '') && grid.rows.length === 0) return nothing;
  const table = tableNamed(name, ixit);
  if (table) return together([nothing, readIxitGrid(grid, table)]);
  if (isIcs(grid)) return together([nothing, readIcsGrid(grid, standard)]);
  const unknown = lost('unknown-table', whole(grid), {
    name,
    headings: grid.headings.join(', ').slice(0, 300),
  });
  return together([nothing, { ...NOTHING, notes: [unknown] }]);
}

/** `7-UpdMech`, `ixit_7-UpdMech`, `IXIT 7 UpdMech` or `UpdMech`: a sheet or file may be called any of these. */
function tableNamed(name: string, { tables }: IxitEdition): IxitTable | undefined {
  const bare = bareName(name).replace(/^ixit/, '');
  return tables.find(({ id }) => bareName(id) === bare || bareName(id).replace(/^\d+/, '') === bare);
}
