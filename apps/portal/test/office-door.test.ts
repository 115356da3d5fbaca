import { readAudit } from '@assay/records/audit';
import { appendEvents } from '@assay/records/case-file';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import { loadWords } from '@assay/office/words';
import { freshPlace, HOME, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { databases } from '@assay/records/test/databases';
import type { CaseId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { ok, refuse } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, text, Type } from '@assay/vocabulary/schema';
import { h } from 'preact';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { deskApi, deskForm, deskPage, type CaseInSight, type DeskRoute } from '../src/http/desk-route.ts';
import { scopeOf } from '../src/http/permission.ts';
import type { FieldWords, FormState } from '../src/http/form-state.ts';
import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { DeskFrame } from '../src/layout/desk-frame.tsx';
import { ErrorSummary } from '../src/layout/error-summary.tsx';
import { DeskForm, Field } from '../src/layout/form.tsx';
import { administratorsSeat, employ } from './office-staff.ts';
import { hiddenFields, visitor } from './office-visitor.ts';
import { sampleDesk } from './sample-desk.ts';

// A small office beside the real one: each route does one thing that any route may do.

const CASE = 'case_0000000000000001' as CaseId;
const NAMES: FieldWords = {
  name: { label: 'Name', missing: 'Enter a name' },
  kind: { label: 'Kind' },
  tags: { label: 'Tags' },
};
const NameSchema = closed({
  name: text(40),
  kind: Type.Optional(oneOf(['lamp', 'lock'])),
  tags: Type.Optional(listOf(text(10), 3)),
  ready: Type.Optional(Type.Boolean()),
});

/** What acts have done, in order. */
const done: string[] = [];
const cases = new Map<CaseId, CaseInSight>();

const page = (at: Parameters<typeof DeskFrame>[0]['at'], form: FormState) =>
  h(DeskFrame, {
    title: 'Names',
    at,
    children: [
      h(ErrorSummary, { form }),
      h('h1', {}, `Names of ${at.signed?.name ?? 'nobody'}`),
      h(DeskForm, { form, children: h(Field, { form, name: 'name' }) }),
    ],
  });

const PROBES: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/names',
    permission: 'signed-in',
    event: 'none',
    answer: async (_, at) => ok({ page: page(at, at.form(NAMES)) }),
  }),
  deskForm({
    path: '/desk/names',
    permission: 'signed-in',
    event: 'name.kept',
    body: NameSchema,
    fields: NAMES,
    fieldOf: { 'name-taken': 'name' },
    again: async (_, at, form) => ok(page(at, form)),
    answer: async ({ body, key }, at) => {
      at.note({ object: `name ${body.name}` });
      if (body.name === 'taken') return refuse({ code: 'name-taken' });
      if (body.name === 'forbidden') return refuse({ code: 'took-part', act: 'review', as: 'applicant' });
      if (body.name === 'broken') throw new Error('the disk is full of secrets');
      if (body.name === 'slow') await new Promise((resolve) => setTimeout(resolve, 150));
      done.push(`${key.split(' ')[0] ?? ''} ${JSON.stringify(body)}`);
      return ok({ to: `/desk/names?kept=${String(done.length)}` });
    },
  }),
  deskPage({
    path: '/desk/cases/:case',
    permission: { case: 'see' },
    event: 'case.read',
    answer: async (_, at) => ok({ page: page(at, at.form(NAMES)) }),
  }),
  deskForm({
    path: '/desk/cases/:case',
    permission: { case: 'review' },
    event: 'case.reviewed',
    body: closed({ name: text(40) }),
    fields: NAMES,
    again: async (_, at, form) => ok(page(at, form)),
    answer: async ({ version }, at) => {
      cases.set(at.case.id, { ...at.case, version: at.case.version + 1 });
      done.push(`reviewed ${String(version)}`);
      return ok({ to: at.path });
    },
  }),
  deskPage({
    path: '/desk/decisions',
    permission: { role: ['decider'] },
    event: 'decisions.read',
    answer: async (_, at) => ok({ page: page(at, at.form(NAMES)) }),
  }),
  deskPage({
    path: '/sign-in',
    permission: 'public',
    event: 'none',
    query: closed({ return: Type.Optional(Type.String({ maxLength: 2_000 })) }),
    answer: async (_, at) => ok({ page: page(at, at.form(NAMES)) }),
  }),
  deskForm({
    path: '/sign-in',
    permission: 'public',
    event: 'session.begun',
    body: closed({ name: text(60) }),
    fields: NAMES,
    again: async (_, at, form) => ok(page(at, form)),
    answer: async ({ body }) => ok({ to: '/desk', session: { token: body.name, seconds: 600 } }),
  }),
  deskApi({
    method: 'POST',
    path: '/api/v1/names',
    permission: 'signed-in',
    event: 'name.kept',
    summary: 'Keeps a name.',
    body: NameSchema,
    answer: async ({ body }) => {
      if (body.name === 'taken') return refuse({ code: 'name-taken' });
      done.push(JSON.stringify(body));
      return ok({
        data: { names: done.length },
        status: 201,
        location: `/api/v1/names/${String(done.length)}`,
      });
    },
  }),
  deskForm({
    path: '/desk/papers',
    permission: 'signed-in',
    event: 'paper.kept',
    body: closed({ name: text(40) }),
    takes: 'file',
    limit: 100_000,
    fields: NAMES,
    again: async (_, at, form) => ok(page(at, form)),
    answer: async ({ body, file }) => {
      let size = 0;
      for await (const chunk of file?.bytes ?? []) size += (chunk as Buffer).length;
      done.push(`${body.name} ${file?.name ?? 'none'} ${file?.mediaType ?? ''} ${String(size)}`);
      return ok({ to: '/desk/names' });
    },
  }),
  deskApi({
    method: 'PUT',
    path: '/api/v1/papers',
    permission: 'signed-in',
    event: 'paper.kept',
    summary: 'Keeps bytes.',
    takes: 'bytes',
    limit: 100_000,
    answer: async ({ file }) => {
      let size = 0;
      for await (const chunk of file?.bytes ?? []) size += (chunk as Buffer).length;
      return ok({ data: { size } });
    },
  }),
  deskApi({
    method: 'GET',
    path: '/api/v1/cases/:case',
    permission: { case: 'see' },
    event: 'case.read',
    summary: 'A case.',
    answer: async (_, at) => ok({ data: { id: at.case.id }, version: at.case.version }),
  }),
  deskApi({
    method: 'POST',
    path: '/api/v1/cases/:case/review',
    permission: { case: 'review' },
    event: 'case.reviewed',
    summary: 'Reviews.',
    answer: async ({ version }, at) => {
      const next = { ...at.case, version: (version ?? 0) + 1 };
      cases.set(at.case.id, next);
      return ok({ nothing: true, version: next.version });
    },
  }),
];

