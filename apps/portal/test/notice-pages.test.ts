import { verifyWebhook } from '@assay/formats/standard-webhooks';
import { callWebhook } from '@assay/office/notices/call-webhook';
import { sendMail } from '@assay/office/notices/send-mail';
import { writeMail } from '@assay/office/notices/write-mail';
import { administratorOf } from '@assay/office/office';
import { AT, freshPlace, HOME, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { loadWords } from '@assay/office/words';
import { listMails, settleMail } from '@assay/records/mail';
import { endpointsOf } from '@assay/records/webhook';
import { listDeliveries } from '@assay/records/webhook-delivery';
import { databases } from '@assay/records/test/databases';
import type { OrganisationId } from '@assay/vocabulary/ids';
import type { MailAddress } from '@assay/vocabulary/mail-address';
import { chromium as browsers, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { deskRoutes } from '../src/desk-routes.ts';
import type { Portal } from '../src/http/open-door.ts';
import { pinnedPost } from '../src/http/post-pinned.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk } from './desk-cases.ts';
import { administratorsSeat, employ, registerBody } from './office-staff.ts';
import { hiddenFields, visitor } from './office-visitor.ts';
import { receiver } from './receiver.ts';
import { sampleDesk } from './sample-desk.ts';
import { expectSound } from './sound-page.ts';

const words = await loadWords(HOME);
const ends: (() => Promise<void>)[] = [];
let place: SandboxOffice;
let portal: Portal;
let address = '';
let developer: OrganisationId;
let [MONA, ADA, OTHER, ANNA] = ['', '', '', ''];

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('there is always a server');
  const opened = await openUntilClosed(await freshPlace(server, (end) => ends.push(end)));
  ends.push(() => opened.close());
  place = opened;
  const { office } = opened;
  developer = await registerBody(office, { id: 'org_sandbox-hooks', kinds: ['developer'] });
  const stranger = await registerBody(office, { id: 'org_sandbox-others', kinds: ['developer'] });
  MONA = (await employ(office, developer, { id: 'mona-hooks', roles: ['manager'], scopes: ['cases:read'] }))
    .session;
  ADA = (await employ(office, developer, { id: 'ada-hooks', roles: ['applicant'], scopes: ['cases:read'] }))
    .session;
  OTHER = (await employ(office, stranger, { id: 'olga-hooks', roles: ['manager'], scopes: ['cases:read'] }))
    .session;
  const seat = await administratorsSeat(office);
  ANNA = (await employ(office, seat, { id: 'anna-hooks', roles: ['manager'], scopes: ['cases:read'] }))
    .session;
  portal = await openPortal(
    sampleDesk(),
    { requestsPerMinute: 100_000 },
    {
      routes: deskRoutes,
      desk: await officeDesk(office),
    },
  );
  address = await portal.listen(0, '127.0.0.1');
}, 60_000);

afterAll(async () => {
  await portal.close();
  for (const end of ends.toReversed()) await end();
});

const standing = () =>
  endpointsOf(place.office.records.read, {
    administrator: administratorOf(place.office),
    organisation: developer,
  });

