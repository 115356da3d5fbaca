import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { mintLabelId } from '@assay/attestation/label-id';
import { labelSymbol } from '@assay/attestation/qr/label-symbol';
import { readByBoth } from '@assay/attestation/test/readers';
import { pdfShapes } from '@assay/formats/test/pdf-shapes';
import { pngPixels } from '@assay/formats/test/png-pixels';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { artwork, printSize, type ArtworkAsked, type ToDraw } from './artwork.ts';
import { layOut, VARIANTS } from './layout.ts';
import { SMALLEST_LETTERS } from './print-rules.ts';
import { ARTWORK_LANGUAGES, loadSentences } from './sentences.ts';
import { wordingOf, type LabelFacts } from './wording.ts';

const HOME = join(import.meta.dirname, '../../../../..');
const HOST = 'label.example.org';
const LABEL_ID = mintLabelId('SB', Uint8Array.of(1, 2, 3, 4, 5));
const FACTS: LabelFacts = {
  labelId: LABEL_ID,
  host: HOST,
  sandbox: true,
  programme: 'Sandbox programme',
  scheme: 'Sandbox Labelling Scheme',
  level: { rank: 2, of: 4, name: 'Second step' },
  product: { brand: 'Sandbox Brand', name: 'Sandbox Lamp', model: 'SB-100' },
};
const offline = Uint8Array.from({ length: 136 }, (_, i) => (i * 37 + 11) % 256);

function symbolOf(code: 'plain' | 'offline', host = HOST) {
  const made = labelSymbol({ host, labelId: LABEL_ID, ...(code === 'offline' && { offline }) });
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value;
}

async function toDraw(
  change: Partial<LabelFacts> = {},
  code: 'plain' | 'offline' = 'plain',
): Promise<ToDraw> {
  const facts = { ...FACTS, ...change };
  return { facts, language: 'en', say: await loadSentences(HOME, 'en'), symbol: symbolOf(code, facts.host) };
}

async function bytesOf(label: ToDraw, asked: ArtworkAsked): Promise<Uint8Array> {
  const made = await artwork(label, asked);
  if (!made.ok) throw new Error(JSON.stringify(made.refusal));
  return made.value.bytes;
}

/** Outlines of a drawing of ours, as its SVG has them. */
function svgPaths(svg: Uint8Array): readonly { readonly ink: string; readonly path: string }[] {
  return [...new TextDecoder().decode(svg).matchAll(/<path fill="#(000|fff)"[^>]* d="([^"]*)"/g)].map(
    ([, ink, path = '']) => ({ ink: ink === '000' ? 'black' : 'white', path }),
  );
}

describe.each(VARIANTS)('the %s label', (variant) => {
  test.each(['plain', 'offline'] as const)(
    'with the %s code is read by two readers of others from its PNG, at its smallest size and larger',
    async (code) => {
      const label = await toDraw({}, code);
      for (const more of [
        { dpi: 300 },
        { dpi: variant === 'minimal' ? 600 : 150 },
        { dpi: 150, sizeMm: 120 },
      ]) {
        const png = pngPixels(await bytesOf(label, { variant, format: 'png', ...more }));
        expect(await readByBoth(png)).toBe(label.symbol.text);
      }
    },
  );

  test('is the same outlines as SVG and as PDF, and its code stands on whole units of both', async () => {
    const label = await toDraw();
    const svg = svgPaths(await bytesOf(label, { variant, format: 'svg' }));
    const pdf = pdfShapes(await bytesOf(label, { variant, format: 'pdf' }));
    const written = pdf.map(({ ink, path }) => ({
      ink,
      path: path.map(([letter, ...numbers]) => `${letter}${numbers.join(' ')}`).join(''),
    }));
    expect(written).toEqual(svg);
    const code = svg.find(({ path }) => path.length > 1_000 && /^[MLZ\d ]+$/.test(path));
    expect(code?.ink).toBe('black');
  });

  test('is never smaller than code and letters allow, and a refusal names the size that is', async () => {
    for (const code of ['plain', 'offline'] as const) {
      const label = await toDraw({}, code);
      const size = printSize(label, { variant });
      if (!size.ok) throw new Error(size.refusal.code);
      const { widthMm } = size.value;
      const refused = await artwork(label, { variant, format: 'svg', sizeMm: widthMm - 0.1 });
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'label-too-small', worksMm: widthMm } });
      const svg = new TextDecoder().decode(await bytesOf(label, { variant, format: 'svg', sizeMm: widthMm }));
      expect(svg).toContain(`<svg xmlns="http://www.w3.org/2000/svg" width="${widthMm}mm"`);
      const units = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
      expect((widthMm / units) * label.symbol.modules).toBeGreaterThanOrEqual(code === 'plain' ? 15 : 20);
      expect(widthMm / units).toBeGreaterThanOrEqual(0.396);
    }
  });

  test('is the same bytes for the same label, and others for another', async () => {
    const [label, other] = [await toDraw(), await toDraw({ host: 'labels.example.org' })];
    for (const format of ['svg', 'png', 'pdf'] as const) {
      const asked = { variant, format, dpi: 300 } as const;
      const first = await bytesOf(label, asked);
      expect(first).toEqual(await bytesOf(await toDraw(), asked));
      expect(first).not.toEqual(await bytesOf(other, asked));
    }
  });
});

