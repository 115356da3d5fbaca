import { isAlias, isMap, isScalar, LineCounter, visit, type Document, type Pair, type YAMLError } from 'yaml';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { compose } from './compose.ts';
import { placeIn, startOf } from './place.ts';

type At = { readonly file: string; readonly line: number; readonly column: number };
export type Malformed =
  | ({ readonly code: 'malformed'; readonly problem: string } & At)
  | ({ readonly code: 'aliases-refused' } & At)
  | { readonly code: 'too-deep' | 'too-many-words'; readonly file: string; readonly limit: number };

/** A value and where in the text its members stand, so that a complaint about a path can name a line. */
export type Parsed = {
  readonly value: unknown;
  /**
   * Line and column, from 1, of what a JSON Pointer names: a member's name, an item of a list, or the nearest of
   * these above it that exists.
   */
  readonly placeOf: (pointer: string) => { readonly line: number; readonly column: number };
};

/** Deepest nesting of a document; the deepest of ours has 9. */
const DEEPEST = 40;

/**
 * Parses YAML 1.2, of which JSON is a part, to plain values. Names of members are text, whatever they look like.
 * Anchors and aliases are refused: documents here have no use for them, and a few lines of them can stand for
 * gigabytes. Tags beyond those of YAML's core, names given twice and control characters are malformed.
 */
export function parseDocument(file: string, text: string): Result<Parsed, Malformed> {
  const lines = new LineCounter();
  const composed = compose(text, lines, DEEPEST);
  if (!composed.ok) return refuse({ ...composed.refusal, file });
  const document = composed.value;
  const at = (offset: number): At => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = [...document.errors, ...document.warnings];
  if (error)
    return refuse({ code: 'malformed', ...at(startOfFault(document, error)), problem: problemOf(error) });
  const fault = firstFault(document);
  if (fault)
    return refuse(
      fault.problem === undefined
        ? { code: 'aliases-refused', ...at(fault.offset) }
        : { code: 'malformed', ...at(fault.offset), problem: fault.problem },
    );
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return ok({
    value,
    placeOf: (pointer) => {
      const { line, column } = at(placeIn(document, pointer));
      return { line, column };
    },
  });
}

/** A quote that is never closed is missed at the end of the text, long after the place where it should be mended. */
function startOfFault(document: Document.Parsed, { code, pos: [offset] }: YAMLError): number {
  let opened = offset;
  if (code === 'MISSING_CHAR')
    visit(document, {
      Scalar: (_key, { type, range }) => {
        if (type?.startsWith('QUOTE') && range && range[0] < offset && offset <= range[2]) opened = range[0];
      },
    });
  return opened;
}

/** What the parser says, at a length that can be shown; where it speaks to programmers, in our words. */
function problemOf({ code, message }: YAMLError): string {
  if (code === 'NON_STRING_KEY') return 'The name of a member is not plain text';
  if (code === 'TAG_RESOLVE_FAILED') return 'Tags are not read; write the value as plain text';
  const said = message.replaceAll(NOT_PRINTABLE, '�');
  return said.length > LONGEST_PROBLEM ? `${said.slice(0, LONGEST_PROBLEM)}…` : said;
}

const LONGEST_PROBLEM = 200;

/** Something that YAML allows and a document here may not have; without a `problem` it is an anchor or an alias. */
type Fault = { readonly offset: number; readonly problem?: string };

function firstFault(document: Document.Parsed): Fault | undefined {
  let found: Fault | undefined;
  visit(document, (_key, node) => {
    found = faultOf(node);
    return found ? visit.BREAK : undefined;
  });
  return found;
}

function faultOf(node: unknown): Fault | undefined {
  const offset = startOf(node) ?? 0;
  if (isAlias(node)) return { offset };
  if (typeof node === 'object' && node !== null && 'anchor' in node && node.anchor !== undefined)
    return { offset };
  if (isMap(node)) return nameTwice(node.items);
  if (isScalar(node) && typeof node.value === 'string' && !isPrintable(node.value))
    return { offset, problem: 'A control character, or half of a character, stands in this text' };
  return undefined;
}

/** The parser can look for these itself, but compares each name with each: minutes, where a text has many. */
function nameTwice(pairs: readonly Pair[]): Fault | undefined {
  const seen = new Set<unknown>();
  for (const { key } of pairs) {
    const name = isScalar(key) ? key.value : key;
    if (seen.has(name))
      return { offset: startOf(key) ?? 0, problem: `The name ${JSON.stringify(name)} is given twice` };
    seen.add(name);
  }
  return undefined;
}

/** Text that can be stored, shown and printed anywhere: whole characters; of the controls only tab and line ends. */
function isPrintable(text: string): boolean {
  return text.isWellFormed() && text.search(NOT_PRINTABLE) === -1;
}

const NOT_PRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
