import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { REBUILT, REBUILT_WORKING, sampleRebuilt } from '../../test/sample-rebuilt.ts';
import type { Portal } from '../http/open-door.ts';
import { openRebuiltPortal } from './open-rebuilt.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await openRebuiltPortal(sampleRebuilt(), { requestsPerMinute: 10_000 });
});
afterAll(() => portal.close());

const get = (url: string, accept = 'text/html') => portal.inject({ method: 'GET', url, headers: { accept } });

describe('the page of a label in a rebuilt register', () => {
  test.each(Object.entries(REBUILT))('shows that it is %s, and as of when', async (state, { labelId }) => {
    const { statusCode, body } = await get(`/L/${labelId}`);
    expect(statusCode).toBe(200);
    expect(body).toContain(`class="state is-${state}"`);
    expect(body).toContain('<time datetime="2026-11-20T18:00:00Z">');
  });

  test('says of one whose evidence has run out when it did, and never that it is valid', async () => {
    const { body } = await get(`/L/${REBUILT.stale.labelId}`);
    expect(body).toContain(`<time datetime="${REBUILT.stale.stateSince}">`);
    expect(body).not.toContain('is-valid');
  });

  test('bears the border of a sandbox there, and only there', async () => {
    expect((await get(`/L/${REBUILT.valid.labelId}`)).body).toContain('class="hatched"');
    const desk = sampleRebuilt({ records: [REBUILT_WORKING], sandbox: false });
    const working = await openRebuiltPortal(desk);
    const { body } = await working.inject({ url: `/L/${REBUILT_WORKING.labelId}` });
    await working.close();
    expect(body).toContain('class="state is-stale"');
    expect(body).not.toMatch(/sandbox:|class="(hatched|band)"|noindex/i);
  });
});

test('data say the same as the page, and that they were rebuilt', async () => {
  const { labelId } = REBUILT.stale;
  const rebuilt = { from: 'https://label.example.org/log/2026', at: '2026-11-20T18:00:00Z' };
  for (const [url, accept] of [
    [`/api/v1/labels/${labelId}`, '*/*'],
    [`/L/${labelId}`, 'application/json'],
  ] as const)
    expect((await get(url, accept)).json()).toMatchObject({ labelId, state: 'stale', rebuilt });
  const { labels } = (await get('/api/v1/labels')).json<{ labels: readonly { labelId: string }[] }>();
  expect(labels.find((one) => one.labelId === labelId)).toMatchObject({ state: 'stale' });
});

test.each(['/walk', '/.well-known/security.txt', `/L/${REBUILT.valid.labelId}/print`])(
  'nothing answers at %s, for which only the administrator could',
  async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  },
);
