/** Organisations, people, bodies, webhooks and mail as programs look after them, over a real office. */
import { SCOPES } from '@assay/office/sign-in/api-keys';
import { administratorOf } from '@assay/office/office';
import { freshPlace, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { readAudit } from '@assay/records/audit';
import { buryDeliveries } from '@assay/records/webhook-delivery';
import { enqueueMails, settleMail } from '@assay/records/mail';
import { databases } from '@assay/records/test/databases';
import { BYTES_OF_ID, mintId, parseId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId } from '@assay/vocabulary/ids';
import type { Role } from '@assay/vocabulary/programme';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { administratorsSeat, employ, registerBody } from './office-staff.ts';
import { visitor } from './office-visitor.ts';
import { program } from './program.ts';
import { sampleDesk } from './sample-desk.ts';

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
/** Manages and leads the office of the installation; manages a maker; applies for the maker; looks after one scheme. */
let mia: Program, max: Program, ada: Program, anton: Program;
type Program = ReturnType<typeof program>;
let miasSession = '';
let antonsSession = '';
const BECAUSE = 'Sandbox: it was asked for.';
type Items = { readonly items: readonly Record<string, unknown>[]; readonly next?: string };

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  const desk = await officeDesk(office);
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk });
  const at = async (house: OrganisationId, id: string, roles: readonly Role[]) => {
    const someone = await employ(office, house, { id, roles, scopes: SCOPES });
    if (id === 'mia') miasSession = someone.session;
    if (id === 'anton') antonsSession = someone.session;
    return program(portal, someone.key);
  };
  mia = await at(await administratorsSeat(office), 'mia', ['manager', 'lead']);
  const maker = await registerBody(office, { id: 'org_maker', kinds: ['developer'] });
  max = await at(maker, 'max', ['manager']);
  ada = await at(maker, 'ada', ['applicant']);
  const authority = { id: 'org_authority', kinds: ['authority' as const], schemes: ['us-cyber-trust-mark'] };
  anton = await at(await registerBody(office, authority), 'anton', ['authority', 'manager']);
});
afterAll(async () => {
  await portal.close();
  await place.close();
});

