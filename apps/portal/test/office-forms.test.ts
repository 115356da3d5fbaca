import { appendEvents } from '@assay/records/case-file';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { PersonId } from '@assay/vocabulary/ids';
import { describe, expect, test } from 'vitest';

import { CASE, done, DORA, lines, place, portal, RITA, surprises, useProbes } from './door-probes.ts';
import { hiddenFields, visitor } from './office-visitor.ts';

useProbes();

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
