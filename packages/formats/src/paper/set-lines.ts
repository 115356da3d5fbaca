import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { create, type Font } from 'fontkit';

/** Text of one part of the typeface, by the name under which a document knows that part. */
export type Run = { readonly part: string; readonly text: string };
/** One line, as wide as its place at most unless a single letter is wider. */
export type Line = { readonly runs: readonly Run[]; readonly width: number };
export type Face = { readonly bold: boolean; readonly size: number };

/**
 * Source Sans 3 (SIL Open Font License 1.1) comes in parts by script. WOFF and not WOFF 2: of the latter fontkit cannot make the
 * part that a document embeds.
 */
const SCRIPTS = [
  'latin',
  'latin-ext',
  'greek',
  'greek-ext',
  'cyrillic',
  'cyrillic-ext',
  'vietnamese',
] as const;
const require = createRequire(import.meta.url);
const opened = new Map<string, { readonly font: Font; readonly bytes: Uint8Array }>();

/** The bytes of a part of the typeface, for the document that prints with it. */
export function partBytes(part: string): Uint8Array {
  return open(part).bytes;
}

/**
 * Cuts a text into lines of a width in points. Breaks between words, and inside one that is wider than a line. A letter that
 * no part of the typeface has is written as its code point, ‹U+4E2D›: nothing is left out unseen.
 */
export function setLines(text: string, face: Face, width: number): readonly Line[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: Line[] = [];
    let line = NOTHING;
    for (const word of paragraph.split(' ').map((one) => runsOf(one, face))) {
      const joined = line.runs.length === 0 ? word : join(join(line, runsOf(' ', face)), word);
      if (joined.width <= width) {
        line = joined;
        continue;
      }
      if (line.runs.length > 0) lines.push(line);
      const pieces = broken(word, face, width);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? NOTHING;
    }
    return [...lines, line];
  });
}

const NOTHING: Line = { runs: [], width: 0 };

/** A word in pieces that each fit a line. */
function broken(word: Line, face: Face, width: number): readonly Line[] {
  if (word.width <= width) return [word];
  const pieces: Line[] = [];
  let piece = NOTHING;
  for (const letter of word.runs.flatMap(({ text }) => Array.from(text))) {
    const longer = join(piece, runsOf(letter, face));
    if (longer.width > width && piece.runs.length > 0) {
      pieces.push(piece);
      piece = runsOf(letter, face);
    } else piece = longer;
  }
  return [...pieces, piece];
}

function join(a: Line, b: Line): Line {
  const last = a.runs.at(-1);
  const [first, ...rest] = b.runs;
  const runs =
    last && first && last.part === first.part
      ? [...a.runs.slice(0, -1), { part: last.part, text: last.text + first.text }, ...rest]
      : [...a.runs, ...b.runs];
  return { runs, width: a.width + b.width };
}

function runsOf(text: string, face: Face): Line {
  const runs: { part: string; text: string }[] = [];
  for (const letter of text.normalize('NFC').replaceAll('\u00a0', ' ')) {
    const part = partWith(letter, face.bold);
    const last = runs.at(-1);
    const shown = part === undefined ? `‹U+${codeOf(letter)}›` : letter;
    const name = part ?? partName('latin', face.bold);
    if (last?.part === name) last.text += shown;
    else runs.push({ part: name, text: shown });
  }
  const width = runs.reduce((sum, run) => sum + widthOf(run, face.size), 0);
  return { runs, width };
}

function widthOf({ part, text }: Run, size: number): number {
  const { font } = open(part);
  const units = font.layout(text).positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
  return (units * size) / font.unitsPerEm;
}

function codeOf(letter: string): string {
  return (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

function partWith(letter: string, bold: boolean): string | undefined {
  const point = letter.codePointAt(0) ?? 0;
  const script = SCRIPTS.find((one) => open(partName(one, bold)).font.hasGlyphForCodePoint(point));
  return script && partName(script, bold);
}

function partName(script: (typeof SCRIPTS)[number], bold: boolean): string {
  return `source-sans-3-${script}-${bold ? '700' : '400'}-normal.woff`;
}

function open(part: string): { readonly font: Font; readonly bytes: Uint8Array } {
  const known = opened.get(part);
  if (known) return known;
  const bytes = readFileSync(require.resolve(`@fontsource/source-sans-3/files/${part}`));
  const font = { font: create(bytes), bytes };
  opened.set(part, font);
  return font;
}