describe('an organisation', () => {
  const lab = { name: 'Sandbox Lab (fictional)', kinds: ['laboratory'], manufacturers: [], schemes: [] };

  test('is let in, read with its version, changed by it, and its first manager invited once', async () => {
    const begun = await mia.post('organisations', { ...lab, because: BECAUSE });
    expect([begun.status, begun.tag]).toEqual([201, '"1"']);
    const path = String(begun.location).slice('/api/v1/'.length);
    expect(await mia.get(path)).toMatchObject({ status: 200, tag: '"1"', body: { managers: 0, ...lab } });
    const once = 'invite-once-only';
    const asked = { mail: 'lou@sandbox.example', because: BECAUSE };
    const invited = await mia.post(`${path}/invitations`, asked, { once });
    expect(invited).toMatchObject({ status: 201 });
    expect(invited.body['link']).toMatch(/^http.*\/invitation\/[\w-]{20,}$/);
    // The secret is not kept: the same again is known to have been done, and tells nothing.
    expect(await mia.post(`${path}/invitations`, asked, { once })).toMatchObject({
      ...{ status: 409, body: { code: 'answered-already' } },
    });
    const renamed = { ...lab, name: 'Sandbox Lab Two (fictional)', kinds: ['laboratory', 'developer'] };
    const change = { ...renamed, because: BECAUSE };
    expect(await mia.put(path, change)).toMatchObject({ status: 428 });
    expect(await mia.put(path, change, { version: 1 })).toMatchObject({
      ...{ status: 412, body: { code: 'condition-failed' } },
    });
    const changed = await mia.put(path, change, { version: 2 });
    expect(changed).toMatchObject({ status: 200, tag: '"3"', body: { ...renamed, version: 3 } });
    const { history } = (await mia.get<{ history: { type: string }[] }>(path)).body;
    expect(history.map(({ type }) => type)).toEqual([
      ...['OrganisationChanged', 'PersonInvited', 'OrganisationRegistered'],
    ]);
  });

  test('is read and let in by nobody who only belongs to one', async () => {
    for (const { status, body } of [
      await max.get('organisations'),
      await max.post('organisations', { ...lab, because: BECAUSE }),
      await ada.get('organisations/org_maker'),
    ])
      expect([status, body['code']]).toEqual([403, 'not-permitted']);
  });

  test('is listed a page at a time, each once, and by part of its name', async () => {
    const names: unknown[] = [];
    for (let after = ''; ;) {
      const { body } = await mia.get<Items>(`organisations${after && `?after=${after}`}`);
      names.push(...body.items.map(({ id }) => id));
      if (body.next === undefined) break;
      after = body.next;
    }
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('org_maker');
    const { items } = (await mia.get<Items>('organisations?text=second%20label')).body;
    expect(items).toMatchObject([{ administrator: 'S2' }]);
    expect((await mia.get('organisations?after=forged')).status).toBe(422);
    expect((await mia.get('organisations?page=2')).status).toBe(400);
  });

  test('never changes what it is itself, and loses the roles of a kind that it no longer has', async () => {
    const own = await mia.get<Record<string, unknown> & { readonly version: number }>('organisations/own');
    const { id, version, name, schemes, administrator } = own.body;
    const kinds = ['label-administrator', 'lead-administrator', 'authority'];
    const more = { name, kinds, schemes, administrator, manufacturers: [], because: BECAUSE };
    expect(await mia.put(`organisations/${String(id)}`, more, { version })).toMatchObject({
      ...{ status: 403, body: { code: 'registers-itself' } },
    });
    const house = await registerBody(place.office, {
      ...{ id: 'org_both', kinds: ['laboratory', 'developer'], body: parseBody('body_both') },
    });
    const both = await employ(place.office, house, {
      ...{ id: 'both', roles: ['laboratory', 'manager'], scopes: SCOPES },
    });
    const only = await employ(place.office, house, { id: 'only', roles: ['laboratory'], scopes: SCOPES });
    const second = (await mia.get<Items>('organisations?text=second%20label')).body.items[0] ?? {};
    const path = `organisations/${String(second['id'])}`;
    const said = { name: second['name'], manufacturers: [], schemes: ['us-cyber-trust-mark'] };
    const coded = { ...said, kinds: ['authority'], administrator: 'S2', because: BECAUSE };
    expect(await mia.put(path, coded, { version: Number(second['version']) })).toMatchObject({
      ...{ status: 422, body: { code: 'code-without-kind' } },
    });
    const less = { name: 'Sandbox Both', kinds: ['developer'], manufacturers: [], schemes: [] };
    const changed = await mia.put(`organisations/${house}`, { ...less, because: BECAUSE }, { version: 1 });
    expect(changed).toMatchObject({ status: 200, tag: '"4"' });
    const people = (await program(portal, both.key).get<Items>('people')).body.items;
    expect(people).toMatchObject([
      { person: 'person_both', roles: ['manager'] },
      { person: 'person_only', until: expect.any(String) as string },
    ]);
    expect((await program(portal, only.key).get('people')).status).toBe(401);
    const { items } = (await program(portal, both.key).get<Items>('people/invitations')).body;
    expect(items).toEqual([]);
  });

  test('is changed on its page with what stood there, and tells a stale page of what changed since', async () => {
    const house = await registerBody(place.office, { id: 'org_page', kinds: ['developer'] });
    const lead = visitor(portal, miasSession);
    const page = `/desk/organisations/${house}/edit`;
    const shown = (await lead.get(page)).body;
    expect(shown).toContain('Sandbox Maker (fictional)</textarea>');
    const fields = { name: 'Sandbox Page', kinds: ['developer'], because: BECAUSE, version: '1' };
    const wrong = await lead.fill(page, { ...fields, kinds: ['authority'] });
    expect([wrong.statusCode, wrong.body.includes('id="kinds-error"')]).toEqual([422, true]);
    const done = await lead.fill(page, { ...fields, manufacturers: 'Sandbox One\r\n\r\nSandbox Two\r\n' });
    expect(done.headers.location).toBe(`/desk/organisations/${house}?done=changed`);
    const after = (await lead.get(String(done.headers.location))).body;
    expect(after).toContain('Sandbox One; Sandbox Two');
    expect(after).toContain('Sandbox Page; Developer; applies as Sandbox One, Sandbox Two');
    const stale = await lead.fill(page, { ...fields, name: 'Sandbox Stale', version: '1' });
    expect([stale.statusCode, stale.body.includes('Somebody else was at it')]).toEqual([409, true]);
    const seat = await administratorsSeat(place.office);
    const own = (await lead.get(`/desk/organisations/${seat}/edit`)).body;
    expect([own.includes('Not for its own people'), own.includes('name="kinds"')]).toEqual([true, false]);
    expect((await lead.get('/desk/organisations/org_nowhere/edit')).statusCode).toBe(404);
  });
});

