import { LONGEST_FIELD } from '@assay/vocabulary/dossier';
import type { IxitEdition, IxitTable } from '@assay/vocabulary/ixit';

import { NOTHING, type Brought } from './brought.ts';
import { readIxitGrid } from './ixit-grid.ts';
import { fieldNamed, nearest } from './heading-match.ts';
import { plain, type Block, type Heading, type Table } from './markdown.ts';
import { doubtful, lost, missing, notTaken, renamed, taken, type ImportNote, type Place } from './note.ts';

/** The IXIT table that a Markdown file is about: the one that its first heading names, such as `IXIT 7-UpdMech`. */
export function ixitTableOf(blocks: readonly Block[], edition: IxitEdition): IxitTable | undefined {
  const first = blocks.find((block): block is Heading => block.is === 'heading');
  const named = /\bIXIT[ -](\d{1,2}-[A-Za-z]+)/i.exec(first?.text ?? '')?.[1]?.toLowerCase();
  return edition.tables.find(({ id }) => id.toLowerCase() === named);
}

/**
 * Reads an IXIT table written as Markdown sections: a heading `ID: …` opens a row, a heading with a field's name opens
 * the field, and what stands below it is the field's text, as written. A table with a field's names as headings is read as rows
 * where no section gives any. Summary tables, introductions and headings that the edition does not know are not taken, and said so.
 */
export function readIxitMarkdown(file: string, blocks: readonly Block[], table: IxitTable): Brought {
  const reading = new Reading(file, table);
  for (const block of blocks) reading.next(block);
  return reading.end();
}

type Row = { readonly id: string; readonly line: number; readonly fields: Map<string, string[]> };

/** The state of reading one file from top to bottom; nothing outlives it. */
class Reading {
  readonly #file: string;
  readonly #table: IxitTable;
  readonly #notes: ImportNote[] = [];
  readonly #rows = new Map<string, Row>();
  readonly #tables: Table[] = [];
  #last = 1;
  #row: Row | undefined;
  #rowDepth = 0;
  #field: string | undefined;
  /** Why text that belongs to no field is not taken. */
  #otherwise: { readonly code: string; readonly facts: ImportNote['facts'] } = INTRODUCTION;

  constructor(file: string, table: IxitTable) {
    this.#file = file;
    this.#table = table;
    if (table.kind === 'single') this.#row = this.#open(table.id, 1);
  }

  next(block: Block): void {
    this.#last = block.until;
    if (block.is === 'heading') this.#heading(block);
    else if (this.#field !== undefined && this.#row) this.#text(block.raw, block);
    else if (block.is === 'table' && this.#otherwise.code !== 'unknown-field') this.#tables.push(block);
    else this.#notes.push(notTaken(this.#otherwise.code, this.#at(block), this.#otherwise.facts));
  }

  #heading(heading: Heading): void {
    const at = this.#at(heading);
    const id = /^ID\s*:\s*(.+)$/.exec(heading.text)?.[1];
    if (id !== undefined && this.#table.kind === 'list') {
      this.#startRow(id, heading);
      return;
    }
    const [name = '', ...said] = heading.text.split(':');
    const match = fieldNamed(this.#table, name);
    const inside = this.#row !== undefined && (this.#rowDepth === 0 || heading.depth > this.#rowDepth);
    if (inside && match.found) {
      this.#startField(match.found.id, { name, asPrinted: match.asPrinted, known: match.found.name }, at);
      const value = said.join(':').trim();
      if (value !== '') this.#text(value, at);
      return;
    }
    this.#field = undefined;
    if (!inside || this.#rowDepth === 0) {
      const isOther = this.#table.kind === 'single' && heading.depth > 1 && !OUTLINE.test(heading.text);
      if (this.#table.kind === 'list') this.#row = undefined;
      this.#otherwise = isOther ? unknown(heading.text, this.#table) : sectionOf(heading);
      if (isOther) this.#notes.push(notTaken('unknown-field', at, this.#otherwise.facts));
      else this.#notes.push(taken('outline', at));
      return;
    }
    this.#otherwise = unknown(heading.text, this.#table);
    this.#notes.push(notTaken('unknown-field', at, this.#otherwise.facts));
  }

  #startRow(named: string, heading: Heading): void {
    const at = this.#at(heading);
    const [id = '', ...rest] = named.split(/:\s+|\s+/);
    const title = rest.join(' ');
    this.#field = undefined;
    this.#rowDepth = heading.depth;
    if (!ROW_ID.test(id) || this.#rows.has(id)) {
      const code = ROW_ID.test(id) ? 'duplicate-row' : 'row-id-malformed';
      this.#row = undefined;
      this.#otherwise = { code, facts: { id } };
      this.#notes.push(lost(code, at, { id }));
      return;
    }
    this.#otherwise = { code: 'outside-a-field', facts: { id } };
    this.#row = this.#open(id, heading.line);
    this.#notes.push(taken('row', at, { to: `ixit/${this.#table.id}/${id}` }));
    if (title !== '') this.#notes.push(notTaken('row-title', at, { id, title }));
  }

  #open(id: string, line: number): Row {
    const row: Row = { id, line, fields: new Map() };
    this.#rows.set(id, row);
    return row;
  }

  #startField(
    id: string,
    {
      name,
      asPrinted,
      known,
    }: { readonly name: string; readonly asPrinted: boolean; readonly known: string },
    at: Place,
  ): void {
    const row = this.#row;
    if (!row) return;
    if (row.fields.has(id)) {
      this.#field = undefined;
      this.#otherwise = { code: 'duplicate-field', facts: { row: row.id, field: id } };
      this.#notes.push(lost('duplicate-field', at, this.#otherwise.facts));
      return;
    }
    row.fields.set(id, []);
    this.#field = id;
    if (!asPrinted) this.#notes.push(renamed('heading', at, { heading: name.trim(), field: known }));
    this.#notes.push(taken('field', at, { to: `ixit/${this.#table.id}/${row.id}/${id}` }));
  }

