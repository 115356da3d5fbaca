/** A change of a labelled product: told of at the maker's desk, answered at the administrator's, over a real office. */
import { acknowledgeChange, reportChange } from '@assay/office/7-surveillance/tell-change';
import { restoreLabel, suspendLabel, withdrawLabel } from '@assay/office/7-surveillance/act-on-label';
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { labelOfCase } from '@assay/records/label';
import { listMails } from '@assay/records/mail';
import { putMembership } from '@assay/records/membership';
import { addPerson } from '@assay/records/person';
import { readStream } from '@assay/records/case-file';
import { tellOfCase } from '@assay/office/notices/tell-of-case';
import { CAST } from '@assay/office/rehearsal/script';
import { grantLamp, lampCase } from '@assay/office/test/lamp-case';
import {
  AT,
  caseNumbered,
  day,
  freshPlace,
  HOME,
  openUntilClosed,
  valueOf,
  type SandboxOffice,
} from '@assay/office/test/sandbox-office';
import { DEVELOPER, LAMP_LABORATORY } from '@assay/office/test/sandbox-people';
import { loadWords } from '@assay/office/words';
import { databases } from '@assay/records/test/databases';
import type { CaseId, PersonId } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk, sessionOf } from './desk-cases.ts';
import { administratorsSeat, employ } from './office-staff.ts';
import { visitor } from './office-visitor.ts';
import { sampleDesk } from './sample-desk.ts';

const LABELLED = caseNumbered(1);
const GRANTED = caseNumbered(2);
const NOTICE = {
  ...{
    what: ['firmware', 'support-period'],
    effective: '2026-12-24',
    says: 'Sandbox: build 1.3 <b>bold</b>.',
  },
  because: 'Sandbox: a note.',
};

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let ada: ReturnType<typeof visitor>;
let sven: ReturnType<typeof visitor>;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  for (const id of [LABELLED, GRANTED]) await grantLamp(office, id);
  valueOf(await (await lampCase(office, LABELLED)).issue());
  await finishIssuance(office);
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk: await officeDesk(office) });
  ada = visitor(portal, await sessionOf(office, CAST.applicant));
  sven = visitor(portal, await sessionOf(office, CAST.surveillance));
}, 120_000);
afterAll(async () => {
  await portal.close();
  await place.close();
});

const path = (id: CaseId, page?: string) => `/desk/cases/${id}${page === undefined ? '' : `/${page}`}`;
const eventsOf = (stream: CaseId) => readStream(place.office.records.read, { administrator: 'SB', stream });