describe('the people of an organisation', () => {
  test('are invited, given roles, handed what others did, and ended; by their manager alone', async () => {
    const asked = { mail: 'ben@sandbox.example', roles: ['applicant'], because: BECAUSE };
    expect(await ada.post('people/invitations', asked)).toMatchObject({ status: 403 });
    expect(await max.post('people/invitations', { ...asked, roles: ['decider'] })).toMatchObject({
      status: 422,
    });
    const made = await max.post('people/invitations', asked);
    const { items } = (await max.get<Items>('people/invitations')).body;
    expect(items).toMatchObject([{ invitation: made.body['invitation'], mail: asked.mail }]);
    expect(JSON.stringify(items)).not.toContain('link');
    const revoke = `people/invitations/${String(made.body['invitation'])}/revoke`;
    expect(await anton.post(revoke, { because: BECAUSE })).toMatchObject({ status: 404 });
    expect(await max.post(revoke, { because: BECAUSE })).toMatchObject({ status: 204 });
    expect(await max.post(revoke, { because: BECAUSE })).toMatchObject({ status: 410 });

    const roles = await max.post('people/person_ada/roles', {
      ...{ roles: ['applicant', 'manager'], because: BECAUSE },
    });
    expect(roles).toMatchObject({ status: 200, body: { roles: ['applicant', 'manager'] } });
    const conflict = { manufacturer: 'Sandbox Rival', because: BECAUSE };
    expect(await max.post('people/person_ada/conflict', conflict)).toMatchObject({
      body: { conflicts: [{ manufacturer: 'Sandbox Rival' }] },
    });
    expect(await max.post('people/person_ada/conflict-over', conflict)).toMatchObject({
      body: { conflicts: [] },
    });
    const over = { roles: ['manager'], to: 'person_max', because: BECAUSE };
    expect(await max.post('people/person_ada/transfer', over)).toMatchObject({ status: 200 });
    expect(await max.post('people/person_ada/end', { because: BECAUSE })).toMatchObject({ status: 200 });
    expect(await max.post('people/person_ada/end', { because: BECAUSE })).toMatchObject({
      body: { code: 'not-active' },
    });
    const begin = { roles: ['applicant'], because: BECAUSE };
    expect(await max.post('people/person_ada/begin', begin)).toMatchObject({
      body: { roles: ['applicant'] },
    });
    expect(await max.get('people/person_ada')).toMatchObject({ body: { name: 'Sandbox ada' } });
    expect(await max.get('people/person_anton')).toMatchObject({ status: 404 });
    expect(await max.post('people/person_max/end', { because: BECAUSE })).toMatchObject({
      body: { code: 'last-manager' },
    });
    expect(await max.post('people/person_ada/roles', { roles: [] })).toMatchObject({
      ...{ status: 422, body: { code: 'misfit' } },
    });
  });

  test('say where the organisation may be written to, and see of each other no mail address', async () => {
    const own = await max.post('organisations/own/contact', {
      ...{ contact: 'desk@maker.example', because: BECAUSE },
    });
    expect(own).toMatchObject({ status: 200, body: { contact: 'desk@maker.example' } });
    expect((await ada.get('organisations/own')).body).not.toHaveProperty('history');
    expect((await ada.get<Items>('people')).body.items.length).toBe(2);
  });
});

