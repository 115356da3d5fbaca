import { buffer } from 'node:stream/consumers';

import PDFDocument, { type Element } from 'pdfkit';

import { unreachable } from '@assay/vocabulary/result';

import type { Paper, PaperBlock } from './paper.ts';
import { partBytes, setLines, type Face, type Line } from './set-lines.ts';

/** A4 in points, and the margin around what is printed. */
const PAGE = { width: 595.28, height: 841.89, margin: 56 } as const;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const BOTTOM = PAGE.height - PAGE.margin - 14;
const TEXT: Face = { bold: false, size: 10 };
const STRONG: Face = { bold: true, size: 10 };
const SMALL: Face = { bold: false, size: 8 };
const LEADING = 1.35;
/** Space between two cells of a table, and below a block. */
const GAP = 8;
const INK = '#15191d';
const RULE = '#b9b8b2';

/**
 * A paper as a tagged PDF (ISO 14289-1): headings, lists and tables are what they are to whoever has it read aloud, the typeface
 * is embedded, page numbers are artefacts. The same bytes for the same paper.
 */
export async function paperPdf(paper: Paper): Promise<Uint8Array> {
  const date = new Date(paper.madeAt);
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    font: '',
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    lang: paper.language,
    info: { Title: paper.title, Producer: 'Assay', Creator: 'Assay', CreationDate: date, ModDate: date },
  });
  const bytes = buffer(document);
  const whole = document.struct('Document', { lang: paper.language });
  // What hangs in the tree is drawn as it is added, so that the pen knows where it stands.
  document.addStructure(whole);
  const pen = new Pen(document);
  pen.lines(whole, 'H1', { bold: true, size: 20 }, paper.title);
  pen.lines(whole, 'P', TEXT, paper.subtitle);
  for (const { heading, blocks } of paper.sections) {
    const section = pen.begin(whole, 'Sect');
    pen.room(64);
    pen.down(GAP);
    pen.lines(section, 'H2', { bold: true, size: 13 }, heading);
    for (const block of blocks) draw(pen, section, block);
  }
  whole.end();
  pen.margins(paper);
  document.end();
  return bytes;
}

function draw(pen: Pen, section: Element, block: PaperBlock): void {
  switch (block.kind) {
    case 'paragraph':
      pen.lines(section, 'P', TEXT, block.text);
      break;
    case 'list': {
      const list = pen.begin(section, 'L');
      for (const item of block.items) pen.lines(pen.begin(list, 'LI'), 'LBody', TEXT, `–  ${item}`);
      break;
    }
    case 'facts':
      pen.table(section, {
        widths: [1, 2.4],
        rows: block.rows.map(([name, value]) => [{ scope: 'Row', text: name }, { text: value }]),
      });
      break;
    case 'table':
      pen.table(section, {
        widths: block.widths,
        rows: [
          block.head.map((text) => ({ scope: 'Column', text }) as const),
          ...block.rows.map((row) => row.map((text) => ({ text }))),
        ],
      });
      break;
    default:
      unreachable(block);
  }
}

/** One that heads its row or column says so. */
type Cell = { readonly scope?: 'Row' | 'Column'; readonly text: string };
type Table = { readonly widths: readonly number[]; readonly rows: readonly (readonly Cell[])[] };

/** Where on which page the next thing goes. */
class Pen {
  readonly #document: PDFDocument;
  readonly #known = new Set<string>();
  #y: number = PAGE.margin;

  constructor(document: PDFDocument) {
    this.#document = document;
  }

