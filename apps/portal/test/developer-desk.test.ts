import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { EXAMPLES, freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { readStream } from '@assay/records/case-file';
import { databases } from '@assay/records/test/databases';
import { parseCaseId, type OrganisationId } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { employ, registerBody } from './office-staff.ts';
import { hiddenFields, visitor } from './office-visitor.ts';
import { sampleDesk } from './sample-desk.ts';

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let ada: ReturnType<typeof visitor>;
let adasSession = '';
let rival: ReturnType<typeof visitor>;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  const developer = 'org_sandbox-developer' as OrganisationId;
  const theirs = await registerBody(office, { id: 'org_sandbox-rival', kinds: ['developer'] });
  const someone = await employ(office, developer, { id: 'anna-applicant', roles: ['applicant'] });
  const other = await employ(office, theirs, { id: 'remo-rival', roles: ['applicant'] });
  const desk = await officeDesk(office);
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk });
  adasSession = someone.session;
  ada = visitor(portal, someone.session);
  rival = visitor(portal, other.session);
});
afterAll(async () => {
  await portal.close();
  await place.close();
});

const LAMP = {
  name: '<script>alert(1)</script> Lamp',
  brand: 'Sandbox',
  manufacturer: 'Sandbox Maker (fictional)',
  models: 'SL-1\r\nSL-2',
  gtins: '09506000134352',
  category: 'smart-lighting',
};

/** Sends a form with a file, as a browser does. */
async function sendFile(
  url: string,
  fields: Readonly<Record<string, string>>,
  file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...hiddenFields((await ada.get(url)).body), ...fields }))
    form.append(name, value);
  form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  return portal.inject({
    method: 'POST',
    url,
    headers: {
      accept: 'text/html',
      'content-type': request.headers.get('content-type') ?? '',
      cookie: [...ada.cookies].map((pair) => pair.join('=')).join('; ') || `__Host-assay=${adasSession}`,
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
}

async function begun(): Promise<string> {
  const added = await ada.fill('/desk/products/new', LAMP);
  const product = String(added.headers.location);
  const draft = await ada.fill(
    product,
    { wanted: 'us-cyber-trust-mark@2024 1', administrator: 'SB' },
    `${product}/apply`,
  );
  return String(draft.headers.location);
}

const dossier = () => readFile(join(EXAMPLES, 'sandbox-lamp/dossier.yaml'));
const technicalFile = () => readFile(join(EXAMPLES, 'sandbox-lamp/technical-file.md'));

describe('a developer at the desk', () => {
  test('adds a product whose name is markup, and it is shown as text', async () => {
    const added = await ada.fill('/desk/products/new', LAMP);
    expect(added.statusCode).toBe(303);
    const page = await ada.get(String(added.headers.location));
    expect(page.body).toContain('&lt;script>alert(1)&lt;/script> Lamp');
    expect(page.body).not.toContain('<script>');
    expect((await rival.get(String(added.headers.location))).statusCode).toBe(404);
    const wrong = await ada.fill('/desk/products/new', { ...LAMP, gtins: '12', models: '' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('Enter at least one model');
  });

  test('answers a question, and a stale tab is told and loses nothing that it typed', async () => {
    const draft = await begun();
    const url = `${draft}/facts/connects_to_internet`;
    const stale = hiddenFields((await ada.get(url)).body);
    expect((await ada.fill(url, { answer: 'yes' })).statusCode).toBe(303);
    const late = await ada.post(url, { ...stale, answer: 'no' });
    expect(late.statusCode).toBe(409);
    expect(late.body).toMatch(/value="no"[^>]*checked/);
    const again = await ada.post(url, { ...hiddenFields(late.body), answer: 'no' });
    expect(again.statusCode).toBe(303);
    expect((await rival.get(url)).statusCode).toBe(404);
    expect((await rival.get(draft)).statusCode).toBe(404);
  });

  test('every page of a draft opens, and none of them runs what somebody wrote', async () => {
    const draft = await begun();
    await sendFile(
      `${draft}/import`,
      {},
      { name: 'dossier.yaml', type: 'application/yaml', bytes: await dossier() },
    );
    const parts = [
      '',
      '/product',
      '/components',
      '/facts',
      '/statements',
      '/disclosures',
      '/support',
      '/evidence',
    ];
    for (const part of [...parts, '/declarations', '/declarations/c1', '/denials', '/hand-in', '/import'])
      expect([part, (await ada.get(`${draft}${part}`)).statusCode]).toEqual([part, 200]);
    expect(
      (await ada.get(`${draft}/statements/${encodeURIComponent('nist-ir-8425@2022#IAC.1.b')}`)).statusCode,
    ).toBe(200);
    expect((await ada.get(`${draft}/facts/no_such_fact`)).statusCode).toBe(404);
  });

  test('takes over a dossier, sends its file, signs each declaration, and hands it in once however often it is sent', async () => {
    const draft = await begun();
    const taken = await sendFile(
      `${draft}/import`,
      {},
      { name: 'dossier.yaml', type: 'application/yaml', bytes: await dossier() },
    );
    expect(taken.statusCode).toBe(303);
    const given = { title: 'Technical file', kind: 'design-doc', from: '2026-10-01', confidential: 'yes' };
    const covers = { covers: 'nist-ir-8425@2022#AI.1' };
    const program = { name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('7f454c46', 'hex') };
    const refused = await sendFile(`${draft}/evidence`, { ...given, ...covers }, program);
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('application/x-elf');
    const file = { name: 'technical-file.md', type: 'text/markdown', bytes: await technicalFile() };
    expect((await sendFile(`${draft}/evidence`, { ...given, ...covers }, file)).statusCode).toBe(303);
    const listed = (await ada.get(`${draft}/evidence`)).body;
    const address = /\/desk\/evidence\/evidence_[^/"]+\/file/.exec(listed)?.[0] ?? '';
    const read = await ada.get(address);
    expect(read.rawPayload.equals(await technicalFile())).toBe(true);
    expect(read.headers['content-disposition']).toContain('attachment');
    expect((await rival.get(address)).statusCode).toBe(404);
    const signing = { signer: 'Anna Applicant (sandbox)', capacity: 'Owner' };
    for (const id of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'g']) {
      const unread = await ada.fill(`${draft}/declarations/${id}`, signing);
      expect(unread.statusCode).toBe(422);
      expect((await ada.fill(`${draft}/declarations/${id}`, { ...signing, agreed: 'yes' })).statusCode).toBe(
        303,
      );
    }
    expect((await ada.fill(`${draft}/denials`, { denied: 'no' })).statusCode).toBe(303);
    const form = { ...hiddenFields((await ada.get(`${draft}/hand-in`)).body), because: 'We apply.' };
    const both = await Promise.all([ada.post(`${draft}/hand-in`, form), ada.post(`${draft}/hand-in`, form)]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    const page = (await ada.get(draft)).body;
    expect(page).toContain('Handed in');
    const id = parseCaseId(/case_[0-9a-z]{16}/.exec(page)?.[0] ?? '');
    if (!id.ok) throw new Error('the page names the case');
    const events = await readStream(place.office.records.read, { administrator: 'SB', stream: id.value });
    expect(events.map(({ type }) => type)).toEqual(['ApplicationSubmitted']);
    const late = await ada.fill(`${draft}/facts/connects_to_internet`, { answer: 'no' });
    expect(late.statusCode).toBe(409);
  });
});
