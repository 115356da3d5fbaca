/** A report entered test by test, read and handed in by a program of the laboratory alone, over a real office. */
import { createHash } from 'node:crypto';

import { SCOPES } from '@assay/office/sign-in/api-keys';
import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { LAMP_LABORATORY } from '@assay/office/test/sandbox-people';
import { readAudit } from '@assay/records/audit';
import { databases } from '@assay/records/test/databases';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { analystsSession, fillBench, TESTED } from './lab-cases.ts';
import { employ, registerBody } from './office-staff.ts';
import { visitor } from './office-visitor.ts';
import { program } from './program.ts';
import { sampleDesk } from './sample-desk.ts';

const BENCH = `cases/${TESTED}/bench`;
const PROVISION = encodeURIComponent('nist-ir-8425@2022#DP.1');
const DP1 = `${BENCH}/tests/${PROVISION}/DP.1-1`;
const PAGE = `/desk/laboratory/cases/${TESTED}`;
const PARTS = ['lamp', 'lamp-app', 'lamp-cloud'];
const passed = { verdict: 'pass', units: PARTS.map((part) => ({ part, verdict: 'pass' })), summary: 'Safe.' };
const OBJECT = {
  ...{ hardwareVersion: 'A1', firmwareVersion: '1.0', activity: 'functional-test', analyst: 'Lena' },
  ...{ testedFrom: '2026-11-03', testedUntil: '2026-11-09' },
};
type Told = {
  readonly number: number;
  readonly version: number;
  readonly lacking: number;
  readonly report?: string;
  readonly whole?: { readonly file: string; readonly document: string };
  readonly instruments: readonly { readonly name: string }[];
  readonly tests: readonly {
    readonly provision: string;
    readonly parts: readonly string[];
    readonly cases: readonly { readonly test: string; readonly state: string; readonly verdict?: string }[];
  }[];
};

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let lab: ReturnType<typeof program>, rival: ReturnType<typeof program>;
let key = '';

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  await fillBench(office);
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk: await officeDesk(office) });
  const asked = { roles: ['laboratory'], scopes: SCOPES } as const;
  ({ key } = await employ(office, LAMP_LABORATORY, { id: 'robot', ...asked }));
  lab = program(portal, key);
  const house = await registerBody(office, { id: 'org_sandbox-rival', kinds: ['laboratory'] });
  rival = program(portal, (await employ(office, house, { id: 'rival', ...asked })).key);
});
afterAll(async () => {
  await portal.close();
  await place.close();
});

const told = async () => (await lab.get<Told>(BENCH)).body;

