/** The desk of a label administrator, played through its own pages and forms, over a real office. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readArchive } from '@assay/office/case-file/archive';
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { CAST } from '@assay/office/rehearsal/script';
import { lampCase } from '@assay/office/test/lamp-case';
import {
  caseNumbered,
  freshPlace,
  instant,
  openUntilClosed,
  valueOf,
  type SandboxOffice,
} from '@assay/office/test/sandbox-office';
import { LENA } from '@assay/office/test/sandbox-people';
import { readAudit, readAuditOfSchemes } from '@assay/records/audit';
import { readStream } from '@assay/records/case-file';
import { databases } from '@assay/records/test/databases';
import { passingFolder } from '@assay/records/test/folder';
import type { CaseId, PersonId } from '@assay/vocabulary/ids';
import type { Role } from '@assay/vocabulary/programme';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { fillDesk, officeDesk, sessionOf, SHOWN } from './desk-cases.ts';
import { administratorsSeat, employ, registerBody } from './office-staff.ts';
import { hiddenFields, visitor } from './office-visitor.ts';
import { sampleDesk } from './sample-desk.ts';

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
const ACCREDITED = 'body_sandbox-accredited-laboratory';
const JUMPING = 'Sandbox: the earlier ones wait for somebody else.';
const path = (id: CaseId, page?: string) => `/desk/cases/${id}${page === undefined ? '' : `/${page}`}`;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  await fillDesk(place);
  place.setClock(instant('2026-12-04T09:30:00Z'));
  const desk = await officeDesk(place.office);
  portal = await openPortal(sampleDesk(), { requestsPerMinute: 100_000 }, { desk });
}, 240_000);
afterAll(async () => {
  await portal.close();
  await place.close();
});

const signedIn = async (person: PersonId) => visitor(portal, await sessionOf(place.office, person));
const eventsOf = (stream: CaseId) => readStream(place.office.records.read, { administrator: 'SB', stream });

/** The file that the dossier of the lamp names, as a member of an exported case. */
const TECHNICAL_FILE = 'files/6f52109c55ff47f8b7a567fd914efb6342c3cf9c995320db41a6e208c43e277e';

