import type { LabelSymbol } from '@assay/attestation/qr/label-symbol';
import { QUIET_ZONE, smallestSymbolMm } from '@assay/attestation/qr/print-size';
import { rectangle, type Shape } from '@assay/formats/drawing/drawing';

import {
  beside,
  codeBlock,
  markBlock,
  plateBlock,
  stack,
  stairsBlock,
  textBlock,
  type Block,
} from './blocks.ts';
import { BORDER, frame, PADDING } from './frame.ts';
import { SMALLEST_LETTERS } from './print-rules.ts';
import type { Wording } from './wording.ts';

/** Upright with everything, lying with everything, and mark and code alone for where there is no room. */
export const VARIANTS = ['portrait', 'wide', 'minimal'] as const;
export type Variant = (typeof VARIANTS)[number];

/** A label laid out: one unit is one module of its code. */
export type Layout = {
  readonly width: number;
  readonly height: number;
  /** Printed width of a unit below which phones miss the code or people the letters. */
  readonly leastUnitMm: number;
  readonly shapes: readonly Shape[];
};

type Asked = {
  readonly wording: Wording;
  readonly symbol: LabelSymbol;
  readonly variant: Variant;
  readonly finePrint: boolean;
};

/**
 * Lays a label out. The letters are as large as they must be where the code is printed as small as it may be, so that one
 * smallest size holds for both and nothing on the label is ever smaller than allowed.
 */
export function layOut({ wording, symbol, variant, finePrint }: Asked): Layout {
  const leastUnitMm = smallestSymbolMm(symbol, finePrint) / symbol.modules;
  const set = parts(wording, symbol, SMALLEST_LETTERS.mm / leastUnitMm);
  const body = { portrait, wide, minimal }[variant](set);
  const edge = BORDER + PADDING;
  const [width, height] = [Math.ceil(body.width) + 2 * edge, Math.ceil(body.height) + 2 * edge];
  const shapes = [...frame(width, height, wording.sandbox !== undefined), ...body.at(edge, edge)];
  return { width, height, leastUnitMm, shapes };
}

type Parts = {
  readonly wording: Wording;
  readonly symbol: LabelSymbol;
  /** Units of the code with its quiet zone, and of the smallest letters. */
  readonly side: number;
  readonly small: number;
};

function parts(wording: Wording, symbol: LabelSymbol, small: number): Parts {
  return { wording, symbol, side: symbol.modules + 2 * QUIET_ZONE, small };
}

const LARGE = 1.4;

function portrait(set: Parts): Block {
  const { symbol, side, small, wording } = set;
  const width = Math.max(Math.ceil(35 * small), side + Math.ceil(12 * small));
  const room = width - side - small;
  return stack(1.4 * small, [
    ...plate(set, width),
    head(set, width),
    beside(codeBlock(symbol, side), small, standing(set, room)),
    stack(0.9 * small, [code(set, width), text(wording.address, small, width)]),
    product(set, width),
    ...foot(set, width),
  ]);
}

function wide(set: Parts): Block {
  const { symbol, side, small, wording } = set;
  const width = Math.max(Math.ceil(50 * small), side);
  const half = 0.5 * width - small;
  const column = Math.max(side, Math.ceil(18 * small));
  const left = stack(0.5 * small, [
    codeBlock(symbol, column),
    code(set, column, 'middle'),
    text(wording.address, small, column, 'middle'),
  ]);
  const right = stack(1.4 * small, [
    ...plate(set, width),
    beside(head(set, half), 2 * small, lying(set, half)),
    product(set, width),
    ...foot(set, width),
  ]);
  return beside(left, 2 * small, right);
}

function minimal(set: Parts): Block {
  const { symbol, side, small, wording } = set;
  const mark = 4 * small;
  const room = side - mark - 0.6 * small;
  const name = wording.sandbox
    ? plateBlock([wording.sandbox.plate], small, room)
    : text(wording.programme, small, room);
  const named = beside(markBlock(mark), 0.6 * small, name);
  return stack(0, [named, codeBlock(symbol, side), code(set, side, 'middle')]);
}

function plate({ wording, small }: Parts, width: number): readonly Block[] {
  if (!wording.sandbox) return [];
  return [plateBlock([wording.sandbox.plate, wording.sandbox.notReal], small, width)];
}

function head({ wording, small }: Parts, width: number): Block {
  const mark = 5.5 * small;
  const name = { xHeight: 1.2 * small, weight: 'bold' } as const;
  return beside(markBlock(mark), 1.4 * small, textBlock(wording.programme, name, width - mark - 1.4 * small));
}

/** The level, its stairs above its words. */
function standing(set: Parts, width: number): Block {
  const { stairs, says } = level(set, width);
  return stack(1.4 * set.small, [...(stairs ? [stairs] : []), says(width)]);
}

/** The level, its stairs beside its words. */
function lying(set: Parts, width: number): Block {
  const { stairs, says } = level(set, width);
  const gap = 1.4 * set.small;
  return stairs ? beside(stairs, gap, says(width - stairs.width - gap)) : says(width);
}

function level(
  { wording, small }: Parts,
  width: number,
): { readonly stairs: Block | undefined; readonly says: (room: number) => Block } {
  const { steps, levelName } = wording;
  const bold = { xHeight: 1.2 * small, weight: 'bold' } as const;
  const tall = 3.6 * small;
  const stairs = steps && stairsBlock({ rank: steps.rank, of: steps.of, tall, width });
  const says = (room: number) =>
    steps
      ? stack(0.9 * small, [textBlock(steps.says, bold, room), text(levelName, small, room)])
      : textBlock(levelName, bold, room);
  return { stairs, says };
}

function product({ wording, small }: Parts, width: number): Block {
  const bold = { xHeight: LARGE * small, weight: 'bold' } as const;
  const { brand, product: name, model } = wording;
  return stack(0.9 * small, [
    rule(small, width),
    text(brand, small, width),
    textBlock(name, bold, width),
    text(model, small, width),
    rule(small, width),
  ]);
}

function rule(small: number, width: number): Block {
  const height = 0.18 * small;
  return {
    width,
    height,
    at: (x, y) => [{ ink: 'black', crisp: false, path: rectangle(x, y, width, height) }],
  };
}

function code({ wording, small }: Parts, width: number, align: 'left' | 'middle' = 'left'): Block {
  return textBlock(wording.code, { xHeight: small, weight: 'bold', spacing: 0.06, align }, width);
}

function foot({ wording, small }: Parts, width: number): readonly Block[] {
  return [wording.scan, wording.rules].map((line) => text(line, small, width));
}

function text(words: string, xHeight: number, width: number, align: 'left' | 'middle' = 'left'): Block {
  return textBlock(words, { xHeight, weight: 'regular', align }, width);
}
