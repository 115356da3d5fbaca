/** The desk of whoever applied, played through its own pages and forms, over a real office. */
import { receiveEvidence } from '@assay/office/evidence/receive-evidence';
import { CAST } from '@assay/office/rehearsal/script';
import { altered, lampCase } from '@assay/office/test/lamp-case';
import {
  caseNumbered,
  day,
  freshPlace,
  handed,
  openUntilClosed,
  valueOf,
  type SandboxOffice,
} from '@assay/office/test/sandbox-office';
import { DEVELOPER, LAMP_LABORATORY } from '@assay/office/test/sandbox-people';
import { readAudit } from '@assay/records/audit';
import { readStream } from '@assay/records/case-file';
import { databases } from '@assay/records/test/databases';
import type { CaseId, Digest } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk, sessionOf } from './desk-cases.ts';
import { employ, registerBody } from './office-staff.ts';
import { visitor } from './office-visitor.ts';
import { sampleDesk } from './sample-desk.ts';

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let ada: ReturnType<typeof visitor>;
let rival: ReturnType<typeof visitor>;
let minute = 0;
let denied: CaseId | undefined;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  const theirs = await registerBody(office, { id: 'org_sandbox-rival', kinds: ['developer'] });
  const other = await employ(office, theirs, { id: 'remo-rival', roles: ['applicant'] });
  const desk = await officeDesk(office);
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk });
  ada = visitor(portal, await sessionOf(office, CAST.applicant));
  rival = visitor(portal, other.session);
}, 120_000);
afterAll(async () => {
  await portal.close();
  await place.close();
});

const path = (id: CaseId, page?: string) => `/desk/cases/${id}${page === undefined ? '' : `/${page}`}`;
const documentAt = (id: CaseId, digest: Digest) => path(id, `documents/${digest.slice('sha256:'.length)}`);
const eventsOf = (stream: CaseId) => readStream(place.office.records.read, { administrator: 'SB', stream });
const nextCase = () => caseNumbered(60 + (minute += 1));
const SAID = { because: 'Sandbox: as asked.' };

async function submitted() {
  const id = nextCase();
  const lamp = await lampCase(place.office, id);
  valueOf(await lamp.submit());
  return { id, lamp };
}

async function returned() {
  const id = nextCase();
  const lamp = await lampCase(place.office, id);
  const dossier = altered(await handed('sandbox-lamp/dossier.yaml'), /^ {2}sbom: .*\n/m, '');
  valueOf(await lamp.submit({ dossier }));
  valueOf(await lamp.giveBack());
  return { id, lamp };
}

describe('the applications of an organisation', () => {
  test('are its own alone, and one of another is answered as one that is not there', async () => {
    const { id } = await submitted();
    expect((await ada.get('/desk/applications')).body).toContain(path(id));
    expect((await rival.get('/desk/applications')).body).not.toContain(path(id));
    const [theirs, nowhere] = [await rival.get(path(id)), await rival.get(path(caseNumbered(99)))];
    expect([theirs.statusCode, nowhere.statusCode]).toEqual([404, 404]);
    for (const page of ['withdraw', 'choose-laboratory', 'sign/c1'])
      expect((await rival.get(path(id, page))).statusCode).toBe(404);
  });

  test('show apart what waits for it', async () => {
    const [mine, theirs] = [await returned(), await submitted()];
    const { body } = await ada.get('/desk/applications?waits=us');
    expect(body).toContain(path(mine.id));
    expect(body).not.toContain(path(theirs.id));
  });
});

describe('an application that came back', () => {
  test('leads from each item to its place in a correction, the same one each time', async () => {
    const { id } = await returned();
    const page = await ada.get(path(id));
    expect(page.body).toContain('name="place" value="disclosures"');
    const begun = await ada.fill(path(id), { place: 'disclosures' }, path(id, 'correct'));
    expect(begun.headers.location).toMatch(/^\/desk\/drafts\/draft_\w{16}\/disclosures$/);
    expect((await ada.get(String(begun.headers.location))).statusCode).toBe(200);
    const again = await ada.fill(path(id), { place: '//elsewhere.example' }, path(id, 'correct'));
    expect(again.headers.location).toBe(String(begun.headers.location).replace('/disclosures', ''));
    expect((await rival.fill(path(id), {}, path(id, 'correct'))).statusCode).toBe(404);
  });
});

