/** An application filled in, handed in, corrected and begun anew by a program alone, over a real office. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { dismissCase } from '@assay/office/4-decision/dismiss-case';
import { returnApplication } from '@assay/office/1-application/take-in-application';
import { CAST } from '@assay/office/rehearsal/script';
import { SCOPES } from '@assay/office/sign-in/api-keys';
import {
  EXAMPLES,
  freshPlace,
  openUntilClosed,
  valueOf,
  type SandboxOffice,
} from '@assay/office/test/sandbox-office';
import { DEVELOPER } from '@assay/office/test/sandbox-people';
import { databases } from '@assay/records/test/databases';
import { parseCaseId } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { employ, registerBody } from './office-staff.ts';
import { visitor } from './office-visitor.ts';
import { program } from './program.ts';
import { sampleDesk } from './sample-desk.ts';

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
type Program = ReturnType<typeof program>;
let ci: Program, rival: Program;
let keyOfCi = '';
let session = '';
const MARK = { scheme: 'us-cyber-trust-mark@2024', level: 1 };
const LAMP = {
  ...{ name: 'Sandbox Lamp', brand: 'Sandbox', manufacturer: 'Sandbox Maker (fictional)' },
  ...{ models: ['SL-1 (fictional)'], gtins: [], category: 'smart-lighting' },
};
type Items = { readonly items: readonly Record<string, unknown>[]; readonly next?: string };

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  const desk = await officeDesk(office);
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk });
  const ours = await employ(office, DEVELOPER, { id: 'ci', roles: ['applicant'], scopes: SCOPES });
  [ci, keyOfCi, session] = [program(portal, ours.key), ours.key, ours.session];
  const house = await registerBody(office, { id: 'org_rival', kinds: ['developer'], manufacturers: [] });
  const other = await employ(office, house, { id: 'rival', roles: ['applicant'], scopes: SCOPES });
  rival = program(portal, other.key);
});
afterAll(async () => {
  await portal.close();
  await place.close();
});

async function begun(): Promise<string> {
  const { location } = await ci.post('products', LAMP);
  const path = String(location).slice('/api/v1/'.length);
  const draft = await ci.post(`${path}/apply`, MARK);
  return String(draft.location).slice('/api/v1/'.length);
}

/** Sends the file that shows most of the lamp; its id. */
async function filed(): Promise<string> {
  const bytes = await readFile(join(EXAMPLES, 'sandbox-lamp/technical-file.md'));
  const about = { fileName: 'technical-file.md', mediaType: 'text/markdown', size: bytes.length };
  const { body } = await ci.post('evidence/uploads', about);
  const path = `evidence/uploads/${String(body['upload'])}`;
  await portal.inject({
    ...{ method: 'PATCH', url: `/api/v1/${path}?offset=0`, payload: bytes },
    headers: { authorization: `Bearer ${keyOfCi}`, 'content-type': 'application/octet-stream' },
  });
  const given = { kind: 'design-doc', title: 'Technical file', confidential: true, covers: [] };
  const done = await ci.post(`${path}/finish`, { ...given, effective: { from: '2026-10-01' } });
  return String(done.body['evidence']);
}

/** A draft that lacks nothing but one declaration, and its version. */
async function filled(): Promise<{ readonly path: string; readonly version: number }> {
  const path = await begun();
  let version = 1;
  const next = async (sent: Promise<{ readonly status: number; readonly tag: string | undefined }>) => {
    const { status, tag } = await sent;
    expect([status, tag]).toEqual([200, `"${String(version + 1)}"`]);
    version += 1;
  };
  const document = await readFile(join(EXAMPLES, 'sandbox-lamp/dossier.yaml'), 'utf8');
  await next(ci.post(`${path}/import`, { file: 'dossier.yaml', document }, { version }));
  const evidence = await filed();
  const covers = ['nist-ir-8425@2022#AI.1', 'nist-ir-8425@2022#PC.1'];
  await next(ci.post(`${path}/evidence`, { evidence, covers }, { version }));
  const asked = (await ci.get<{ declarations: { declaration: string; version: string }[] }>(path)).body;
  for (const { declaration, version: read } of asked.declarations.slice(1)) {
    const signed = { version: read, signer: 'Ada Applicant (sandbox)', capacity: 'Head of security' };
    await next(ci.post(`${path}/declarations/${declaration}`, signed, { version }));
  }
  await next(ci.put(`${path}/denials`, { priorDenials: [] }, { version }));
  return { path, version };
}

