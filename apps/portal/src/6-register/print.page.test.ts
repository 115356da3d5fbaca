import { describe, expect, test } from 'vitest';

import { LABELS, MISTYPED, NEVER_ISSUED, sampleDesk } from '../../test/sample-desk.ts';
import { PAGE, samplePortal } from '../../test/sample-portal.ts';
import { openPortal } from '../open-portal.ts';

const { labelId } = LABELS.valid;
const { get } = samplePortal();

describe('the print files of a label', () => {
  const file = (query: string, form = 'svg') => get(`/L/${labelId}/artwork.${form}${query}`);

  test('are what their address says, kept as long as the other files of a label, and the same each time', async () => {
    for (const [form, type, begins] of [
      ['svg', 'image/svg+xml', '<svg '],
      ['png', 'image/png', '\u0089PNG'],
      ['pdf', 'application/pdf', '%PDF-1.7'],
    ] as const) {
      const [first, again] = [await file('?size=100mm&dpi=150', form), await file('?size=100&dpi=150', form)];
      expect(first.headers['content-type']).toBe(type);
      expect(first.headers['cache-control']).toBe('public, max-age=60');
      expect(first.rawPayload.subarray(0, begins.length).toString('latin1')).toBe(begins);
      expect(again.headers.etag).toBe(first.headers.etag);
      expect(again.rawPayload).toEqual(first.rawPayload);
    }
  });

  test('are drawn in the form, code and language asked, and an empty field of a form says nothing', async () => {
    const bodies = await Promise.all(
      ['', '?variant=wide', '?code=offline', '?language=fi', '?print=fine'].map(
        async (query) => (await file(query)).body,
      ),
    );
    expect(new Set(bodies).size).toBe(bodies.length - 1);
    expect((await file('?variant=&size=&code=&language=&dpi=')).body).toBe(bodies[0]);
    expect(bodies[3]).toContain('lang="fi"');
  });

  test.each([
    ['?variant=round', 'malformed-parameter'],
    ['?size=40cm', 'malformed-parameter'],
    ['?size=-40', 'malformed-parameter'],
    ['?size=1e3', 'malformed-parameter'],
    ['?size=40&size=50', 'malformed-parameter'],
    ['?dpi=299', 'malformed-parameter'],
    ['?code=p2', 'malformed-parameter'],
    ['?language=../en', 'malformed-parameter'],
    ['?print=rough', 'malformed-parameter'],
    ['?colour=red', 'unknown-parameter'],
    ['?size=20mm', 'label-too-small'],
    ['?size=9999', 'label-too-large'],
    ['?language=ja', 'language-not-offered'],
  ])('asked for by %s are refused: %s', async (query, code) => {
    const answer = await file(query);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 400, code });
  });

  test('are refused with a size, a resolution or a language that works', async () => {
    const [, smallest = ''] = /is ([\d.]+) mm/.exec((await file('?size=20')).body) ?? [];
    expect((await file(`?size=${smallest}`)).statusCode).toBe(200);
    const refused = await file('?size=300&dpi=1200', 'png');
    expect(refused.json()).toMatchObject({ code: 'resolution-does-not-work' });
    expect((await file('?language=ja')).body).toContain('en, de, es, fi');
  });

  test.each([
    ['suspended', 409, 'label-suspended'],
    ['revoked', 410, 'label-ended'],
    ['expired', 410, 'label-ended'],
  ] as const)('are not given out of a label that is %s', async (which, status, code) => {
    for (const what of ['print', 'artwork.svg', 'artwork.png', 'artwork.pdf']) {
      const answer = await get(`/L/${LABELS[which].labelId}/${what}`, { accept: 'application/json' });
      expect([what, answer.statusCode, answer.json()]).toEqual([
        what,
        status,
        expect.objectContaining({ code, remedy: expect.stringContaining('Stop printing') as string }),
      ]);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    expect((await get(`/L/${LABELS[which].labelId}`, PAGE)).body).not.toContain('/print"');
  });

  test('are not of a label that was never issued, nor of a mistyped one', async () => {
    expect((await get(`/L/${NEVER_ISSUED}/artwork.svg`)).json()).toMatchObject({ code: 'no-such-label' });
    expect((await get(`/L/${MISTYPED}/print`)).statusCode).toBe(400);
    expect((await get(`/L/${labelId}/print?language=en&language=de`)).statusCode).toBe(400);
  });

  test('are drawn sixty times a minute for one client, while everything else goes on', async () => {
    const own = await openPortal(sampleDesk());
    const ask = (path: string) => own.inject({ url: `/L/${labelId}/${path}` });
    const statuses: number[] = [];
    for (let i = 0; i < 61; i += 1) statuses.push((await ask('artwork.svg?variant=minimal')).statusCode);
    expect(statuses.indexOf(429)).toBe(60);
    expect((await ask('qr.svg')).statusCode).toBe(200);
    await own.close();
  });

  test('are shown on a page with sizes, text alternative and links, which the label page leads to', async () => {
    expect((await get(`/L/${labelId}`, PAGE)).body).toContain(`href="/L/${labelId}/print"`);
    const { body } = await get(`/L/${labelId}/print`, PAGE);
    for (const variant of ['portrait', 'wide', 'minimal'])
      for (const form of ['svg', 'png', 'pdf'])
        expect(body).toContain(`href="/L/${labelId}/artwork.${form}?variant=${variant}&amp;language=en"`);
    expect(body).toMatch(/<code>Sandbox drawing; no real product carries this label\./);
    expect(body).toContain('24.4 × 32.2 mm');
  });
});