describe('a number that no rule fixes', () => {
  const path = 'organisations/own/settings/us-cyber-trust-mark@2024/decision-target';
  const choice = { value: 30, effectiveFrom: '2026-11-21', source: 'Sandbox resolution 1' };

  test('is chosen by the manager of the administrator from today on, and every choice stays to be read', async () => {
    expect(await max.post(path, choice)).toMatchObject({ status: 403 });
    expect(await mia.post(path, { ...choice, effectiveFrom: '2026-11-20' })).toMatchObject({
      ...{ status: 422, body: { code: 'setting-backdated' } },
    });
    expect(await mia.post(path, { ...choice, value: 0 })).toMatchObject({
      body: { code: 'setting-not-a-count' },
    });
    expect(await mia.post(path, { ...choice, value: 1.5 })).toMatchObject({ body: { code: 'misfit' } });
    const idle = path.replace('decision-target', 'qr-module-size');
    expect(await mia.post(idle, choice)).toMatchObject({ body: { code: 'setting-not-reckoned-by' } });
    const fixed = path.replace('decision-target', 'cure-period');
    expect(await mia.post(fixed, choice)).toMatchObject({ body: { code: 'setting-fixed' } });
    const nowhere = path.replace('us-cyber-trust-mark', 'no-such-scheme');
    expect(await mia.post(nowhere, choice)).toMatchObject({ body: { code: 'unknown-edition' } });
    expect(await mia.post(path.replace('@2024', ''), choice)).toMatchObject({ status: 404 });
    expect(await mia.post(path, choice)).toMatchObject({ status: 200, body: choice });

    const lead = visitor(portal, miasSession);
    const page = `/desk/settings/${encodeURIComponent('us-cyber-trust-mark@2024')}/decision-target`;
    expect((await lead.get('/desk/settings')).body).toContain(page);
    const wrong = await lead.fill(page, { ...choice, value: 'many' });
    expect([wrong.statusCode, wrong.body.includes('id="value-error"')]).toEqual([422, true]);
    const later = { value: '45', effectiveFrom: '2027-01-04', source: 'Sandbox <b>resolution</b> 2' };
    expect((await lead.fill(page, later)).headers.location).toBe('/desk/settings');
    const { body } = await lead.get(page);
    expect(body).toContain('Sandbox &lt;b>resolution&lt;/b> 2');
    expect((await lead.get('/desk/settings')).body).toMatch(/45 from/);
    const { items } = (await mia.get<Items>('organisations/own/settings')).body;
    expect(items.find(({ setting }) => setting === 'decision-target')).toMatchObject({
      now: 30,
      choices: [{ value: 45 }, choice],
    });
    for (const missing of ['/desk/settings/none@1/decision-target', page.replace('target', 'nothing')])
      expect((await lead.get(missing)).statusCode).toBe(404);
  });
});

