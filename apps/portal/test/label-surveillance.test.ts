/** How a label is watched, said from the desk of surveillance and by programs. */
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { suspendLabel, withdrawLabel } from '@assay/office/7-surveillance/act-on-label';
import { CAST } from '@assay/office/rehearsal/script';
import { SCOPES } from '@assay/office/sign-in/api-keys';
import { grantLamp, lampCase } from '@assay/office/test/lamp-case';
import { AT, caseNumbered, freshPlace, openUntilClosed, valueOf } from '@assay/office/test/sandbox-office';
import { CARLA } from '@assay/office/test/sandbox-people';
import { readStream } from '@assay/records/case-file';
import { labelOfCase } from '@assay/records/label';
import { databases } from '@assay/records/test/databases';
import { addDays, dateIn } from '@assay/vocabulary/instant';
import type { Role } from '@assay/vocabulary/programme';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk, sessionOf } from './desk-cases.ts';
import { administratorsSeat, employ } from './office-staff.ts';
import { visitor } from './office-visitor.ts';
import { program } from './program.ts';
import { sampleDesk } from './sample-desk.ts';

const CASE = caseNumbered(1);
const UNLABELLED = caseNumbered(2);
const PAGE = `/desk/cases/${CASE}/label/surveillance`;
const ADDRESS = `cases/${CASE}/label/surveillance`;
const WATCHED = { modes: ['random-audit', 'complaint'], nextReview: '2027-12-01' };
const TODAY = dateIn(AT, 'America/New_York');
const BECAUSE = { because: 'Sandbox: as the scheme has it.' };

let place: Awaited<ReturnType<typeof openUntilClosed>>;
let portal: Portal;
let sven: ReturnType<typeof visitor>;
let sue: ReturnType<typeof program>;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  for (const id of [CASE, UNLABELLED]) await grantLamp(office, id);
  valueOf(await (await lampCase(office, CASE)).issue());
  await finishIssuance(office);
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk: await officeDesk(office) });
  sven = visitor(portal, await sessionOf(office, CAST.surveillance));
  sue = await programOf('sue', ['surveillance']);
}, 120_000);
afterAll(async () => {
  await portal.close();
  await place.close();
});

async function programOf(id: string, roles: readonly Role[]) {
  const { office } = place;
  return program(
    portal,
    (await employ(office, await administratorsSeat(office), { id, roles, scopes: SCOPES })).key,
  );
}

async function label() {
  const found = await labelOfCase(place.office.records.read, { administrator: 'SB', case: CASE });
  if (!found) throw new Error('it has its label');
  return found.id;
}

async function events() {
  return readStream(place.office.records.read, { administrator: 'SB', stream: await label() });
}

