import { readCaseLine } from '@assay/records/case-desk';
import { describe, expect, test } from 'vitest';

import { CASE, done, KEY, place, portal, RITA, useProbes } from './door-probes.ts';
import { hiddenFields, visitor } from './office-visitor.ts';

useProbes();

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
  const version = async () => {
    const sight = { kind: 'administrator', administrator: 'SB' } as const;
    const asked = { sight, at: place.office.clock(), case: CASE };
    return (await readCaseLine(place.office.records.read, asked))?.version;
  };
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
    expect(tag).toBe(`"${String(await version())}"`);
    const url = `/api/v1/cases/${CASE}/review`;
    expect((await call('POST', url, undefined, key())).statusCode).toBe(428);
    expect((await call('POST', url, undefined, { ...key(), 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await call('POST', url, undefined, { ...key(), 'if-match': `W/${tag}` })).statusCode).toBe(412);
    const once = { ...key(), 'if-match': tag };
    const done_ = await call('POST', url, undefined, once);
    expect([done_.statusCode, done_.headers.etag]).toEqual([204, `"${String(await version())}"`]);
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