/** Tokens of sessions, and the key of one. */
let RITA = '';
let DORA = '';
let EVE = '';
let KEY = '';
let EVES_KEY = '';
let seat: OrganisationId;

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
const surprises: unknown[] = [];

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  seat = await administratorsSeat(office);
  const scopes = PROBES.flatMap((route) => (route.kind === 'api' ? [scopeOf(route)] : []));
  const rita = await employ(office, seat, { id: 'rita', roles: ['reviewer'], scopes });
  const dora = await employ(office, seat, { id: 'dora', roles: ['decider'], scopes });
  const markup = '<script>alert("Sandbox")</script>';
  const eve = await employ(office, seat, { id: 'evelyn', name: markup, roles: [], scopes: ['cases:read'] });
  [RITA, DORA, EVE, KEY, EVES_KEY] = [rita.session, dora.session, eve.session, rita.key, eve.key];
  portal = await openPortal(
    sampleDesk(),
    { requestsPerMinute: 100_000, surprise: (error) => surprises.push(error) },
    {
      routes: PROBES,
      desk: {
        office: place.office,
        words: await loadWords(HOME),
        home: HOME,
        caseInSight: async (who, id) => (who.person === 'person_evelyn' ? undefined : cases.get(id)),
      },
    },
  );
  cases.set(CASE, { id: CASE, administrator: 'SB', version: 7, seenAs: ['administrator'] });
});
afterAll(async () => {
  await portal.close();
  await place.close();
});

