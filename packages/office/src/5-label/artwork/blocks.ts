import { polygon, rectangle, type Shape } from '@assay/formats/drawing/drawing';
import { CAPITALS, lineOutlines, lineWidth, type Lettering } from '@assay/formats/drawing/typeface';
import type { LabelSymbol } from '@assay/attestation/qr/label-symbol';
import { QUIET_ZONE } from '@assay/attestation/qr/print-size';

/** A part of a label that has its size and can be put anywhere. All in units of one module of the code. */
export type Block = {
  readonly width: number;
  readonly height: number;
  readonly at: (x: number, y: number) => readonly Shape[];
};

/** Distance of baselines and depth below the last one, in x-heights. */
const PITCH = 2.7;
const DEPTH = 0.5;

export type Ranged = Lettering & { readonly align?: 'left' | 'middle'; readonly ink?: Shape['ink'] };

/** Text set in a column: broken between words, and within a word only where it is longer than a line. */
export function textBlock(text: string, lettering: Ranged, width: number): Block {
  const { xHeight, align = 'left', ink = 'black' } = lettering;
  const lines = brokenLines(text, lettering, width);
  const top = CAPITALS * xHeight;
  return {
    width,
    height: top + (lines.length - 1) * PITCH * xHeight + DEPTH * xHeight,
    at: (x, y) => [
      {
        ink,
        crisp: false,
        path: lines.flatMap((line, i) => {
          const indent = align === 'middle' ? (width - lineWidth(line, lettering)) / 2 : 0;
          return lineOutlines(line, lettering, x + indent, y + top + i * PITCH * xHeight);
        }),
      },
    ],
  };
}

/** Blocks one below the other. */
export function stack(gap: number, blocks: readonly Block[]): Block {
  const tops = blocks.map((_, i) => blocks.slice(0, i).reduce((sum, block) => sum + block.height + gap, 0));
  const last = blocks.length - 1;
  return {
    width: Math.max(...blocks.map(({ width }) => width)),
    height: (tops[last] ?? 0) + (blocks[last]?.height ?? 0),
    at: (x, y) => blocks.flatMap((block, i) => block.at(x, y + (tops[i] ?? 0))),
  };
}

/** Two blocks side by side, on one middle line. */
export function beside(left: Block, gap: number, right: Block): Block {
  const height = Math.max(left.height, right.height);
  const lowered = (block: Block) => (height - block.height) / 2;
  return {
    width: left.width + gap + right.width,
    height,
    at: (x, y) => [...left.at(x, y + lowered(left)), ...right.at(x + left.width + gap, y + lowered(right))],
  };
}

/** The code with its quiet zone, in the middle of a column. It stands on whole units whatever is above. */
export function codeBlock(symbol: LabelSymbol, width: number): Block {
  const side = symbol.modules + 2 * QUIET_ZONE;
  return {
    width,
    height: side + 1,
    at: (x, y) => {
      const [left, top] = [Math.round(x + (width - side) / 2), Math.ceil(y)];
      return [
        { ink: 'white', crisp: true, path: rectangle(left, top, side, side) },
        { ink: 'black', crisp: true, path: modules(symbol, left + QUIET_ZONE, top + QUIET_ZONE) },
      ];
    },
  };
}

/** Dark modules of each row, neighbours joined. */
function modules({ modules: size, isDark }: LabelSymbol, left: number, top: number): Shape['path'] {
  const runs: Shape['path'][] = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const start = x;
      while (x < size && isDark(x, y)) x += 1;
      if (x > start) runs.push(rectangle(left + start, top + y, x - start, 1));
    }
  }
  return runs.flat();
}

