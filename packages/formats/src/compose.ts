import { Composer, Lexer, Parser, YAMLParseError, type CST, type Document, type LineCounter } from 'yaml';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

export type TooMuch = { readonly code: 'too-deep' | 'too-many-words'; readonly limit: number };

/** Most words, marks and line ends of a text; the longest of ours has about 20,000. */
const MOST_WORDS = 500_000;

/**
 * Composes a text into one YAML document, and stops as soon as the text nests deeper than `deepest` or has more words
 * than any document of ours: the composer descends once per level, so what is too deep must not reach it.
 */
export function compose(text: string, lines: LineCounter, deepest: number): Result<Document.Parsed, TooMuch> {
  // The schema is named apart from the version, because a %YAML line in the text changes the version.
  const composer = new Composer({
    ...{ version: '1.2', schema: 'core', merge: false, resolveKnownTags: false },
    ...{ stringKeys: true, uniqueKeys: false, strict: true },
  });
  const documents: Document.Parsed[] = [];
  for (const token of tokensOf(text, lines, deepest)) {
    if ('limit' in token) return refuse(token);
    documents.push(...composer.next(token));
    if (documents.length > 1) break;
  }
  documents.push(...composer.end(true, text.length));
  const [first, second] = documents;
  if (!first) throw new Error('the composer made no document');
  if (second)
    first.errors.push(
      new YAMLParseError(
        [second.range[0], second.range[1]],
        'MULTIPLE_DOCS',
        'A second document begins here',
      ),
    );
  return ok(first);
}

/** The parts of a text as the library's parser sees them; the last is the limit that it went over, if it did. */
function* tokensOf(text: string, lines: LineCounter, deepest: number): Generator<CST.Token | TooMuch, void> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let words = 0;
  for (const word of new Lexer().lex(text)) {
    if (++words > MOST_WORDS) {
      yield { code: 'too-many-words', limit: MOST_WORDS };
      return;
    }
    yield* parser.next(word);
    if (parser.stack.length > deepest && depthOf(parser) > deepest) {
      yield { code: 'too-deep', limit: deepest };
      return;
    }
  }
  yield* parser.end();
}

/** Lists and maps that are being read now. */
function depthOf({ stack }: Parser): number {
  return stack.filter(({ type }) => COLLECTIONS.has(type)).length;
}

const COLLECTIONS: ReadonlySet<string> = new Set(['block-map', 'block-seq', 'flow-collection']);
