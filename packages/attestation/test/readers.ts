/** Two readers of QR codes by other people, in different languages and with nothing in common, both as they come from npm. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import jsQR from 'jsqr';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

import type { Raster } from './raster.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
// From the package: by default it would be fetched.
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** What a reader tells of the one symbol that it found. */
export type Read = { readonly text: string; readonly version: number };

export const READERS = { jsQR: readByJsQr, zxing: readByZxing } as const;

/** The text that both read; undefined where one of them does not, or reads anything else. */
export async function readByBoth(raster: Raster): Promise<string | undefined> {
  const [one, other] = await Promise.all([readByJsQr(raster), readByZxing(raster)]);
  return one?.text === other?.text ? one?.text : undefined;
}

async function readByJsQr({ data, width, height }: Raster): Promise<Read | undefined> {
  const found = jsQR.default(data, width, height);
  return found ? { text: found.data, version: found.version } : undefined;
}

/** zxing-cpp, which also tells the level of error correction. */
export async function readByZxing(raster: Raster): Promise<(Read & { readonly level: string }) | undefined> {
  const found = await readBarcodes({ ...raster, colorSpace: 'srgb' }, { formats: ['QRCode'] });
  const [one, ...more] = found;
  if (!one?.isValid || more.length > 0) return undefined;
  const { Version, ECLevel } = JSON.parse(one.extra) as { Version: string; ECLevel: string };
  return { text: one.text, version: Number(Version), level: ECLevel };
}
