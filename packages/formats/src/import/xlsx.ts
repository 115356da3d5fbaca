import { posix } from 'node:path';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Grid } from './grid.ts';
import type { SheetRead } from './csv.ts';
import { doubtful, notTaken, type ImportNote } from './note.ts';
import { readSheet, type Book, type Sheet } from './xlsx-sheet.ts';
import { walkXml, type XmlHandler } from './xml.ts';
import { unpack, type ZipRefused } from './zip.ts';

export type WorkbookRefused =
  | ZipRefused
  | {
      readonly code: 'workbook-macros' | 'workbook-external-links';
      readonly file: string;
      readonly part: string;
    };

/**
 * Reads the sheets of an XLSX workbook. Macros and links to elsewhere are refused with the whole file. A formula's kept value may be stale: its cell is
 * not taken. Hidden sheets, rows and columns are read like others and told, and so are merged cells and numbers shown as dates.
 */
export function readWorkbook(file: string, bytes: Uint8Array): Result<readonly SheetRead[], WorkbookRefused> {
  const parts = unpack(file, bytes);
  if (!parts.ok) return parts;
  const harmful = harmfulPart(parts.value);
  if (harmful) return refuse({ file, ...harmful });
  try {
    const book = bookOf(parts.value);
    const sheets = book.sheets.flatMap((sheet) => sheetRead(file, sheet, book));
    return ok([...sheets, ...otherParts(file, [...parts.value.keys()])]);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return refuse({ code: 'workbook-malformed', file, problem: error.message });
  }
}

/** Thrown where a part of a workbook is not what it should be, and caught where the workbook was opened. */
class Malformed extends Error {}

function harmfulPart(parts: ReadonlyMap<string, Uint8Array>) {
  const names = [...parts.keys()];
  const macro = names.find((name) => /vbaProject|macrosheets\//i.test(name));
  const types = new TextDecoder().decode(parts.get('[Content_Types].xml'));
  if (macro !== undefined || /macroEnabled/i.test(types))
    return { code: 'workbook-macros', part: macro ?? '[Content_Types].xml' } as const;
  const link = names.find((name) => /externalLinks\/|connections\.xml$/i.test(name));
  return link === undefined ? undefined : ({ code: 'workbook-external-links', part: link } as const);
}

/** Comments, drawings and the like may say something: what is not read is told once for the workbook. */
function otherParts(file: string, names: readonly string[]): readonly SheetRead[] {
  const others = names.filter((name) => /(comments|threadedComments|drawings|embeddings|pivot)/i.test(name));
  if (others.length === 0) return [];
  const note = notTaken(
    'workbook-part',
    { file, line: 1, until: 1 },
    { parts: others.join(', ').slice(0, 300) },
  );
  return [{ grid: { file, sheet: '', line: 1, headings: [], rows: [] }, notes: [note] }];
}

type Found = Book & {
  readonly sheets: readonly (Sheet & { readonly name: string; readonly hidden: boolean })[];
};

function bookOf(parts: ReadonlyMap<string, Uint8Array>): Found {
  const part = (name: string) => {
    const found = parts.get(name);
    return found && new TextDecoder().decode(found);
  };
  const workbook = part('xl/workbook.xml');
  const links = part('xl/_rels/workbook.xml.rels');
  if (workbook === undefined || links === undefined) throw new Malformed('it holds no workbook');
  const targets = new Map<string, string>();
  walk(links, {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id !== undefined && Target !== undefined)
        targets.set(Id, Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target));
    },
  });
  const named: { name: string; target: string; hidden: boolean }[] = [];
  let from1904 = false;
  walk(workbook, {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (tag === 'sheet')
        named.push({
          name: attributes['name'] ?? '',
          target: targets.get(attributes['r:id'] ?? '') ?? '',
          hidden: (attributes['state'] ?? 'visible') !== 'visible',
        });
    },
  });
  return {
    from1904,
    strings: stringsOf(part('xl/sharedStrings.xml')),
    dateStyles: dateStylesOf(part('xl/styles.xml')),
    sheets: named.map(({ name, target, hidden }) => {
      const xml = part(target);
      if (xml === undefined) throw new Malformed(`the sheet ${name} is not in it`);
      return { name, hidden, xml };
    }),
  };
}

function sheetRead(file: string, sheet: Found['sheets'][number], book: Book): readonly SheetRead[] {
  const { name } = sheet;
  const read = readSheet(file, name, sheet, book);
  if (!read.ok) throw new Malformed(`sheet ${name}: ${read.refusal.problem}`);
  const { rows, notes: told } = read.value;
  const at = rows.findIndex(({ cells }) => cells.filter((cell) => cell.trim() !== '').length > 1);
  const head = rows[at];
  const notes: ImportNote[] = [...told];
  const place = { file, sheet: name, line: 1, until: rows.at(-1)?.line ?? 1 };
  if (sheet.hidden) notes.push(doubtful('hidden-sheet', place));
  for (const { line, cells } of head ? rows.slice(0, at) : rows)
    if (cells.some((cell) => cell.trim() !== ''))
      notes.push(
        notTaken(
          'above-the-headings',
          { ...place, line, until: line },
          { says: cells.join(' ').trim().slice(0, 200) },
        ),
      );
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const headings = Array.from({ length: width }, (_, index) => (head?.cells[index] ?? '').trim());
  const grid: Grid = {
    file,
    sheet: name,
    line: head?.line ?? 1,
    headings,
    rows: head ? rows.slice(at + 1).filter(({ cells }) => cells.some((cell) => cell.trim() !== '')) : [],
  };
  return [{ grid, notes }];
}

/** The shared strings, without the readings that some languages put beside them. */
function stringsOf(xml: string | undefined): readonly string[] {
  const strings: string[] = [];
  let open: 'text' | 'reading' | undefined;
  let here = '';
  walk(xml ?? '<sst/>', {
    open: (name) => {
      if (name === 'si') here = '';
      if (name === 'rPh') open = 'reading';
      if (name === 't' && open !== 'reading') open = 'text';
    },
    text: (said) => {
      if (open === 'text') here += said;
    },
    close: (name) => {
      if (name === 'si') strings.push(here);
      if (name === 't' && open === 'text') open = undefined;
      if (name === 'rPh') open = undefined;
    },
  });
  return strings;
}

/** Which cell styles show a number as a date or time. */
function dateStylesOf(xml: string | undefined): readonly boolean[] {
  const custom = new Map<string, string>();
  const styles: boolean[] = [];
  let inCells = false;
  walk(xml ?? '<styleSheet/>', {
    open: (name, attributes) => {
      if (name === 'numFmt') custom.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) styles.push(isDate(attributes['numFmtId'] ?? '0', custom));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

function isDate(id: string, custom: ReadonlyMap<string, string>): boolean {
  const code = custom.get(id);
  if (code !== undefined) return /[ymdhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
  const number = Number(id);
  return (number >= 14 && number <= 22) || (number >= 45 && number <= 47);
}

function walk(xml: string, handler: XmlHandler): void {
  const walked = walkXml(xml, handler);
  if (!walked.ok) throw new Malformed(walked.refusal.problem);
}