const lines = async () =>
  (
    await readAudit(place.office.records.read, {
      administrator: 'SB',
      about: { casesAndSeat: seat },
      limit: 50,
    })
  ).lines;

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
    expect((await portal.inject({ url: '/desk/names', headers: key })).statusCode).toBe(303);
    const cookie = { cookie: `__Host-assay=${RITA}` };
    expect((await portal.inject({ url: `/api/v1/cases/${CASE}`, headers: cookie })).statusCode).toBe(401);
    expect((await portal.inject({ url: `/api/v1/cases/${CASE}`, headers: key })).statusCode).toBe(200);
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

describe('a form', () => {
  test('does what it says, once, leads on, and is kept in the audit', async () => {
    const before = done.length;
    const answer = await visitor(portal, RITA).fill('/desk/names', {
      name: '  Sandbox Lamp ',
      tags: ['a', 'b'],
      ready: 'yes',
    });
    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      `/desk/names?kept=${String(before + 1)}`,
    ]);
    expect(done.at(-1)).toBe('person_rita {"name":"Sandbox Lamp","tags":["a","b"],"ready":true}');
    expect((await lines())[0]).toMatchObject({
      action: 'name.kept',
      object: 'name Sandbox Lamp',
      outcome: 'done',
      inputs: [],
    });
  });

  test('sent twice, also at the same moment, does it once and answers alike', async () => {
    const rita = visitor(portal, RITA);
    const fields = { ...hiddenFields((await rita.get('/desk/names')).body), name: 'slow' };
    const before = done.length;
    const both = await Promise.all([rita.post('/desk/names', fields), rita.post('/desk/names', fields)]);
    const later = await rita.post('/desk/names', fields);
    expect([...both, later].map(({ headers }) => headers.location)).toEqual(
      Array(3).fill(`/desk/names?kept=${String(before + 1)}`),
    );
    expect(done).toHaveLength(before + 1);
    expect((await rita.post('/desk/names', { ...fields, name: 'other' })).statusCode).toBe(422);
    expect(done).toHaveLength(before + 1);
  });

  test('that does not fit comes back filled in, with each error leading to its field', async () => {
    const answer = await visitor(portal, RITA).fill('/desk/names', {
      name: ' ',
      kind: 'toaster',
      tags: '<b>',
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('<a href="#name">Enter a name</a>');
    expect(answer.body).toContain('<a href="#kind">Kind: one of lamp, lock</a>');
    expect(answer.body).toContain('aria-invalid="true"');
    const long = await visitor(portal, RITA).fill('/desk/names', { name: `"><img src=x>${'x'.repeat(60)}` });
    expect(long.statusCode).toBe(422);
    expect(long.body).toContain('value="&quot;>&lt;img src=x>xxx');
    expect(long.body).not.toContain('<img');
  });

  test('that the act refuses comes back where it can be corrected, and as a page where it cannot', async () => {
    const rita = visitor(portal, RITA);
    const taken = await rita.fill('/desk/names', { name: 'taken' });
    expect(taken.statusCode).toBe(422);
    expect(taken.body).toContain('<a href="#name">name-taken</a>');
    expect((await rita.fill('/desk/names', { name: 'forbidden' })).statusCode).toBe(403);
    expect((await lines())[0]).toMatchObject({
      outcome: 'refused',
      code: 'took-part',
      object: 'name forbidden',
    });
  });

  test('whose act breaks says nothing of why, and may be sent again', async () => {
    const answer = await visitor(portal, RITA).fill('/desk/names', { name: 'broken' });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secrets');
    expect(surprises.at(-1)).toMatchObject({ message: 'the disk is full of secrets' });
  });

  test.each([
    ['without its token', { 'form-token': '' }, 403],
    ['with the token of another session', { 'form-token': 'foreign' }, 403],
    ['with a token that was changed', { 'form-token': 'changed' }, 403],
    ['with a token twice', { 'form-token': ['twice', 'twice'] }, 403],
    ['without its key', { 'form-key': '' }, 400],
    ['with a field that is not of it', { role: 'decider' }, 400],
    ['with a field that is of every object', { constructor: 'x' }, 400],
    ['with a field that would be a prototype', { ['__proto__']: 'x' }, 400],
    ['with a field twice that it has once', { name: ['a', 'b'] }, 400],
    ['with a character that steers', { name: 'a\u0000b' }, 400],
  ])('%s changes nothing', async (_, change, status) => {
    const rita = visitor(portal, RITA);
    const foreign = hiddenFields((await visitor(portal, DORA).get('/desk/names')).body)['form-token'] ?? '';
    const own = hiddenFields((await rita.get('/desk/names')).body);
    const token = own['form-token'] ?? '';
    const written: Record<string, string | readonly string[]> = { ...own, name: 'forged' };
    const standIn = (value: unknown) => {
      if (value === 'foreign') return foreign;
      if (value === 'changed') return `${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`;
      return Array.isArray(value) ? [token, token] : value;
    };
    for (const [name, value] of Object.entries(change))
      Object.defineProperty(written, name, { value: standIn(value), enumerable: true, writable: true });
    const before = done.length;
    expect((await rita.post('/desk/names', written)).statusCode).toBe(status);
    expect(done).toHaveLength(before);
  });

  test('that a page of another site sends changes nothing, whatever it knows', async () => {
    const rita = visitor(portal, RITA);
    const fields = { ...hiddenFields((await rita.get('/desk/names')).body), name: 'cross' };
    expect((await rita.post('/desk/names', fields, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await rita.post('/desk/names', fields, { 'sec-fetch-site': 'same-origin' })).statusCode).toBe(
      303,
    );
  });

  test.each([
    ['JSON', 'application/json', '{"name":"x"}', 415],
    ['plain text, which any page may send', 'text/plain', 'name=x', 415],
    ['a form of parts', 'multipart/form-data; boundary=x', '--x--', 415],
    ['no type at all', '', 'name=x', 415],
    ['bytes that are not UTF-8', 'application/x-www-form-urlencoded', Buffer.from([0x6e, 0xff]), 400],
    ['more than a form holds', 'application/x-www-form-urlencoded', `name=${'x'.repeat(70_000)}`, 413],
    ['more fields than any form has', 'application/x-www-form-urlencoded', 'a=&'.repeat(3_000), 400],
  ])('does not take %s', async (_, type, payload, status) => {
    const headers = { cookie: `__Host-assay=${RITA}`, ...(type !== '' && { 'content-type': type }) };
    expect((await portal.inject({ method: 'POST', url: '/desk/names', headers, payload })).statusCode).toBe(
      status,
    );
  });

  test('of somebody who is not signed in is not even read', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = `name=${'x'.repeat(70_000)}`;
    expect((await portal.inject({ method: 'POST', url: '/desk/names', headers, payload })).statusCode).toBe(
      401,
    );
  });

  test('on a case that changed since is shown again, and then knows the new version', async () => {
    const rita = visitor(portal, RITA);
    const url = `/desk/cases/${CASE}`;
    const stale = hiddenFields((await rita.get(url)).body);
    expect((await rita.fill(url, { name: 'first' })).statusCode).toBe(303);
    const event: CaseEvent = {
      type: 'EvaluationReopened',
      ...{ at: place.office.clock(), by: 'person_dora' as PersonId, because: 'x' },
    };
    const events = Array<CaseEvent>(8).fill(event);
    await place.office.records.write((tx) =>
      appendEvents(tx, { administrator: 'SB', stream: CASE, expected: 0, events }),
    );
    const late = await rita.post(url, { ...stale, name: 'my long remark' });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('value="my long remark"');
    expect(late.body.match(/21 November 2026 at 09:30 UTC: evaluation reopened/g)).toHaveLength(1);
    expect((await rita.post(url, { ...hiddenFields(late.body), name: 'after looking' })).statusCode).toBe(
      303,
    );
    expect((await visitor(portal, DORA).fill(url, { name: 'x' }, url)).statusCode).toBe(403);
  });

  test('before anybody signed in is bound to the browser, and begins a session', async () => {
    const guest = visitor(portal);
    const answer = await guest.fill('/sign-in', { name: RITA });
    expect(answer.statusCode).toBe(303);
    expect(String(answer.headers['set-cookie'])).toBe(
      `__Host-assay=${RITA}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax; Secure`,
    );
    expect((await guest.get('/desk/names')).statusCode).toBe(200);
    const other = visitor(portal);
    await other.get('/sign-in');
    const stolen = hiddenFields((await visitor(portal).get('/sign-in')).body);
    expect((await other.post('/sign-in', { ...stolen, name: RITA })).statusCode).toBe(403);
  });
});