  /** Goes to the next page unless so much room is left on this one. */
  room(points: number): void {
    if (this.#y + points <= BOTTOM) return;
    this.#document.addPage();
    this.#y = PAGE.margin;
  }

  down(points: number): void {
    this.#y += points;
  }

  /** A new element at the end of one that is open. */
  begin(parent: Element, tag: string, scope?: 'Row' | 'Column'): Element {
    const element = this.#document.struct(tag, scope ? { scope } : {});
    parent.add(element);
    return element;
  }

  /** A text over the width of the page, line by line, on as many pages as it takes. */
  lines(parent: Element, tag: string, face: Face, text: string): void {
    const element = this.begin(parent, tag);
    const height = face.size * LEADING;
    for (const line of setLines(text, face, WIDTH)) {
      this.room(height);
      element.add(() => {
        this.#write(line, face, PAGE.margin, this.#y);
      });
      this.#y += height;
    }
    this.#y += face.size * 0.5;
  }

  /** Rows of cells; one that does not fit goes to the next page whole, one longer than a page goes on over it. */
  table(parent: Element, { widths, rows }: Table): void {
    const table = this.begin(parent, 'Table');
    const sum = widths.reduce((all, one) => all + one, 0);
    const across = widths.map((one) => (one / sum) * (WIDTH - GAP * (widths.length - 1)));
    for (const row of rows) this.#row(this.begin(table, 'TR'), row, across);
    this.#rule();
    this.#y += GAP;
  }

  #row(parent: Element, row: readonly Cell[], across: readonly number[]): void {
    const height = TEXT.size * LEADING;
    let x: number = PAGE.margin;
    const cells = row.map(({ scope, text }, at) => {
      const [left, width, face] = [x, across[at] ?? 0, scope ? STRONG : TEXT];
      x += width + GAP;
      const element = this.begin(parent, scope ? 'TH' : 'TD', scope);
      return { element, left, face, lines: setLines(text, face, width) };
    });
    const most = Math.max(...cells.map(({ lines }) => lines.length));
    this.room(Math.min(most * height + 10, BOTTOM - PAGE.margin));
    this.#rule();
    for (let from = 0; from < most;) {
      this.room(height);
      const fits = Math.floor((BOTTOM - this.#y) / height);
      for (const { element, left, face, lines } of cells) {
        const shown = lines.slice(from, from + fits);
        if (shown.length === 0) continue;
        element.add(() => {
          for (const [i, line] of shown.entries()) this.#write(line, face, left, this.#y + i * height);
        });
      }
      this.#y += Math.min(fits, most - from) * height;
      from += fits;
    }
    this.#y += 6;
  }

  #rule(): void {
    const document = this.#document;
    document.markContent('Artifact', { type: 'Layout' });
    document
      .moveTo(PAGE.margin, this.#y)
      .lineTo(PAGE.width - PAGE.margin, this.#y)
      .lineWidth(0.5)
      .stroke(RULE);
    document.endMarkedContent();
    this.#y += 4;
  }

  #write({ runs }: Line, { size }: Face, x: number, y: number): void {
    let left = x;
    for (const { part, text } of runs) {
      if (!this.#known.has(part)) {
        this.#document.registerFont(part, partBytes(part));
        this.#known.add(part);
      }
      this.#document.font(part).fontSize(size).fillColor(INK).text(text, left, y, { lineBreak: false });
      left += this.#document.widthOfString(text);
    }
  }

  /** Head and foot of every page, once it is known how many there are. */
  margins({ band, foot }: Pick<Paper, 'band' | 'foot'>): void {
    const { start, count } = this.#document.bufferedPageRange();
    for (let at = 0; at < count; at += 1) {
      this.#document.switchToPage(start + at);
      this.#margin(PAGE.margin - 26, band ?? '');
      this.#margin(PAGE.height - PAGE.margin + 10, `${foot}  ·  ${String(at + 1)} / ${String(count)}`);
    }
  }

  #margin(y: number, text: string): void {
    const [line] = setLines(text, SMALL, WIDTH);
    if (!line || line.runs.length === 0) return;
    this.#document.markContent('Artifact', { type: 'Pagination' });
    this.#write(line, SMALL, PAGE.margin, y);
    this.#document.endMarkedContent();
  }
}
