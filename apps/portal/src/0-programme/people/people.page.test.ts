import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { databases } from '@assay/records/test/databases';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { administratorsSeat, employ, registerBody } from '../../../test/office-staff.ts';
import { visitor, type Answer } from '../../../test/office-visitor.ts';
import { sampleDesk } from '../../../test/sample-desk.ts';
import { deskRoutes } from '../../desk-routes.ts';
import type { Portal } from '../../http/open-door.ts';
import { openPortal } from '../../open-portal.ts';
import { officeDesk } from '../../../test/desk-cases.ts';

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let manager: ReturnType<typeof visitor>;
let member: ReturnType<typeof visitor>;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const seat = await administratorsSeat(place.office);
  const mia = await employ(place.office, seat, { id: 'mia', roles: ['manager', 'lead'] });
  const moe = await employ(place.office, seat, { id: 'moe', name: '<b>Moe</b>', roles: ['reviewer'] });
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

const BECAUSE = 'Sandbox: it was asked for.';

test('a manager invites, a stranger accepts and is signed in, and the link works no more', async () => {
  const invite = '/desk/organisation/invite';
  expect((await manager.get('/desk/organisation')).body).toContain('Invite somebody');
  expect((await member.get('/desk/organisation')).body).not.toContain('Invite somebody');
  const fields = { mail: 'rosa@sandbox.example', roles: ['reviewer', 'decider'], because: BECAUSE };
  const forgotten = await manager.fill(invite, { mail: 'rosa@', because: BECAUSE });
  expect(forgotten.statusCode).toBe(422);
  expect(forgotten.body).toContain('Choose at least one role');
  const wrong = await manager.fill(invite, { ...fields, roles: ['applicant'] });
  expect([wrong.statusCode, wrong.body.includes('cannot all be given here')]).toEqual([422, true]);
  const forged = await manager.fill(invite, { ...fields, organisation: 'org_sandbox-developer' });
  expect(forged.statusCode).toBe(400);
  const link = linkIn(await manager.fill(invite, fields));
  const rosa = visitor(portal);
  const page = await rosa.get(link);
  expect(page.body).toContain('Sandbox Label Office');
  expect((await rosa.fill(link, { name: ' ' })).statusCode).toBe(422);
  const accepted = await rosa.fill(link, { name: 'Rosa <i>Reviewer</i>' });
  expect([accepted.statusCode, accepted.headers.location]).toEqual([303, '/account']);
  expect((await rosa.get('/desk/organisation')).body).toContain('Rosa &lt;i>Reviewer&lt;/i>');
  const again = await visitor(portal).get(link);
  expect([again.statusCode, again.body.includes('accepted once')]).toEqual([410, true]);
  expect((await visitor(portal).get('/invitation/none')).statusCode).toBe(404);
});

test('an invitation that was taken back says so, and whoever is signed in accepts as themselves', async () => {
  const fields = { mail: 'lost@sandbox.example', roles: ['intake'], because: BECAUSE };
  const link = linkIn(await manager.fill('/desk/organisation/invite', fields));
  const revoke = /\/desk\/organisation\/invitations\/[^"]+\/revoke/.exec(
    (await manager.get('/desk/organisation')).body,
  )?.[0];
  if (revoke === undefined) throw new Error('the open invitation is listed');
  const done = await manager.fill(revoke, { because: BECAUSE });
  expect(done.headers.location).toBe('/desk/organisation?done=revoked');
  expect((await visitor(portal).get(link)).statusCode).toBe(410);
  const another = linkIn(await manager.fill('/desk/organisation/invite', fields));
  expect((await member.get(another)).body).toContain('accept as yourself');
  expect((await member.fill(another, {})).headers.location).toBe('/desk/organisation');
});

