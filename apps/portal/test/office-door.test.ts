import { describe, expect, test } from 'vitest';

import { CASE, DORA, EVE, EVES_KEY, KEY, lines, portal, RITA, useProbes } from './door-probes.ts';
import { visitor } from './office-visitor.ts';

useProbes();

test('the sample origin is https, so cookies bear the prefix that binds them to this host', async () => {
  const answer = await portal.inject({ url: '/sign-in', headers: { accept: 'text/html' } });
  expect(answer.statusCode).toBe(200);
  expect(String(answer.headers['set-cookie'])).toMatch(
    /^__Host-assay-visitor=[\w-]{22}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
});

describe('who comes', () => {
  test('nobody is sent to the sign-in page, which leads back; a program is told how', async () => {
    const answer = await visitor(portal).get('/desk/names?kept=3');
    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      '/sign-in?return=%2Fdesk%2Fnames%3Fkept%3D3',
    ]);
    const program = await portal.inject({ method: 'POST', url: '/api/v1/names', payload: {} });
    expect(program.statusCode).toBe(401);
    expect(program.headers['www-authenticate']).toBe('Bearer realm="assay"');
    expect(program.json()).toMatchObject({ code: 'sign-in-needed', status: 401, type: 'about:blank' });
  });

  test('a session opens no address for programs, and a key opens no page', async () => {
    const key = { authorization: `Bearer ${KEY}` };
    const turnedAway = await portal.inject({ url: '/desk/names', headers: key });
    expect([turnedAway.statusCode, turnedAway.json<{ code: string }>().code]).toEqual([
      403,
      'not-for-programs',
    ]);
    const cookie = { cookie: `__Host-assay=${RITA}` };
    expect((await portal.inject({ url: `/api/v1/cases/${CASE}`, headers: cookie })).statusCode).toBe(401);
    expect((await portal.inject({ url: `/api/v1/cases/${CASE}`, headers: key })).statusCode).toBe(200);
  });

  test('an address for programs that there is not is told to a program in its own language', async () => {
    for (const [method, url] of [
      ['GET', '/api/v1/nothing'],
      ['POST', `/api/v1/cases/${CASE}/label/frame`],
      ['GET', '/api/v2/cases?after=x'],
    ] as const) {
      const headers = { authorization: `Bearer ${KEY}`, accept: 'text/html' };
      const answer = await portal.inject({ method, url, headers });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
      expect(answer.json()).toMatchObject({ status: 404, code: 'no-such-page', type: 'about:blank' });
    }
    const page = await portal.inject({ url: '/apiary', headers: { accept: 'text/html' } });
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  });

  test.each([
    ['twice', () => `__Host-assay=${RITA}; __Host-assay=${DORA}`],
    ['without its prefix', () => `assay=${RITA}`],
    ['with another shape', () => `__Host-assay="${RITA}"`],
    ['far down a header without end', () => `${'a=b; '.repeat(5_000)}__Host-assay=${RITA}`],
  ])('a session cookie that comes %s is none', async (_, cookie) => {
    const headers = { cookie: cookie() };
    expect((await portal.inject({ url: '/desk/names', headers })).statusCode).toBe(303);
  });

  test('whoever lacks the role is told which seat it needs, and the audit keeps it', async () => {
    const answer = await visitor(portal, RITA).get('/desk/decisions');
    expect(answer.statusCode).toBe(403);
    expect((await lines())[0]).toMatchObject({
      action: 'decisions.read',
      outcome: 'refused',
      code: 'not-permitted',
      person: 'person_rita',
    });
    expect((await visitor(portal, DORA).get('/desk/decisions')).statusCode).toBe(200);
    expect((await lines())[0]).toMatchObject({
      action: 'decisions.read',
      outcome: 'read',
      person: 'person_dora',
      role: 'decider',
      via: 'passkey',
    });
  });

  test('a case out of sight is answered byte for byte as one that is not there', async () => {
    const eve = visitor(portal, EVE);
    const bare = (answer: { statusCode: number; body: string }) => [
      answer.statusCode,
      answer.body.replaceAll(/value="[^"]*"/g, '').replaceAll(CASE, ''),
    ];
    const other = 'case_0000000000000002';
    expect(bare(await eve.get(`/desk/cases/${CASE}`))).toEqual(
      bare({ ...(await eve.get(`/desk/cases/${other}`)) }),
    );
    expect((await eve.get(`/desk/cases/${CASE}`)).statusCode).toBe(404);
    for (const url of [`/api/v1/cases/${CASE}`, `/api/v1/cases/${other}`, '/api/v1/cases/nonsense']) {
      const answer = await portal.inject({ url, headers: { authorization: `Bearer ${EVES_KEY}` } });
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'no-such-case']);
    }
  });

  test('a key is for what it was made for, whatever its person may do', async () => {
    const headers = { authorization: `Bearer ${EVES_KEY}`, 'idempotency-key': 'one-of-eves' };
    const answer = await portal.inject({
      method: 'POST',
      url: '/api/v1/names',
      headers,
      payload: { name: 'x' },
    });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'key-not-for-this']);
  });

  test('markup in a name is text', async () => {
    const { body } = await visitor(portal, EVE).get('/desk/names');
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&lt;script>alert');
  });
});

describe('what the office shows', () => {
  test('is kept by no cache, under the strict policy, and not framed', async () => {
    for (const url of ['/desk/names', '/sign-in', '/desk/decisions', `/desk/cases/${CASE}`]) {
      const { headers } = await visitor(portal, RITA).get(url);
      expect(headers['cache-control'], url).toBe('no-store');
      expect(headers['content-security-policy'], url).toContain("default-src 'none';style-src 'self'");
      expect(headers['content-security-policy'], url).not.toContain('script');
      expect(headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      expect(headers).not.toHaveProperty('etag');
    }
  });

  test('is asked about by HEAD as by GET, and takes no other method', async () => {
    const cookie = `__Host-assay=${RITA}`;
    const head = await portal.inject({ method: 'HEAD', url: '/desk/names', headers: { cookie } });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    for (const method of ['OPTIONS', 'PUT', 'DELETE', 'PATCH'] as const) {
      const answer = await portal.inject({ method, url: '/desk/names', headers: { cookie } });
      expect([method, answer.statusCode, answer.headers['allow']]).toEqual([method, 405, 'GET, POST, HEAD']);
    }
  });

  test('takes no member of a query that it does not know, and none twice', async () => {
    const rita = visitor(portal, RITA);
    expect((await rita.get('/desk/decisions?x=1', {})).statusCode).toBe(403);
    expect((await visitor(portal, DORA).get('/desk/decisions?x=1')).statusCode).toBe(400);
    expect((await visitor(portal).get('/sign-in?return=/desk&return=/desk')).statusCode).toBe(400);
    expect((await visitor(portal).get('/sign-in?__proto__=1')).statusCode).toBe(400);
    expect((await visitor(portal).get('/sign-in?return=%00')).statusCode).toBe(400);
  });
});