describe('the queue', () => {
  test('opens on what waits for the role of whoever looks, the earliest received first', async () => {
    const { body } = await (await signedIn(CAST.intake)).get('/desk/cases');
    const order = [...body.matchAll(/href="\/desk\/cases\/(case_\d{16})"/g)].map(([, id]) => id);
    expect(order).toEqual([SHOWN.incomplete, SHOWN.submitted]);
  });

  test('shows by word and shape, beside colour, whose day has passed', async () => {
    const ines = await signedIn(CAST.intake);
    const waiting = await ines.get('/desk/cases?waits=applicant');
    expect(waiting.body).toContain(path(SHOWN.asked));
    expect(waiting.body).toMatch(/clock-overdue"><svg[^]*?<\/svg>Overdue/);
    expect((await ines.get('/desk/cases?waits=reviewer')).body).not.toContain('clock-overdue');
  });

  test('lists whose day has passed apart, the longest overdue first, on the page and for programs', async () => {
    const ines = await signedIn(CAST.intake);
    const { body } = await ines.get('/desk/cases?waits=overdue');
    expect(body).toContain(path(SHOWN.asked));
    expect(body).not.toContain(path(SHOWN.granted));
    const seat = await administratorsSeat(place.office);
    const ci = { id: 'ci-of-intake', roles: ['intake' as const], scopes: ['cases:read'] };
    const { key } = await employ(place.office, seat, ci);
    const headers = { authorization: `Bearer ${key}` };
    const told = await portal.inject({ url: '/api/v1/cases?overdue=yes', headers });
    const { items } = told.json<{ items: { case: string; due: { on: string; overdue: boolean } }[] }>();
    expect(items.map((one) => one.case)).toContain(SHOWN.asked);
    expect(items.every(({ due }) => due.overdue)).toBe(true);
    const days = items.map(({ due }) => due.on);
    expect(days).toEqual(days.toSorted());
    const code = async (query: string) =>
      (await portal.inject({ url: `/api/v1/cases?${query}`, headers })).json<{ code?: string }>().code;
    expect(await code('overdue=yes&after=elsewhere')).toBe('malformed-cursor');
    expect(await code('overdue=yes&waits=applicant')).toBe('malformed-parameter');
    expect((await ines.get('/desk/cases?waits=overdue&after=elsewhere')).statusCode).toBe(422);
  });

  test('refuses a step that there is not, and a place that no page gave', async () => {
    const ines = await signedIn(CAST.intake);
    expect((await ines.get('/desk/cases?waits=everybody')).statusCode).toBe(400);
    expect((await ines.get('/desk/cases?after=elsewhere')).statusCode).toBe(422);
  });
});

describe('a case', () => {
  test('is worked from receipt to label through forms, by six people, each step open to one of them', async () => {
    const id = caseNumbered(40);
    const lamp = await lampCase(place.office, id);
    valueOf(await lamp.submit());
    const act = async (person: PersonId, page: string, fields: Readonly<Record<string, string>> = {}) => {
      const answer = await (
        await signedIn(person)
      ).fill(path(id, page), {
        ...{ because: `Sandbox: ${page}.`, jumping: JUMPING },
        ...fields,
      });
      expect([page, answer.statusCode, answer.headers.location]).toEqual([
        page,
        303,
        `${path(id)}?done=${page}`,
      ]);
    };
    await act(CAST.intake, 'laboratory', { body: ACCREDITED });
    await act(CAST.intake, 'accept');
    valueOf(await lamp.record({ by: LENA }));
    await act(CAST.evaluator, 'evaluate');
    await act(CAST.reviewer, 'review', { sufficient: 'yes', remarks: 'Sandbox: one.\nSandbox: two.' });
    await act(CAST.decider, 'grant', { effective: '2026-12-07' });
    const iris = await signedIn(CAST.issuer);
    const early = await iris.fill(path(id, 'issue'), { because: 'Sandbox: too early.' });
    expect(early.statusCode).toBe(422);
    place.setClock(instant('2026-12-07T15:00:00Z'));
    // The session of Friday has ended by Monday.
    const later = await signedIn(CAST.issuer);
    const issued = await later.fill(path(id, 'issue'), { because: 'Sandbox: issue.' });
    expect([issued.statusCode, issued.headers.location]).toEqual([303, `${path(id)}?done=issue`]);
    await finishIssuance(place.office);
    expect((await later.get(path(id))).body).toMatch(/href="\/L\/[A-Z0-9-]+\/print"/);
    place.setClock(instant('2026-12-04T09:30:00Z'));
    const events = await eventsOf(id);
    expect(events.map(({ type }) => type)).toEqual([
      ...['ApplicationSubmitted', 'LaboratoryAssigned', 'ApplicationAccepted', 'TestReportReceived'],
      ...['EvaluationCompleted', 'ReviewCompleted', 'LabelGranted'],
    ]);
    expect(events.at(-2)).toMatchObject({ remarks: ['Sandbox: one.', 'Sandbox: two.'] });
    expect(events.at(-1)).toMatchObject({ effective: '2026-12-07' });
  });

  test('says to each why an act is not theirs, and refuses it at its own address for the same reason', async () => {
    const eva = await signedIn(CAST.evaluator);
    expect((await eva.get(path(SHOWN.evaluated))).body).toContain('It needs the role reviewer');
    const office = await administratorsSeat(place.office);
    const both = await employ(place.office, office, { id: 'both', roles: ['evaluator', 'reviewer'] });
    const lamp = await lampCase(place.office, caseNumbered(41));
    valueOf(await lamp.submit());
    valueOf(await lamp.accept({ jumping: JUMPING }));
    valueOf(await lamp.evaluate({ jumping: JUMPING, by: both.person }));
    const seen = await visitor(portal, both.session).get(path(caseNumbered(41)));
    expect(seen.body).toContain('You took part in this case as evaluator');
    expect((await visitor(portal, both.session).get(path(caseNumbered(41), 'review'))).statusCode).toBe(403);
  });

  test('of somebody else’s administrator is answered as one that is not there; its applicant has other pages', async () => {
    const elsewhere = await registerBody(place.office, {
      ...{ id: 'org_elsewhere', kinds: ['label-administrator'], administrator: 'ZZ' },
    });
    const zed = await employ(place.office, elsewhere, { id: 'zed', roles: ['intake', 'decider'] });
    const [theirs, nowhere] = [
      await visitor(portal, zed.session).get(path(SHOWN.submitted)),
      await visitor(portal, zed.session).get(path(caseNumbered(99))),
    ];
    expect([theirs.statusCode, nowhere.statusCode]).toEqual([404, 404]);
    expect(theirs.body).not.toContain('Sandbox Lamp');
    expect((await visitor(portal, zed.session).get('/desk/cases?waits=all')).body).not.toContain(
      'Sandbox Lamp',
    );
  });

  test('is there to read for an authority over its scheme, with no act on it', async () => {
    const authority = await registerBody(place.office, {
      ...{ id: 'org_authority', kinds: ['authority'], schemes: ['us-cyber-trust-mark'] },
    });
    const auth = await employ(place.office, authority, { id: 'auth', roles: ['authority'] });
    const reads = visitor(portal, auth.session);
    const seen = await reads.get(path(SHOWN.submitted));
    expect(seen.statusCode).toBe(200);
    expect(seen.body).toContain('You see this case to read');
    expect(seen.body).not.toContain('What you can do');
    expect((await reads.get(path(SHOWN.submitted, 'accept'))).statusCode).toBe(403);
    expect((await reads.get('/desk/cases')).body).toContain(path(SHOWN.submitted));
  });

  test('is returned with each item that is missing, and cannot be accepted', async () => {
    const ines = await signedIn(CAST.intake);
    const page = await ines.get(path(SHOWN.incomplete, 'return'));
    expect(page.body).toContain('item');
    const refused = await ines.fill(path(SHOWN.incomplete, 'accept'), { because: 'Sandbox: all there.' });
    expect(refused.statusCode).toBe(422);
    const back = await ines.fill(path(SHOWN.incomplete, 'return'), { because: 'Sandbox: see the list.' });
    expect(back.statusCode).toBe(303);
    expect((await eventsOf(SHOWN.incomplete)).at(-1)).toMatchObject({
      type: 'ApplicationReturned',
      missing: [{ code: 'disclosure-missing' }],
    });
  });
});

describe('a form', () => {
  test('that comes from a stale tab is shown again with its text and what has happened since', async () => {
    const id = caseNumbered(42);
    const lamp = await lampCase(place.office, id);
    valueOf(await lamp.submit());
    const ines = await signedIn(CAST.intake);
    const hidden = hiddenFields((await ines.get(path(id, 'ask'))).body);
    valueOf(await lamp.accept({ jumping: JUMPING }));
    const late = await ines.post(path(id, 'ask'), {
      ...{ ...hidden, of: 'applicant', question: 'Sandbox: my long question', because: 'Sandbox.' },
    });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('Sandbox: my long question');
    expect(late.body).toContain('application accepted');
    expect((await eventsOf(id)).length).toBe(2);
  });

  test('that is sent twice is done once', async () => {
    const ines = await signedIn(CAST.intake);
    const id = SHOWN.submitted;
    const fields = {
      ...hiddenFields((await ines.get(path(id, 'ask'))).body),
      ...{ of: 'applicant', question: 'Sandbox: once?', respondBy: '2026-12-20', because: 'Sandbox.' },
    };
    const [one, other] = await Promise.all([
      ines.post(path(id, 'ask'), fields),
      ines.post(path(id, 'ask'), fields),
    ]);
    expect([one.statusCode, other.statusCode]).toEqual([303, 303]);
    expect((await eventsOf(id)).filter(({ type }) => type === 'InformationRequested')).toHaveLength(1);
  });

  test('that takes a case before an earlier one says which, and is not done without a reason', async () => {
    const ids = [caseNumbered(43), caseNumbered(44)] as const;
    for (const id of ids) valueOf(await (await lampCase(place.office, id)).submit());
    const ines = await signedIn(CAST.intake);
    const page = path(ids[1], 'accept');
    expect((await ines.get(page)).body).toContain(path(ids[0]));
    const refused = await ines.fill(page, { because: 'Sandbox: complete.' });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('href="#jumping"');
    expect((await ines.fill(page, { because: 'Sandbox: complete.', jumping: JUMPING })).statusCode).toBe(303);
    expect((await eventsOf(ids[1])).at(-1)).toMatchObject({ jumped: { because: JUMPING } });
    expect((await ines.get(path(ids[1]))).body).toContain('Taken before');
  });

  test('offers only laboratories that are recognised and in scope, and takes no other', async () => {
    const ines = await signedIn(CAST.intake);
    const page = await ines.get(path(SHOWN.submitted, 'laboratory'));
    expect(page.body).toContain(`value="${ACCREDITED}"`);
    expect(page.body).not.toContain('value="body_sandbox-laboratory"');
    expect(page.body).toContain('never recognised');
    const forged = await ines.fill(path(SHOWN.submitted, 'laboratory'), {
      ...{ body: 'body_sandbox-laboratory', because: 'Sandbox.' },
    });
    expect(forged.statusCode).toBe(422);
  });
});

describe('a decision', () => {
  test('overrules each open gap by its name and with a reason, or grants nothing', async () => {
    const dan = await signedIn(CAST.decider);
    const page = (await dan.get(path(SHOWN.short, 'grant'))).body;
    const gaps = [...page.matchAll(/name="gap" value="([^"]+)"/g)].map(([, gap = '']) => gap);
    expect(gaps.length).toBeGreaterThan(1);
    const reasons = gaps.map((gap) => `Sandbox: closed, ${gap}`);
    const [, ...but] = reasons;
    const refused = await dan.post(path(SHOWN.short, 'grant'), {
      ...hiddenFields(page),
      ...{ gap: gaps, overruled: ['', ...but], because: 'Sandbox: overruled.', jumping: JUMPING },
    });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('href="#overruled"');
    expect(refused.body).toContain(but[0]);
    const again = await dan.post(path(SHOWN.short, 'grant'), {
      ...hiddenFields(refused.body),
      ...{ gap: gaps, overruled: reasons, because: 'Sandbox: overruled.', jumping: JUMPING },
    });
    expect(again.statusCode).toBe(303);
    expect((await eventsOf(SHOWN.short)).at(-1)).toMatchObject({
      type: 'LabelGranted',
      overruled: gaps.map((requirement, i) => ({ requirement, reason: reasons[i] })),
    });
  });

  test('denies with reasons of its own, and not without any', async () => {
    const dan = await signedIn(CAST.decider);
    const bare = await dan.fill(path(SHOWN.reviewed, 'deny'), { because: 'Sandbox.' });
    expect(bare.statusCode).toBe(422);
    expect(bare.body).toContain('href="#reasons"');
    const denied = await dan.fill(path(SHOWN.reviewed, 'deny'), {
      ...{ because: 'Sandbox: denied.', reasons: 'Sandbox: first.\n\nSandbox: second.', jumping: JUMPING },
    });
    expect(denied.statusCode).toBe(303);
    expect((await eventsOf(SHOWN.reviewed)).at(-1)).toMatchObject({
      type: 'LabelRefused',
      reasons: ['Sandbox: first.', 'Sandbox: second.'],
    });
  });

  test('dismisses only on a ground with what it needs, and for silence only after its day', async () => {
    const dan = await signedIn(CAST.decider);
    const because = { because: 'Sandbox: no answer came.' };
    const dismiss = (fields: Readonly<Record<string, string>>) =>
      dan.fill(path(SHOWN.asked, 'dismiss'), { ...because, ...fields });
    expect((await dismiss({ grounds: 'not-in-accordance' })).body).toContain('href="#rule"');
    expect((await dismiss({ grounds: 'not-supplied' })).body).toContain('href="#thread"');
    expect((await dismiss({ grounds: 'not-supplied', thread: 'thread-1' })).statusCode).toBe(422);
    expect((await dismiss({ grounds: 'not-supplied', thread: 'thread-2' })).statusCode).toBe(303);
    expect((await eventsOf(SHOWN.asked)).at(-1)).toMatchObject({
      grounds: { kind: 'not-supplied', thread: 'thread-2' },
    });
  });
});

describe('an earlier denial', () => {
  test('of the same product is shown at intake and at the decision, beside what the applicant told', async () => {
    // The lamp was denied a moment ago: SHOWN.reviewed.
    const hiding = await lampCase(place.office, caseNumbered(60));
    valueOf(await hiding.submit());
    const ines = await signedIn(CAST.intake);
    const page = (await ines.get(path(caseNumbered(60), 'return'))).body;
    expect(page).toContain('On record, of the same or a similar product');
    expect(page).toContain(`href="${path(SHOWN.reviewed)}"`);
    expect(page).toContain('The applicant told of none.');
    expect((await ines.get(path(caseNumbered(60)))).body).toContain('Earlier denials');
    const denial = { administrator: 'SB', reasons: 'Sandbox: gaps.', corrected: 'Sandbox: <b>closed</b>.' };
    const telling = await lampCase(place.office, caseNumbered(61));
    valueOf(await telling.submit({ priorDenials: [denial] }));
    const jumping = { jumping: JUMPING };
    valueOf(await telling.accept(jumping));
    valueOf(await telling.record());
    valueOf(await telling.evaluate(jumping));
    valueOf(await telling.review(jumping));
    const dan = (await (await signedIn(CAST.decider)).get(path(caseNumbered(61), 'deny'))).body;
    expect(dan).toContain(`href="${path(SHOWN.reviewed)}"`);
    expect(dan).toContain('Sandbox: &lt;b>closed&lt;/b>.');
    const ada = visitor(portal, await sessionOf(place.office, CAST.applicant));
    expect((await ada.get(path(caseNumbered(61)))).body).not.toContain(SHOWN.reviewed);
  });
});

describe('what a case holds', () => {
  test('is opened by its digest, of the case alone, and each opening is in the audit with the digest', async () => {
    const [submitted] = await eventsOf(SHOWN.labelled);
    if (submitted?.type !== 'ApplicationSubmitted') throw new Error('a case begins with its application');
    const iris = await signedIn(CAST.issuer);
    const hex = submitted.dossier.slice('sha256:'.length);
    const opened = await iris.get(path(SHOWN.labelled, `documents/${hex}`));
    expect([opened.statusCode, opened.headers['content-type']]).toEqual([200, 'application/yaml']);
    expect(opened.body).toContain('Sandbox Lamp');
    const other = (await eventsOf(SHOWN.incomplete))[0];
    const theirs = other?.type === 'ApplicationSubmitted' ? other.dossier.slice('sha256:'.length) : '';
    for (const missing of [theirs, 'f'.repeat(64), 'nothing'])
      expect((await iris.get(path(SHOWN.labelled, `documents/${missing}`))).statusCode).toBe(404);
    const { lines } = await readAudit(place.office.records.read, {
      administrator: 'SB',
      about: { casesAndSeat: await administratorsSeat(place.office) },
      limit: 4,
    });
    expect(lines.map(({ action, outcome }) => [action, outcome])).toEqual([
      ...Array.from({ length: 3 }, () => ['case.document.read', 'refused']),
      ['case.document.read', 'read'],
    ]);
    expect(lines[3]).toMatchObject({ object: SHOWN.labelled, inputs: [submitted.dossier] });
  });

  test('is handed out whole, as paper and as an archive of which nothing stays here', async () => {
    const iris = await signedIn(CAST.issuer);
    const paper = await iris.get(path(SHOWN.labelled, 'paper'));
    expect([paper.statusCode, paper.rawPayload.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    const archive = await iris.get(path(SHOWN.labelled, 'archive'));
    expect(archive.headers['content-type']).toBe('application/zip');
    const folder = passingFolder('case-desk');
    const file = join(folder, 'case.zip');
    writeFileSync(file, archive.rawPayload);
    const members = valueOf(await readArchive(file));
    rmSync(folder, { recursive: true });
    expect([...members.keys()]).toEqual(
      expect.arrayContaining(['manifest.json', 'seal.jws', 'events.ndjson', TECHNICAL_FILE]),
    );
  });
});

describe('the audit', () => {
  const employAt = async (id: string, schemes: string[], roles: readonly Role[]) => {
    const house = await registerBody(place.office, { id: `org_${id}`, kinds: ['authority'], schemes });
    return employ(place.office, house, { id, roles, scopes: ['audit:read'] });
  };
  const linesFor = async (key: string, query = '') => {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await portal.inject({ url: `/api/v1/audit${query}`, headers });
    return { status: answer.statusCode, ...answer.json<{ items: Line[]; next?: string }>() };
  };
  type Line = { readonly action: string; readonly object?: string; readonly outcome: string };

  test('of the cases of its schemes is read by an authority, whoever did, was refused or read what', async () => {
    const scheme = (await lookAtScheme(SHOWN.labelled)).replace(/@.*/, '');
    const anton = await employAt('anton-authority', [scheme], ['authority']);
    const dan = await signedIn(CAST.decider);
    await dan.get(path(SHOWN.labelled));
    await dan.get(path(SHOWN.labelled, 'grant'));
    // Somebody of another house, who does not see the case; the authority sees that they tried.
    const maker = await registerBody(place.office, { id: 'org_elsewhere', kinds: ['developer'] });
    const { session } = await employ(place.office, maker, { id: 'elsewhere', roles: ['applicant'] });
    await visitor(portal, session).get(path(SHOWN.labelled));
    const page = await visitor(portal, anton.session).get('/desk/audit');
    expect([page.statusCode, page.body]).toEqual([200, expect.stringContaining('elsewhere') as string]);
    // By name, and by the id that no change of a name touches.
    expect(page.body).toContain('Dan Decider (sandbox)');
    expect(page.body).toContain(CAST.decider);
    const { items } = await linesFor(anton.key);
    expect(items.slice(0, 3).map(({ object, outcome }) => [object, outcome])).toEqual([
      [SHOWN.labelled, 'refused'],
      [SHOWN.labelled, 'refused'],
      [SHOWN.labelled, 'read'],
    ]);
    expect(new Set(items.map(({ object = '' }) => object.split('_')[0]))).toEqual(new Set(['case']));
    const { next } = await linesFor(anton.key);
    if (next === undefined) throw new Error('more was done than a page holds');
    const second = await linesFor(anton.key, `?after=${next}`);
    const whole = { schemes: [scheme], limit: items.length + second.items.length };
    const { lines } = await readAuditOfSchemes(place.office.records.read, whole);
    expect([...items, ...second.items]).toEqual(lines);
  });

  test('of another scheme is not, nor what an administrator does beside its cases', async () => {
    const other = await employAt('olaf-authority', ['korea-iot'], ['authority']);
    expect(await linesFor(other.key)).toMatchObject({ status: 200, items: [] });
    expect((await visitor(portal, other.session).get('/desk/audit')).body).not.toContain('case_');
    expect(await linesFor(other.key, '?of=own')).toMatchObject({ status: 403 });
  });

  test('is not for whoever only manages the authority, and not in their menu', async () => {
    const scheme = (await lookAtScheme(SHOWN.labelled)).replace(/@.*/, '');
    const { session, key } = await employAt('mia-authority', [scheme], ['manager']);
    expect((await linesFor(key)).status).toBe(403);
    const mia = visitor(portal, session);
    expect((await mia.get('/desk/audit')).statusCode).toBe(403);
    expect((await mia.get('/desk')).body).not.toContain('href="/desk/audit"');
  });

  test('is both to a body that is administrator and looks after schemes, one at a time', async () => {
    const seat = await administratorsSeat(place.office);
    const { session } = await employ(place.office, seat, { id: 'leo-lead', roles: ['lead', 'manager'] });
    const leo = visitor(portal, session);
    const own = await leo.get('/desk/audit');
    expect(own.body).toContain('href="/desk/audit?of=schemes"');
    const schemes = await leo.get('/desk/audit?of=schemes');
    expect(schemes.body).toContain('us-cyber-trust-mark');
    expect((own.body.match(/href="\/desk\/audit"/g) ?? []).length).toBe(1);
    for (const bad of ['?of=all', '?after=0', '?after=-1', '?after=x', '?of=own&of=schemes', '?seq=1'])
      expect([bad, (await leo.get(`/desk/audit${bad}`)).statusCode]).toEqual([bad, 400]);
  });

  async function lookAtScheme(id: CaseId): Promise<string> {
    const [submitted] = await eventsOf(id);
    if (submitted?.type !== 'ApplicationSubmitted') throw new Error('a case begins with its application');
    return submitted.scheme;
  }
});
