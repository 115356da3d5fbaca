import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '@assay/vocabulary/result';

import { COPIED, LOGS, sampleAggregator, SOMEBODY_ELSES } from '../../test/sample-aggregator.ts';
import type { Portal } from '../http/open-door.ts';
import { ASSETS } from '../layout/assets.ts';
import type { AggregatorDesk } from './aggregator-desk.ts';
import { AGGREGATOR_ROUTES } from './aggregator-routes.ts';
import { openAggregator } from './open-aggregator.ts';

const { labelId } = COPIED.valid.record;
const [style] = ASSETS.keys();

/** One address that each route answers; a route without one fails the walk below. */
const EXAMPLES: Readonly<Record<string, string>> = {
  '/': '/',
  '/logs': '/logs',
  '/logs/:code': '/logs/SB',
  '/L/:labelId': `/L/${labelId}`,
  '/01/:gtin': '/01/09506000134352?linkType=linkset',
  '/api/v1/labels': '/api/v1/labels?administrator=SA&gtin=09506000134352&q=sb',
  '/api/v1/labels/:labelId': `/api/v1/labels/${labelId}`,
  '/api/v1/logs': '/api/v1/logs',
  '/L/:labelId/credential': `/L/${labelId}/credential`,
  '/L/:labelId/proof': `/L/${labelId}/proof`,
  '/L/:labelId/bundle': `/L/${labelId}/bundle`,
  '/vc/:sha256': `/vc/${'0a'.repeat(32)}`,
  '/mirror/:hash/*': `/mirror/${'0b'.repeat(32)}/checkpoint`,
  '/.well-known/cyber-label/trust-list.json': '/.well-known/cyber-label/trust-list.json',
  '/.well-known/cyber-label/policy': '/.well-known/cyber-label/policy',
  '/healthz': '/healthz',
  '/readyz': '/readyz',
  '/robots.txt': '/robots.txt',
  '/assets/:name': `/assets/${style ?? ''}`,
};

let portal: Portal;
beforeAll(async () => {
  portal = await openAggregator(
    sampleAggregator(),
    {
      addCheckpoint: (body) => Promise.resolve(ok(`— w ${String(body.length)}\n`)),
      latest: () => Promise.resolve(undefined),
    },
    { requestsPerMinute: 10_000 },
  );
});
afterAll(() => portal.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  portal.inject({ method: 'GET', url, headers });

describe('every route of an aggregator', () => {
  test.each(AGGREGATOR_ROUTES)(
    '$path is public, keeps nothing of a reading, and answers a stranger',
    async (route) => {
      expect(route).toMatchObject({ method: 'GET', permission: 'public', event: 'none' });
      const answer = await get(EXAMPLES[route.path] ?? 'no example');
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).not.toHaveProperty('set-cookie');
      const opened = /^\/(L|01|vc|mirror|api|\.well-known)\//.test(route.path);
      expect(route.anyOrigin).toBe(opened);
      expect(answer.headers['access-control-allow-origin']).toBe(opened ? '*' : undefined);
    },
  );

  test.each(AGGREGATOR_ROUTES)('$path can only be read', async ({ path }) => {
    const answer = await portal.inject({ method: 'POST', url: EXAMPLES[path] ?? '', payload: 'x' });
    expect(answer.statusCode).toBe(405);
  });
});

describe('the common interface', () => {
  test('tells of a label what trust layer section 8 names, and nothing else', async () => {
    const record: unknown = JSON.parse((await get(`/api/v1/labels/${labelId}`)).body);
    expect(Object.keys(record as object).toSorted()).toEqual([
      ...['administrator', 'credential', 'evidence', 'holder', 'labelId', 'product'],
      ...['status', 'statusSince', 'tier', 'validUntil'],
    ]);
    expect((await get(`/L/${labelId}`, { accept: 'application/json' })).json()).toEqual(record);
  });

  test.each([
    ['/api/v1/labels?sort=name', 400, 'unknown-parameter'],
    ['/api/v1/labels?gtin=12', 400, 'malformed-parameter'],
    ['/api/v1/labels?administrator=sandbox', 400, 'malformed-parameter'],
    ['/api/v1/labels?administrator=SA&administrator=SB', 400, 'malformed-parameter'],
    ['/api/v1/labels?state=stale', 400, 'malformed-parameter'],
    ['/api/v1/labels?after=stray', 400, 'malformed-parameter'],
    [`/api/v1/labels/${labelId}?all=1`, 400, 'unknown-parameter'],
    [`/api/v1/labels/${SOMEBODY_ELSES}`, 404, 'label-not-followed'],
    [`/L/${SOMEBODY_ELSES}/bundle`, 404, 'label-not-followed'],
    ['/L/nonsense/bundle', 400, 'mistyped-label'],
    [`/L/${COPIED.stale.record.labelId}/bundle`, 503, 'evidence-incomplete'],
    [`/vc/${'0A'.repeat(32)}`, 404, 'no-such-page'],
    ['/mirror/0b/checkpoint', 404, 'no-such-page'],
    [`/mirror/${'0b'.repeat(32)}/../checkpoint`, 404, 'no-such-page'],
    ['/logs/ZZ', 404, 'no-such-page'],
  ])('answers %s with %i', async (url, status, code) => {
    const answer = await get(url, { accept: 'application/json' });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      status,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(answer.json()).toMatchObject({ code });
  });

  test('shows each alarm with both signed notes', async () => {
    const { logs } = (await get('/api/v1/logs')).json<{ logs: readonly (typeof LOGS)['SB'][] }>();
    expect(logs.flatMap(({ alarms }) => alarms)).toEqual(LOGS.SB.alarms);
    const page = await get('/logs/SB', { accept: 'text/html' });
    for (const note of [LOGS.SB.alarms[0]?.heldNote, LOGS.SB.alarms[0]?.offeredNote])
      expect(page.body).toContain(note?.split('\n')[2]);
  });
});

describe('what a person is shown', () => {
  test('a label code typed into the search leads to its page, in any case', async () => {
    const answer = await get(`/?q=${labelId.toLowerCase()}`, { accept: 'text/html' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/L/${labelId}`]);
  });

  test('the page of a problem comes even where the database does not', async () => {
    const broken: AggregatorDesk = {
      ...sampleAggregator(),
      site: () => Promise.reject(new Error('no database')),
      label: () => Promise.reject(new Error('no database')),
    };
    const door = await openAggregator(broken, undefined);
    const answer = await door.inject({ url: `/L/${labelId}`, headers: { accept: 'text/html' } });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
    await door.close();
  });
});

describe('a witness beside it', () => {
  test('takes checkpoints below its own path, and only where there is one', async () => {
    const send = { method: 'POST', url: '/witness/add-checkpoint', payload: 'old 0\n\nnote' } as const;
    const answer = await portal.inject({ ...send, headers: { 'content-type': 'text/plain' } });
    expect([answer.statusCode, answer.body]).toEqual([200, '— w 11\n']);
    expect((await get(`/witness/${'0b'.repeat(32)}/checkpoint`)).statusCode).toBe(404);
    const alone = await openAggregator(sampleAggregator(), undefined);
    expect((await alone.inject(send)).statusCode).toBe(404);
    await alone.close();
  });
});
