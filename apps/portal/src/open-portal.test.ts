import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { LABELS, MISTYPED, NEVER_ISSUED, sampleDesk } from '../test/sample-desk.ts';
import { STORY } from '../test/sample-story.ts';
import { ASSETS } from './layout/assets.ts';
import type { AccessLine } from './http/access-line.ts';
import type { Portal } from './http/open-door.ts';
import { openPortal } from './open-portal.ts';
import { ROUTES } from './routes.ts';

const { labelId } = LABELS.valid;
const [style] = ASSETS.keys();

/** One address that each route answers; a route without one fails the walk below. */
const EXAMPLES: Readonly<Record<string, string>> = {
  '/': '/',
  '/L/:labelId': `/L/${labelId}`,
  '/01/:gtin': '/01/09506000134352?linkType=linkset',
  '/01/:gtin/': '/01/09506000134352/?linkType=linkset',
  '/verify': '/verify',
  '/verify-worker.js': '/verify-worker.js',
  '/walk': '/walk',
  '/walk/:case': `/walk/${STORY.cases[0]?.case ?? ''}`,
  '/api/v1/labels': '/api/v1/labels',
  '/api/v1/labels/:labelId': `/api/v1/labels/${labelId}`,
  '/L/:labelId/credential': `/L/${labelId}/credential`,
  '/L/:labelId/proof': `/L/${labelId}/proof`,
  '/L/:labelId/bundle': `/L/${labelId}/bundle`,
  '/L/:labelId/qr.svg': `/L/${labelId}/qr.svg`,
  '/L/:labelId/print': `/L/${labelId}/print`,
  '/L/:labelId/artwork.svg': `/L/${labelId}/artwork.svg?variant=wide&language=de`,
  '/L/:labelId/artwork.png': `/L/${labelId}/artwork.png?size=60mm&dpi=300`,
  '/L/:labelId/artwork.pdf': `/L/${labelId}/artwork.pdf?code=offline`,
  '/L/:labelId/offline-code.svg': `/L/${labelId}/offline-code.svg`,
  '/L/:labelId/offline-code.txt': `/L/${labelId}/offline-code.txt`,
  '/vc/:sha256': `/vc/${'0a'.repeat(32)}`,
  '/status/:purpose/:list': '/status/revocation/0',
  '/log/*': '/log/2026/tile/0/x001/067.p/5',
  '/.well-known/did.json': '/.well-known/did.json',
  '/contexts/cyber-label-v1.jsonld': '/contexts/cyber-label-v1.jsonld',
  '/.well-known/cyber-label/policy': '/.well-known/cyber-label/policy',
  '/.well-known/cyber-label/trust-list.json': '/.well-known/cyber-label/trust-list.json',
  '/.well-known/security.txt': '/.well-known/security.txt',
  '/.well-known/csaf/provider-metadata.json': '/.well-known/csaf/provider-metadata.json',
  '/.well-known/gs1resolver': '/.well-known/gs1resolver',
  '/healthz': '/healthz',
  '/readyz': '/readyz',
  '/robots.txt': '/robots.txt',
  '/assets/:name': `/assets/${style ?? ''}`,
};

