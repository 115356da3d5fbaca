import type { LabelSymbol } from '@assay/attestation/qr/label-symbol';
import type { Drawing } from '@assay/formats/drawing/drawing';
import { drawingPdf } from '@assay/formats/drawing/pdf';
import { drawingPng, type PngRefusal } from '@assay/formats/drawing/png';
import { drawingSvg } from '@assay/formats/drawing/svg';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { layOut, type Variant } from './layout.ts';
import { WIDEST } from './print-rules.ts';
import type { ArtworkLanguage, Say } from './sentences.ts';
import { wordingOf, type LabelFacts, type NotPrintable } from './wording.ts';

export const ARTWORK_FORMATS = ['svg', 'png', 'pdf'] as const;
export type ArtworkFormat = (typeof ARTWORK_FORMATS)[number];

export type ArtworkAsked = {
  readonly variant: Variant;
  readonly format: ArtworkFormat;
  /** Printed width of the whole label; absent: the smallest at which it works. */
  readonly sizeMm?: number;
  /** Dots per inch of a PNG; 600 unless told. */
  readonly dpi?: number;
  /** Accept modules down to 0.33 mm, for a printer that is known to hold them. */
  readonly finePrint?: boolean;
};

/** A label to draw: what it states, in which words, with which code. */
export type ToDraw = {
  readonly facts: LabelFacts;
  readonly language: ArtworkLanguage;
  readonly say: Say;
  readonly symbol: LabelSymbol;
};

export type ArtworkRefusal =
  | NotPrintable
  | PngRefusal
  | {
      readonly code: 'label-too-small' | 'label-too-large';
      /** The nearest width that works, in millimetres. */
      readonly worksMm: number;
      readonly givenMm: number;
    };

export type Artwork = { readonly bytes: Uint8Array; readonly mediaType: string };

const DPI = 600;

/** One label as a file to print: the same label, asked for in the same way, is the same bytes. */
export async function artwork(label: ToDraw, asked: ArtworkAsked): Promise<Result<Artwork, ArtworkRefusal>> {
  const drawn = drawLabel(label, asked);
  if (!drawn.ok) return drawn;
  switch (asked.format) {
    case 'svg':
      return ok({ bytes: new TextEncoder().encode(drawingSvg(drawn.value)), mediaType: 'image/svg+xml' });
    case 'pdf':
      return ok({ bytes: await drawingPdf(drawn.value), mediaType: 'application/pdf' });
    case 'png': {
      const png = await drawingPng(drawn.value, asked.dpi ?? DPI);
      return png.ok ? ok({ bytes: png.value, mediaType: 'image/png' }) : png;
    }
  }
}

/** Smallest printed width and height of a variant, in millimetres to the tenth, and its text alternative. */
export type PrintSize = { readonly widthMm: number; readonly heightMm: number; readonly alternative: string };

/** How small a label may be printed, before anybody asks for a file. */
export function printSize(
  { facts, language, say, symbol }: ToDraw,
  { variant, finePrint = false }: Pick<ArtworkAsked, 'variant' | 'finePrint'>,
): Result<PrintSize, NotPrintable> {
  const wording = wordingOf({ facts, language, say }, symbol.profile);
  if (!wording.ok) return wording;
  const { width, height, leastUnitMm } = layOut({ wording: wording.value, symbol, variant, finePrint });
  const widthMm = tenthUp(width * leastUnitMm);
  return ok({
    widthMm,
    heightMm: tenthUp((widthMm / width) * height),
    alternative: wording.value.alternative,
  });
}

function drawLabel(
  { facts, language, say, symbol }: ToDraw,
  { variant, sizeMm, finePrint = false }: ArtworkAsked,
): Result<Drawing, ArtworkRefusal> {
  const wording = wordingOf({ facts, language, say }, symbol.profile);
  if (!wording.ok) return wording;
  const { title, alternative } = wording.value;
  const { leastUnitMm, ...laid } = layOut({ wording: wording.value, symbol, variant, finePrint });
  const least = tenthUp(laid.width * leastUnitMm);
  const size = sizeMm ?? least;
  if (!(size >= least)) return refuse({ code: 'label-too-small', worksMm: least, givenMm: size });
  if (size > WIDEST.mm) return refuse({ code: 'label-too-large', worksMm: WIDEST.mm, givenMm: size });
  return ok({ ...laid, unitMm: size / laid.width, title, description: alternative, language });
}

function tenthUp(millimetres: number): number {
  return Math.ceil(millimetres * 10 - 1e-9) / 10;
}