describe('a product', () => {
  test('is kept with its version, under a legal name of its organisation and no other', async () => {
    const made = await ci.post('products', LAMP);
    expect([made.status, made.tag]).toEqual([201, '"1"']);
    const path = String(made.location).slice('/api/v1/'.length);
    expect(await ci.get(path)).toMatchObject({ tag: '"1"', body: LAMP });
    const renamed = { ...LAMP, name: 'Sandbox Lamp Two' };
    expect(await ci.put(path, renamed)).toMatchObject({ status: 428 });
    expect(await ci.put(path, renamed, { version: 1 })).toMatchObject({ status: 200, tag: '"2"' });
    expect(await ci.put(path, LAMP, { version: 1 })).toMatchObject({
      ...{ status: 412, body: { code: 'condition-failed' } },
    });
    const theirs = { ...LAMP, manufacturer: 'Sandbox Kettle Works (fictional)' };
    for (const refused of [await ci.post('products', theirs), await ci.put(path, theirs, { version: 2 })])
      expect(refused).toMatchObject({ status: 422, body: { code: 'manufacturer-not-own' } });
    expect(await rival.get(path)).toMatchObject({ status: 404 });
    expect(await rival.put(path, LAMP, { version: 2 })).toMatchObject({ status: 404 });
    expect((await rival.get<Items>('products')).body.items).toEqual([]);
    expect((await ci.get<Items>('products')).body.items[0]).toMatchObject({ name: 'Sandbox Lamp Two' });
  });

  test('is chosen on its page among the legal names; where there is none, the page says who adds one', async () => {
    const ada = visitor(portal, session);
    const shown = (await ada.get('/desk/products/new')).body;
    expect(shown).toMatch(/type="radio" checked[^>]*value="Sandbox Maker|value="Sandbox Maker[^>]*checked/);
    const fields = { ...LAMP, models: 'SL-1', gtins: '', manufacturer: 'Sandbox Kettle Works (fictional)' };
    const refused = await ada.fill('/desk/products/new', fields);
    expect([refused.statusCode, refused.body.includes('id="manufacturer-error"')]).toEqual([422, true]);
    const house = await registerBody(place.office, {
      ...{ id: 'org_nameless', kinds: ['developer'], manufacturers: [] },
    });
    const lost = await employ(place.office, house, { id: 'nameless', roles: ['applicant'] });
    const page = (await visitor(portal, lost.session).get('/desk/products/new')).body;
    expect([page.includes('no legal name'), page.includes('<form class="form"')]).toEqual([true, false]);
  });
});

