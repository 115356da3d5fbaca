import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { rasterOf } from '../../test/raster.ts';
import { readByBoth } from '../../test/readers.ts';
import { mintLabelId } from '../label-id.ts';
import { labelQr, type LabelQrRequest } from './label-qr.ts';
import { labelUrl, parseLabelUrl } from './label-url.ts';

const HOST = 'label.example.org';
const LABEL_ID = mintLabelId('US', Uint8Array.of(1, 2, 3, 4, 5));
const request: LabelQrRequest = {
  host: HOST,
  labelId: LABEL_ID,
  sizeMm: 15,
  title: 'Sandbox label',
  description: 'A "QR" code & <more>',
};

const scan = (svg: string) => readByBoth(rasterOf(svg));

describe('the QR code of a label', () => {
  test('is read by two libraries of others: lower-case scheme, the rest upper case', async () => {
    const qr = labelQr(request);
    expect(qr.ok && (await scan(qr.value.svg))).toBe(`https://LABEL.EXAMPLE.ORG/L/${LABEL_ID}`);
    expect(qr.ok && Number(qr.value.moduleMm.toFixed(3))).toBe(0.517);
  });

  test('is read for every label, on this machine too', async () => {
    const labels = fc.tuple(
      fc.uint8Array({ minLength: 5, maxLength: 5 }),
      fc.constantFrom(HOST, 'localhost:4303'),
    );
    await fc.assert(
      fc.asyncProperty(labels, async ([random, host]) => {
        const labelId = mintLabelId('SB', random);
        const qr = labelQr({ ...request, host, labelId, sizeMm: 20 });
        const text = qr.ok ? ((await scan(qr.value.svg)) ?? '') : '';
        expect(parseLabelUrl(text, [host])).toEqual({ ok: true, value: { host, labelId } });
      }),
      { numRuns: 20 },
    );
  });

  test('is refused where a phone would not read it', () => {
    for (const sizeMm of [14.99, 0, -1, NaN, Infinity]) {
      expect(labelQr({ ...request, sizeMm })).toMatchObject({
        ok: false,
        refusal: { code: 'symbol-too-small', minimumMm: 15 },
      });
    }
    const host = `${'very-long-name.'.repeat(8)}example.org`;
    expect(labelQr({ ...request, host })).toMatchObject({
      ok: false,
      refusal: { code: 'module-too-small', minimumMm: 0.396 },
    });
    for (const bad of ['label.example.org/', 'label example.org', 'Label.example.org', ''])
      expect(() => labelQr({ ...request, host: bad })).toThrow(TypeError);
  });

  test('may have finer modules only where the printer is trusted with them, and a refusal names a size that does', () => {
    const long = { ...request, host: `${'sandbox-'.repeat(8)}label.example.org` };
    const refused = labelQr(long);
    if (refused.ok || !('smallestMm' in refused.refusal)) throw new Error('this was to be refused');
    const { smallestMm } = refused.refusal;
    expect(labelQr({ ...long, sizeMm: smallestMm - 0.01 }).ok).toBe(false);
    expect(labelQr({ ...long, sizeMm: smallestMm }).ok).toBe(true);
    expect(labelQr({ ...long, finePrint: true }).ok).toBe(true);
    expect(labelQr({ ...long, host: `${'sandbox-'.repeat(16)}label.example.org`, finePrint: true }).ok).toBe(
      false,
    );
  });

  test('carries title, description and a quiet zone of four modules on an integer grid', () => {
    const qr = labelQr(request);
    const svg = qr.ok ? qr.value.svg : '';
    expect(svg).toContain(`<title id="qr-${LABEL_ID}-title">Sandbox label</title>`);
    expect(svg).toContain('A &quot;QR&quot; code &amp; &lt;more&gt;</desc>');
    expect(svg).toContain('viewBox="0 0 37 37"');
    expect(svg).toContain('width="19.138mm"');
    const starts = [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map(([, x, y, run]) => [
      Number(x),
      Number(y),
      Number(x) + Number(run),
    ]);
    expect(Math.min(...starts.flatMap(([x = 0, y = 0]) => [x, y]))).toBe(4);
    expect(Math.max(...starts.flatMap(([, y = 0, end = 0]) => [y + 1, end]))).toBe(33);
  });
});

describe('a label URL', () => {
  test('reads in any case, with a fragment aside', () => {
    const value = { host: HOST, labelId: LABEL_ID };
    for (const text of [
      labelUrl(HOST, LABEL_ID),
      labelUrl(HOST, LABEL_ID).toUpperCase(),
      labelUrl(HOST, LABEL_ID).toLowerCase(),
      `${labelUrl(HOST, LABEL_ID)}#1234`,
    ]) {
      expect(parseLabelUrl(text, [HOST])).toEqual({ ok: true, value });
    }
  });

  test('of a look-alike host is refused by name', () => {
    for (const host of ['label.example.org.evil.example', 'labe1.example.org', 'example.org']) {
      expect(parseLabelUrl(labelUrl(host, LABEL_ID), [HOST])).toEqual({
        ok: false,
        refusal: { code: 'foreign-host', host },
      });
    }
  });

  test('with tricks in it is none', () => {
    for (const text of [
      `https://${HOST}@evil.example/L/${LABEL_ID}`,
      `https://${HOST}/L/${LABEL_ID}?x=1`,
      `https://${HOST}/L/${LABEL_ID}/`,
      `https://${HOST}//L/${LABEL_ID}`,
      `https://${HOST}/x/../L/${LABEL_ID}`,
      `http://${HOST}/L/${LABEL_ID}`,
      `https://localhost/L/${LABEL_ID}`,
      `javascript:https://${HOST}/L/${LABEL_ID}`,
      ` https://${HOST}/L/${LABEL_ID}`,
      `https://${HOST}\\evil.example/L/${LABEL_ID}`,
      `https://label.example.org\u2024/L/${LABEL_ID}`,
    ]) {
      expect([text, parseLabelUrl(text, [HOST, 'localhost'])]).toEqual([
        text,
        { ok: false, refusal: { code: 'not-a-label-url' } },
      ]);
    }
  });
});
