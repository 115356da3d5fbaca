import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { LABELS, sampleDesk } from '../../test/sample-desk.ts';
import type { Portal } from '../http/open-door.ts';
import { openPortal } from '../open-portal.ts';

const ONE = '09506000134352';
const TWO = '00012345600012';
const LABELLED = LABELS.silent.labelId;

describe('the address of a product', () => {
  let portal: Portal;
  beforeAll(async () => {
    const both = [LABELS.valid, LABELS.suspended].map((label) => ({
      ...label,
      product: { ...label.product, gtins: [TWO] },
    }));
    portal = await openPortal(sampleDesk({ labels: [LABELS.silent, ...both] }));
  });
  afterAll(() => portal.close());
  const get = (url: string, accept?: string) =>
    portal.inject({ method: 'GET', url, headers: accept === undefined ? {} : { accept } });

  test('leads to the label that names the product, and not for ever', async () => {
    const answer = await get(`/01/${ONE}`, 'text/html');
    expect([answer.statusCode, answer.headers.location]).toEqual([307, `/L/${LABELLED}`]);
    expect(answer.headers['cache-control']).toBe('public, max-age=60');
  });

  test('leads to a choice where several labels name it', async () => {
    const answer = await get(`/01/${TWO}`, 'text/html');
    expect([answer.statusCode, answer.headers.location]).toEqual([307, `/?q=${TWO}`]);
    const choice = await get(`/?q=${TWO}`, 'text/html');
    for (const { labelId } of [LABELS.valid, LABELS.suspended])
      expect(choice.body).toContain(`/L/${labelId}`);
  });

  test.each(['?linkType=linkset', '?linkType=all', ''])(
    '%s gives machines the linkset of RFC 9264',
    async (query) => {
      const answer = await get(`/01/${ONE}${query}`, query === '' ? 'application/linkset+json' : undefined);
      expect([
        answer.statusCode,
        answer.headers['content-type'],
        answer.headers['access-control-allow-origin'],
      ]).toEqual([200, 'application/linkset+json', '*']);
      expect(JSON.parse(answer.body)).toEqual({
        linkset: [
          {
            anchor: `https://label.example.org/01/${ONE}`,
            'https://ref.gs1.org/voc/defaultLink': [
              {
                href: `https://label.example.org/L/${LABELLED}`,
                title: 'Cybersecurity label',
                type: 'text/html',
              },
            ],
            'https://ref.gs1.org/voc/certificationInfo': [
              {
                href: `https://label.example.org/L/${LABELLED}/credential`,
                title: 'Label credential',
                type: 'application/vc+jwt',
              },
            ],
          },
        ],
      });
    },
  );

  test('that is mistyped is told from one that nobody has labelled', async () => {
    for (const [path, status, code] of [
      ['/01/09506000134353', 400, 'mistyped-gtin'],
      ['/01/9506000134352', 400, 'mistyped-gtin'],
      ['/01/abc', 400, 'mistyped-gtin'],
      ['/01/%3Cscript%3E', 400, 'mistyped-gtin'],
      ['/01/00012345600029', 404, 'no-such-product'],
    ] as const) {
      const answer = await get(path, 'application/json');
      expect([path, answer.statusCode, (JSON.parse(answer.body) as { code: string }).code]).toEqual([
        path,
        status,
        code,
      ]);
    }
  });
});

test('whoever finds a weakness reads where to report it, and the word ends within a month', async () => {
  const portal = await openPortal(sampleDesk());
  const { body, headers } = await portal.inject('/.well-known/security.txt');
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(body).toMatch(
    /^Contact: mailto:labels@sandbox\.example\nExpires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\nPreferred-Languages: en\nCanonical: https:\/\/label\.example\.org\/\.well-known\/security\.txt\n$/,
  );
  const ends = Date.parse(/Expires: (\S+)/.exec(body)?.[1] ?? '');
  const days = (ends - Date.parse(sampleDesk().now())) / 86_400_000;
  expect(days).toBe(30);
  await portal.close();
});