/** Our own mark: a lozenge with cut corners and the letter A, as assay offices punch it; no scheme's mark. */
export function markBlock(size: number): Block {
  const outline = [
    [8, 1],
    [24, 1],
    [31, 8],
    [31, 24],
    [24, 31],
    [8, 31],
    [1, 24],
    [1, 8],
  ] as const;
  const letter = [
    [16, 7],
    [8, 25],
    [11.6, 25],
    [13.1, 21.3],
    [18.9, 21.3],
    [20.4, 25],
    [24, 25],
  ] as const;
  const inside = [
    [16, 13.2],
    [17.8, 18.2],
    [14.2, 18.2],
  ] as const;
  return {
    width: size,
    height: size,
    at: (x, y) => {
      const place = (points: readonly (readonly [number, number])[]) =>
        polygon(points.map(([px, py]) => [x + (px * size) / 32, y + (py * size) / 32] as const));
      return [
        { ink: 'black', crisp: false, path: place(outline) },
        { ink: 'white', crisp: false, path: place(letter) },
        { ink: 'black', crisp: false, path: place(inside) },
      ];
    },
  };
}

/** The level as stairs: as many steps as there are, those reached filled. No star, asterisk or shield of any scheme. */
export function stairsBlock(stairs: {
  readonly rank: number;
  readonly of: number;
  readonly tall: number;
  /** They are never wider than this. */
  readonly width: number;
}): Block {
  const { rank, of, tall } = stairs;
  const step = Math.min(0.55 * tall, stairs.width / of);
  const [tread, line] = [0.78 * step, 0.07 * tall];
  return {
    width: of * step - (step - tread),
    height: tall,
    at: (x, y) =>
      Array.from({ length: of }, (_, number): readonly Shape[] => {
        const height = tall * (0.34 + (0.66 * (number + 1)) / of);
        const [left, top] = [x + number * step, y + tall - height];
        const full: Shape = { ink: 'black', crisp: false, path: rectangle(left, top, tread, height) };
        const hole = rectangle(left + line, top + line, tread - 2 * line, height - 2 * line);
        return number < rank ? [full] : [full, { ink: 'white', crisp: false, path: hole }];
      }).flat(),
  };
}

/** White letters on a black bar, which survives any copier: a word set wide, and lines below it. */
export function plateBlock([word = '', ...lines]: readonly string[], small: number, width: number): Block {
  const room = width - 1.6 * small;
  const bold = { weight: 'bold', align: 'middle', ink: 'white' } as const;
  const size = lines.length === 0 ? small : 1.4 * small;
  const spare = room - lineWidth(word, { xHeight: size, weight: 'bold' });
  const spacing = Math.max(0, Math.min(0.35, spare / size / Math.max(1, word.length - 1)));
  const words = stack(0.7 * small, [
    textBlock(word, { xHeight: size, spacing, ...bold }, room),
    ...lines.map((line) => textBlock(line, { xHeight: small, ...bold }, room)),
  ]);
  const height = words.height + 1.1 * small;
  return {
    width,
    height,
    at: (x, y) => [
      {
        ink: 'black',
        crisp: false,
        path: rectangle(x, y, width, height),
      },
      ...words.at(x + 0.8 * small, y + 0.8 * small),
    ],
  };
}

function brokenLines(text: string, lettering: Lettering, width: number): readonly string[] {
  const fits = (line: string) => lineWidth(line, lettering) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = brokenWord(word, fits);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

/** Pieces of a word that fit: cut behind a sign that parts an address where there is one, else at any letter. */
function brokenWord(word: string, fits: (line: string) => boolean): readonly string[] {
  const pieces: string[] = [];
  let rest = Array.from(word);
  while (rest.length > 1 && !fits(rest.join(''))) {
    let most = rest.length - 1;
    while (most > 1 && !fits(rest.slice(0, most).join(''))) most -= 1;
    const sign = rest.slice(0, most).findLastIndex((letter) => /[/.\-_]/.test(letter)) + 1;
    const cut = sign > 0 ? sign : most;
    pieces.push(rest.slice(0, cut).join(''));
    rest = rest.slice(cut);
  }
  return [...pieces, rest.join('')];
}