describe('a case before it is decided', () => {
  test('shows its applicant no note, finding, review or report, nor which cases it passed', async () => {
    const { id, lamp } = await submitted();
    const jumping = 'Sandbox: a note on others.';
    valueOf(await lamp.accept({ because: 'Sandbox: an internal note.', jumping }));
    valueOf(await lamp.record());
    valueOf(await lamp.evaluate({ because: 'Sandbox: a second note.', jumping }));
    const [evaluated] = (await eventsOf(id)).filter(({ type }) => type === 'EvaluationCompleted');
    valueOf(
      await lamp.review({ because: 'Sandbox: a third note.', remarks: ['Sandbox: a remark.'], jumping }),
    );
    const before = await ada.get(path(id));
    for (const kept of ['internal note', 'second note', 'third note', 'a remark', 'a note on others'])
      expect(before.body).not.toContain(kept);
    expect(before.body).not.toContain('Laboratory report received');
    expect(before.body).toContain('Not shown yet');
    expect(before.body).not.toContain(path(id, 'review'));
    if (evaluated?.type !== 'EvaluationCompleted') throw new Error('it was evaluated');
    expect((await ada.get(documentAt(id, evaluated.evaluation))).statusCode).toBe(404);
    expect((await ada.get(path(id, 'paper'))).statusCode).toBe(403);
    expect((await ada.get(path(id, 'archive'))).statusCode).toBe(403);
    valueOf(await lamp.refuse({ reasons: ['Sandbox: the reason.'], jumping }));
    denied = id;
    const after = await ada.get(path(id));
    expect(after.body).toContain('Sandbox: the reason.');
    expect(after.body).toContain('Every finding');
    expect(after.body).not.toContain('a remark');
    expect((await ada.get(documentAt(id, evaluated.evaluation))).statusCode).toBe(200);
  });

  test('that was denied begins anew with what was said, and has still to tell of the denial', async () => {
    const id = denied ?? nextCase();
    const begun = await ada.fill(path(id), {}, path(id, 'apply-again'));
    expect(begun.headers.location).toMatch(/^\/desk\/drafts\/draft_/);
    const draft = await ada.get(String(begun.headers.location));
    expect(draft.body).toContain('Sandbox Lamp');
    expect(draft.body).toMatch(/Earlier denials[^]*?task-open/);
    const open = await submitted();
    const early = await ada.fill(path(open.id, 'withdraw'), {}, path(open.id, 'apply-again'));
    expect(early.statusCode).toBe(422);
  });
});

