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

  test.each([
    'gs1:certificationInfo',
    'https://ref.gs1.org/voc/certificationInfo',
    'https://gs1.org/voc/certificationInfo',
  ])('leads for %s to the credential', async (type) => {
    const answer = await get(`/01/${ONE}?linkType=${encodeURIComponent(type)}`, 'text/html');
    expect([answer.statusCode, answer.headers.location]).toEqual([307, `/L/${LABELLED}/credential`]);
  });

  test('has no link of another type, and says so', async () => {
    for (const type of ['gs1:recipeInfo', 'gs1:', '', 'linkset&linkType=all']) {
      const answer = await get(`/01/${ONE}?linkType=${type}`, 'application/json');
      expect([type, answer.statusCode, (JSON.parse(answer.body) as { code: string }).code]).toEqual([
        type,
        404,
        'no-such-link',
      ]);
    }
  });

  test('passes on what else was asked, and leads alike with a slash behind it', async () => {
    const asked = await get(`/01/${ONE}?utm=pack&linkType=gs1:defaultLink&x=%C3%A9&x=2`, 'text/html');
    expect(asked.headers.location).toBe(`/L/${LABELLED}?utm=pack&x=%C3%A9&x=2`);
    const choice = await get(`/01/${TWO}?q=other&utm=pack`, 'text/html');
    expect(choice.headers.location).toBe(`/?q=${TWO}&utm=pack`);
    const slashed = await get(`/01/${ONE}/`, 'text/html');
    expect([slashed.statusCode, slashed.headers.location]).toEqual([307, `/L/${LABELLED}`]);
  });

  test('names its linkset in every answer, for readers of any origin', async () => {
    for (const query of ['', '?linkType=linkset']) {
      const answer = await get(`/01/${ONE}${query}`, 'text/html');
      expect(answer.headers['link']).toContain(
        `<https://label.example.org/01/${ONE}?linkType=linkset>; rel="linkset"; type="application/linkset+json"`,
      );
      expect(answer.headers['access-control-expose-headers']).toContain('link');
    }
    const json = await get(`/01/${ONE}`, 'application/json');
    expect([json.statusCode, json.headers['content-type']]).toEqual([200, 'application/linkset+json']);
  });

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
    /^Contact: mailto:labels@sandbox\.example\nExpires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\nPreferred-Languages: en\nCanonical: https:\/\/label\.example\.org\/\.well-known\/security\.txt\nCSAF: https:\/\/label\.example\.org\/\.well-known\/csaf\/provider-metadata\.json\n$/,
  );
  const ends = Date.parse(/Expires: (\S+)/.exec(body)?.[1] ?? '');
  const days = (ends - Date.parse(sampleDesk().now())) / 86_400_000;
  expect(days).toBe(30);
  await portal.close();
});
