import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { pdfShapes, pdfText } from '../../test/pdf-shapes.ts';
import { pngPixels } from '../../test/png-pixels.ts';
import { polygon, rectangle, type Drawing } from './drawing.ts';
import { drawingPdf } from './pdf.ts';
import { drawingPng } from './png.ts';
import { drawingSvg } from './svg.ts';
import { CAPITALS, lineOutlines, lineWidth, missingLetters } from './typeface.ts';

const drawing: Drawing = {
  width: 20,
  height: 10,
  unitMm: 0.5,
  title: 'SANDBOX: a drawing',
  description: 'Squares & <letters> “ä”',
  language: 'en',
  shapes: [
    { ink: 'white', crisp: true, path: rectangle(0, 0, 20, 10) },
    { ink: 'black', crisp: true, path: [...rectangle(1, 1, 4, 4), ...rectangle(6, 1, 2, 2)] },
    { ink: 'white', crisp: true, path: rectangle(2, 2, 1, 1) },
    { ink: 'black', crisp: false, path: lineOutlines('Ab', { xHeight: 2, weight: 'bold' }, 9, 8) },
  ],
};

async function png(dpi: number) {
  const made = await drawingPng(drawing, dpi);
  if (!made.ok) throw new Error(made.refusal.code);
  return { bytes: made.value, ...pngPixels(made.value) };
}

describe('a drawing', () => {
  test('is an SVG of its printed size, on its own units, with a name and a description', () => {
    const svg = drawingSvg(drawing);
    expect(svg).toContain('width="10mm" height="5mm" viewBox="0 0 20 10"');
    expect(svg).toContain('<title id="title">SANDBOX: a drawing</title>');
    expect(svg).toContain('<desc id="description">Squares &amp; &lt;letters&gt; “ä”</desc>');
    expect(svg).toContain(
      '<path fill="#000" shape-rendering="crispEdges" d="M1 1L5 1L5 5L1 5ZM6 1L8 1L8 3L6 3Z"/>',
    );
    expect(svg).not.toMatch(/<text|font|href|style=/);
  });

  test('is a PNG whose units are whole pixels, with its density and its words inside', async () => {
    const { width, height, data, chunks } = await png(600);
    // 0.5 mm at 600 dots per inch are 11.8 pixels: 11 are taken.
    expect([width, height]).toEqual([220, 110]);
    const at = (x: number, y: number) => data[(y * width + x) * 4];
    expect([at(10, 20), at(11, 11), at(54, 54), at(55, 54), at(22, 22), at(33, 22)]).toEqual([
      255, 0, 0, 255, 255, 0,
    ]);
    const density = chunks.find(({ type }) => type === 'pHYs')?.data;
    expect([density?.readUInt32BE(0), density?.readUInt32BE(4), density?.[8]]).toEqual([22_000, 22_000, 1]);
    const words = chunks.filter(({ type }) => type === 'iTXt').map((one) => one.data.toString('utf8'));
    expect(words).toEqual([
      'Title\0\0\0en\0\0SANDBOX: a drawing',
      'Description\0\0\0en\0\0Squares & <letters> “ä”',
    ]);
    expect(chunks.map(({ type }) => type).slice(0, 2)).toEqual(['IHDR', 'pHYs']);
  });

  test('is no PNG of too few pixels to show it, nor of more than a printer needs, and each refusal names what works', async () => {
    const [coarse, fine] = [await drawingPng(drawing, 100), await drawingPng(drawing, 100_000)];
    expect([coarse, fine]).toMatchObject([
      { ok: false, refusal: { code: 'too-few-pixels', dpi: 102, givenDpi: 100 } },
      { ok: false, refusal: { code: 'too-many-pixels', givenDpi: 100_000 } },
    ]);
    expect((await drawingPng(drawing, 102)).ok).toBe(true);
  });

  test('is a PDF of exactly its size, of the same outlines as the SVG, in black ink alone', async () => {
    const pdf = await drawingPdf(drawing);
    expect(pdfShapes(pdf)).toEqual(drawing.shapes.map(({ ink, path }) => ({ ink, path })));
    const text = pdfText(pdf);
    const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text)?.slice(1).map(Number) ?? [];
    expect(box.map((points) => Number(((points / 72) * 25.4).toFixed(3)))).toEqual([10, 5]);
    expect(text).not.toMatch(/\/Font\b|DeviceRGB/);
  });

  test('is a tagged PDF in its language whose figure has the description as alternative text', async () => {
    const text = pdfText(await drawingPdf(drawing));
    expect(text).toMatch(/\/Marked true/);
    expect(text).toMatch(/\/Lang \(en\)/);
    expect(text).toMatch(/\/DisplayDocTitle true/);
    expect(text).toMatch(/\/S \/Figure/);
    expect(text).toContain('<pdfuaid:part>1</pdfuaid:part>');
    const alternative = Buffer.from(`\ufeff${drawing.description}`, 'utf16le').swap16().toString('latin1');
    expect(text.replaceAll(/\\([()\\])/g, '$1')).toContain(alternative);
  });

  test('is the same bytes each time, in every format', async () => {
    expect(drawingSvg(drawing)).toBe(drawingSvg(drawing));
    expect(await drawingPdf(drawing)).toEqual(await drawingPdf(drawing));
    expect((await png(300)).bytes).toEqual((await png(300)).bytes);
  });
});

describe('the typeface', () => {
  const regular = { xHeight: 10, weight: 'regular' } as const;

  test('has letters, capitals and accents of the languages that labels are printed in, and of their neighbours', () => {
    expect(missingLetters('Größe Ähtäri ñandú Łódź Ελλάς Київ Tiếng Việt “–…’ №')).toEqual([]);
    expect(missingLetters('ラ 标签 ★ ﷽')).toEqual(['ラ', '标', '签', '★', '﷽']);
  });

  test('sets an x as high as was asked, on its baseline, and a capital in proportion', () => {
    const heights = (text: string) => {
      const ys = lineOutlines(text, regular, 0, 100).flatMap((step) =>
        step[0] === 'Z' ? [] : [step.at(-1) as number],
      );
      return [Math.min(...ys), Math.max(...ys)];
    };
    expect(heights('x')).toEqual([90, 100]);
    expect(heights('H')[0]).toBeCloseTo(100 - 10 * CAPITALS, 0);
  });

  test('brings letters of a pair together as its designer wanted', () => {
    const apart = lineWidth('A', regular) + lineWidth('V', regular);
    expect(lineWidth('AV', regular)).toBeLessThan(apart);
  });

  test('sets one line from several parts, with room added behind each letter but the last', () => {
    const whole = lineWidth('Łódź', regular);
    expect(whole).toBeGreaterThan(lineWidth('ód', regular));
    const wide = lineWidth('Łódź', { ...regular, spacing: 1 });
    expect(wide - whole).toBeCloseTo(30, 6);
  });

  test('makes of any text closed outlines with two decimals, and of letters that it lacks nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const steps = lineOutlines(text, regular, 1, 1);
        const numbers = steps.flatMap(([, ...rest]) => rest as readonly number[]);
        expect(numbers.every((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6)).toBe(true);
        const count = (letter: string) => steps.filter((step) => step[0] === letter).length;
        expect(count('M')).toBe(count('Z'));
        expect(lineWidth(text, regular)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(lineOutlines('标签', regular, 0, 0)).toEqual([]);
  });

  test('rounds what a polygon is given', () => {
    expect(polygon([[0.123456, 1 / 3]])).toEqual([['M', 0.12, 0.33], ['Z']]);
  });
});
