import { readStream } from '@assay/records/case-file';
import { holdOrganisation, tellOfOrganisation } from '@assay/records/organisation';
import { readAudit } from '@assay/records/audit';
import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { LAMP_LABORATORY } from '@assay/office/test/sandbox-people';
import { databases } from '@assay/records/test/databases';
import { addSeconds } from '@assay/vocabulary/instant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { analystsSession, fillBench, TESTED } from './lab-cases.ts';
import { employ, registerBody } from './office-staff.ts';
import { hiddenFields, visitor } from './office-visitor.ts';
import { sampleDesk } from './sample-desk.ts';

const BENCH = `/desk/laboratory/cases/${TESTED}`;
const DP1 = `${BENCH}/tests/${encodeURIComponent('nist-ir-8425@2022#DP.1')}/DP.1-1`;

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let lena: ReturnType<typeof visitor>;
let lenasSession: string;
let rival: ReturnType<typeof visitor>;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  await fillBench(office);
  const theirs = await registerBody(office, { id: 'org_sandbox-rival', kinds: ['laboratory'] });
  const other = await employ(office, theirs, { id: 'remo-rival', roles: ['laboratory'] });
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk: await officeDesk(office) });
  lenasSession = await analystsSession(office);
  lena = visitor(portal, lenasSession);
  rival = visitor(portal, other.session);
});
afterAll(async () => {
  await portal.close();
  await place.close();
});

const events = () => readStream(place.office.records.read, { administrator: 'SB', stream: TESTED });

async function sendFile(fields: Readonly<Record<string, string>>, file: { name: string; text: string }) {
  const url = `${BENCH}/instruments`;
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...hiddenFields((await lena.get(url)).body), ...fields }))
    form.append(name, value);
  form.append(
    'file',
    new Blob([file.text], { type: file.name === '' ? 'application/octet-stream' : 'text/plain' }),
    file.name,
  );
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  return portal.inject({
    ...{ method: 'POST', url, payload: Buffer.from(await request.arrayBuffer()) },
    headers: {
      accept: 'text/html',
      'content-type': request.headers.get('content-type') ?? '',
      cookie: `__Host-assay=${lenasSession}`,
    },
  });
}

describe('the desk of a laboratory', () => {
  test('opens on the cases that wait for it, and says for what its results count', async () => {
    const { statusCode, body } = await lena.get('/desk/laboratory');
    expect(statusCode).toBe(200);
    expect(body).toContain(BENCH);
    expect(body).toContain('us-cyber-trust-mark');
    expect(body).toContain('Recognised, no longer from');
    expect((await rival.get('/desk/laboratory')).body).not.toContain(TESTED);
  });

  test('is as if there were no such case to every other laboratory, whatever page it asks for', async () => {
    for (const path of ['', '/object', '/instruments', '/sign', '/ask', '/threads/thread-1'])
      expect((await rival.get(BENCH + path)).statusCode).toBe(404);
    const form = hiddenFields((await lena.get(`${BENCH}/ask`)).body);
    expect((await rival.post(`${BENCH}/ask`, { ...form, question: 'Mine?' })).statusCode).toBe(404);
  });

  test('shows no sheet of the case to a laboratory that is other things elsewhere', async () => {
    const { office } = place;
    await office.records.write(async (tx) => {
      const held = await holdOrganisation(tx, LAMP_LABORATORY);
      if (!held) throw new Error('no laboratory');
      const { id, name, manufacturers } = held;
      await tellOfOrganisation(tx, held, {
        ...{ type: 'OrganisationChanged', at: office.clock(), because: 'a test' },
        organisation: {
          ...{ id, name, manufacturers, ...(held.body && { body: held.body }) },
          kinds: ['laboratory', 'authority', 'developer'],
          schemes: ['us-cyber-trust-mark'],
        },
      });
    });
    const ofCase = `/desk/cases/${TESTED}`;
    for (const path of ['', '/paper', '/archive'])
      expect((await lena.get(ofCase + path)).statusCode).toBe(403);
  });

  test('answers what it was asked, and asks the applicant', async () => {
    expect((await lena.get(BENCH)).body).toContain('Sandbox: which sample did you test?');
    const answered = await lena.fill(`${BENCH}/threads/thread-1`, {
      answer: 'Sandbox: the <b>first</b> one.',
    });
    expect([answered.statusCode, answered.headers.location]).toEqual([303, BENCH]);
    const subject = 'nist-ir-8425@2022#DP.1';
    await lena.fill(`${BENCH}/ask`, { question: 'Sandbox: which keys?', subject });
    const page = (await lena.get(BENCH)).body;
    expect(page).toContain('the &lt;b>first&lt;/b> one.');
    expect(page).toContain('Sandbox: which keys?');
    expect((await events()).slice(-2)).toMatchObject([
      { type: 'InformationSupplied', thread: 'thread-1' },
      { type: 'InformationRequested', from: 'laboratory', subject },
    ]);
    expect((await lena.get(`${BENCH}/threads/thread-9`)).statusCode).toBe(404);
  });
});