describe('a bench', () => {
  test('tells a program of its laboratory the plan and what was entered, and no other that there is one', async () => {
    const { tag, body } = await lab.get<Told>(BENCH);
    expect([tag, body.number, body.version]).toEqual(['"0"', 1, 0]);
    const dp1 = body.tests.find(({ provision }) => provision.endsWith('#DP.1'));
    expect(dp1).toMatchObject({ parts: PARTS, cases: [{ test: 'DP.1-1', state: 'open' }] });
    expect(await rival.get(BENCH)).toMatchObject({ status: 404, body: { code: 'no-such-case' } });
    expect(await rival.put(DP1, passed, { version: 0 })).toMatchObject({ status: 404 });
  });

  test('takes one verdict in the version that was read, once, and shows it on its page', async () => {
    expect(await lab.put(DP1, passed)).toMatchObject({ status: 428, body: { code: 'condition-needed' } });
    const before = (await told()).lacking;
    for (let times = 0; times < 2; times += 1)
      expect(await lab.put(DP1, passed, { version: 0, once: 'the-first-verdict' })).toMatchObject({
        ...{ status: 200, tag: '"1"', body: { number: 1, version: 1, lacking: before - 1 } },
      });
    const late = await lab.put(DP1, { ...passed, verdict: 'fail' }, { version: 0 });
    expect(late).toMatchObject({ status: 412, body: { code: 'condition-failed' } });
    const lena = visitor(portal, await analystsSession(place.office));
    expect((await lena.get(`${PAGE}/tests/${PROVISION}/DP.1-1`)).body).toContain('Safe.');
  });

  test.each([
    ['a part that is not tested', { units: [{ part: 'toaster', verdict: 'pass' }] }, 422, 'not-in-test-plan'],
    ['one part twice', { units: [...passed.units, { part: 'lamp', verdict: 'fail' }] }, 422, 'unit-twice'],
    [
      'a part that failed under a verdict that passes',
      { units: [{ part: 'lamp', verdict: 'fail' }] },
      ...([422, 'verdict-contradicts-units'] as const),
    ],
    ['a verdict of no kind', { verdict: 'fine' }, 422, 'misfit'],
    ['a mark of a form', { saw: 'x' }, 422, 'misfit'],
    ['too much said', { observed: 'x'.repeat(8_001) }, 422, 'misfit'],
  ])('takes no verdict with %s', async (_, more, status, code) => {
    const { version } = await told();
    expect(await lab.put(DP1, { ...passed, ...more }, { version })).toMatchObject({ status, body: { code } });
    expect((await told()).version).toBe(version);
  });

  test('has no test that is not in the plan, and no instrument where there is none', async () => {
    const { version } = await told();
    for (const path of [`${BENCH}/tests/nothing/DP.1-1`, `${BENCH}/tests/${PROVISION}/DP.9-9`])
      expect(await lab.put(path, passed, { version })).toMatchObject({ status: 404 });
    for (const place of ['0', '-1', '0x0', '%20', '999999'])
      expect(await lab.remove(`${BENCH}/instruments/${place}`, { version })).toMatchObject({
        ...{ status: 404, body: { code: 'no-such-instrument' } },
      });
  });

  test('names what was tested, and instruments with the output that was sent here', async () => {
    let { version } = await told();
    const turned = { ...OBJECT, testedUntil: '2026-11-01' };
    expect(await lab.put(`${BENCH}/object`, turned, { version })).toMatchObject({
      body: { code: 'tested-until-before-from' },
    });
    expect(await lab.put(`${BENCH}/object`, OBJECT, { version })).toMatchObject({ status: 200 });
    version += 1;
    const never = { name: 'Scanner', output: `sha256:${'0'.repeat(64)}` };
    expect(await lab.post(`${BENCH}/instruments`, never, { version })).toMatchObject({
      ...{ status: 422, body: { code: 'output-not-held' } },
    });
    const output = await sent('Nothing found.');
    for (const one of [{ name: 'Scanner', version: '2', output }, { name: 'Bench' }]) {
      expect(await lab.post(`${BENCH}/instruments`, one, { version })).toMatchObject({ status: 200 });
      version += 1;
    }
    expect(await lab.remove(`${BENCH}/instruments/1`, { version })).toMatchObject({ status: 200 });
    expect((await told()).instruments).toEqual([{ name: 'Scanner', version: '2', output }]);
  });

  test('gives out the report once it is whole, which is handed in as it is, and then takes nothing more', async () => {
    const { tests, whole } = await told();
    expect(whole).toBeUndefined();
    let { version } = await told();
    for (const { provision, parts, cases } of tests)
      for (const { test: id } of cases) {
        const units = parts.map((part) => ({ part, verdict: 'pass' }));
        const path = `${BENCH}/tests/${encodeURIComponent(provision)}/${id}`;
        expect(await lab.put(path, { ...passed, units }, { version })).toMatchObject({ status: 200 });
        version += 1;
      }
    const ready = await told();
    expect(ready.lacking).toBe(0);
    const stands = Number((await lab.get(`cases/${TESTED}`)).tag?.replaceAll('"', ''));
    const report = { report: ready.whole, because: 'Sandbox: tested.' };
    expect(await lab.post(`${BENCH}/further`, undefined, { version })).toMatchObject({
      body: { code: 'report-not-handed-in' },
    });
    const handed = await lab.post(`cases/${TESTED}/reports`, report, { version: stands });
    expect(handed).toMatchObject({ status: 200 });
    const now = await told();
    const digest = `sha256:${createHash('sha256')
      .update(ready.whole?.document ?? '')
      .digest('hex')}`;
    expect(now.report).toBe(digest);
    for (const { cases } of now.tests)
      expect(cases[0]).toMatchObject({ reported: [{ report: digest, verdict: 'pass' }] });
    expect(await lab.put(DP1, passed, { version })).toMatchObject({
      ...{ status: 409, body: { code: 'report-handed-in' } },
    });
    const { lines } = await readAudit(place.office.records.read, {
      ...{ administrator: 'SB', about: { object: TESTED }, limit: 500 },
    });
    expect(lines.map(({ action, outcome }) => `${action} ${outcome}`)).toContain('report.saved refused');
  });

  test('begins a further report where the last one ended, in versions that no other report had', async () => {
    const { version } = await told();
    const stale = { version: version - 1 };
    expect(await lab.post(`${BENCH}/further`, undefined, stale)).toMatchObject({ status: 412 });
    expect(await lab.post(`${BENCH}/further`, undefined, { version })).toMatchObject({
      ...{ status: 200, body: { number: 2, version: version + 1, lacking: 0 } },
    });
    expect(await lab.put(DP1, passed, { version })).toMatchObject({ status: 412 });
    expect((await told()).report).toBeUndefined();
  });
});

/** Sends the output of a tool; its digest. */
async function sent(text: string): Promise<string> {
  const bytes = Buffer.from(text);
  const { body } = await lab.post('evidence/uploads', {
    ...{ fileName: 'scan.txt', mediaType: 'text/plain', size: bytes.length },
  });
  const path = `evidence/uploads/${String(body['upload'])}`;
  await portal.inject({
    ...{ method: 'PATCH', url: `/api/v1/${path}?offset=0`, payload: bytes },
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
  });
  const given = { kind: 'tool-output', title: 'Scan', confidential: true, covers: [] };
  const done = await lab.post(`${path}/finish`, { ...given, effective: { from: '2026-11-03' } });
  return String(done.body['digest']);
}