let portal: Portal;
const lines: AccessLine[] = [];
beforeAll(async () => {
  portal = await openPortal(sampleDesk({ story: STORY }), { access: (line) => lines.push(line) });
});
afterAll(() => portal.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  portal.inject({ method: 'GET', url, headers });
const page = { accept: 'text/html' };

describe('every route', () => {
  test.each(ROUTES)('$path names who may read it and what the audit trail keeps', (route) => {
    expect(route).toMatchObject({ method: 'GET', permission: 'public', event: 'none' });
  });

  test.each(ROUTES)('$path answers a stranger, without cookie, under a strict policy', async (route) => {
    const { path, scripts } = route;
    const answer = await get(EXAMPLES[path] ?? 'no example');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.headers['content-security-policy']).toBe(
      scripts
        ? "default-src 'none';script-src 'self';worker-src 'self';connect-src 'self';style-src 'self';img-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'"
        : "default-src 'none';style-src 'self';img-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  test.each(ROUTES)('$path answers HEAD as GET, without the body', async ({ path }) => {
    const url = EXAMPLES[path] ?? '';
    const [whole, head] = [await get(url), await portal.inject({ method: 'HEAD', url })];
    expect(head.statusCode).toBe(200);
    expect(head.body).toBe('');
    expect(head.headers['content-length']).toBe(whole.headers['content-length']);
    expect(head.headers.etag).toBe(whole.headers.etag);
  });

  test.each(ROUTES)('$path can only be read', async ({ path }) => {
    const url = EXAMPLES[path] ?? '';
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      const answer = await portal.inject({
        method,
        url,
        payload: '<x',
        headers: { 'content-type': 'text/xml' },
      });
      expect(answer.statusCode).toBe(405);
      expect(answer.headers['allow']).toBe('GET, HEAD');
    }
  });

  test.each(ROUTES)('$path opens to other origins only where it is a trust artefact', async (route) => {
    const answer = await get(EXAMPLES[route.path] ?? '');
    const opened =
      /^\/(L|01|vc|status|log|api|contexts|\.well-known)\//.test(route.path) &&
      !/\/(print|artwork\.\w+)$/.test(route.path);
    expect(route.anyOrigin).toBe(opened);
    expect(answer.headers['access-control-allow-origin']).toBe(opened ? '*' : undefined);
  });
});

describe('caching', () => {
  test.each([
    [`/L/${labelId}`, 'public, max-age=60'],
    [`/L/${labelId}/credential`, 'public, max-age=300'],
    [`/L/${labelId}/proof`, 'public, max-age=60'],
    [`/vc/${'0a'.repeat(32)}`, 'public, max-age=31536000, immutable'],
    ['/status/revocation/0', 'public, max-age=300'],
    ['/log/2026/checkpoint', 'public, max-age=5'],
    [`/assets/${style ?? ''}`, 'public, max-age=31536000, immutable'],
    ['/healthz', 'no-store'],
    [`/L/${NEVER_ISSUED}`, 'no-store'],
  ])('%s may be kept: %s', async (url, control) => {
    expect((await get(url)).headers['cache-control']).toBe(control);
  });

  test('what has not changed is not sent again', async () => {
    const first = await get(`/L/${labelId}`);
    const again = await get(`/L/${labelId}`, { 'if-none-match': String(first.headers.etag) });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
    expect(again.headers['cache-control']).toBe('public, max-age=60');
    expect((await get(`/L/${labelId}`, { 'if-none-match': '"another"' })).statusCode).toBe(200);
  });

  test('text travels compressed to those who can read it', async () => {
    const plain = await get(`/L/${labelId}`);
    const packed = await get(`/L/${labelId}`, { 'accept-encoding': 'gzip, br' });
    expect(packed.headers['content-encoding']).toBe('br');
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
    expect(plain.headers['vary']).toBe('Accept, Accept-Encoding');
    const refused = await get(`/L/${labelId}`, { 'accept-encoding': 'br;q=0' });
    expect(refused.headers['content-encoding']).toBeUndefined();
  });
});

