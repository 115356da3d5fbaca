import { Lexer, type Token, type Tokens } from 'marked';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** One block of a Markdown file with the lines on which it stands, from 1. */
export type Block = Heading | Table | Text;
export type Heading = {
  readonly is: 'heading';
  readonly depth: number;
  readonly text: string;
  readonly line: number;
  readonly until: number;
};
export type Table = {
  readonly is: 'table';
  readonly headings: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  readonly line: number;
  readonly until: number;
  readonly raw: string;
};
/** A paragraph, list, quotation or listing as it is written. */
export type Text = {
  readonly is: 'text';
  readonly raw: string;
  readonly line: number;
  readonly until: number;
};

export type MarkdownRefused =
  | {
      readonly code: 'markdown-too-large';
      readonly file: string;
      readonly bytes: number;
      readonly limit: number;
    }
  | {
      readonly code: 'markdown-too-deep';
      readonly file: string;
      readonly line: number;
      readonly limit: number;
    }
  | { readonly code: 'control-character'; readonly file: string; readonly line: number };

/** Characters of a Markdown file at most; the longest of the published ones has 31,000. */
const LARGEST = 512 * 1024;
/** Quotations and lists inside one another at most: the library descends once for each. */
const DEEPEST = 12;

/**
 * Reads Markdown (GFM) as a sequence of blocks. Markup inside a line is left as written. Refuses what is too large, nests too deep, or holds
 * control characters.
 */
export function readMarkdown(file: string, source: string): Result<readonly Block[], MarkdownRefused> {
  const text = source.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n');
  if (text.length > LARGEST)
    return refuse({ code: 'markdown-too-large', file, bytes: text.length, limit: LARGEST });
  const lines = text.split('\n');
  const controls = lines.findIndex((line) => /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(line));
  if (controls >= 0 || !text.isWellFormed())
    return refuse({ code: 'control-character', file, line: Math.max(0, controls) + 1 });
  const deep = lines.findIndex((line) => depthOf(line) > DEEPEST);
  if (deep >= 0) return refuse({ code: 'markdown-too-deep', file, line: deep + 1, limit: DEEPEST });
  return ok(blocksOf(new Lexer({ gfm: true }).blockTokens(text, [])));
}

/** How deep a line may stand: its marks of quotation and list, or its indentation. */
function depthOf(line: string): number {
  const lead = /^[\s>*+\-\d.)]*/.exec(line)?.[0] ?? '';
  if (/^[\s\-*]*$/.test(line)) return 0;
  const marks = lead.match(/>|[*+-](?=\s)|\d+[.)](?=\s)/g)?.length ?? 0;
  return Math.max(marks, Math.floor((/^\s*/.exec(line)?.[0].length ?? 0) / 4));
}

function blocksOf(tokens: readonly Token[]): readonly Block[] {
  let line = 1;
  return tokens.flatMap((token) => {
    const lead = /^\n*/.exec(token.raw)?.[0].length ?? 0;
    const from = line + lead;
    line += newlines(token.raw);
    const until = from + newlines(token.raw.slice(lead).trimEnd());
    return parseBlock(token, from, until);
  });
}

function parseBlock(token: Token, line: number, until: number): readonly Block[] {
  if (token.type === 'space' || token.type === 'hr') return [];
  if (token.type === 'heading') {
    const { depth, text } = token as Tokens.Heading;
    return [{ is: 'heading', depth, text: plain(text), line, until }];
  }
  if (token.type === 'table') {
    const { header, rows, raw } = token as Tokens.Table;
    return [
      {
        is: 'table',
        headings: header.map((cell) => plain(cell.text)),
        rows: rows.map((cells, index) => ({
          line: line + 2 + index,
          cells: cells.map((cell) => cell.text.trim()),
        })),
        line,
        until,
        raw: raw.trim(),
      },
    ];
  }
  return [{ is: 'text', raw: token.raw.replace(/^\n+/, '').trimEnd(), line, until }];
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

/** A line without marks of emphasis and code. */
export function plain(text: string): string {
  return text
    .replaceAll(/<br\s*\/?>/gi, ' ')
    .replaceAll(/\*\*|`/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
