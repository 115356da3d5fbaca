/** The label of a granted case, asked for by programs and followed until it is public. */
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { officeFor } from '@assay/office/0-programme/office-for';
import { searchLabels } from '@assay/office/6-register/search-labels';
import { CAST } from '@assay/office/rehearsal/script';
import { SCOPES } from '@assay/office/sign-in/api-keys';
import { inTurn, lampCase } from '@assay/office/test/lamp-case';
import { caseNumbered, day, freshPlace, openUntilClosed, valueOf } from '@assay/office/test/sandbox-office';
import { readAudit } from '@assay/records/audit';
import { databases } from '@assay/records/test/databases';
import type { CaseId } from '@assay/vocabulary/ids';
import type { Role } from '@assay/vocabulary/programme';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk, sessionOf } from './desk-cases.ts';
import { administratorsSeat, employ, registerBody } from './office-staff.ts';
import { visitor } from './office-visitor.ts';
import { program } from './program.ts';
import { sampleDesk } from './sample-desk.ts';

const [GRANTED, RACED] = [caseNumbered(1), caseNumbered(2)];
const [REVIEWED, LATER, ELSEWHERE] = [caseNumbered(3), caseNumbered(4), caseNumbered(5)];
const BECAUSE = { because: 'Sandbox: the level was granted.' };

let place: Awaited<ReturnType<typeof openUntilClosed>>;
let portal: Portal;
let ian: ReturnType<typeof program>;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  const toReview = ['submit', 'accept', 'record', 'evaluate', 'review'] as const;
  for (const id of [GRANTED, RACED]) await inTurn(await lampCase(office, id), ...toReview, 'grant');
  await inTurn(await lampCase(office, REVIEWED), ...toReview);
  const later = await lampCase(office, LATER);
  await inTurn(later, ...toReview);
  valueOf(await later.grant({ effective: day('2026-12-24') }));
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk: await officeDesk(office) });
  ian = await programOf('ian', ['issuer']);
}, 120_000);
afterAll(async () => {
  await portal.close();
  await place.close();
});

async function programOf(id: string, roles: readonly Role[], seat?: Parameters<typeof employ>[1]) {
  const { office } = place;
  const house = seat ?? (await administratorsSeat(office));
  return program(portal, (await employ(office, house, { id, roles, scopes: SCOPES })).key);
}

const label = (id: CaseId) => `cases/${id}/label`;
/** The versions to which these cases were taken above. */
const issue = (id: CaseId, more: { readonly version?: number; readonly once?: string } = { version: 6 }) =>
  ian.post(`${label(id)}/issue`, BECAUSE, more);

/** Labels that were ever asked for, as the public sees them once all is carried on. */
async function labels(): Promise<number> {
  await finishIssuance(place.office);
  return (await searchLabels(place.office, { text: 'sandbox', limit: 20 })).labels.length;
}