describe('an applicant', () => {
  test('answers a question with words and a file of its own, and no question that was not put to it', async () => {
    const { id, lamp } = await submitted();
    valueOf(await lamp.ask({ by: CAST.intake }));
    const bytes = once('How it updates.');
    const given = { kind: 'answer', title: 'Updates', confidential: true, covers: [] };
    const kept = valueOf(
      await receiveEvidence(place.office, {
        ...{ organisation: DEVELOPER, by: CAST.applicant, fileName: 'a.txt', declaredType: 'text/plain' },
        ...{ bytes, given: { ...given, effective: { from: day('2026-11-01') } } },
      }),
    );
    const answer = { ...SAID, answer: 'Sandbox: this one.', evidence: kept.digest };
    const sent = await ada.fillParts(path(id, 'answer/thread-1'), answer);
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `${path(id)}?done=answer`]);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      ...{ type: 'InformationSupplied', thread: 'thread-1', evidence: [kept.digest] },
    });
    const foreign = { ...answer, evidence: `sha256:${'0'.repeat(64)}` };
    expect((await ada.fillParts(path(id, 'answer/thread-1'), foreign)).statusCode).not.toBe(303);
    expect((await ada.get(path(id, 'answer/thread-9'))).body).toContain('no such question');
  });

  test('signs a declaration anew only after reading it, and chooses a laboratory that is recognised', async () => {
    const { id } = await submitted();
    const signing = { ...SAID, signer: 'Anna Applicant (sandbox)', capacity: 'Owner' };
    expect((await ada.fill(path(id, 'sign/c1'), signing)).statusCode).toBe(422);
    expect((await ada.fill(path(id, 'sign/c1'), { ...signing, agreed: 'yes' })).statusCode).toBe(303);
    const body = 'body_sandbox-accredited-laboratory';
    expect((await ada.fill(path(id, 'choose-laboratory'), { ...SAID, body })).statusCode).toBe(303);
    const other = { ...SAID, body: 'body_nobody' };
    expect((await ada.fill(path(id, 'choose-laboratory'), other)).statusCode).toBe(404);
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual([
      ...['ApplicationSubmitted', 'DeclarationsSigned', 'LaboratoryAssigned'],
    ]);
  });

  test('withdraws an application after being told what is lost', async () => {
    const { id } = await submitted();
    expect((await ada.get(path(id, 'withdraw'))).body).toContain('cannot be taken back');
    expect((await ada.fill(path(id, 'withdraw'), SAID)).statusCode).toBe(303);
    expect((await ada.get(path(id, 'withdraw'))).statusCode).toBe(409);
    expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'ApplicationDiscontinued' });
  });
});

describe('a confidential file of a case', () => {
  test('is opened by its laboratory and its administrator, each with a line in the audit, and by nobody else', async () => {
    const { id, lamp } = await submitted();
    valueOf(await lamp.assign());
    valueOf(await lamp.ask({ by: CAST.intake }));
    const bytes = Buffer.from('Where the keys lie.');
    const sent = await ada.fillParts(
      path(id, 'answer/thread-1'),
      { ...SAID, answer: 'Sandbox: see it.' },
      bytes,
    );
    expect(sent.statusCode).toBe(303);
    const supplied = (await eventsOf(id)).at(-1);
    if (supplied?.type !== 'InformationSupplied') throw new Error('it was answered');
    const [digest] = supplied.evidence;
    if (!digest) throw new Error('with a file');
    const { office } = place;
    const theirs = await employ(office, LAMP_LABORATORY, { id: 'lina', roles: ['laboratory'] });
    const elsewhere = await registerBody(office, { id: 'org_sandbox-other-lab', kinds: ['laboratory'] });
    const others = await employ(office, elsewhere, { id: 'otto', roles: ['laboratory'] });
    const authority = await registerBody(office, {
      ...{ id: 'org_sandbox-authority', kinds: ['authority'], schemes: ['us-cyber-trust-mark'] },
    });
    const looks = await employ(office, authority, { id: 'auth', roles: ['authority'] });
    const ines = await sessionOf(office, CAST.intake);
    const open = async (session: string) => visitor(portal, session).get(documentAt(id, digest));
    for (const session of [theirs.session, ines]) {
      const read = await open(session);
      expect([read.statusCode, read.body]).toEqual([200, bytes.toString()]);
    }
    expect((await open(others.session)).statusCode).toBe(404);
    expect((await open(looks.session)).statusCode).toBe(403);
    expect((await rival.get(documentAt(id, digest))).statusCode).toBe(404);
    const { lines } = await readAudit(office.records.read, {
      ...{ administrator: 'SB', limit: 50, about: { casesAndSeat: DEVELOPER } },
    });
    const opened = lines.filter(
      ({ action, inputs }) => action === 'case.document.read' && inputs.includes(digest),
    );
    expect(opened.map(({ person, outcome }) => [person, outcome])).toEqual([
      [looks.person, 'refused'],
      [CAST.intake, 'read'],
      [theirs.person, 'read'],
    ]);
  });
});

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