describe('the surveillance of a label', () => {
  test('is opened in the ways that the scheme names, with a day to look again, and shown where it stands', async () => {
    expect((await sven.get(`/desk/cases/${CASE}`)).body).toContain('Open the surveillance');
    const shown = (await sven.get(PAGE)).body;
    expect([...shown.matchAll(/name="modes" value="([^"]+)"/g)].map(([, mode]) => mode)).toEqual([
      ...['type-testing', 'random-audit', 'complaint'],
    ]);
    const sent = await sven.fill(PAGE, { ...WATCHED, ...BECAUSE });
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `/desk/cases/${CASE}?done=watch-label`]);
    expect((await events()).at(-1)).toMatchObject({
      ...{ type: 'SurveillanceOpened', by: CAST.surveillance, ...WATCHED, ...BECAUSE },
    });
    const after = (await sven.get(PAGE)).body;
    expect(after).toContain('random audit, complaint; next review by');
    expect(after).toMatch(/name="modes" value="complaint"[^>]*checked/);
    expect((await sven.get(`/desk/cases/${CASE}`)).body).toContain('Change the surveillance');
  });

  test.each([
    ['a way that the scheme does not name', { ...WATCHED, ...BECAUSE, modes: ['complaint', 'hearsay'] }],
    ['a way that is no name', { ...WATCHED, ...BECAUSE, modes: ['<b>complaint</b>'] }],
    ['no way', { ...WATCHED, ...BECAUSE, modes: [] }],
    ['more ways than there may be', { ...WATCHED, ...BECAUSE, modes: Array<string>(11).fill('complaint') }],
    ['a review that would be over', { ...WATCHED, ...BECAUSE, nextReview: addDays(TODAY, -1) }],
    ['a day that there is not', { ...WATCHED, ...BECAUSE, nextReview: '2027-02-30' }],
    ['no day', { modes: WATCHED.modes, ...BECAUSE }],
    ['no note', WATCHED],
  ])('stays as it is where %s is sent, by a program and from the desk', async (_, body) => {
    const before = await events();
    expect((await sue.post(ADDRESS, body, { version: 6 })).status).toBe(422);
    expect((await sven.fill(PAGE, { because: '', nextReview: '', ...body })).statusCode).toBe(422);
    expect(await events()).toEqual(before);
  });

  test('takes from programs what it has members for, of a case that they have read', async () => {
    const before = await events();
    const whole = { ...WATCHED, ...BECAUSE };
    expect(await sue.post(ADDRESS, { ...whole, rate: 3 }, { version: 6 })).toMatchObject({
      ...{ status: 422, body: { code: 'misfit' } },
    });
    expect(await sue.post(ADDRESS, whole)).toMatchObject({ status: 428 });
    expect(await sue.post(ADDRESS, whole, { version: 5 })).toMatchObject({ status: 412 });
    expect(await events()).toEqual(before);
  });

  test('is opened by a program once under one key, on the very day of the review at the earliest', async () => {
    const before = await events();
    const today = { modes: ['complaint', 'complaint'], nextReview: TODAY, ...BECAUSE };
    const send = () => sue.post(ADDRESS, today, { version: 6, once: 'watch-it-once' });
    expect(await send()).toMatchObject({ status: 202, body: { case: CASE, version: 6 } });
    expect(await send()).toMatchObject({ status: 202, body: { case: CASE, version: 6 } });
    const after = await events();
    expect([after.length, after.at(-1)]).toMatchObject([
      before.length + 1,
      { modes: ['complaint'], nextReview: TODAY },
    ]);
  });

  test('where two programs say it at once, is as one of them says and then the other, or one is told', async () => {
    const before = (await events()).length;
    const say = (mode: string) =>
      sue.post(ADDRESS, { ...WATCHED, ...BECAUSE, modes: [mode] }, { version: 6 });
    const both = await Promise.all([say('complaint'), say('type-testing')]);
    const done = both.filter(({ status }) => status === 202);
    const told = both.filter(({ body }) => body['code'] === 'version-conflict');
    expect(done.length).toBeGreaterThanOrEqual(1);
    expect(done.length + told.length).toBe(2);
    expect((await events()).length).toBe(before + done.length);
  });

  test('is not for those of another role, who are barred, or where there is no label', async () => {
    const before = await events();
    const dan = await programOf('dan', ['decider', 'issuer']);
    const refused = await dan.post(ADDRESS, { ...WATCHED, ...BECAUSE }, { version: 6 });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    const carla = visitor(portal, await sessionOf(place.office, CARLA));
    expect((await carla.get(PAGE)).body).toContain('declared a conflict');
    const nowhere = `cases/${UNLABELLED}/label/surveillance`;
    expect(await sue.post(nowhere, { ...WATCHED, ...BECAUSE }, { version: 6 })).toMatchObject({
      body: { code: 'wrong-label-state' },
    });
    expect(await events()).toEqual(before);
  });

  test('goes on while the label is suspended, and is not spoken of after its end', async () => {
    const { office } = place;
    const why = { label: await label(), by: CAST.surveillance, because: 'Sandbox.' };
    valueOf(await suspendLabel(office, { ...why, reasonCode: 'nonconformity-suspected', key: 's' }));
    expect((await sue.post(ADDRESS, { ...WATCHED, ...BECAUSE }, { version: 6 })).status).toBe(202);
    valueOf(await withdrawLabel(office, { ...why, reasonCode: 'statement-untrue', key: 'w' }));
    const ended = await sue.post(ADDRESS, { ...WATCHED, ...BECAUSE }, { version: 6 });
    expect(ended).toMatchObject({ body: { code: 'wrong-label-state' } });
    expect((await sven.get(PAGE)).body).toContain('The label is revoked');
  });
});
