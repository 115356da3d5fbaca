/** Orders of an authority from desk to desk: who makes, reports, answers and ends them, and who is told nothing. */
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { CAST } from '@assay/office/rehearsal/script';
import { beginSession } from '@assay/office/sign-in/begin-session';
import { grantLamp, inTurn, lampCase } from '@assay/office/test/lamp-case';
import { caseNumbered, freshPlace, openUntilClosed, valueOf } from '@assay/office/test/sandbox-office';
import { AUTHORITY, DEVELOPER, LAMP_LABORATORY, LENA, OLAF, OTTO } from '@assay/office/test/sandbox-people';
import { readAuditOfSchemes } from '@assay/records/audit';
import { readStream } from '@assay/records/case-file';
import { labelOfCase } from '@assay/records/label';
import { putMembership } from '@assay/records/membership';
import { databases } from '@assay/records/test/databases';
import type { CaseId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk, sessionOf } from './desk-cases.ts';
import { employ, registerBody } from './office-staff.ts';
import { hiddenFields, visitor } from './office-visitor.ts';
import { sampleDesk } from './sample-desk.ts';

const CASE = caseNumbered(1);
const UNLABELLED = caseNumbered(2);
type Visitor = ReturnType<typeof visitor>;
let place: Awaited<ReturnType<typeof openUntilClosed>>;
let portal: Portal;
let [ada, sam, otto]: Visitor[] = [];

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  await grantLamp(office, UNLABELLED);
  const lamp = await lampCase(office, CASE);
  await inTurn(lamp, 'submit', 'accept', 'assign', 'record', 'evaluate', 'review', 'grant');
  valueOf(await lamp.issue());
  await finishIssuance(office);
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk: await officeDesk(office) });
  ada = visitor(portal, await sessionOf(office, CAST.applicant));
  sam = visitor(portal, await sessionOf(office, CAST.surveillance));
  otto = await seated(OTTO, AUTHORITY);
}, 120_000);
afterAll(async () => {
  await portal.close();
  await place.close();
});

async function seated(person: PersonId, seat: OrganisationId): Promise<Visitor> {
  const browser = { visitor: 'of a test', agent: undefined, address: '127.0.0.1' };
  const begun = await place.office.records.write((tx) =>
    beginSession(place.office, tx, { person, via: 'passkey', seat, browser }),
  );
  return visitor(portal, begun.token);
}

const at = (below?: string, id: CaseId = CASE) =>
  `/desk/cases/${id}${below === undefined ? '' : `/${below}`}`;
const eventsOf = () => readStream(place.office.records.read, { administrator: 'SB', stream: CASE });
const REPORT = {
  ...{ kind: 'report', says: 'Sandbox: look into the <b>radio</b>.', rule: '47 CFR 8.214 (sandbox)' },
  because: 'Sandbox: hidden from the holder.',
};
const SUSPENSION = {
  ...REPORT,
  ...{ kind: 'suspension', says: 'Sandbox: suspend it.', respondBy: '2026-12-01' },
};