describe('the label page', () => {
  test('answers to any case of its code and its path, as QR codes shout', async () => {
    for (const url of [`/L/${labelId}`, `/l/${labelId.toLowerCase()}`, `/L/${labelId.toLowerCase()}`])
      expect((await get(url, page)).body).toContain('This sandbox label is valid');
    expect((await get(`/l/${labelId.toLowerCase()}/credential`)).statusCode).toBe(200);
  });

  test('is the record where JSON is asked for, the same as the programming interface gives', async () => {
    const record = await get(`/L/${labelId}`, { accept: 'application/json' });
    expect(record.json()).toEqual(LABELS.valid);
    expect(record.headers['vary']).toContain('Accept');
    expect((await get(`/api/v1/labels/${labelId}`)).json()).toEqual(LABELS.valid);
    expect((await get(`/L/${labelId}`, { accept: 'text/html,*/*;q=0.8' })).body).toContain('<!DOCTYPE html>');
  });

  test.each([
    ['suspended', /is suspended: do not rely on it/],
    ['revoked', /was revoked: do not rely on it/],
    ['expired', /has expired: do not rely on it/],
    ['supportEnded', /support for the product has ended/],
  ] as const)('of a label that is %s never says that it is valid', async (which, headline) => {
    const { body } = await get(`/L/${LABELS[which].labelId}`, page);
    expect(body).toMatch(headline);
    expect(body).not.toContain('label is valid');
    expect(body).not.toContain('is-valid');
  });

  test('tells all ten disclosures in the order of the rule', async () => {
    const { body } = await get(`/L/${labelId}`, page);
    const rows = [...body.matchAll(/<th scope="row">(.*?)<\/th>/g)].map(([, name]) => name);
    expect(rows).toEqual([
      'Product',
      'Maker',
      'Authorised',
      'Label administrator',
      'Testing laboratory',
      'Changing the default password',
      'Setting it up securely',
      'Security updates',
      'Security support until',
      'Lists of parts kept by the maker',
    ]);
  });

  test('tells under another scheme what that scheme publishes, and leaves out what nobody was asked for', async () => {
    const { body } = await get(`/L/${LABELS.otherScheme.labelId}`, page);
    const rows = [...body.matchAll(/<th scope="row">(.*?)<\/th>/g)].map(([, name]) => name);
    expect(rows).toEqual([
      'Product',
      'Maker',
      'Authorised',
      'Label administrator',
      'Testing laboratory',
      'Security support until',
      'Kind of product',
      'Models',
      'Level',
      'Number of the label',
      'Valid until',
      'Reporting a vulnerability',
      'Vulnerabilities and their updates',
      'Declared by the maker',
    ]);
    expect(body).toContain('security@maker.sandbox.example');
    expect(body).toContain('A page of advisories.');
    expect(body).not.toMatch(/not stated by the maker/i);
  });

  test('says of what a maker left out that the maker left it out, and promises no updates without a date', async () => {
    const { body } = await get(`/L/${LABELS.silent.labelId}`, page);
    expect(body.match(/not stated by the maker/gi)).toHaveLength(5);
    expect(body).toContain('Do not expect security updates.');
  });

  test('says when a password cannot be changed and how updates are fetched by hand', async () => {
    const { body } = await get(`/L/${LABELS.revoked.labelId}`, page);
    expect(body).toContain('Cannot be changed.');
    expect(body).toContain('Not automatic.');
  });

  test('of a sandbox says so in its title, its state and its frame, and keeps out of search engines', async () => {
    const { body } = await get(`/L/${labelId}`, page);
    expect(body).toContain('<title>SANDBOX: ');
    expect(body).toContain('class="hatched"');
    expect(body).toContain('<meta name="robots" content="noindex"');
    expect((await get('/robots.txt')).body).toContain('Disallow: /');
  });

  test('of a working programme says nothing of a sandbox', async () => {
    const working = await openPortal(sampleDesk({ labels: [LABELS.working], sandbox: false }));
    const { body } = await working.inject({ url: `/L/${LABELS.working.labelId}` });
    expect(body).toContain('This label is valid');
    expect(body).not.toMatch(/sandbox:|class="(hatched|band)"|noindex/i);
    await working.close();
  });
});

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
    expect((await get(`/L/${LABELS[which].labelId}`, page)).body).not.toContain('/print"');
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
    expect((await get(`/L/${labelId}`, page)).body).toContain(`href="/L/${labelId}/print"`);
    const { body } = await get(`/L/${labelId}/print`, page);
    for (const variant of ['portrait', 'wide', 'minimal'])
      for (const form of ['svg', 'png', 'pdf'])
        expect(body).toContain(`href="/L/${labelId}/artwork.${form}?variant=${variant}&amp;language=en"`);
    expect(body).toMatch(/<code>Sandbox drawing; no real product carries this label\./);
    expect(body).toContain('24.4 × 32.2 mm');
  });
});