describe('an address for programs', () => {
  const call = (method: 'GET' | 'POST', url: string, payload?: unknown, more: Record<string, string> = {}) =>
    portal.inject({
      ...{ method, url },
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...more,
      },
      ...(payload !== undefined && {
        payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
      }),
    });
  let keys = 0;
  const key = () => ({ 'idempotency-key': `key-number-${String(++keys)}` });

  test('does it once for each key, and answers the same again', async () => {
    const once = key();
    const first = await call('POST', '/api/v1/names', { name: 'a' }, once);
    expect([first.statusCode, first.headers.location]).toEqual([201, `/api/v1/names/${String(done.length)}`]);
    const again = await call('POST', '/api/v1/names', { name: 'a' }, once);
    expect([again.statusCode, again.body, again.headers.location]).toEqual([
      201,
      first.body,
      first.headers.location,
    ]);
    const other = await call('POST', '/api/v1/names', { name: 'b' }, once);
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([422, 'key-reused']);
    const none = await call('POST', '/api/v1/names', { name: 'a' });
    expect([none.statusCode, none.json<{ code: string }>().code]).toEqual([400, 'key-needed']);
  });

  test.each([
    ['{"name":"a","name":"b"}', 400, 'malformed-json'],
    ['{"name":"a","__proto__":{"roles":["decider"]}}', 400, 'malformed-json'],
    ['{"name":"a","constructor":{"prototype":{}}}', 422, 'misfit'],
    ['{"name":"a\\u0000"}', 400, 'text-not-sound'],
    ['{"name":"\\ud800"}', 400, 'text-not-sound'],
    [`{"name":${'['.repeat(100_000)}`, 400, 'json-too-deep'],
    ['{"name":"a","role":"decider"}', 422, 'misfit'],
    ['{"name":7}', 422, 'misfit'],
    ['null', 422, 'misfit'],
    ['', 400, 'malformed-json'],
    [`{"name":"${'x'.repeat(300_000)}"}`, 413, 'too-much'],
  ])('does not take the body number %#', async (payload, status, code) => {
    const before = done.length;
    const answer = await call('POST', '/api/v1/names', payload, key());
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(done).toHaveLength(before);
  });

  test('names each place of a body that does not fit', async () => {
    const answer = await call('POST', '/api/v1/names', { name: 'x'.repeat(99), tags: ['a', 7] }, key());
    expect(answer.json<{ complaints: { path: string }[] }>().complaints.map(({ path }) => path)).toEqual([
      '/name',
      '/tags/1',
    ]);
  });

  test('takes no form', async () => {
    const answer = await call('POST', '/api/v1/names', 'name=x', {
      ...key(),
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(answer.statusCode).toBe(415);
  });

  test('changes a case only for whoever names its version', async () => {
    const read = await call('GET', `/api/v1/cases/${CASE}`);
    const tag = String(read.headers.etag);
    expect(tag).toBe(`"${String(cases.get(CASE)?.version)}"`);
    const url = `/api/v1/cases/${CASE}/review`;
    expect((await call('POST', url, undefined, key())).statusCode).toBe(428);
    expect((await call('POST', url, undefined, { ...key(), 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await call('POST', url, undefined, { ...key(), 'if-match': `W/${tag}` })).statusCode).toBe(412);
    const once = { ...key(), 'if-match': tag };
    const done_ = await call('POST', url, undefined, once);
    expect([done_.statusCode, done_.headers.etag]).toEqual([204, `"${String(cases.get(CASE)?.version)}"`]);
    const again = await call('POST', url, undefined, once);
    expect([again.statusCode, again.headers.etag]).toEqual([204, done_.headers.etag]);
  });
});

describe('a file', () => {
  const send = async (parts: readonly string[], change: Record<string, string> = {}) => {
    const rita = visitor(portal, RITA);
    const hidden = { ...hiddenFields((await rita.get('/desk/names')).body), name: 'paper', ...change };
    const fields = Object.entries(hidden).map(
      ([name, value]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`,
    );
    const payload =
      [...fields, ...parts].map((part) => `--sandbox\r\n${part}\r\n`).join('') + '--sandbox--\r\n';
    const headers = {
      cookie: `__Host-assay=${RITA}`,
      'content-type': 'multipart/form-data; boundary=sandbox',
    };
    return portal.inject({ method: 'POST', url: '/desk/papers', headers, payload });
  };
  const paper = (name: string, content: string) =>
    `Content-Disposition: form-data; name="paper"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n${content}`;

  test('comes with the fields before it', async () => {
    expect((await send([paper('a b.pdf', 'x'.repeat(90_000))])).statusCode).toBe(303);
    expect(done.at(-1)).toBe('paper a b.pdf application/pdf 90000');
  });

  test('that was not chosen is none', async () => {
    expect((await send([paper('', '')])).statusCode).toBe(303);
    expect(done.at(-1)).toBe('paper none  0');
  });

  test.each([
    ['larger than the route takes', [paper('a', 'x'.repeat(101_000))], {}, 413],
    ['far larger, which is not even read', [paper('a', 'x'.repeat(500_000))], {}, 413],
    ['of a form that is not ours', [paper('a', 'x')], { 'form-token': 'x' }, 403],
    ['of a form with another field', [paper('a', 'x')], { role: 'decider' }, 400],
    ['whose fields are nowhere', [], { name: '' }, 422],
  ])('%s is not taken', async (_, parts, change, status) => {
    const before = done.length;
    expect((await send(parts, change)).statusCode).toBe(status);
    expect(done).toHaveLength(before);
  });

  test('as bytes is taken up to the limit, and never as a form or JSON', async () => {
    const put = (type: string, size: number) =>
      portal.inject({
        ...{ method: 'PUT', url: '/api/v1/papers', payload: Buffer.alloc(size) },
        headers: { authorization: `Bearer ${KEY}`, 'content-type': type },
      });
    expect((await put('application/pdf', 90_000)).json()).toEqual({ size: 90_000 });
    expect((await put('application/pdf', 120_000)).statusCode).toBe(413);
    expect((await put('application/json', 10)).statusCode).toBe(415);
    expect((await put('application/x-www-form-urlencoded', 10)).statusCode).toBe(415);
  });
});
