import { describe, expect, test } from 'vitest';

import { LABELS, NEVER_ISSUED } from '../test/sample-desk.ts';
import { samplePortal } from '../test/sample-portal.ts';
import { STORY } from '../test/sample-story.ts';
import { ASSETS } from './layout/assets.ts';
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

const { get, inject } = samplePortal();

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
    const [whole, head] = [await get(url), await inject({ method: 'HEAD', url })];
    expect(head.statusCode).toBe(200);
    expect(head.body).toBe('');
    expect(head.headers['content-length']).toBe(whole.headers['content-length']);
    expect(head.headers.etag).toBe(whole.headers.etag);
  });

  test.each(ROUTES)('$path can only be read', async ({ path }) => {
    const url = EXAMPLES[path] ?? '';
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      const answer = await inject({
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