describe('a change of a labelled product', () => {
  test('is told of at the page of the label held, and at no other', async () => {
    expect((await ada.get(path(LABELLED))).body).toContain(path(LABELLED, 'change'));
    expect((await ada.get(path(GRANTED))).body).not.toContain(path(GRANTED, 'change'));
    const labels = (await ada.get('/desk/labels')).body;
    expect(labels).toContain(path(LABELLED, 'change'));
    expect(labels).toContain(path(GRANTED));
    expect(labels).not.toContain(path(GRANTED, 'change'));
    expect((await ada.get(path(GRANTED, 'change'))).body).toContain('No label is held');
    expect((await ada.fillParts(path(GRANTED, 'change'), NOTICE)).statusCode).toBe(422);
  });

  test.each([
    ['without a kind', { ...NOTICE, what: [] }],
    ['with a kind that there is not', { ...NOTICE, what: ['price'] }],
    ['without a day', { ...NOTICE, effective: '' }],
    ['on a day that there is not', { ...NOTICE, effective: '2026-02-30' }],
    ['without words', { ...NOTICE, says: ' ' }],
    ['with a file of nobody', { ...NOTICE, evidence: `sha256:${'0'.repeat(64)}` }],
  ])('is not taken %s, and nothing is kept of it', async (_, notice) => {
    const before = (await eventsOf(LABELLED)).length;
    const answer = await ada.fillParts(path(LABELLED, 'change'), notice);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(await eventsOf(LABELLED)).toHaveLength(before);
  });

  test('waits at the desk of surveillance, with its file, until it is answered; then both read what came of it', async () => {
    const sent = await ada.fillParts(path(LABELLED, 'change'), NOTICE, Buffer.from('What is new (sandbox).'));
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `${path(LABELLED)}?done=change`]);
    const told = (await eventsOf(LABELLED)).at(-1);
    if (told?.type !== 'ChangeReported') throw new Error('it was told');
    expect(told).toMatchObject({ ...NOTICE, change: 'change-1', evidence: [expect.any(String)] });
    expect((await ada.get(path(LABELLED))).body).toContain('Not answered yet');
    for (const list of ['/desk', '/desk/cases?waits=surveillance'])
      expect((await sven.get(list)).body).toContain(path(LABELLED));
    const page = await sven.get(path(LABELLED, 'changes/change-1'));
    expect(page.body).toContain('build 1.3 &lt;b>bold');
    const file = path(LABELLED, `documents/${told.evidence[0]?.slice('sha256:'.length) ?? ''}`);
    expect((await sven.get(file)).body).toBe('What is new (sandbox).');
    const answer = { outcome: 'new-evaluation', answer: 'Sandbox: apply anew.', because: 'Sandbox: hidden.' };
    expect((await ada.get(path(LABELLED, 'changes/change-1'))).statusCode).toBe(403);
    const done = await sven.fill(path(LABELLED, 'changes/change-1'), answer);
    expect(done.headers.location).toBe(`${path(LABELLED)}?done=change-answered`);
    const again = await sven.fill(path(LABELLED, 'changes/change-1'), answer);
    expect([again.statusCode, (await sven.get(path(LABELLED, 'changes/change-9'))).statusCode]).toEqual([
      422, 200,
    ]);
    expect((await sven.get('/desk/cases?waits=surveillance')).body).not.toContain(path(LABELLED));
    const own = (await ada.get(path(LABELLED))).body;
    expect(own).toContain('Sandbox: apply anew.');
    expect(own).not.toContain('Sandbox: hidden.');
  });

  test('is told to surveillance by mail, and its answer to the maker', async () => {
    const { office } = place;
    const house = await administratorsSeat(office);
    await office.records.write(async (tx) => {
      for (const [name, organisation, role] of [
        ['sue', house, 'surveillance'],
        ['eve', house, 'evaluator'],
        ['amy', DEVELOPER, 'applicant'],
      ] as const) {
        const person = parsePerson(`person_${name}`);
        await addPerson(tx, { id: person, name, mail: `${name}@sandbox.example`, since: AT });
        await putMembership(tx, { person, organisation, roles: [role], conflicts: [], since: AT });
      }
    });
    const to = (await eventsOf(LABELLED)).length;
    const words = await loadWords(HOME);
    await tellOfCase(office, words, { administrator: 'SB', case: LABELLED, from: to - 1, to });
    const { rows } = await listMails(office.records.read, { administrator: 'SB', limit: 50 });
    expect(rows.map(({ kind, address }) => `${kind} ${address}`).toSorted()).toEqual([
      'change-acknowledged amy@sandbox.example',
      'change-reported sue@sandbox.example',
    ]);
  });

  test('is nothing that the laboratory of the case is shown', async () => {
    const { office } = place;
    const lab = await employ(office, LAMP_LABORATORY, { id: 'lina-change', roles: ['laboratory'] });
    const told = (await eventsOf(LABELLED)).find(({ type }) => type === 'ChangeReported');
    if (told?.type !== 'ChangeReported') throw new Error('it was told');
    const file = path(LABELLED, `documents/${told.evidence[0]?.slice('sha256:'.length) ?? ''}`);
    expect((await visitor(portal, lab.session).get(file)).statusCode).not.toBe(200);
  });

  test('is answered by one of two who answer at once, and the other is told', async () => {
    const { office } = place;
    const told = { what: ['contact'], effective: day('2026-12-01'), says: 'Sandbox.', evidence: [] } as const;
    const say = { case: LABELLED, because: 'Sandbox.' };
    valueOf(await reportChange(office, { ...say, by: CAST.applicant, as: DEVELOPER, key: 'tell', told }));
    const answers = await Promise.all(
      ['one', 'two'].map((key) =>
        acknowledgeChange(office, {
          ...{ ...say, by: CAST.surveillance, key, change: 'change-2', outcome: 'noted', answer: key },
        }),
      ),
    );
    expect(answers.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect((await eventsOf(LABELLED)).filter(({ type }) => type === 'ChangeAcknowledged')).toHaveLength(2);
  });

  test('is told beside the state of the label, which is the one that was decided last', async () => {
    const { office } = place;
    const rowOf = async (id: CaseId) => {
      const { body } = await ada.get('/desk/labels');
      return body.split('<tr>').find((row) => row.includes(path(id))) ?? '';
    };
    expect(await rowOf(GRANTED)).toContain('not issued yet');
    expect(await rowOf(GRANTED)).not.toContain('badge');
    const valid = await rowOf(LABELLED);
    expect(valid).toMatch(/class="badge is-valid"><svg[^]*Valid<[^]*since <time/);
    expect(valid).toMatch(/<time dateTime="20(2[7-9]|[3-9]\d)-/i);
    const label = await labelled();
    const act = { label, by: CAST.surveillance, because: 'Sandbox: a doubt.' };
    valueOf(await suspendLabel(office, { ...act, key: 'suspend', reasonCode: 'sandbox-doubt' }));
    expect(await rowOf(LABELLED)).toMatch(/is-suspended[^]*Suspended<[^]*the register follows/);
    await finishIssuance(office);
    const told = await rowOf(LABELLED);
    expect([told.includes('is-suspended'), told.includes('the register follows')]).toEqual([true, false]);
    valueOf(await restoreLabel(office, { ...act, key: 'restore', reasonCode: 'sandbox-doubt-gone' }));
    await finishIssuance(office);
    expect(await rowOf(LABELLED)).toContain('is-valid');
    valueOf(await (await lampCase(office, GRANTED)).issue());
    expect(await rowOf(GRANTED)).toContain('Not on the register yet');
    await finishIssuance(office);
    expect(await rowOf(GRANTED)).toContain('is-valid');
  });

  test('is no longer told of a label that was withdrawn', async () => {
    const { office } = place;
    const end = { label: await labelled(), by: CAST.surveillance, because: 'Sandbox: given up.', key: 'end' };
    valueOf(await withdrawLabel(office, { ...end, reasonCode: 'sandbox-given-up' }));
    expect((await ada.get(path(LABELLED, 'change'))).body).toContain('It is revoked');
    expect((await ada.fillParts(path(LABELLED, 'change'), NOTICE)).statusCode).toBe(422);
  });
});

async function labelled() {
  const found = await labelOfCase(place.office.records.read, { administrator: 'SB', case: LABELLED });
  if (!found) throw new Error('it has its label');
  return found.id;
}

function parsePerson(text: string): PersonId {
  return text as PersonId;
}
