import { generateKeyPairSync } from 'node:crypto';

import { readStream } from '@assay/records/case-file';
import { holdOrganisation, tellOfOrganisation } from '@assay/records/organisation';
import { readAudit } from '@assay/records/audit';
import { askForPasskey, takePasskey } from '@assay/office/sign-in/add-passkey';
import { signedBySession } from '@assay/office/sign-in/signed';
import { Authenticator } from '@assay/office/test/authenticator';
import {
  freshPlace,
  handed,
  openUntilClosed,
  valueOf,
  type SandboxOffice,
} from '@assay/office/test/sandbox-office';
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
  lena = visitor(portal, await analystsSession(office));
  rival = visitor(portal, other.session);
});
afterAll(async () => {
  await portal.close();
  await place.close();
});

const events = () => readStream(place.office.records.read, { administrator: 'SB', stream: TESTED });

async function sendFile(
  fields: Readonly<Record<string, string>>,
  file: { name: string; text: string },
  url = `${BENCH}/instruments`,
) {
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
      cookie: `__Host-assay=${lena.cookies.get('__Host-assay') ?? ''}`,
    },
  });
}

describe('the desk of a laboratory', () => {
  test('opens on the cases that wait for it, and says for what its results count', async () => {
    const { statusCode, body } = await lena.get('/desk/laboratory');
    expect(statusCode).toBe(200);
    expect(body).toContain(BENCH);
    expect(body).toContain('U.S. Cyber Trust Mark');
    expect(body).toContain('Recognised, no longer from');
    expect((await rival.get('/desk/laboratory')).body).not.toContain(TESTED);
  });

  test('shows all that the applicant handed in, and hands each document and file out to this laboratory alone', async () => {
    const { body } = await lena.get(BENCH);
    expect(body).toContain('Sandbox Lamp app');
    const paths = [...body.matchAll(/href="(\/desk\/cases\/[^"]+\/documents\/[0-9a-f]{64})"/g)].map(
      ([, path = '']) => path,
    );
    expect(paths).toHaveLength(2);
    for (const path of paths) {
      expect((await lena.get(path)).statusCode).toBe(200);
      expect((await rival.get(path)).statusCode).toBe(404);
    }
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
    expect((await lena.fill(DP1, { ...said, seen: ['a', 'b', 'c', 'of what?'] })).statusCode).toBe(400);
    expect((await lena.get(`${BENCH}/tests/nothing/DP.1-1`)).statusCode).toBe(404);
  });

  test('keeps what was observed on each part beside its verdict, and takes none without one', async () => {
    const unit = ['lamp pass', 'lamp-app pass', 'lamp-cloud pass'];
    const said = { verdict: 'pass', unit, summary: 'Stored safely.' };
    const done = await lena.fill(DP1, { ...said, seen: ['Keys in <flash>.', '', 'Keys in a vault.'] });
    expect(done.statusCode).toBe(303);
    const page = (await lena.get(DP1)).body;
    expect(page).toContain('Keys in &lt;flash>.');
    expect(page).toContain('Keys in a vault.');
    const silent = await lena.fill(DP1, { ...said, unit: unit.slice(1), seen: ['Seen.', '', ''] });
    expect(silent.statusCode).toBe(422);
    expect(silent.body).toContain('give a verdict on it too');
    expect(silent.body).toContain('Seen.');
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
    const bench = (await lena.get(BENCH)).body;
    expect(bench).toContain('is signed and handed in');
    expect(bench).toMatch(/Handed in<\/span>[\s\S]*Pass, in <a [^>]*>report 1/);
    expect(bench).not.toMatch(/To do|Entered<|In no report/);
    expect((await lena.get(DP1)).body).toMatch(/Its verdict[^]*Handed in<[^]*Pass, in <a [^>]*>report 1/);
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

describe('a finished report at the desk', () => {
  const finished = `${BENCH}/finished`;
  let text = '';
  beforeAll(async () => {
    text = new TextDecoder().decode((await handed('sandbox-lamp/test-report.yaml')).bytes);
  });

  test('is read, and each place where it is wrong is named with what was expected there', async () => {
    const wrong = text.replace('verdict: pass', 'verdict: fine').replace(/^analyst:.*\n/m, '');
    const misfit = await sendFile({}, { name: 'report.yaml', text: wrong }, finished);
    expect(misfit.statusCode).toBe(422);
    expect(misfit.body).toMatch(/Line \d+, column \d+, \/results\/0\/verdict: expected one of pass/);
    expect(misfit.body).toContain('the member &quot;analyst&quot;, which is missing');
    const other = text.replace(/hardwareVersion: .*/, 'hardwareVersion: <b>Z9</b>');
    const another = await sendFile({}, { name: 'report.yaml', text: other }, finished);
    expect([another.statusCode, another.body.includes('&lt;b>Z9&lt;/b>')]).toEqual([422, true]);
    for (const nothing of ['', 'results: [', '\u0000\u0001'])
      expect((await sendFile({}, { name: 'report.yaml', text: nothing }, finished)).statusCode).toBe(422);
    const large = `${text}# ${'x'.repeat(5 * 2 ** 20)}`;
    expect((await sendFile({}, { name: 'report.yaml', text: large }, finished)).statusCode).toBe(413);
  });

  test('is shown before it is signed, waits for nobody else, and is taken away or signed once', async () => {
    const sent = await sendFile({}, { name: 'report.yaml', text }, finished);
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `${finished}/sign`]);
    expect((await lena.get(BENCH)).body).toContain('Pass, in the finished report');
    const page = (await lena.get(`${finished}/sign`)).body;
    expect(page).toContain('nist-ir-8425@2022#');
    expect(page).toContain('Sign by confirmation');
    for (const path of [finished, `${finished}/sign`]) expect((await rival.get(path)).statusCode).toBe(404);
    const agreed = { capacity: 'Head of testing', because: 'Sandbox: tested.', agreed: 'yes' };
    const forged = await lena.fill(`${finished}/sign`, { ...agreed, digest: `sha256:${'0'.repeat(64)}` });
    expect(forged.statusCode).toBe(409);
    const early = { ...hiddenFields((await lena.get(`${finished}/sign`)).body), ...agreed };
    const done = await lena.post(`${finished}/sign`, early);
    expect([done.statusCode, done.headers.location]).toEqual([303, BENCH]);
    expect((await events()).at(-1)).toMatchObject({ type: 'TestReportReceived', signed: 'act-of-signing' });
    const bench = (await lena.get(BENCH)).body;
    expect(bench).toContain('Signed by confirmation');
    expect(bench).toContain('where two differ, the worse verdict holds');
    expect(bench).toMatch(/in <a [^>]*>report 1[\s\S]*in <a [^>]*>report 2/);
    expect((await lena.get(`${finished}/sign`)).statusCode).toBe(404);
    const again = await sendFile({}, { name: 'report.yaml', text }, finished);
    expect([again.statusCode, again.body.includes('href="#file"')]).toEqual([422, true]);
  });

  test('is signed with a passkey: the page asks for it, and takes its answer once', async () => {
    const { office } = place;
    const session = await analystsSession(office);
    lena = visitor(portal, session);
    const signed = await signedBySession(office, session);
    if (!signed) throw new Error('she is signed in');
    const passkey = new Authenticator(office.origin);
    const made = passkey.create(valueOf(await askForPasskey(office, signed)));
    valueOf(await takePasskey(office, signed, { answer: made, name: 'Sandbox bench' }));
    await sendFile({}, { name: 'report.yaml', text: text.replace('Sandbox', 'Sandbox again:') }, finished);
    const page = (await lena.get(`${finished}/sign`)).body;
    expect(page).toContain(`href="${finished}/sign?by=confirmation"`);
    const confirmed = (await lena.get(`${finished}/sign?by=confirmation`)).body;
    expect([confirmed.includes('Sign by confirmation'), confirmed.includes('data-passkey')]).toEqual([
      true,
      false,
    ]);
    const options = /data-options="([^"]+)"/.exec(page)?.[1]?.replaceAll('&quot;', '"') ?? '';
    const answer = JSON.stringify(passkey.get(JSON.parse(options) as object));
    const said = {
      ...hiddenFields(page),
      capacity: 'Head',
      because: 'Sandbox: tested.',
      agreed: 'yes',
      answer,
    };
    const untold = await lena.post(`${finished}/sign/passkey`, { ...said, answer: 'no JSON' });
    expect([untold.statusCode, untold.body.includes('could not be verified')]).toEqual([422, true]);
    const fresh = hiddenFields((await lena.get(`${finished}/sign`)).body);
    const done = await lena.post(`${finished}/sign/passkey`, {
      ...said,
      'form-key': fresh['form-key'] ?? '',
    });
    expect([done.statusCode, done.headers.location]).toEqual([303, BENCH]);
    expect((await events()).at(-1)).toMatchObject({ type: 'TestReportReceived', signed: 'passkey' });
    expect((await lena.get(BENCH)).body).toContain('Signed with a passkey');
  });
});