describe('a report at the desk', () => {
  test('names what was tested; days the wrong way round are told at their field', async () => {
    const object = {
      ...{ hardwareVersion: 'A1', firmwareVersion: '1.0', activity: 'functional-test', analyst: 'Lena' },
      ...{ testedFrom: '2026-11-09', testedUntil: '2026-11-03' },
    };
    const wrong = await lena.fill(`${BENCH}/object`, object);
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('href="#testedUntil"');
    const turned = { ...object, testedFrom: '2026-11-03', testedUntil: '2026-11-09' };
    expect((await lena.fill(`${BENCH}/object`, turned)).statusCode).toBe(303);
  });

  test('keeps the output of a tool under its digest, and takes an instrument without one', async () => {
    expect(
      (await sendFile({ name: 'Scanner', version: '2' }, { name: 'scan.txt', text: 'Nothing.' })).statusCode,
    ).toBe(303);
    expect((await sendFile({ name: 'Bench', version: '' }, { name: '', text: '' })).statusCode).toBe(303);
    const page = (await lena.get(`${BENCH}/instruments`)).body;
    expect(page).toMatch(/Scanner[\s\S]*sha256:[0-9a-f]{64}[\s\S]*Bench/);
    const wrong = await sendFile({ name: 'Liar', version: '' }, { name: 'scan.pdf', text: 'No PDF.' });
    expect(wrong.statusCode).toBe(422);
  });

  test('takes a verdict for a test case and each part, and tells a stale tab of what was entered meanwhile', async () => {
    const page = await lena.get(DP1);
    expect(page.body).toContain('lamp-cloud fail');
    const stale = hiddenFields(page.body);
    const unit = ['lamp pass', 'lamp-app pass', 'lamp-cloud pass'];
    const said = { verdict: 'pass', unit, observed: 'Keys are <sealed>.', summary: 'Stored safely.' };
    const against = await lena.fill(DP1, { ...said, unit: ['lamp fail', ...unit.slice(1)] });
    expect(against.statusCode).toBe(422);
    expect(against.body).toContain('href="#unit"');
    expect((await lena.fill(DP1, said)).statusCode).toBe(303);
    const late = await lena.post(DP1, { ...stale, ...said, verdict: 'fail', observed: 'What I typed.' });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('What I typed.');
    expect((await lena.get(DP1)).body).toContain('Keys are &lt;sealed>.');
    const forged = await lena.fill(DP1, { ...said, unit: ['toaster pass'] });
    expect(forged.statusCode).toBe(422);
    expect((await lena.fill(DP1, { ...said, unit: ['lamp'] })).statusCode).toBe(400);
    expect((await lena.get(`${BENCH}/tests/nothing/DP.1-1`)).statusCode).toBe(404);
  });

  test('leads from test to test until nothing is missing, and is signed once it is whole', async () => {
    let url = DP1;
    for (let left = 200; left > 0 && url !== BENCH; left -= 1) {
      const { body } = await lena.get(url);
      const unit = [...body.matchAll(/value="([A-Za-z0-9-]+ pass)"/g)].map(([, value = '']) => value);
      const done = await lena.fill(url, { verdict: 'pass', unit, summary: 'Found as stated.' });
      expect(done.statusCode).toBe(303);
      url = String(done.headers.location);
    }
    expect(url).toBe(BENCH);
    const sign = `${BENCH}/sign`;
    const page = (await lena.get(sign)).body;
    expect(page).toMatch(/sha256:[0-9a-f]{64}/);
    const because = 'Sandbox: tested.';
    const capacity = 'Head of testing';
    expect((await lena.fill(sign, { capacity, because })).body).toContain('Tick that you sign the report');
    place.setClock(addSeconds(place.office.clock(), 400));
    const tooLate = await lena.fill(sign, { capacity, because, agreed: 'yes' });
    expect(tooLate.statusCode).toBe(422);
    expect(tooLate.body).toContain('a proof that you are still there');
    lena = visitor(portal, await analystsSession(place.office));
    const signing = { ...hiddenFields((await lena.get(sign)).body), capacity, because, agreed: 'yes' };
    const both = await Promise.all([lena.post(sign, signing), lena.post(sign, signing)]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect((await events()).filter(({ type }) => type === 'TestReportReceived')).toHaveLength(1);
    expect((await lena.get(BENCH)).body).toContain('is signed and handed in');
  });

  test('leaves a line of each step in the audit of the administrator', async () => {
    const { lines } = await readAudit(place.office.records.read, {
      ...{ administrator: 'SB', about: { object: TESTED }, limit: 500 },
    });
    const done = new Set(lines.map(({ action, outcome }) => `${action} ${outcome}`));
    for (const one of ['report.saved done', 'report.signed done', 'report.signed refused', 'case.read read'])
      expect(done).toContain(one);
  });
});
