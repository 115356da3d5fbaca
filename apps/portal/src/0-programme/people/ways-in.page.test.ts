import { signedByKey } from '@assay/office/sign-in/signed';
import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { databases } from '@assay/records/test/databases';
import { addSeconds } from '@assay/vocabulary/instant';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { employ, registerBody } from '../../../test/office-staff.ts';
import { visitor, type Answer } from '../../../test/office-visitor.ts';
import { sampleDesk } from '../../../test/sample-desk.ts';
import { deskRoutes } from '../../desk-routes.ts';
import type { Portal } from '../../http/open-door.ts';
import { openPortal } from '../../open-portal.ts';
import { officeDesk } from '../../../test/desk-cases.ts';

const HOUSE = '/desk/organisation';
const BECAUSE = 'Sandbox: it was asked for.';
const PROVIDER = {
  ...{ id: 'sandbox-accounts', name: 'Sandbox accounts', clientId: 'assay' },
  issuer: 'https://accounts.sandbox.example',
};

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let manager: ReturnType<typeof visitor>;
let member: ReturnType<typeof visitor>;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const house = await registerBody(place.office, { id: 'org_house', kinds: ['developer'] });
  const mia = await employ(place.office, house, { id: 'mia', roles: ['manager'] });
  const moe = await employ(place.office, house, { id: 'moe', name: '<b>Moe</b>', roles: ['applicant'] });
  await employ(place.office, house, { id: 'max', roles: ['manager'] });
  const desk = await officeDesk(place.office);
  const surprise = (error: unknown) => {
    throw error;
  };
  portal = await openPortal(
    sampleDesk(),
    { requestsPerMinute: 100_000, surprise },
    { routes: deskRoutes, desk },
  );
  [manager, member] = [visitor(portal, mia.session), visitor(portal, moe.session)];
});
afterAll(async () => {
  await portal.close();
  await place.close();
});

test('a manager changes where the organisation may be written to, and nothing else of what it is', async () => {
  const edit = `${HOUSE}/edit`;
  const done = await manager.fill(edit, { contact: 'office@house.example', because: BECAUSE });
  expect(done.headers.location).toBe(`${HOUSE}?done=changed`);
  expect((await manager.get(HOUSE)).body).toContain('office@house.example');
  const same = await manager.fill(edit, { contact: 'office@house.example', because: BECAUSE });
  expect([same.statusCode, same.body.includes('nothing would change')]).toEqual([422, true]);
  expect((await manager.fill(edit, { name: 'Another', because: BECAUSE })).statusCode).toBe(400);
  expect((await manager.fill(edit, { because: BECAUSE })).headers.location).toBe(`${HOUSE}?done=changed`);
  expect((await manager.get(HOUSE)).body).not.toContain('office@house.example');
});

test('a program gets a service account and a key that is shown once, and a revoked key opens nothing', async () => {
  const services = `${HOUSE}/services`;
  const robot = { name: 'Build <i>robot</i>' };
  const judge = await manager.fill(`${services}/new`, { ...robot, roles: ['lead'] });
  expect([judge.statusCode, judge.body.includes('cannot all be given here')]).toEqual([422, true]);
  const made = await manager.fill(`${services}/new`, { ...robot, roles: ['applicant'] });
  const forKey = String(made.headers.location);
  expect(forKey).toMatch(/\/services\/person_service-\w+\/key$/);
  const asked = { name: 'Nightly', scopes: ['cases:read'] };
  expect((await manager.fill(forKey, { ...asked, days: '366' })).statusCode).toBe(422);
  const shown = await manager.fill(forKey, { ...asked, days: '30' });
  const text = /assay_[\w-]+/.exec(shown.body)?.[0] ?? '';
  expect(await signedByKey(place.office, text)).toMatchObject({ via: 'key', scopes: ['cases:read'] });
  const list = (await manager.get(services)).body;
  expect(list).toContain('Build &lt;i>robot&lt;/i>');
  expect(list).not.toContain(text);
  const revoke = /href="(\/desk\/organisation\/keys\/[^"]+)">Revoke<span class="unseen"> Nightly/.exec(
    list,
  )?.[1];
  if (revoke === undefined) throw new Error('the key is listed');
  expect((await manager.get(revoke)).body).toContain('was used last on');
  expect((await member.get(revoke)).statusCode).toBe(403);
  expect((await manager.fill(revoke, {})).headers.location).toBe(services);
  expect(await signedByKey(place.office, text)).toBeUndefined();
  expect((await manager.get(revoke)).statusCode).toBe(404);
  const service = forKey.split('/')[4] ?? '';
  const recovery = await manager.fill(`${HOUSE}/people/${service}/recovery`, {});
  expect([recovery.statusCode, recovery.body.includes('by its keys alone')]).toEqual([422, true]);
});

