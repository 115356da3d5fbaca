import { describe, expect, test } from 'vitest';

import { LABELS, sampleDesk } from '../../test/sample-desk.ts';
import { PAGE, samplePortal } from '../../test/sample-portal.ts';
import { openPortal } from '../open-portal.ts';

const { labelId } = LABELS.valid;
const { get } = samplePortal();

describe('the search', () => {
  test('finds by name, narrows by state, and says what to do where it finds nothing', async () => {
    expect((await get('/?q=kettle', PAGE)).body).toContain('Sandbox Kettle');
    expect((await get('/?q=kettle&state=valid', PAGE)).body).toContain('Nothing found for “kettle”');
    const empty = await openPortal(sampleDesk({ labels: [] }));
    expect((await empty.inject({ url: '/' })).body).toContain('No label has been issued yet');
    await empty.close();
  });

  test('for a whole code, typed with spaces, leads to its label', async () => {
    const spaced = `${labelId.slice(0, 4).toLowerCase()} ${labelId.slice(4)}`;
    const answer = await get(`/?q=${encodeURIComponent(spaced)}`);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/L/${labelId}`]);
  });

  test('goes on page by page without a gap or a double', async () => {
    const seen: string[] = [];
    let url = '/api/v1/labels?limit=2';
    while (url !== '') {
      const { labels, next } = parsePage((await get(url)).body);
      seen.push(...labels.map((one) => one.labelId));
      url = next === undefined ? '' : `/api/v1/labels?limit=2&after=${next}`;
    }
    expect(seen).toEqual(Object.values(LABELS).map((one) => one.labelId));
  });

  test('writes what was typed as text, never as markup', async () => {
    const { body } = await get(`/?q=${encodeURIComponent('"><script>alert(1)</script>')}`, PAGE);
    expect(body).not.toContain('<script');
    expect(body).toContain('&lt;script');
  });

  test.each([
    ['/api/v1/labels?colour=red', 'unknown-parameter'],
    ['/api/v1/labels?q=a&q=b', 'malformed-parameter'],
    ['/api/v1/labels?state=shiny', 'malformed-parameter'],
    ['/api/v1/labels?limit=0', 'malformed-parameter'],
    ['/api/v1/labels?limit=101', 'malformed-parameter'],
    ['/api/v1/labels?after=%27%3B--', 'malformed-parameter'],
    [`/api/v1/labels?q=${'x'.repeat(101)}`, 'search-too-long'],
    [`/api/v1/labels/${labelId}?fields=all`, 'unknown-parameter'],
  ])('%s is refused: %s', async (url, code) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ code });
  });

  test('of a person passes over what strangers add to links', async () => {
    expect((await get('/?utm_source=x', PAGE)).statusCode).toBe(200);
    expect((await get('/?state=shiny', PAGE)).statusCode).toBe(400);
  });
});

function parsePage(text: string) {
  return JSON.parse(text) as { labels: readonly { labelId: string }[]; next?: string };
}