describe('what was chosen', () => {
  const PAGE = '/desk/schemes/settings';
  const ADDRESS = 'organisations/settings';

  test('is read by whoever looks after the scheme, with every choice, and changed by none of them', async () => {
    const { status, body } = await anton.get<Items>(ADDRESS);
    expect([status, body.items]).toMatchObject([
      200,
      [
        {
          ...{
            administrator: 'SB',
            edition: 'us-cyber-trust-mark@2024',
            setting: 'decision-target',
            now: 30,
          },
          choices: [{ value: 45 }, { value: 30, source: 'Sandbox resolution 1' }],
        },
      ],
    ]);
    const page = await visitor(portal, antonsSession).get(PAGE);
    expect([page.statusCode, page.body.includes('/desk/settings/')]).toEqual([200, false]);
    expect(page.body).toContain('Sandbox &lt;b>resolution&lt;/b> 2');
    const path = 'organisations/own/settings/us-cyber-trust-mark@2024/decision-target';
    const choice = { value: 1, effectiveFrom: '2027-02-01', source: 'Sandbox' };
    expect(await anton.post(path, choice)).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    expect(await anton.get('organisations/own/settings')).toMatchObject({ status: 403 });
    const { lines } = await readAudit(place.office.records.read, {
      ...{ administrator: 'SB', about: { casesAndSeat: parseSeat('org_authority') }, limit: 50 },
    });
    expect(lines.map(({ action, outcome }) => `${action} ${outcome}`)).toContain('settings.read read');
  });

  test('under another scheme, or without the role, is not', async () => {
    const { office } = place;
    const other = { id: 'org_other-authority', kinds: ['authority' as const], schemes: ['singapore-cls'] };
    const house = await registerBody(office, other);
    const orla = await employ(office, house, { id: 'orla', roles: ['authority'], scopes: SCOPES });
    expect(await program(portal, orla.key).get(ADDRESS)).toMatchObject({ status: 200, body: { items: [] } });
    expect((await visitor(portal, orla.session).get(PAGE)).body).not.toContain('Sandbox resolution 1');
    const mads = await employ(office, house, { id: 'mads', roles: ['manager'], scopes: SCOPES });
    expect(await program(portal, mads.key).get(ADDRESS)).toMatchObject({ status: 403 });
    expect(await max.get(ADDRESS)).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
  });
});

describe('a body', () => {
  const path = 'bodies/body_sandbox-accredited-laboratory';
  const extent = {
    ...{ scheme: 'us-cyber-trust-mark', competence: 'accredited-17025', activities: ['functional-test'] },
    ...{ from: '2026-11-21', until: '2028-01-01', because: BECAUSE, accreditor: 'Sandbox Accreditor' },
    ...{ accredited: 'Testing', accreditedUntil: '2028-03-31' },
  };

  test('is recognised, narrowed and withdrawn by whoever looks after the scheme, and read with all of it', async () => {
    expect(await max.get('bodies')).toMatchObject({ status: 403 });
    expect(await anton.post(`${path}/recognise`, { ...extent, scheme: 'singapore-cls' })).toMatchObject({
      ...{ status: 422, body: { code: 'scheme-not-looked-after' } },
    });
    expect(await anton.post(`${path}/recognise`, { ...extent, accredited: undefined })).toMatchObject({
      body: { code: 'accreditation-half-said' },
    });
    expect(await anton.post(`${path}/recognise`, extent)).toMatchObject({
      ...{ status: 200, body: { type: 'BodyRecognised', until: '2028-01-01' } },
    });
    const less = { ...extent, until: '2027-06-01' };
    expect(await anton.post(`${path}/narrow`, less)).toMatchObject({ body: { type: 'RecognitionNarrowed' } });
    const { scheme, from } = extent;
    const gone = { scheme, from, because: BECAUSE };
    expect(await anton.post(`${path}/withdraw`, gone)).toMatchObject({ status: 200 });
    const { schemes } = (await anton.get<{ schemes: { history: { type: string }[]; state: string }[] }>(path))
      .body;
    const [mark] = schemes.filter((one) => JSON.stringify(one).includes(scheme));
    expect(mark?.state).toBe('withdrawn');
    expect(mark?.history.map(({ type }) => type).slice(-3)).toEqual([
      ...['BodyRecognised', 'RecognitionNarrowed', 'RecognitionWithdrawn'],
    ]);
    const { items } = (await anton.get<Items>('bodies?text=accredited')).body;
    expect(items).toMatchObject([{ body: 'body_sandbox-accredited-laboratory' }]);
    expect((await anton.get('bodies/body_none')).status).toBe(404);
  });
});