describe('the case walk', () => {
  const [refused, granted] = STORY.cases;
  const told = async (path: string) => (await get(path, page)).body;

  test('tells every step of every case, and links each case to its findings and its label', async () => {
    const body = await told('/walk');
    for (const { title, says } of STORY.cases.flatMap(({ steps }) => steps)) {
      expect(body).toContain(title);
      expect(body).toContain(says);
    }
    expect(body).toContain(`href="/walk/${refused?.case ?? ''}"`);
    expect(body).toContain(`href="/L/${granted?.label ?? 'none'}"`);
    expect(body).toContain('What-if copy; not a label of the real product.');
  });

  test('opens each finding into its why, groups them by clause, and opens what is not met at once', async () => {
    const body = await told(`/walk/${refused?.case ?? ''}`);
    const captions = [...body.matchAll(/<caption>(sandbox-standard 1\.0, clause [\d.]+)/g)].map(
      ([, name]) => name,
    );
    expect(captions).toEqual(['5.1', '5.3', '5.8'].map((clause) => `sandbox-standard 1.0, clause ${clause}`));
    const row = (id: string) => body.slice(body.indexOf(`id="r-${id}"`)).split('</tr>')[0];
    expect(row('5.3-13')).toMatch(/<details class="why" open.*No end date was found in any paper/);
    expect(row('5.1-1')).toMatch(/<details class="why"><summary>/);
  });

  test('marks an uncertain row wherever it decides: as a finding and as a gap, for this level and the next', async () => {
    const body = await told(`/walk/${refused?.case ?? ''}`);
    expect(body.match(/<p class="doubt">/g)).toHaveLength(3);
    expect(await told(`/walk/${granted?.case ?? ''}`)).not.toContain('class="doubt"');
  });

  test('is nowhere where no story is told', async () => {
    const quiet = await openPortal(sampleDesk());
    expect((await quiet.inject({ url: '/walk', headers: page })).statusCode).toBe(404);
    await quiet.close();
  });
});

describe('codes that lead nowhere', () => {
  test('a label that was never issued is told apart from a code that was mistyped', async () => {
    const unknown = await get(`/L/${NEVER_ISSUED}`, page);
    expect([unknown.statusCode, unknown.body]).toEqual([404, expect.stringContaining('not on the register')]);
    for (const typed of [MISTYPED, 'SB', '%F0%9F%92%A9', `${labelId}X`, '..%2f..%2fetc%2fpasswd']) {
      const mistyped = await get(`/L/${typed}`, page);
      expect([mistyped.statusCode, mistyped.body]).toEqual([400, expect.stringContaining('was mistyped')]);
    }
  });

  test('machines are told by a code', async () => {
    for (const url of [`/api/v1/labels/${NEVER_ISSUED}`, `/L/${NEVER_ISSUED}/bundle`]) {
      const answer = await get(url, page);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.json()).toMatchObject({ status: 404, code: 'no-such-label', type: 'about:blank' });
    }
    const json = await get(`/L/${MISTYPED}`, { accept: 'application/json' });
    expect(json.json()).toMatchObject({ status: 400, code: 'mistyped-label' });
  });
});

describe('the search', () => {
  test('finds by name, narrows by state, and says what to do where it finds nothing', async () => {
    expect((await get('/?q=kettle', page)).body).toContain('Sandbox Kettle');
    expect((await get('/?q=kettle&state=valid', page)).body).toContain('Nothing found for “kettle”');
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
    const { body } = await get(`/?q=${encodeURIComponent('"><script>alert(1)</script>')}`, page);
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
    expect((await get('/?utm_source=x', page)).statusCode).toBe(200);
    expect((await get('/?state=shiny', page)).statusCode).toBe(400);
  });
});

