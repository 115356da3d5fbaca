import { isAlias, LineCounter, parseDocument as parseYaml, visit, type Document } from 'yaml';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

export type Malformed =
  | {
      readonly code: 'malformed';
      readonly file: string;
      readonly line: number;
      readonly column: number;
      readonly problem: string;
    }
  | { readonly code: 'too-deep'; readonly file: string; readonly limit: number }
  | {
      readonly code: 'aliases-refused';
      readonly file: string;
      readonly line: number;
      readonly column: number;
    };

/** A value and where in the text its members stand, so that a complaint about a path can name a line. */
export type Parsed = {
  readonly value: unknown;
  /** Line and column, from 1, of the value at a JSON Pointer, or of the nearest value above it that exists. */
  readonly placeOf: (pointer: string) => { readonly line: number; readonly column: number };
};

/** Deepest nesting of a document; the deepest of ours has 9. */
const DEEPEST = 40;

/**
 * Parses YAML 1.2, of which JSON is a part. Anchors and aliases are refused: documents here have no use for them, and
 * a few lines of them can stand for gigabytes. Duplicate keys are errors.
 */
export function parseDocument(file: string, text: string): Result<Parsed, Malformed> {
  const depth = nesting(text);
  if (depth > DEEPEST * 2) return refuse({ code: 'too-deep', file, limit: DEEPEST });
  const lines = new LineCounter();
  const document = parsed(text, lines);
  if (!document) return refuse({ code: 'too-deep', file, limit: DEEPEST });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    return refuse({ code: 'malformed', file, line, column: col, problem: error.message });
  }
  const alias = firstAlias(document);
  if (alias !== undefined) {
    const { line, col } = lines.linePos(alias);
    return refuse({ code: 'aliases-refused', file, line, column: col });
  }
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  if (depthOf(value) > DEEPEST) return refuse({ code: 'too-deep', file, limit: DEEPEST });
  return ok({ value, placeOf: (pointer) => place(document, lines, pointer) });
}

/** The parser descends once per level: a text that is deep enough to end its stack is too deep. */
function parsed(text: string, lines: LineCounter): Document.Parsed | undefined {
  try {
    return parseYaml(text, {
      lineCounter: lines,
      version: '1.2',
      uniqueKeys: true,
      prettyErrors: false,
      strict: true,
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Nesting of flow brackets, counted before parsing so that a hostile text cannot exhaust the parser's stack. */
function nesting(text: string): number {
  let open = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++open);
    else if (character === ']' || character === '}') open = Math.max(0, open - 1);
  }
  return deepest;
}

function firstAlias(document: Document.Parsed): number | undefined {
  let found: number | undefined;
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node) && !('anchor' in node && node.anchor)) return undefined;
      found = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function place(
  document: Document.Parsed,
  lines: LineCounter,
  pointer: string,
): { line: number; column: number } {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  for (let length = keys.length; length >= 0; length--) {
    const node: unknown = document.getIn(keys.slice(0, length), true);
    const start = startOf(node);
    if (start !== undefined) {
      const { line, col } = lines.linePos(start);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}