describe('the webhooks of an organisation', () => {
  test('are added by whoever manages it: the secret is shown once, and verifies what is called', async () => {
    const at = await receiver();
    const mona = visitor(portal, MONA);
    const fields = { url: `http://127.0.0.1:${String(at.port)}/`, kinds: ['case.returned', 'case.granted'] };
    const hidden = hiddenFields((await mona.get('/desk/webhooks')).body);
    const added = await mona.post('/desk/webhooks', { ...hidden, ...fields });
    expect(added.statusCode).toBe(200);
    const secret = /whsec_[A-Za-z0-9+/=]+/.exec(added.body)?.[0] ?? '';
    const again = await mona.post('/desk/webhooks', { ...hidden, ...fields });
    expect(again.body).not.toContain('whsec_');
    const [endpoint, ...more] = await standing();
    if (!endpoint) throw new Error('it was added');
    expect(more).toEqual([]);

    const path = `/desk/webhooks/${endpoint.id}`;
    const page = await mona.get(path);
    expect(page.body).not.toContain('whsec_');
    const tried = await mona.fill(path, {}, `${path}/ping`);
    expect([tried.statusCode, tried.headers.location]).toEqual([303, path]);
    const administrator = administratorOf(place.office);
    const asked = { administrator, endpoint: endpoint.id, limit: 5 };
    const [call] = (await listDeliveries(place.office.records.read, asked)).rows;
    if (!call) throw new Error('it waits');
    await callWebhook(place.office, call.id, { post: pinnedPost({ sandbox: true }), words });
    const [received] = at.received;
    if (!received) throw new Error('it came');
    const now = Date.parse(AT);
    expect(verifyWebhook({ ...received, secrets: [secret], now }).ok).toBe(true);
    expect((await mona.get(`${path}?state=delivered`)).body).toContain(call.id);
    expect((await mona.get(`${path}?state=dead`)).body).not.toContain(call.id);

    const replay = await mona.fill(path, { delivery: call.id }, `${path}/replay`);
    expect(replay.statusCode).toBe(303);
    const rotated = await mona.fill(path, {}, `${path}/rotate`);
    expect(rotated.body).toMatch(/whsec_/);
    const third = await mona.fill(path, {}, `${path}/rotate`);
    expect([third.statusCode, third.body.includes('whsec_')]).toEqual([409, false]);
  });

  test('are not there for others: not for another role, not for another organisation', async () => {
    const [endpoint] = await standing();
    if (!endpoint) throw new Error('the test before added it');
    const path = `/desk/webhooks/${endpoint.id}`;
    expect((await visitor(portal, ADA).get('/desk/webhooks')).statusCode).toBe(403);
    const olga = visitor(portal, OTHER);
    expect((await olga.get('/desk/webhooks')).body).not.toContain(endpoint.url);
    expect((await olga.get(path)).statusCode).toBe(404);
    for (const act of ['ping', 'rotate', 'enable', 'remove'])
      expect((await olga.fill('/desk/webhooks', {}, `${path}/${act}`)).statusCode).toBe(404);
    expect((await olga.get('/desk/webhooks/endpoint_0000000000000000')).statusCode).toBe(404);
    expect((await standing())[0]).toEqual(endpoint);
  });

  test('say at the field what is wrong with an address, and keep what was typed', async () => {
    const mona = visitor(portal, MONA);
    const url = 'https://10.0.0.1/"><script>';
    const answer = await mona.fill('/desk/webhooks', { url, kinds: ['case.returned'] });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('id="url-error"');
    expect(answer.body).not.toContain('"><script>');
    expect(answer.body).toContain('&quot;>&lt;script>');
    expect(await standing()).toHaveLength(1);
  });

  test('are removed after a question', async () => {
    const mona = visitor(portal, MONA);
    const [endpoint] = await standing();
    if (!endpoint) throw new Error('it was added above');
    const path = `/desk/webhooks/${endpoint.id}`;
    expect((await mona.get(`${path}/remove`)).body).toContain('Remove this endpoint?');
    expect(await standing()).toHaveLength(1);
    expect((await mona.fill(`${path}/remove`, {})).headers.location).toBe('/desk/webhooks');
    expect(await standing()).toEqual([]);
  });
});

/** A mail that waits to be sent, and its id. */
async function kept(cause: string, organisation: string) {
  const { office } = place;
  const facts = { organisation, until: '2026-12-01' };
  const notice = { kind: 'invitation', facts, path: '/invitation/one' } as const;
  const to = { address: 'ada@developer.example' };
  await office.records.write((tx) => writeMail(tx, office, words, { to, cause, notice }));
  const administrator = administratorOf(office);
  const [mail] = (await listMails(office.records.read, { administrator, state: 'waiting', limit: 1 })).rows;
  if (!mail) throw new Error('it waits');
  return mail.id;
}