describe('a label that a program asks for', () => {
  test.each([
    ['before the case is granted', REVIEWED, 5, 'not-granted'],
    ['before the first day of its grant', LATER, 6, 'grant-not-yet-effective'],
  ])('is not stated %s', async (_, id, version, code) => {
    expect(await issue(id, { version })).toMatchObject({ status: 422, body: { code } });
    expect(await ian.get(label(id))).toMatchObject({ status: 404, body: { code: 'no-label-asked-for' } });
    expect(await labels()).toBe(0);
  });

  test.each([
    ['without a note', {}, 6, 'misfit'],
    ['with a member that there is not', { ...BECAUSE, level: 4 }, 6, 'misfit'],
    ['with more words than a note has', { because: 'long '.repeat(500) }, 6, 'misfit'],
    ['of a case that was not read', BECAUSE, undefined, 'condition-needed'],
    ['of a case that has changed since', BECAUSE, 5, 'condition-failed'],
  ])('is not asked for %s', async (_, body, version, code) => {
    const more = version === undefined ? {} : { version };
    const answer = await ian.post(`${label(GRANTED)}/issue`, body, more);
    expect(answer.body).toMatchObject({ code });
    expect((await ian.get(label(GRANTED))).status).toBe(404);
  });

  test('is not for those of another role, of the maker, or of another house', async () => {
    const refused = async (who: ReturnType<typeof program>) =>
      (await who.post(`${label(GRANTED)}/issue`, BECAUSE, { version: 6 })).body['code'];
    expect(await refused(await programOf('dan', ['decider', 'surveillance']))).toBe('not-permitted');
    const house = await registerBody(place.office, { id: 'org_house', kinds: ['developer'] });
    const stranger = await programOf('stranger', ['applicant'], house);
    expect(await refused(stranger)).toBe('no-such-case');
    expect((await stranger.get(label(GRANTED))).body['code']).toBe('no-such-case');
    expect((await ian.get(label(GRANTED))).status).toBe(404);
  });

  test('is one, however often it is asked for, and tells on its way where it is until it has its page', async () => {
    const first = await issue(GRANTED, { version: 6, once: 'issue-it-once' });
    expect(first).toMatchObject({
      ...{ status: 202, tag: '"6"', location: `/api/v1/${label(GRANTED)}` },
      body: { case: GRANTED, version: 6, label: { state: 'pending' } },
    });
    const { id } = first.body['label'] as { readonly id: string };
    const repeated = await issue(GRANTED, { version: 6, once: 'issue-it-once' });
    expect(repeated).toMatchObject({ status: 202, body: first.body });
    expect((await issue(GRANTED)).body).toMatchObject({ label: { id } });
    await finishIssuance(place.office);
    const page = `${place.office.origin}/L/${id}`;
    expect(await ian.get(label(GRANTED))).toMatchObject({
      status: 200,
      body: { id, state: 'granted', page },
    });
    expect((await issue(GRANTED)).body).toMatchObject({ label: { id, state: 'granted', page } });
    expect(await labels()).toBe(1);
  });

  test('is one where two programs and somebody at the desk ask for it at once', async () => {
    const other = await programOf('iva', ['issuer']);
    const iris = visitor(portal, await sessionOf(place.office, CAST.issuer));
    const [one, two, three] = await Promise.all([
      issue(RACED),
      other.post(`${label(RACED)}/issue`, BECAUSE, { version: 6 }),
      iris.fill(`/desk/cases/${RACED}/issue`, BECAUSE),
    ]);
    expect([one.status, two.status, three.statusCode]).toEqual([202, 202, 303]);
    expect(idOf(one.body)).toBe(idOf(two.body));
    expect(await labels()).toBe(2);
  });

  test('is not stated here where its administrator has its keys and its log elsewhere', async () => {
    const { office } = place;
    const house = { id: 'org_zed', kinds: ['label-administrator' as const], administrator: 'ZZ' };
    const seat = await registerBody(office, house);
    const other = valueOf(await officeFor(office, 'ZZ'));
    valueOf(await (await lampCase(other, ELSEWHERE)).submit());
    const zoe = await programOf('zoe', ['issuer'], seat);
    const answer = await zoe.post(`${label(ELSEWHERE)}/issue`, BECAUSE, { version: 1 });
    expect(answer).toMatchObject({ status: 409, body: { code: 'no-log-here' } });
    expect((await ian.get(label(ELSEWHERE))).body['code']).toBe('no-such-case');
    expect(await labels()).toBe(2);
  });

  test('leaves in the audit who asked, and who was refused', async () => {
    const asked = { administrator: 'SB', about: { object: GRANTED }, limit: 50 };
    const { lines } = await readAudit(place.office.records.read, asked);
    const outcomes = lines.flatMap(({ action, outcome, code = '' }) =>
      action === 'label.requested' ? [`${outcome} ${code}`.trim()] : [],
    );
    expect(outcomes).toContain('done');
    expect(outcomes).toContain('refused not-permitted');
  });
});

function idOf(body: Readonly<Record<string, unknown>>): string {
  return (body['label'] as { readonly id: string }).id;
}
