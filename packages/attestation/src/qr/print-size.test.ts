import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { seenBy, rasterOf } from '../../test/raster.ts';
import { READERS, readByBoth, readByZxing } from '../../test/readers.ts';
import { mintLabelId } from '../label-id.ts';
import { toDigits } from './decimal.ts';
import { labelQr, type LabelQr } from './label-qr.ts';
import { labelSymbol } from './label-symbol.ts';
import { smallestSymbolMm } from './print-size.ts';

const HOST = 'label.example.org';
const LABEL_ID = mintLabelId('US', Uint8Array.of(1, 2, 3, 4, 5));
/** No pattern that would make a symbol easier to read. */
const signed = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i * 37 + 11) % 256);

/** Data codewords of versions 1 to 14 (ISO/IEC 18004 table 7), an independent count of what fits. */
const CODEWORDS = {
  Q: [13, 22, 34, 48, 62, 76, 88, 110, 132, 154, 180, 206, 244, 261],
  M: [16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365],
} as const;

/** The smallest version that holds `https://`, upper-case text and, for P2, `#` and digits. */
function versionFor(level: 'Q' | 'M', text: number, digits?: number): number {
  const fits = CODEWORDS[level].findIndex((words, i) => {
    const isLarge = i + 1 >= 10;
    const byte = (n: number) => 4 + (isLarge ? 16 : 8) + 8 * n;
    const url = byte(8) + 4 + (isLarge ? 11 : 9) + Math.ceil((11 * text) / 2);
    const offline =
      digits === undefined ? 0 : byte(1) + 4 + (isLarge ? 12 : 10) + Math.ceil((10 * digits) / 3);
    return url + offline <= 8 * words;
  });
  return fits + 1;
}

function printed(sizeMm: number, offline?: number, finePrint = false): LabelQr {
  const more = offline === undefined ? {} : { offline: signed(offline) };
  const text = { title: 'Sandbox label', description: 'A code' };
  const qr = labelQr({ host: HOST, labelId: LABEL_ID, sizeMm, finePrint, ...more, ...text });
  if (!qr.ok) throw new Error(qr.refusal.code);
  return qr.value;
}

describe('the symbol of a label', () => {
  test('is of the smallest version that holds its text at level Q, whatever the host', async () => {
    const hosts = fc.integer({ min: 1, max: 60 }).map((length) => 'a'.repeat(length));
    await fc.assert(
      fc.asyncProperty(hosts, async (host) => {
        const symbol = labelSymbol({ host, labelId: LABEL_ID });
        const version = versionFor('Q', host.length + '/L/'.length + LABEL_ID.length);
        expect(symbol.ok && symbol.value.modules).toBe(17 + 4 * version);
        const qr = labelQr({ host, labelId: LABEL_ID, sizeMm: 40, title: '', description: '' });
        expect(qr.ok && (await readByZxing(rasterOf(qr.value.svg)))).toMatchObject({ version, level: 'Q' });
      }),
      { numRuns: 30 },
    );
  });

  test('that is verified offline is of the smallest version at level M, and refused beyond version 9', async () => {
    const bytes = fc.integer({ min: 106, max: 170 }).map((count) => signed(count));
    await fc.assert(
      fc.asyncProperty(bytes, async (offline) => {
        const symbol = labelSymbol({ host: HOST, labelId: LABEL_ID, offline });
        const digits = 1 + toDigits(offline).length;
        const version = versionFor('M', HOST.length + '/L/'.length + LABEL_ID.length, digits);
        expect(symbol.ok).toBe(version <= 9);
        expect(symbol.ok ? symbol.value.modules : symbol.refusal.modules).toBe(17 + 4 * version);
        if (!symbol.ok) return;
        const qr = printed(40, offline.length);
        expect(await readByZxing(rasterOf(qr.svg))).toMatchObject({ version, level: 'M' });
      }),
      { numRuns: 30 },
    );
  });

  test('has the version that the table of the trust layer names', () => {
    const versions = [undefined, 106, 121, 136, 142].map((count) => {
      const offline = count === undefined ? {} : { offline: signed(count) };
      const symbol = labelSymbol({ host: HOST, labelId: LABEL_ID, ...offline });
      return symbol.ok && (symbol.value.modules - 17) / 4;
    });
    expect(versions).toEqual([3, 8, 9, 9, 9]);
    const longer = labelSymbol({ host: 'labels.example-ab.test', labelId: LABEL_ID });
    expect(longer.ok && longer.value.modules).toBe(33);
  });

  test('is never allowed smaller than its profile nor than its modules', () => {
    const least = [
      smallestSymbolMm({ profile: 'P1', modules: 29 }),
      smallestSymbolMm({ profile: 'P1', modules: 41 }),
      smallestSymbolMm({ profile: 'P2', modules: 49 }),
      smallestSymbolMm({ profile: 'P2', modules: 53 }),
      smallestSymbolMm({ profile: 'P2', modules: 53 }, true),
    ];
    expect(least.map((mm) => Number(mm.toFixed(3)))).toEqual([15, 16.236, 20, 20.988, 20]);
  });
});

// What a phone's camera makes of the print: modules between pixels, soft edges, some noise.
describe.each([
  ['P1', undefined, 15, false],
  ['P2 without text', 106, 20, false],
  ['P2 with brand and model', 136, 21, false],
  ['P2 with brand and model', 136, 22.5, false],
  ['P2 in fine print', 136, 20, true],
] as const)('%s (%s signed bytes) printed at %s mm, fine print: %s', (_, offline, sizeMm, finePrint) => {
  const qr = printed(sizeMm, offline, finePrint);

  test('is read by both readers, drawn on whole pixels', async () => {
    for (const pixels of [2, 3, 8]) expect(await readByBoth(rasterOf(qr.svg, pixels))).toBe(qr.text);
  });

  test.each([12, 8] as const)('is read by both readers at %s pixels a millimetre', async (pixelsPerMm) => {
    const picture = seenBy({ pixelsPerMm, blur: 1, noise: 4 }, qr.svg);
    for (const [name, read] of Object.entries(READERS))
      expect([name, (await read(picture))?.text]).toEqual([name, qr.text]);
  });
});

test('from farther away the plain code is still read, which is why it is the default', async () => {
  const far = { pixelsPerMm: 6, blur: 1, noise: 8 };
  const plain = printed(15);
  expect(await readByBoth(seenBy(far, plain.svg))).toBe(plain.text);
  expect(await readByBoth(seenBy(far, printed(20, 136, true).svg))).toBeUndefined();
});