describe('an order', () => {
  test('is made by the authority that looks after the scheme, on a label that is held', async () => {
    const shown = (await otto?.get(at()))?.body;
    expect(shown).toContain(at('order'));
    expect(shown).not.toContain(at('accept'));
    expect((await otto?.get(at('order')))?.body).toContain('the scheme gives until');
    expect((await otto?.get(at(undefined, UNLABELLED)))?.body).not.toContain('/order"');
    expect((await otto?.get(at('order', UNLABELLED)))?.body).toContain('No label is held');
    const sent = await otto?.fill(at('order'), REPORT);
    expect(sent?.headers.location).toBe(`${at()}?done=order`);
    expect((await eventsOf()).at(-1)).toMatchObject({
      ...{ type: 'ReportOrdered', by: OTTO, as: AUTHORITY, order: 'order-1', respondBy: '2026-12-11' },
      says: REPORT.says,
    });
  });

  test.each([
    ['of an unknown kind', { ...REPORT, kind: 'fine' }],
    ['of no kind', { ...REPORT, kind: undefined }],
    ['that asks nothing', { ...REPORT, says: ' ' }],
    ['that rests on nothing', { ...REPORT, rule: '' }],
    ['of more than anybody reads', { ...REPORT, says: 'long '.repeat(2_100) }],
    ['by a day that is over', { ...SUSPENSION, respondBy: '2026-11-01' }],
    ['by a day that there is not', { ...SUSPENSION, respondBy: '2026-02-30' }],
    ['by a day that nobody sees', { ...SUSPENSION, respondBy: '2999-01-01' }],
    ['without a day that the scheme does not fix', { ...SUSPENSION, respondBy: '' }],
    ['by another day than the scheme fixes', { ...REPORT, respondBy: '2026-12-31' }],
    ['in place of one that nobody answered', { ...SUSPENSION, replaces: 'order-1' }],
    ['in place of one that was made up', { ...SUSPENSION, replaces: 'order-77' }],
    ['in place of what is none', { ...SUSPENSION, replaces: '../order-1' }],
    ['with a field of another form', { ...SUSPENSION, status: 'closed' }],
  ])('%s is not made, and nothing is kept of it', async (_, fields) => {
    const before = await eventsOf();
    const form = hiddenFields((await otto?.get(at('order')))?.body ?? '');
    const given = Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    const answer = await otto?.post(at('order'), { ...form, ...given });
    expect([400, 422]).toContain(answer?.statusCode);
    expect(await eventsOf()).toEqual(before);
  });

  test('is made by nobody else: not by those who read the case, work it, hold the label, or know nothing of it', async () => {
    const { office } = place;
    const before = await eventsOf();
    const form = hiddenFields((await otto?.get(at('order')))?.body ?? '');
    const mona = visitor(portal, await sessionOf(office, 'person_mona-manager' as PersonId));
    const olaf = await seated(OLAF, 'org_sandbox-scheme-owner' as OrganisationId);
    for (const who of [mona, olaf, sam, ada]) {
      expect((await who?.get(at('order')))?.statusCode).toBe(403);
      expect((await who?.post(at('order'), { ...form, ...REPORT }))?.statusCode).toBe(403);
      expect((await who?.get(at()))?.body).not.toContain('Make an order');
    }
    const elsewhere = await registerBody(office, {
      ...{ id: 'org_another-authority', kinds: ['authority'], schemes: ['singapore-cls'] },
    });
    const blind = visitor(
      portal,
      (await employ(office, elsewhere, { id: 'blind', roles: ['authority'] })).session,
    );
    expect((await blind.get(at('order'))).statusCode).toBe(404);
    const lena = await seated(LENA, LAMP_LABORATORY);
    expect((await lena.get(at('order'))).statusCode).toBe(403);
    expect(await eventsOf()).toEqual(before);
  });

  test('is nothing that an authority makes in its own house, whatever seat it acts from', async () => {
    const { office } = place;
    const house = await registerBody(office, {
      ...{
        id: 'org_authority-that-makes',
        kinds: ['authority', 'developer'],
        schemes: ['us-cyber-trust-mark'],
      },
    });
    for (const [id, other] of [
      ['both-maker', DEVELOPER],
      ['both-office', 'org_sandbox-label-office' as OrganisationId],
    ] as const) {
      const who = await employ(office, house, { id, roles: ['authority'] });
      const { person } = who;
      await office.records.write((tx) =>
        putMembership(tx, {
          ...{ person, organisation: other, roles: ['manager'], conflicts: [], since: office.clock() },
        }),
      );
      const both = visitor(portal, who.session);
      expect((await both.get(at())).body).toMatch(/nobody (judges|oversees) their own house/);
      expect((await both.get(at('order'))).statusCode).toBe(403);
    }
  });

  test('waits for the holder with its day, and is reported on with a file that the authority opens', async () => {
    for (const list of ['/desk', '/desk/labels', at()]) {
      const { body = '' } = (await ada?.get(list)) ?? {};
      expect(body).toContain(at());
      expect(body).toContain('2026-12-11');
    }
    const own = (await ada?.get(at()))?.body ?? '';
    expect(own).toContain('look into the &lt;b>radio');
    expect(own).not.toContain('hidden from the holder');
    expect((await sam?.get(at('orders/order-1/outcome')))?.body).toContain('no such order');
    const report = { says: 'Sandbox: nothing was found.', because: 'Sandbox.' };
    const page = at('orders/order-1/report');
    expect((await ada?.fillParts(page, { ...report, says: '' }))?.statusCode).toBe(422);
    const ofNobody = await ada?.fillParts(page, { ...report, evidence: `sha256:${'0'.repeat(64)}` });
    expect(ofNobody?.statusCode).toBe(404);
    const sent = await ada?.fillParts(page, report, Buffer.from('What was found (sandbox).'));
    expect(sent?.headers.location).toBe(`${at()}?done=order-report`);
    const told = (await eventsOf()).at(-1);
    if (told?.type !== 'OrderedReportReceived') throw new Error('it was reported');
    const again = await ada?.fillParts(page, report);
    expect(again?.statusCode).toBe(422);
    const file = at(`documents/${told.evidence[0]?.slice('sha256:'.length) ?? ''}`);
    expect((await otto?.get(file))?.body).toBe('What was found (sandbox).');
    const olaf = await seated(OLAF, 'org_sandbox-scheme-owner' as OrganisationId);
    expect((await olaf.get(file)).statusCode).toBe(403);
    const lena = await seated(LENA, LAMP_LABORATORY);
    expect((await lena.get(file)).statusCode).not.toBe(200);
  });

  test('that was reported on waits for the authority, which closes it, or orders anew in its place', async () => {
    expect((await otto?.get('/desk'))?.body).toContain(at());
    expect((await otto?.get('/desk/cases?waits=authority'))?.body).toContain(at());
    expect((await otto?.get(at('orders/order-1/withdraw')))?.body).toContain('done already, or not yet');
    const anew = await otto?.fill(at('order'), { ...SUSPENSION, replaces: 'order-1' });
    expect(anew?.headers.location).toBe(`${at()}?done=order`);
    const close = { answer: 'Sandbox: enough.', because: 'Sandbox.' };
    expect((await otto?.fill(at('orders/order-1/close'), close))?.statusCode).toBe(422);
    expect((await ada?.get(at()))?.body).toContain('Replaced by another order');
  });

  test('of a suspension is answered by surveillance, once the label is suspended and not before', async () => {
    expect((await sam?.get('/desk'))?.body).toContain(at());
    const page = at('orders/order-2/outcome');
    const done = { outcome: 'carried-out', answer: 'Sandbox: suspended.', because: 'Sandbox.' };
    const early = await sam?.fill(page, done);
    expect([early?.statusCode, early?.body]).toEqual([
      422,
      expect.stringContaining('Act on the label first'),
    ]);
    const suspended = { reason: 'nonconformity-found', because: 'Sandbox.', order: 'order-2' };
    expect((await sam?.fill(at('label/suspend'), { ...suspended, order: 'order-1' }))?.statusCode).toBe(422);
    expect((await sam?.fill(at('label/suspend'), suspended))?.statusCode).toBe(303);
    expect((await sam?.fill(page, done))?.headers.location).toBe(`${at()}?done=order-answer`);
    expect((await sam?.fill(page, done))?.statusCode).toBe(422);
    const restore = await sam?.get(at('label/restore'));
    expect(restore?.body).toContain('has not closed that order');
    const found = await labelOfCase(place.office.records.read, { administrator: 'SB', case: CASE });
    await finishIssuance(place.office);
    const open = await portal.inject({ url: `/L/${found?.id ?? ''}` });
    expect(open.body).not.toMatch(/order-|authority ordered/i);
    const lift = await otto?.fill(at('orders/order-2/close'), {
      answer: 'Sandbox: lifted.',
      because: 'Sandbox.',
    });
    expect(lift?.headers.location).toBe(`${at()}?done=order-close`);
    const restored = { reason: 'nonconformity-corrected', because: 'Sandbox.' };
    expect((await sam?.fill(at('label/restore'), restored))?.statusCode).toBe(303);
  });

  test('is made, read and ended by programs with the same rules', async () => {
    const { office } = place;
    const scopes = ['cases:read', 'cases:write'];
    const { key, person } = await employ(office, AUTHORITY, {
      id: 'order-program',
      roles: ['authority'],
      scopes,
    });
    const { key: bench } = await employ(office, LAMP_LABORATORY, {
      id: 'lab-program',
      roles: ['laboratory'],
      scopes,
    });
    const { key: maker } = await employ(office, DEVELOPER, {
      id: 'maker-program',
      roles: ['applicant'],
      scopes,
    });
    const url = (below: string) => `/api/v1/cases/${CASE}/${below}`;
    const bearer = (of: string) => ({ authorization: `Bearer ${of}` });
    const post = (below: string, payload: object, idempotency: string) =>
      portal.inject({
        ...{ method: 'POST', url: url(below), payload },
        headers: { ...bearer(key), 'idempotency-key': idempotency, 'if-match': '*' },
      });
    const made = await post('order', REPORT, 'program-orders');
    expect(made.statusCode).toBe(200);
    expect((await post('order', REPORT, 'program-orders')).body).toBe(made.body);
    expect((await post('order', { ...REPORT, kind: 'fine' }, 'program-fines')).statusCode).toBe(422);
    expect((await post('order', { ...REPORT, by: person }, 'program-forges')).statusCode).toBe(422);
    for (const who of [key, maker]) {
      const listed = await portal.inject({ url: url('orders'), headers: bearer(who) });
      expect(
        listed
          .json<{ items: { id: string; status: string }[] }>()
          .items.map(({ id, status }) => [id, status]),
      ).toEqual([
        ['order-1', 'replaced'],
        ['order-2', 'closed'],
        ['order-3', 'open'],
      ]);
    }
    expect((await portal.inject({ url: url('orders'), headers: bearer(bench) })).statusCode).toBe(403);
    const line = await portal.inject({ url: `/api/v1/cases/${CASE}`, headers: bearer(bench) });
    expect(line.json()).toMatchObject({ waitsFor: 'nobody' });
    const end = { answer: 'Sandbox: not needed.', because: 'Sandbox.' };
    expect((await post('orders/order-3/withdraw', end, 'program-ends')).statusCode).toBe(200);
    expect((await post('orders/order-3/withdraw', end, 'program-ends-2')).statusCode).toBe(422);
  });

  test('is a line of the audit with who, from where and whether it was refused', async () => {
    const { read } = place.office.records;
    const { lines } = await readAuditOfSchemes(read, { schemes: ['us-cyber-trust-mark'], limit: 200 });
    const told = lines.map(({ action, outcome, person }) => `${action} ${outcome} ${person ?? ''}`);
    for (const one of ['order.made done', 'order.made refused', 'order.closed done'])
      expect(told).toContain(`${one} ${OTTO}`);
    expect(told).toContain(`order.answered refused ${CAST.surveillance}`);
  });
});