  #text(raw: string, lines: { readonly line: number; readonly until: number }): void {
    const field = this.#field ?? '';
    this.#row?.fields.get(field)?.push(raw);
    this.#notes.push(
      taken('field', this.#at(lines), { to: `ixit/${this.#table.id}/${this.#row?.id ?? ''}/${field}` }),
    );
  }

  end(): Brought {
    const described = [...this.#rows.values()].filter(({ fields }) => fields.size > 0);
    const asRows = described.length === 0 ? this.#tables.map((table) => this.#grid(table)) : [];
    if (asRows.length > 0)
      return {
        ...NOTHING,
        ixit: asRows.flatMap((one) => one.ixit),
        notes: [...this.#notes.filter(({ code }) => code !== 'row'), ...asRows.flatMap((one) => one.notes)],
      };
    const rows = [...this.#rows.values()]
      .map((row) => this.#finished(row))
      .filter((row) => row !== undefined);
    for (const table of this.#tables) this.#summary(table);
    if (rows.length === 0) this.#notes.push(missing('no-rows', this.#place(1, this.#last)));
    return {
      ...NOTHING,
      ixit: rows.length > 0 ? [{ table: this.#table.id, rows }] : [],
      notes: this.#notes,
    };
  }

  #grid({ headings, rows, line }: Table): Brought {
    const cells = rows.map((row) => ({ ...row, cells: row.cells.map(plain) }));
    return readIxitGrid({ file: this.#file, line, headings, rows: cells }, this.#table);
  }

  #finished({ id, line, fields }: Row) {
    const at = this.#place(line, line);
    const texts = [...fields].map(([field, parts]) => [field, parts.join('\n\n').trim()] as const);
    for (const { id: field, name } of this.#table.fields)
      if (field !== 'id' && (texts.find(([one]) => one === field)?.[1] ?? '') === '')
        this.#notes.push(missing('field-missing', at, { row: id, field: name }));
    for (const [field, text] of texts)
      if (text.length > LONGEST_FIELD)
        this.#notes.push(lost('cut', at, { row: id, field, length: text.length, limit: LONGEST_FIELD }));
    const told = texts.filter(([, text]) => text !== '');
    if (told.length === 0) {
      this.#notes.push(notTaken('row-empty', at, { id }));
      return undefined;
    }
    return {
      id,
      fields: Object.fromEntries(told.map(([field, text]) => [field, text.slice(0, LONGEST_FIELD)])),
    };
  }

  /** A table that sums up what sections have said: nothing of it is taken, but rows that only one of the two names are told. */
  #summary(table: Table): void {
    const [first = '', ...others] = table.headings;
    const at = { file: this.#file, line: table.line, until: table.until, columns: table.headings };
    this.#notes.push(notTaken('summary-table', at, { columns: [first, ...others].join(', ') }));
    if (this.#table.kind === 'single' || !/\bID\b/i.test(first)) return;
    const named = table.rows.map(({ cells, line }) => ({ id: plain(cells[0] ?? ''), line }));
    for (const { id, line } of named)
      if (!this.#rows.has(id)) {
        const near = nearest(id, [...this.#rows.keys()]) ?? 'none';
        this.#notes.push(missing('row-only-in-summary', this.#place(line, line), { id, nearest: near }));
      }
    for (const { id, line } of this.#rows.values())
      if (!named.some((one) => one.id === id))
        this.#notes.push(doubtful('row-not-in-summary', this.#place(line, line), { id }));
  }

  #at({ line, until }: { readonly line: number; readonly until: number }): Place {
    return this.#place(line, until);
  }

  #place(line: number, until: number): Place {
    return { file: this.#file, line, until };
  }
}

const INTRODUCTION = { code: 'introduction', facts: {} } as const;
const ROW_ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/;
/** Headings that only order the file. */
const OUTLINE = /\b(table|summary)\b/i;

function unknown(heading: string, table: IxitTable) {
  const near =
    nearest(
      heading,
      table.fields.map(({ name }) => name),
    ) ?? 'none';
  return { code: 'unknown-field', facts: { heading, nearest: near } };
}

function sectionOf({ text }: Heading): { readonly code: string; readonly facts: ImportNote['facts'] } {
  return /^(table|ixit)\b/i.test(text) || text.includes('IXIT')
    ? INTRODUCTION
    : { code: 'other-section', facts: { heading: text } };
}