describe('the keys of a laboratory', () => {
  const keys = '/desk/laboratory/keys';
  const pem = (
    type: 'publicKey' | 'privateKey',
    { publicKey, privateKey } = generateKeyPairSync('ed25519'),
  ) =>
    type === 'publicKey'
      ? publicKey.export({ type: 'spki', format: 'pem' })
      : privateKey.export({ type: 'pkcs8', format: 'pem' });

  test('are registered by their public half and revoked for good, with the reason in the list', async () => {
    const url = await lena.get(keys);
    expect(url.body).toContain('No key is registered yet');
    const made = await lena.fill(keys, { name: 'Sandbox <signer>', key: String(pem('publicKey')) });
    expect([made.statusCode, made.headers.location]).toEqual([303, keys]);
    const page = (await lena.get(keys)).body;
    expect(page).toContain('Sandbox &lt;signer>');
    const thumbprint = /class="sub code">([A-Za-z0-9_-]{43})</.exec(page)?.[1] ?? '';
    expect((await rival.get(keys)).body).not.toContain(thumbprint);
    const foreign = hiddenFields((await rival.get(keys)).body);
    const said = { thumbprint, because: 'Sandbox: lost.' };
    const turned = await rival.post(`${keys}/revoke`, { ...foreign, ...said });
    expect(turned.headers.location).toMatch(/^\/account\/prove/);
    expect((await lena.get(keys)).body).toContain('In force');
    expect((await lena.fill(keys, said, `${keys}/revoke`)).statusCode).toBe(303);
    expect((await lena.get(keys)).body).toMatch(/Revoked on[\s\S]*Sandbox: lost\./);
  });

  test('are never taken by their private half, which is not shown again', async () => {
    const secret = String(pem('privateKey'));
    const answer = await lena.fill(keys, { name: 'Sandbox', key: secret });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('This is a private key');
    expect(answer.body).not.toContain(secret.split('\n')[1]);
  });
});