describe('the mail of the installation', () => {
  test('is read by whoever manages the administrator: its text where it was kept, and never what went to somebody', async () => {
    const { office } = place;
    const anna = visitor(portal, ANNA);
    const id = await kept('one', '<b>Sandbox</b>');
    expect((await anna.get(`/desk/mail/${id}`)).body).not.toContain('/invitation/one');
    expect((await anna.get(`/desk/mail/${id}/source`)).statusCode).toBe(403);
    const sender = { name: 'Sandbox', address: 'desk@sandbox.example' as MailAddress, host: office.host };
    await sendMail(office, id, { sender });
    const page = await anna.get(`/desk/mail/${id}`);
    expect(page.body).toContain('/invitation/one');
    expect(page.body).toContain('&lt;b>Sandbox');
    const source = await anna.get(`/desk/mail/${id}/source`);
    expect(source.headers['content-type']).toMatch(/^message\/rfc822/);
    expect(source.body).toContain(`Message-ID: <${id}@localhost>`);
    expect((await anna.get('/desk/mail?state=captured')).body).toContain(id);
    for (const session of [MONA, ADA]) {
      expect((await visitor(portal, session).get('/desk/mail')).statusCode).toBe(403);
      expect((await visitor(portal, session).get(`/desk/mail/${id}`)).statusCode).toBe(403);
    }
  });

  test('that was given up is sent again when somebody says so, and no other', async () => {
    const { office } = place;
    const administrator = administratorOf(office);
    const anna = visitor(portal, ANNA);
    const id = await kept('two', 'Sandbox Two');
    const path = `/desk/mail/${id}`;
    const early = await anna.fill('/desk/webhooks', {}, `${path}/again`);
    expect(early.statusCode).toBe(409);
    await office.records.write((tx) =>
      settleMail(tx, { administrator, id, state: 'dead', at: AT, failure: '550 no such mailbox' }),
    );
    expect((await anna.get(path)).body).toContain('550 no such mailbox');
    expect((await anna.fill(path, {}, `${path}/again`)).statusCode).toBe(303);
    expect((await anna.get(path)).body).toContain('Waiting');
    expect((await anna.get('/desk/mail/mail_0000000000000000')).statusCode).toBe(404);
  });
});

describe('in a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await browsers.launch(inject('browser'));
    page = await browser.newPage();
  }, 60_000);
  afterAll(() => browser.close());

  test.each([
    ['webhooks', () => MONA, '/desk/webhooks'],
    ['endpoint', () => MONA, 'endpoint'],
    ['an endpoint to be removed', () => MONA, 'removal'],
    ['mail', () => ANNA, '/desk/mail'],
    ['a mail', () => ANNA, 'one mail'],
  ])('the page of %s fits a phone and pleases axe', async (_, session, where) => {
    if (where === 'endpoint') {
      const mona = visitor(portal, MONA);
      await mona.fill('/desk/webhooks', {
        url: 'https://hooks.sandbox.example/of/assay/with/a/long/path/that/goes/on',
        kinds: ['case.returned', 'case.accepted', 'case.granted'],
      });
      const [made] = await standing();
      await mona.fill(`/desk/webhooks/${made?.id ?? ''}`, {}, `/desk/webhooks/${made?.id ?? ''}/ping`);
    }
    const [endpoint] = await standing();
    const paths: Readonly<Record<string, () => Promise<string>>> = {
      endpoint: async () => `/desk/webhooks/${endpoint?.id ?? ''}`,
      removal: async () => `/desk/webhooks/${endpoint?.id ?? ''}/remove`,
      'one mail': async () => `/desk/mail/${await kept('seen', 'Sandbox Seen')}`,
    };
    const path = (await paths[where]?.()) ?? where;
    await page.context().setExtraHTTPHeaders({ cookie: `__Host-assay=${session()}; assay=${session()}` });
    const answer = await page.goto(`${address}${path}`);
    expect(answer?.status()).toBe(200);
    await expectSound(page);
  });
});
