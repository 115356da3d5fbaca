import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { LABELS, sampleDesk } from '../../test/sample-desk.ts';
import { PAGE, samplePortal } from '../../test/sample-portal.ts';
import { STORY } from '../../test/sample-story.ts';
import { openPortal } from '../open-portal.ts';
import type { AccessLine } from './access-line.ts';

const { labelId } = LABELS.valid;
const lines: AccessLine[] = [];
const { get, inject } = samplePortal({ access: (line) => lines.push(line) });

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
    expect((await get('/L/%zz', PAGE)).statusCode).toBe(400);
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
    await inject({ url: `/L/${labelId}?q=private`, remoteAddress: '203.0.113.7' });
    await expect.poll(() => lines.length).toBe(1);
    expect(lines[0]?.hour).toMatch(/^\d{4}-\d\d-\d\dT\d\d$/);
    expect(lines[0]).toMatchObject({ method: 'GET', route: '/L/:labelId', status: 200 });
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`203\\.0|${labelId}|private`));
  });
});