describe('webhooks and mail', () => {
  test('are looked after by the manager of the organisation, dead letters sent again, secrets told once', async () => {
    const asked = { url: 'http://localhost:9/', kinds: ['case.returned'] };
    expect(await ada.post('webhooks', asked)).toMatchObject({ status: 403 });
    expect(await max.post('webhooks', { ...asked, url: 'https://10.0.0.1/' })).toMatchObject({ status: 422 });
    const once = 'webhook-once-only';
    const added = await max.post('webhooks', asked, { once });
    expect([added.status, added.body['secret']]).toEqual([201, expect.stringMatching(/^whsec_/)]);
    expect((await max.post('webhooks', asked, { once })).body).not.toHaveProperty('secret');
    const endpoint = parseId('endpoint', String(added.body['endpoint']));
    if (!endpoint.ok) throw new Error('it was added');
    const path = `webhooks/${endpoint.value}`;
    expect(await anton.get(path)).toMatchObject({ status: 404 });
    expect((await max.get<Items>('webhooks')).body.items).toMatchObject([{ url: asked.url }]);
    const { body } = await max.post(`${path}/ping`);
    const bury = { administrator: administratorOf(place.office), endpoint: endpoint.value };
    const at = place.office.clock();
    await place.office.records.write((tx) => buryDeliveries(tx, { ...bury, at, failure: 'Sandbox' }));
    const dead = (await max.get<Items>(`${path}?state=dead`)).body.items;
    expect(dead).toMatchObject([{ delivery: body['delivery'], failure: 'Sandbox' }]);
    const delivery = { delivery: body['delivery'] };
    expect(await max.post(`${path}/replay`, delivery)).toMatchObject({ status: 204 });
    expect((await max.get<Items>(`${path}?state=dead`)).body.items).toEqual([]);
    expect((await max.get<Items>(path)).body.items).toMatchObject([{ state: 'waiting' }]);
    expect(await max.post(`${path}/rotate`)).toMatchObject({ status: 200 });
    expect(await max.post(`${path}/rotate`)).toMatchObject({ status: 409 });
    expect(await max.remove(path)).toMatchObject({ status: 204 });
    expect(await max.get(path)).toMatchObject({ status: 404 });
  });

  test('mail that was given up is seen and sent again by the manager of the installation alone', async () => {
    const { records, clock, random } = place.office;
    const [administrator, at, id] = [
      administratorOf(place.office),
      clock(),
      mintId('mail', random(BYTES_OF_ID)),
    ];
    const mail = { id, cause: 'a test', kind: 'invitation', address: 'ada@developer.example' };
    const mails = [{ ...mail, subject: 'Sandbox', body: 'Sandbox: for Ada alone.', enqueuedAt: at }];
    await records.write((tx) => enqueueMails(tx, { administrator, mails }));
    await records.write((tx) => settleMail(tx, { administrator, id, state: 'dead', at }));
    expect(await anton.get('mail')).toMatchObject({ status: 403 });
    expect((await mia.get<Items>('mail?state=dead')).body.items).toMatchObject([{ mail: id }]);
    expect((await mia.get(`mail/${id}`)).body).not.toHaveProperty('body');
    expect(await mia.post(`mail/${id}/again`)).toMatchObject({ status: 204 });
    expect(await mia.post(`mail/${id}/again`)).toMatchObject({ status: 409 });
    expect(await mia.post('mail/case_0000000000000001/again')).toMatchObject({ status: 404 });
  });
});

function parseBody(text: string): NonNullable<Parameters<typeof registerBody>[1]['body']> {
  return text as NonNullable<Parameters<typeof registerBody>[1]['body']>;
}

function parseSeat(text: string): OrganisationId {
  return text as OrganisationId;
}