describe('addresses that are not ours', () => {
  test.each([
    '/log/../../etc/passwd',
    '/log/%2e%2e/%2e%2e/etc/passwd',
    '/log/..%2f..%2fetc%2fpasswd',
    '/log/.hidden',
    '/log//2026/checkpoint',
    '/log/2026/checkpoint%00',
    `/vc/${'0A'.repeat(32)}`,
    '/status/revocation/-1',
    '/status/gossip/0',
    '/assets/portal.css',
    '/assets/..%2fdesk.ts',
    '/walk/case_0000000000000999',
    '/walk/%3Cscript%3E',
    '/wp-login.php',
  ])('%s is not there', async (url) => {
    const asked: string[] = [];
    const desk = sampleDesk({ story: STORY });
    const watched = await openPortal({ ...desk, file: async (path) => (asked.push(path), undefined) });
    const answer = await watched.inject({ url });
    expect(answer.statusCode).toBe(404);
    expect(asked).toEqual([]);
    await watched.close();
  });

  test('whatever the address, the office is asked only for plain paths below its public folders', async () => {
    const asked: string[] = [];
    const desk = { ...sampleDesk(), file: async (path: string) => (asked.push(path), undefined) };
    const watched = await openPortal(desk, { requestsPerMinute: 100_000 });
    const segment = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '',
        '2026',
        'tile',
        '%2e%2e',
        '%00',
        'x001',
        '067.p',
        labelId,
        'credential',
        '0',
      ),
      fc.string({ maxLength: 8 }).map(encodeURIComponent),
    );
    const root = fc.constantFrom('log', 'L', 'l', 'vc', 'status/revocation', 'status', '.well-known');
    await fc.assert(
      fc.asyncProperty(root, fc.array(segment, { maxLength: 5 }), async (top, rest) => {
        const { statusCode } = await watched.inject({ url: `/${[top, ...rest].join('/')}` });
        return statusCode < 500;
      }),
      { numRuns: 300 },
    );
    await watched.close();
    expect(asked.length).toBeGreaterThan(0);
    const plain = /^\/(L|log|vc|status|\.well-known)(\/[0-9A-Za-z][0-9A-Za-z._-]*)+$/;
    expect(asked.filter((path) => !plain.test(path) || path.includes('/..'))).toEqual([]);
  });

  test('an address without end is cut short', async () => {
    expect((await get(`/${'x'.repeat(3_000)}`)).statusCode).toBe(414);
    expect((await get(`/L/${'x'.repeat(1_900)}`)).statusCode).toBe(400);
  });

  test('an address that cannot be decoded is refused, not stumbled over', async () => {
    expect((await get('/L/%zz', page)).statusCode).toBe(400);
  });
});

describe('trouble', () => {
  test('a register that cannot be read is not ready, and says so in the agreed form', async () => {
    for (const ready of [async () => false, async () => Promise.reject(new Error('secret'))]) {
      const sick = await openPortal({ ...sampleDesk(), ready });
      const answer = await sick.inject({ url: '/readyz' });
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ code: 'not-ready', status: 503 });
      expect((await sick.inject({ url: '/healthz' })).statusCode).toBe(200);
      await sick.close();
    }
  });

  test('a fault of ours is reported to us and reveals nothing to others', async () => {
    const seen: unknown[] = [];
    const record = async () => Promise.reject(new Error('password of the database'));
    const sick = await openPortal(
      { ...sampleDesk(), record },
      { surprise: (error, route) => seen.push(error, route) },
    );
    for (const accept of ['text/html', 'application/json']) {
      const answer = await sick.inject({ url: `/L/${labelId}`, headers: { accept } });
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toMatch(/password|Error:|\.ts/);
    }
    expect(seen).toEqual([expect.any(Error), '/L/:labelId', expect.any(Error), '/L/:labelId']);
    await sick.close();
  });

  test('one reader cannot take the place of all', async () => {
    const narrow = await openPortal(sampleDesk(), { requestsPerMinute: 2 });
    const ask = () => narrow.inject({ url: '/', headers: { accept: 'application/json' } });
    await ask();
    await ask();
    const answer = await ask();
    expect([answer.statusCode, answer.json()]).toEqual([
      429,
      expect.objectContaining({ code: 'too-many-requests' }),
    ]);
    expect(answer.headers['retry-after']).toBeDefined();
    expect((await narrow.inject({ url: '/healthz' })).statusCode).toBe(200);
    await narrow.close();
  });

  test('what is kept of a visit names neither the reader nor the label, and the time only to the hour', async () => {
    lines.length = 0;
    await portal.inject({ url: `/L/${labelId}?q=private`, remoteAddress: '203.0.113.7' });
    await expect.poll(() => lines.length).toBe(1);
    expect(lines[0]?.hour).toMatch(/^\d{4}-\d\d-\d\dT\d\d$/);
    expect(lines[0]).toMatchObject({ method: 'GET', route: '/L/:labelId', status: 200 });
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`203\\.0|${labelId}|private`));
  });
});

function parsePage(text: string) {
  return JSON.parse(text) as { labels: readonly { labelId: string }[]; next?: string };
}
