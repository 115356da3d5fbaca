/** What surveillance does to a label from its desk: page, form and address for programs. */
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { searchLabels } from '@assay/office/6-register/search-labels';
import { CAST } from '@assay/office/rehearsal/script';
import { grantLamp, lampCase } from '@assay/office/test/lamp-case';
import { caseNumbered, freshPlace, openUntilClosed, valueOf } from '@assay/office/test/sandbox-office';
import { CARLA } from '@assay/office/test/sandbox-people';
import { readStream } from '@assay/records/case-file';
import { labelOfCase } from '@assay/records/label';
import { databases } from '@assay/records/test/databases';
import type { CaseId } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk, sessionOf } from './desk-cases.ts';
import { administratorsSeat, employ } from './office-staff.ts';
import { visitor } from './office-visitor.ts';
import { sampleDesk } from './sample-desk.ts';

const CASE = caseNumbered(1);
const UNLABELLED = caseNumbered(2);
let place: Awaited<ReturnType<typeof openUntilClosed>>;
let portal: Portal;
let sven: ReturnType<typeof visitor>;

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
}, 120_000);
afterAll(async () => {
  await portal.close();
  await place.close();
});

const page = (act: string, id: CaseId = CASE) => `/desk/cases/${id}/label/${act}`;
const WHY = { reason: 'nonconformity-suspected', because: 'Sandbox: a note <b>inside</b>.' };

async function labelEvents() {
  const { read } = place.office.records;
  const found = await labelOfCase(read, { administrator: 'SB', case: CASE });
  if (!found) throw new Error('it has its label');
  return readStream(read, { administrator: 'SB', stream: found.id });
}

/** What the register says once the log has been carried on. */
async function publicState(): Promise<readonly string[]> {
  await finishIssuance(place.office);
  return (await searchLabels(place.office, { text: 'sandbox', limit: 5 })).labels.map(({ state }) => state);
}

describe('a label, from the desk of surveillance', () => {
  test('is suspended with a reason that the public reads, and a note that it does not', async () => {
    const shown = (await sven.get(`/desk/cases/${CASE}`)).body;
    expect(shown).toContain(page('suspend'));
    expect(shown).toContain(page('withdraw'));
    expect(shown).not.toContain(page('restore'));
    expect((await sven.get(page('suspend'))).body).toContain('whether the product still conforms');
    const sent = await sven.fill(page('suspend'), WHY);
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `/desk/cases/${CASE}?done=suspend-label`]);
    expect((await labelEvents()).at(-1)).toMatchObject({
      ...{ type: 'LabelSuspended', by: CAST.surveillance },
      ...{ reasonCode: WHY.reason, because: WHY.because },
    });
    expect(await publicState()).toEqual(['suspended']);
    expect((await sven.get(`/desk/cases/${CASE}`)).body).toContain('The label is suspended');
  });

  test.each([
    ['a reason that there is not', 'suspend', { ...WHY, reason: 'a-rival-asked' }],
    ['a reason of the sandbox alone', 'suspend', { ...WHY, reason: 'sandbox-finding' }],
    ['a reason of another act', 'restore', WHY],
    ['no reason', 'restore', { because: 'Sandbox.' }],
    ['no note', 'restore', { reason: 'obligation-met', because: ' ' }],
    ['more words than a note has', 'restore', { reason: 'obligation-met', because: 'long '.repeat(500) }],
    [
      'an order that nobody made',
      'restore',
      { reason: 'obligation-met', because: 'Sandbox.', order: 'order-1' },
    ],
    ['no word that it is for good', 'withdraw', { reason: 'statement-untrue', because: 'Sandbox.' }],
    ['what is done already', 'suspend', WHY],
  ])('is left as it is where %s is sent', async (_, act, fields) => {
    const before = await labelEvents();
    const form = (await sven.get(page('restore'))).body;
    const hidden = Object.fromEntries(
      [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, n = '', v = '']) => [
        n,
        v,
      ]),
    );
    const answer = await sven.post(page(act), { ...hidden, ...fields });
    expect(answer.statusCode).toBe(422);
    expect(await labelEvents()).toEqual(before);
  });

  test('is acted on by nobody who is barred, of another role, or of another case', async () => {
    const { office } = place;
    const carla = visitor(portal, await sessionOf(office, CARLA));
    expect((await carla.get(page('restore'))).body).toContain('declared a conflict');
    for (const who of [CAST.decider, CAST.applicant])
      expect((await visitor(portal, await sessionOf(office, who)).get(page('restore'))).statusCode).toBe(403);
    expect((await sven.get(page('suspend', UNLABELLED))).body).toContain('no label in the register');
    expect((await sven.get(`/desk/cases/${UNLABELLED}`)).body).not.toContain('/label/');
  });

  test('is restored by one of two programs at once, the other is told, and the same key does nothing twice', async () => {
    const { office } = place;
    const seat = await administratorsSeat(office);
    const program = {
      id: 'label-program',
      roles: ['surveillance'] as const,
      scopes: ['cases:read', 'cases:write'],
    };
    const { key } = await employ(office, seat, program);
    const send = (idempotency: string, reason = 'suspicion-not-confirmed') =>
      portal.inject({
        ...{ method: 'POST', url: `/api/v1/cases/${CASE}/label/restore` },
        headers: { authorization: `Bearer ${key}`, 'idempotency-key': idempotency, 'if-match': '*' },
        payload: { reason, because: 'Sandbox: looked into.' },
      });
    const both = await Promise.all([send('restore-one'), send('restore-two')]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([202, expect.any(Number)]);
    const [won, lost] = both[0].statusCode === 202 ? both : both.toReversed();
    expect(lost?.statusCode).toBeGreaterThanOrEqual(409);
    expect(won?.json()).toMatchObject({ case: CASE });
    const events = await labelEvents();
    const again = await send(won === both[0] ? 'restore-one' : 'restore-two');
    expect([again.statusCode, await labelEvents()]).toEqual([202, events]);
    expect(await publicState()).toEqual(['valid']);
    const bare = await portal.inject({
      ...{ method: 'POST', url: `/api/v1/cases/${CASE}/label/suspend`, payload: WHY },
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'without-tag' },
    });
    expect(bare.statusCode).toBe(428);
  });

  test('is withdrawn for good, and nothing is offered after', async () => {
    const end = { reason: 'given-up-by-holder', because: 'Sandbox: given up.', confirm: 'yes' };
    const sent = await sven.fill(page('withdraw'), end);
    expect(sent.headers.location).toBe(`/desk/cases/${CASE}?done=withdraw-label`);
    expect(await publicState()).toEqual(['revoked']);
    const shown = (await sven.get(`/desk/cases/${CASE}`)).body;
    expect(shown).toContain('The label was withdrawn');
    expect(shown).not.toContain('/label/');
    expect((await sven.get(page('restore'))).body).toContain('The label is revoked');
  });
});