describe('a draft', () => {
  test('takes answers in the version that was read, all or none, and none that are not answers', async () => {
    const path = await begun();
    const brand = { ask: 'product', member: 'brand', value: 'Sandbox & Söhne' };
    const fact = { ask: 'fact', fact: 'connects_to_internet', value: 'yes' };
    const answers = (...said: readonly object[]) => ({ answers: said });
    expect(await ci.post(`${path}/answers`, answers(brand))).toMatchObject({ status: 428 });
    expect(await ci.post(`${path}/answers`, answers(brand, fact), { version: 1 })).toMatchObject({
      ...{ status: 200, tag: '"2"' },
    });
    expect(await ci.post(`${path}/answers`, answers(brand), { version: 1 })).toMatchObject({ status: 412 });
    const wrong = { ask: 'fact', fact: 'no_such_fact', value: 'yes' };
    const refused = await ci.post(`${path}/answers`, answers({ ...brand, value: 'Lost' }, wrong), {
      version: 2,
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'answer-wrong' } });
    for (const bad of [{ ask: 'schemes', schemes: [] }, { ...brand, more: 1 }, { ask: 'declaration' }, 'x'])
      expect(await ci.post(`${path}/answers`, { answers: [bad] }, { version: 2 })).toMatchObject({
        ...{ status: 422, body: { code: 'misfit' } },
      });
    expect(await ci.get(path)).toMatchObject({
      ...{ tag: '"2"', body: { document: { product: { brand: 'Sandbox & Söhne' } } } },
    });
    expect(await rival.get(path)).toMatchObject({ status: 404 });
    expect(await rival.post(`${path}/answers`, answers(brand), { version: 2 })).toMatchObject({
      status: 404,
    });
    expect((await rival.get<Items>('drafts')).body.items).toEqual([]);
    expect((await ci.get<Items>('drafts')).body.items[0]).toMatchObject({ name: 'Sandbox Lamp', ...MARK });
    expect((await visitor(portal, session).get('/desk/drafts')).body).toContain('Sandbox Lamp');
  });

  test('asks for another level of its scheme, on its page and by a program, where there is one', async () => {
    const path = await begun();
    const ada = visitor(portal, session);
    const page = `/desk/${path}/level`;
    expect((await ada.get(page)).body).toContain('name="level"');
    const refused = await ada.fill(page, { level: '3' });
    expect([refused.statusCode, refused.body.includes('id="level-error"')]).toEqual([422, true]);
    expect((await ada.fill(page, { level: '1' })).headers.location).toBe(`/desk/${path}`);
    expect(await ci.post(`${path}/level`, { level: 9 }, { version: 2 })).toMatchObject({ status: 422 });
    expect(await ci.post(`${path}/level`, { level: 1 }, { version: 2 })).toMatchObject({ tag: '"3"' });
  });

  test('signs each declaration in the version that was read, and names only files that are here', async () => {
    const path = await begun();
    const signed = { version: '0', signer: 'Ada', capacity: 'Head' };
    expect(await ci.post(`${path}/declarations/c1`, signed, { version: 1 })).toMatchObject({
      ...{ status: 422, body: { code: 'declaration-of-another-version' } },
    });
    expect(await ci.post(`${path}/declarations/z9`, signed, { version: 1 })).toMatchObject({
      body: { code: 'declaration-unknown' },
    });
    const covers = ['nist-ir-8425@2022#AI.1'];
    const none = { evidence: 'evidence_0000000000000000', covers };
    expect(await ci.post(`${path}/evidence`, none, { version: 1 })).toMatchObject({ status: 404 });
    const evidence = await filed();
    expect(await ci.post(`${path}/evidence`, { evidence, covers }, { version: 1 })).toMatchObject({
      ...{ status: 200, tag: '"2"' },
    });
    expect((await ci.get<Items>(`${path}/evidence`)).body.items).toMatchObject([{ evidence, covers }]);
    expect(await rival.get(`evidence/${evidence}`)).toMatchObject({ status: 404 });
    const headers = { authorization: `Bearer ${keyOfCi}` };
    const file = await portal.inject({ url: `/api/v1/evidence/${evidence}/file`, headers });
    expect([file.statusCode, file.body.includes('Sandbox Lamp')]).toEqual([200, true]);
    expect(await ci.post(`evidence/${evidence}/withdraw`, { reason: 'Sandbox: wrong one.' })).toMatchObject({
      status: 204,
    });
    expect((await ci.get(`evidence/${evidence}`)).body).toMatchObject({
      withdrawn: { reason: 'Sandbox: wrong one.' },
    });
    expect(await ci.post(`${path}/evidence`, { evidence, covers }, { version: 2 })).toMatchObject({
      body: { code: 'evidence-withdrawn' },
    });
  });
});