describe('the size of a print', () => {
  test('shrinks where a printer is trusted with fine modules, and letters do not shrink with them', async () => {
    const label = await toDraw({}, 'offline');
    const wording = wordingOf(label, label.symbol.profile);
    if (!wording.ok) throw new Error(wording.refusal.code);
    const asked = { wording: wording.value, symbol: label.symbol, variant: 'minimal' } as const;
    const [usual, fine] = [layOut({ ...asked, finePrint: false }), layOut({ ...asked, finePrint: true })];
    expect(fine.leastUnitMm).toBeLessThan(usual.leastUnitMm);
    expect(fine.width * fine.leastUnitMm).toBeLessThan(usual.width * usual.leastUnitMm);
    expect(fine.height / fine.width).toBeGreaterThan(usual.height / usual.width);
  });

  test.each([NaN, Infinity, -40, 0, 301])('of %s mm is refused', async (sizeMm) => {
    const made = await artwork(await toDraw(), { variant: 'minimal', format: 'svg', sizeMm });
    expect(made).toMatchObject({
      ok: false,
      refusal: { code: sizeMm > 100 ? 'label-too-large' : 'label-too-small' },
    });
  });

  test('keeps letters of 1.2 mm, and every word on the label, whatever the words and the host', async () => {
    const words = fc.stringMatching(/^[A-Za-zäöüéñ0-9 .-]{0,59}[A-Za-z0-9]$/);
    const say = await loadSentences(HOME, 'en');
    fc.assert(
      fc.property(
        fc.record({ brand: words, name: words, model: words }),
        words,
        fc.constantFrom(HOST, 'localhost:4303', 'a-very-long-host-name.labels.example.org'),
        fc.constantFrom(...VARIANTS),
        (product, scheme, host, variant) => {
          const facts = { ...FACTS, product, scheme, host };
          const symbol = symbolOf('plain', host);
          const wording = wordingOf({ facts, language: 'en', say }, 'P1');
          if (!wording.ok) throw new Error(wording.refusal.code);
          const laid = layOut({ wording: wording.value, symbol, variant, finePrint: false });
          expect(laid.leastUnitMm * symbol.modules).toBeGreaterThanOrEqual(15);
          const inside = laid.shapes.flatMap(({ path }) =>
            path.flatMap(([, ...numbers]) => numbers as readonly number[]),
          );
          expect(Math.min(...inside)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...inside)).toBeLessThanOrEqual(Math.max(laid.width, laid.height));
          expect(SMALLEST_LETTERS.mm).toBe(1.2);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what a label says', () => {
  test('is in its text alternative too: what it is, of whom, for what, how far, and where the truth is', async () => {
    const size = printSize(await toDraw(), { variant: 'portrait' });
    const alternative = size.ok ? size.value.alternative : '';
    const { programme, scheme, level, product } = FACTS;
    for (const word of [
      programme,
      scheme,
      level.name,
      ...Object.values(product),
      LABEL_ID,
      `${HOST}/L/${LABEL_ID}`,
    ])
      expect(alternative).toContain(word);
    expect(alternative).toMatch(/^Sandbox drawing; no real product/);
  });

  test('has stairs where there are levels, and a word alone where there is one', async () => {
    const svg = async (change: Partial<LabelFacts>) =>
      svgPaths(await bytesOf(await toDraw(change), { variant: 'portrait', format: 'svg' }));
    const [none, two, four] = [
      await svg({ level: { rank: 1, of: 1, name: 'Second step' } }),
      await svg({ level: { rank: 2, of: 4, name: 'Second step' } }),
      await svg({ level: { rank: 4, of: 4, name: 'Second step' } }),
    ];
    const white = (paths: typeof two) => paths.filter(({ ink }) => ink === 'white').length;
    // Two steps of four are hollow; all four of the highest are filled.
    expect(white(two) - white(four)).toBe(2);
    expect(none.length).toBe(four.length - 4 - 1);
  });

  test('is hatched and says SANDBOX wherever it is one, and neither where it is not', async () => {
    for (const variant of VARIANTS) {
      const [rehearsed, working] = [
        await bytesOf(await toDraw(), { variant, format: 'svg' }),
        await bytesOf(await toDraw({ sandbox: false }), { variant, format: 'svg' }),
      ];
      // The second outline is the border: stripes across, or one line around.
      const border = (svg: Uint8Array) => svgPaths(svg)[1]?.path.split('M').length ?? 0;
      expect([border(rehearsed) > 12, border(working)]).toEqual([true, 2]);
      expect(new TextDecoder().decode(rehearsed)).toContain('<title id="title">SANDBOX: ');
      expect(new TextDecoder().decode(working)).not.toMatch(/sandbox:|Sandbox drawing/i);
    }
  });

  test('is refused where the typeface lacks a letter of it, which is named', async () => {
    const label = await toDraw({ product: { brand: 'サンド', name: 'Lamp', model: 'SB ★' } });
    const refused = { ok: false, refusal: { code: 'letters-not-in-typeface', letters: 'サ ン ド ★' } };
    expect(await artwork(label, { variant: 'minimal', format: 'svg' })).toEqual(refused);
    expect(printSize(label, { variant: 'minimal' })).toEqual(refused);
  });

  test('is said in every language of the print, by the same keys, with all its facts', async () => {
    const keys = (language: string) =>
      [...readFileSync(join(HOME, `texts/artwork/${language}.yaml`), 'utf8').matchAll(/^ {2}(\w+):/gm)].map(
        ([, key]) => key,
      );
    for (const language of ARTWORK_LANGUAGES) {
      expect(keys(language)).toEqual(keys('en'));
      const say = await loadSentences(HOME, language);
      for (const profile of ['P1', 'P2'] as const) {
        const wording = wordingOf({ facts: FACTS, language, say }, profile);
        const lines = wording.ok ? JSON.stringify(wording.value) : '';
        expect(lines).toContain(FACTS.product.model);
        expect(lines).not.toMatch(/[{}]\w+[{}]|undefined/);
      }
    }
  });
});