test('a manager changes roles, declares a conflict, hands over and ends; each in words of its own', async () => {
  const moe = '/desk/organisation/people/person_moe';
  const to = async (act: string, fields: Parameters<typeof manager.fill>[1]) =>
    manager.fill(`${moe}/${act}`, { because: BECAUSE, ...fields });
  expect((await manager.get(moe)).body).toContain('&lt;b>Moe&lt;/b>');
  expect((await member.get(moe)).statusCode).toBe(403);
  expect((await to('roles', { roles: ['evaluator'] })).headers.location).toContain('done=roles');
  const maker = { manufacturer: 'Sandbox Maker (fictional)' };
  expect((await to('conflict', maker)).headers.location).toContain('done=conflict');
  expect((await to('conflict', maker)).body).toContain('declared already');
  expect((await to('conflict-over', maker)).headers.location).toContain('done=withdrawn');
  const handed = await to('transfer', { roles: ['evaluator'], to: 'person_mia' });
  expect(handed.headers.location).toContain('done=transferred');
  expect((await member.get('/desk/organisation')).statusCode).toBe(403);
  expect((await to('begin', { roles: ['reviewer'] })).headers.location).toContain('done=begun');
  expect((await to('end', {})).headers.location).toContain('done=ended');
  const nobody = '/desk/organisation/people/person_nobody';
  expect((await manager.get(nobody)).statusCode).toBe(404);
  expect((await manager.get('/desk/organisation/people/%3Cscript%3E')).statusCode).toBe(404);
});

test('a lead recognises, narrows and withdraws, never its own laboratory, and everything stays to be read', async () => {
  const body = '/desk/bodies/body_sandbox-accredited-laboratory';
  expect((await manager.get('/desk/bodies?text=accredited')).body).toContain(body);
  const extent = {
    ...{ scheme: 'us-cyber-trust-mark', competence: 'accredited-17025', activities: ['functional-test'] },
    ...{ from: '2026-11-21', until: '2028-01-01', because: BECAUSE },
  };
  const bare = await manager.fill(`${body}/recognise`, extent);
  expect([bare.statusCode, bare.body.includes('accreditation is needed')]).toEqual([422, true]);
  const accredited = {
    ...{ accreditor: 'Sandbox Accreditor', accredited: 'Testing', accreditedUntil: '2028-03-31' },
  };
  const done = await manager.fill(`${body}/recognise`, { ...extent, ...accredited });
  expect(done.headers.location).toBe(body);
  const less = { ...extent, ...accredited, until: '2027-06-01' };
  expect((await manager.fill(`${body}/narrow`, less)).headers.location).toBe(body);
  expect((await manager.fill(`${body}/narrow`, less)).body).toContain('not less than');
  const gone = { scheme: 'us-cyber-trust-mark', from: '2026-11-21', because: BECAUSE };
  expect((await manager.fill(`${body}/withdraw`, gone)).headers.location).toBe(body);
  const shown = (await manager.get(body)).body;
  for (const word of ['Withdrawn from', 'Narrowed from', 'Recognised from']) expect(shown).toContain(word);
  expect((await member.get(`${body}/withdraw`)).statusCode).toBe(403);
  expect((await manager.get('/desk/bodies/body_none')).statusCode).toBe(404);
});

test('an organisation is let in, and its first manager invited', async () => {
  const newcomer = { name: 'Sandbox Newcomer (fictional)', kinds: ['laboratory'], because: BECAUSE };
  const registered = await manager.fill('/desk/organisations/register', newcomer);
  const where = String(registered.headers.location);
  expect(where).toMatch(/^\/desk\/organisations\/org_/);
  const link = linkIn(await manager.fill(where, { mail: 'lou@sandbox.example', because: BECAUSE }));
  const lou = visitor(portal);
  expect((await lou.fill(link, { name: 'Lou (sandbox)' })).headers.location).toBe('/account');
  expect((await manager.get(where)).body).not.toContain('Invite its first manager');
  expect((await manager.get('/desk/organisations')).body).toContain('Sandbox Newcomer');
  expect((await lou.get('/desk/organisations')).statusCode).toBe(403);
  const stranger = await registerBody(place.office, { id: 'org_other-developer', kinds: ['developer'] });
  const dev = await employ(place.office, stranger, { id: 'dev', roles: ['manager', 'applicant'] });
  expect((await visitor(portal, dev.session).get('/desk/bodies')).statusCode).toBe(403);
});

/** The path of the link that a page shows once. */
function linkIn(answer: Answer): string {
  const path = /https?:\/\/[^<\s]+(\/invitation\/[\w-]+)/.exec(answer.body)?.[1];
  if (path === undefined) throw new Error(`no link is shown: ${String(answer.statusCode)}`);
  return path;
}