test('an application is handed in once, comes back, is corrected, dismissed and begun anew, by a program alone', async () => {
  const { path, version } = await filled();
  const handIn = { because: 'Sandbox: we apply.', although: true };
  const other = { ask: 'product', member: 'manufacturer', value: 'Sandbox Kettle Works (fictional)' };
  const foreign = await filled();
  const renamed = await ci.post(
    `${foreign.path}/answers`,
    { answers: [other] },
    { version: foreign.version },
  );
  const { version: now } = renamed.body as { version: number };
  expect(await ci.post(`${foreign.path}/hand-in`, handIn, { version: now })).toMatchObject({
    ...{ status: 422, body: { code: 'manufacturer-not-own' } },
  });
  const hasty = { ...handIn, although: false };
  expect(await ci.post(`${path}/hand-in`, hasty, { version })).toMatchObject({
    ...{ status: 422, body: { code: 'application-lacks' } },
  });
  expect(await ci.post(`${path}/hand-in`, handIn, { version: version - 1 })).toMatchObject({ status: 412 });
  const [one, twin] = await Promise.all([
    ci.post(`${path}/hand-in`, handIn, { version }),
    ci.post(`${path}/hand-in`, handIn, { version }),
  ]);
  expect([one.status, twin.status, one.body['case']]).toEqual([201, 201, twin.body['case']]);
  expect(await ci.post(`${path}/level`, { level: 1 }, { version })).toMatchObject({
    body: { code: 'draft-handed-in' },
  });
  const id = valueOf(parseCaseId(String(one.body['case'])));
  const path2 = `cases/${id}`;
  const stands = async () => Number((await ci.get(path2)).body['version']);
  const early = await ci.post(`${path2}/correct`, undefined, { version: await stands() });
  expect(early).toMatchObject({ status: 422, body: { code: 'not-returned' } });
  valueOf(
    await returnApplication(place.office, {
      ...{ case: id, by: CAST.intake, because: 'Sandbox: back.', key: 'return' },
    }),
  );
  expect(await rival.post(`${path2}/correct`, undefined, { version: 2 })).toMatchObject({ status: 404 });
  const correction = await ci.post(`${path2}/correct`, undefined, { version: await stands() });
  expect(correction).toMatchObject({ status: 201 });
  const draft = String(correction.location).slice('/api/v1/'.length);
  expect((await ci.get(draft)).body).toMatchObject({ purpose: 'correction', case: id });
  expect(await ci.post(`${draft}/level`, { level: 1 }, { version: 1 })).toMatchObject({
    body: { code: 'correction-keeps-level' },
  });
  expect(await ci.post(`${path2}/apply-again`)).toMatchObject({ body: { code: 'still-open' } });
  const because = { because: 'Sandbox: over.', key: 'dismiss' };
  const grounds = { kind: 'not-in-accordance' as const, rule: 'Sandbox: a rule.' };
  valueOf(await dismissCase(place.office, { case: id, by: CAST.decider, ...because, grounds }));
  const anew = await ci.post(`${path2}/apply-again`);
  expect(anew).toMatchObject({ status: 201 });
  const again = await ci.get(String(anew.location).slice('/api/v1/'.length));
  expect(again.body).toMatchObject({ purpose: 'application' });
  expect(again.body).not.toHaveProperty('handedInAt');
  expect(again.body['case']).not.toBe(id);
});

test('a whole application is taken under a legal name of the organisation that sends it, and under no other', async () => {
  const document = await readFile(join(EXAMPLES, 'sandbox-lamp/dossier.yaml'), 'utf8');
  const other = document.replace('Sandbox Maker (fictional)', 'Sandbox Kettle Works (fictional)');
  const whole = (text: string) => ({
    ...{ ...MARK, dossier: { file: 'dossier.yaml', document: text }, reports: [], declarations: [] },
    ...{ priorDenials: [], because: 'Sandbox: we apply.' },
  });
  for (const refused of [await rival.post('cases', whole(document)), await ci.post('cases', whole(other))])
    expect(refused).toMatchObject({ status: 422, body: { code: 'manufacturer-not-own' } });
  expect((await rival.get<Items>('cases')).body.items).toEqual([]);
  await filed();
  expect(await ci.post('cases', whole(document))).toMatchObject({ status: 201 });
});