test('a provider is set up, keeps its secret when it is changed, and is closed after a question', async () => {
  const providers = `${HOUSE}/sign-in`;
  const bare = await manager.fill(`${providers}/new`, { ...PROVIDER, issuer: 'http://accounts.example' });
  expect(bare.statusCode).toBe(422);
  const secret = { clientSecret: 'sandbox secret' };
  expect((await manager.fill(`${providers}/new`, { ...PROVIDER, ...secret })).headers.location).toBe(
    providers,
  );
  expect((await manager.fill(`${providers}/new`, PROVIDER)).statusCode).toBe(422);
  const { id, ...said } = PROVIDER;
  const one = `${providers}/${id}`;
  expect((await manager.get(one)).body).not.toContain('sandbox secret');
  await manager.fill(one, { ...said, name: 'Renamed' });
  expect((await manager.get(providers)).body).toContain('with a secret');
  await manager.fill(one, { ...said, open: 'yes' });
  expect((await manager.get(providers)).body).toContain('without a secret');
  expect((await manager.get(`${one}/drop`)).body).toContain('Nobody signs in there any more');
  expect((await manager.fill(`${one}/drop`, {})).headers.location).toBe(providers);
  expect((await manager.get(one)).statusCode).toBe(404);
});

test('a link to begin anew is shown once, ends every session, and is never for oneself', async () => {
  const lost = visitor(
    portal,
    (await employ(place.office, orgHouse(), { id: 'lou', roles: ['applicant'] })).session,
  );
  expect((await lost.get(HOUSE)).statusCode).toBe(200);
  const made = await manager.fill(`${HOUSE}/people/person_lou/recovery`, {});
  expect(linkIn(made)).toMatch(/^\/sign-in\/link\//);
  expect((await lost.get(HOUSE)).headers.location).toContain('/sign-in');
  const own = await manager.fill(`${HOUSE}/people/person_mia/recovery`, {});
  expect([own.statusCode, own.body.includes('Nobody recovers their own account')]).toEqual([422, true]);
  expect((await member.get(`${HOUSE}/people/person_lou/recovery`)).statusCode).toBe(403);
});

test('what is dangerous asks for a proof that is not older than some minutes, and leads back', async () => {
  const before = place.office.clock();
  place.setClock(addSeconds(before, 6 * 60));
  for (const page of ['/services/new', '/sign-in/new', '/people/person_moe/recovery']) {
    const asked = await manager.get(`${HOUSE}${page}`);
    const back = encodeURIComponent(`${HOUSE}${page}`);
    expect([asked.statusCode, asked.headers.location]).toEqual([303, `/account/prove?return=${back}`]);
  }
  place.setClock(before);
});

test('somebody declares a conflict of their own, cannot take it back, and leaves', async () => {
  const me = `${HOUSE}/me`;
  const maker = { manufacturer: 'Sandbox Maker (fictional)', because: BECAUSE };
  expect((await member.fill(`${me}/conflict`, maker)).headers.location).toBe(me);
  expect((await member.fill(`${me}/conflict`, maker)).body).toContain('declared already');
  expect((await member.get(me)).body).toContain('Sandbox Maker (fictional)');
  expect((await member.get(`${HOUSE}/people/person_moe/conflict-over`)).statusCode).toBe(403);
  expect((await member.fill(`${me}/leave`, { because: BECAUSE })).headers.location).toBe('/account');
  expect((await member.get(me)).statusCode).toBe(403);
  expect((await manager.get(`${HOUSE}/people/person_moe`)).body).toContain('Let them act again');
});

function orgHouse() {
  return 'org_house' as Parameters<typeof employ>[1];
}

/** The path of the link that a page shows once. */
function linkIn(answer: Answer): string {
  const path = /https?:\/\/[^<\s]+(\/sign-in\/link\/[\w-]+)/.exec(answer.body)?.[1];
  if (path === undefined) throw new Error(`no link is shown: ${String(answer.statusCode)}`);
  return path;
}
