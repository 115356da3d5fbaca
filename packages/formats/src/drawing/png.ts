import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { crc32 } from 'node:zlib';

import { initWasm, Resvg } from '@resvg/resvg-wasm';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Drawing } from './drawing.ts';
import { drawingSvg } from './svg.ts';

/** About 4,000 pixels square: 64 MB while it is drawn. */
const LARGEST_PIXELS = 16_000_000;
const MM_PER_INCH = 25.4;

export type PngRefusal = {
  readonly code: 'too-many-pixels' | 'too-few-pixels';
  /** Dots per inch that would do. */
  readonly dpi: number;
  readonly givenDpi: number;
};

let ready: Promise<void> | undefined;

/**
 * A drawing as PNG with its printed size inside (pHYs) and its words (iTXt). Every unit takes a whole number of pixels,
 * so that no edge of a code is soft: the resolution is the next one down from `dpi` at which that is so.
 */
export async function drawingPng(drawing: Drawing, dpi: number): Promise<Result<Uint8Array, PngRefusal>> {
  const { width, height, unitMm } = drawing;
  const pixels = Math.floor((unitMm * dpi) / MM_PER_INCH + 1e-9);
  const dpiFor = (count: number) => Math.ceil((count * MM_PER_INCH) / unitMm);
  if (pixels < 2) return refuse({ code: 'too-few-pixels', dpi: dpiFor(2), givenDpi: dpi });
  const most = Math.floor(Math.sqrt(LARGEST_PIXELS / (width * height)));
  if (pixels > most) return refuse({ code: 'too-many-pixels', dpi: dpiFor(most), givenDpi: dpi });
  // A module that could not be loaded once is asked for again.
  ready ??= loadRasteriser().catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  await ready;
  const picture = new Resvg(drawingSvg(drawing), {
    fitTo: { mode: 'width', value: width * pixels },
    background: '#fff',
  }).render();
  try {
    return ok(withWords(picture.asPng(), drawing, pixels / unitMm));
  } finally {
    picture.free();
  }
}

async function loadRasteriser(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  await initWasm(await WebAssembly.compile(await readFile(file)));
}

/** Signature and IHDR, which is always first. */
const HEAD = 8 + 25;

function withWords(
  png: Uint8Array,
  { title, description, language }: Drawing,
  pixelsPerMm: number,
): Uint8Array {
  const density = Buffer.alloc(9);
  const perMetre = Math.round(pixelsPerMm * 1_000);
  density.writeUInt32BE(perMetre, 0);
  density.writeUInt32BE(perMetre, 4);
  density.writeUInt8(1, 8);
  return Buffer.concat([
    png.subarray(0, HEAD),
    chunk('pHYs', density),
    chunk('iTXt', words('Title', language, title)),
    chunk('iTXt', words('Description', language, description)),
    png.subarray(HEAD),
  ]);
}

/** International text (PNG third edition, section 11.3.3.4): keyword, not compressed, language, no other keyword, text. */
function words(keyword: string, language: string, text: string): Buffer {
  return Buffer.from(`${keyword}\0\0\0${language}\0\0${text}`, 'utf8');
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
