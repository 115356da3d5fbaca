import { describe, expect, test } from 'vitest';

import { LABELS, MISTYPED, NEVER_ISSUED, sampleDesk } from '../../test/sample-desk.ts';
import { PAGE, samplePortal } from '../../test/sample-portal.ts';
import { openPortal } from '../open-portal.ts';

const { labelId } = LABELS.valid;
const { get } = samplePortal();

describe('the label page', () => {
  test('answers to any case of its code and its path, as QR codes shout', async () => {
    for (const url of [`/L/${labelId}`, `/l/${labelId.toLowerCase()}`, `/L/${labelId.toLowerCase()}`])
      expect((await get(url, PAGE)).body).toContain('This sandbox label is valid');
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
    const { body } = await get(`/L/${LABELS[which].labelId}`, PAGE);
    expect(body).toMatch(headline);
    expect(body).not.toContain('label is valid');
    expect(body).not.toContain('is-valid');
  });

  test('tells all ten disclosures in the order of the rule', async () => {
    const { body } = await get(`/L/${labelId}`, PAGE);
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
    const { body } = await get(`/L/${LABELS.otherScheme.labelId}`, PAGE);
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
    const { body } = await get(`/L/${LABELS.silent.labelId}`, PAGE);
    expect(body.match(/not stated by the maker/gi)).toHaveLength(5);
    expect(body).toContain('Do not expect security updates.');
  });

  test('says when a password cannot be changed and how updates are fetched by hand', async () => {
    const { body } = await get(`/L/${LABELS.revoked.labelId}`, PAGE);
    expect(body).toContain('Cannot be changed.');
    expect(body).toContain('Not automatic.');
  });

  test('of a sandbox says so in its title, its state and its frame, and keeps out of search engines', async () => {
    const { body } = await get(`/L/${labelId}`, PAGE);
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

describe('codes that lead nowhere', () => {
  test('a label that was never issued is told apart from a code that was mistyped', async () => {
    const unknown = await get(`/L/${NEVER_ISSUED}`, PAGE);
    expect([unknown.statusCode, unknown.body]).toEqual([404, expect.stringContaining('not on the register')]);
    for (const typed of [MISTYPED, 'SB', '%F0%9F%92%A9', `${labelId}X`, '..%2f..%2fetc%2fpasswd']) {
      const mistyped = await get(`/L/${typed}`, PAGE);
      expect([mistyped.statusCode, mistyped.body]).toEqual([400, expect.stringContaining('was mistyped')]);
    }
  });

  test('machines are told by a code', async () => {
    for (const url of [`/api/v1/labels/${NEVER_ISSUED}`, `/L/${NEVER_ISSUED}/bundle`]) {
      const answer = await get(url, PAGE);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.json()).toMatchObject({ status: 404, code: 'no-such-label', type: 'about:blank' });
    }
    const json = await get(`/L/${MISTYPED}`, { accept: 'application/json' });
    expect(json.json()).toMatchObject({ status: 400, code: 'mistyped-label' });
  });
});
