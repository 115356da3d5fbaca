import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { create, type Font } from 'fontkit';

import { rounded, type Step } from './drawing.ts';

export type Weight = 'regular' | 'bold';

export type Lettering = {
  /** Height of a lower-case x, in units of the drawing. */
  readonly xHeight: number;
  readonly weight: Weight;
  /** Space added behind every letter, in parts of the x-height. */
  readonly spacing?: number;
};

/**
 * Width of a line in units. Letters that the typeface lacks count as nothing: ask `missingLetters` first.
 */
export function lineWidth(text: string, lettering: Lettering): number {
  return set(text, lettering).width;
}

/** A line of text as outlines, its baseline beginning at the point given, in units. */
export function lineOutlines(text: string, lettering: Lettering, x: number, y: number): readonly Step[] {
  const { scale, letters } = set(text, lettering);
  return letters.flatMap(({ commands, at }) => stepsOf(commands, scale, x + at, y));
}

/** Letters of a text that no part of the typeface has, each once; a space that does not break is written as a space. */
export function missingLetters(text: string): readonly string[] {
  return [...new Set(text)].filter((letter) => partWith(letter, 'regular') === undefined);
}

/** Height of a capital letter for each unit of x-height. */
export const CAPITALS = 660 / 486;

/**
 * Source Sans 3 (SIL Open Font License 1.1) comes in parts by script. The first part that has a letter is asked for it;
 * a part is opened when the first letter is looked for in it.
 */
const PARTS = ['latin', 'latin-ext', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext', 'vietnamese'] as const;
const NUMBER: Readonly<Record<Weight, number>> = { regular: 400, bold: 700 };
const require = createRequire(import.meta.url);
const opened = new Map<string, Font>();

function part(script: (typeof PARTS)[number], weight: Weight): Font {
  const name = `source-sans-3-${script}-${String(NUMBER[weight])}-normal.woff2`;
  const known = opened.get(name);
  if (known) return known;
  const font = create(readFileSync(require.resolve(`@fontsource/source-sans-3/files/${name}`)));
  opened.set(name, font);
  return font;
}

function partWith(letter: string, weight: Weight): Font | undefined {
  const point = letter.codePointAt(0) ?? 0;
  const script = PARTS.find((one) => part(one, weight).hasGlyphForCodePoint(point));
  return script && part(script, weight);
}

type Letter = { readonly commands: readonly Command[]; readonly at: number };
type Command = Font['layout'] extends (...given: never[]) => infer Run
  ? Run extends {
      readonly glyphs: readonly { readonly path: { readonly commands: readonly (infer One)[] } }[];
    }
    ? One
    : never
  : never;

function set(
  text: string,
  { xHeight, weight, spacing = 0 }: Lettering,
): { readonly letters: readonly Letter[]; readonly width: number; readonly scale: number } {
  const letters: Letter[] = [];
  let [width, scale] = [0, 0];
  for (const { font, run } of runsOf(text.replaceAll('\u00a0', ' '), weight)) {
    scale = xHeight / font.xHeight;
    const { glyphs, positions } = font.layout(run);
    for (const [i, glyph] of glyphs.entries()) {
      const place = positions[i];
      letters.push({ commands: glyph.path.commands, at: width + (place?.xOffset ?? 0) * scale });
      width += (place?.xAdvance ?? 0) * scale + spacing * xHeight;
    }
  }
  return { letters, width: Math.max(0, width - spacing * xHeight), scale };
}

/** The text cut where another part of the typeface must be asked. */
function runsOf(text: string, weight: Weight): readonly { readonly font: Font; readonly run: string }[] {
  const runs: { font: Font; run: string }[] = [];
  for (const letter of text) {
    const font = partWith(letter, weight);
    const last = runs.at(-1);
    if (font === undefined) continue;
    if (last?.font === font) last.run += letter;
    else runs.push({ font, run: letter });
  }
  return runs;
}

/** Outlines of a glyph, y turned down. A quadratic curve becomes the cubic one that is the same curve. */
function stepsOf(commands: readonly Command[], scale: number, x: number, y: number): readonly Step[] {
  const across = (value: number) => rounded(x + value * scale);
  const down = (value: number) => rounded(y - value * scale);
  let [penX, penY] = [0, 0];
  return commands.map(({ command, args }): Step => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    const [fromX, fromY] = [penX, penY];
    switch (command) {
      case 'moveTo':
      case 'lineTo':
        [penX, penY] = [a, b];
        return [command === 'moveTo' ? 'M' : 'L', across(a), down(b)];
      case 'quadraticCurveTo': {
        [penX, penY] = [c, d];
        const handle = (end: number, control: number) => end + (2 / 3) * (control - end);
        const first = [across(handle(fromX, a)), down(handle(fromY, b))] as const;
        const second = [across(handle(c, a)), down(handle(d, b))] as const;
        return ['C', ...first, ...second, across(c), down(d)];
      }
      case 'bezierCurveTo':
        [penX, penY] = [e, f];
        return ['C', across(a), down(b), across(c), down(d), across(e), down(f)];
      case 'closePath':
        return ['Z'];
    }
  });
}
