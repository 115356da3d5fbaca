import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { listMails } from '@assay/records/mail';
import { readDraft } from '@assay/records/draft';
import type { Jobs } from '@assay/records/jobs';
import { putMembership } from '@assay/records/membership';
import { addPerson } from '@assay/records/person';
import { databases } from '@assay/records/test/databases';
import { listDeliveries } from '@assay/records/webhook-delivery';
import { startWorker, type Tasks } from '@assay/records/worker';
import type { DraftId, EndpointId } from '@assay/vocabulary/desk-ids';
import type { CaseId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { WEBHOOK_KINDS } from '@assay/vocabulary/webhook';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { callWebhook } from '../src/notices/call-webhook.ts';
import { sendMail } from '../src/notices/send-mail.ts';
import { tellOfCase } from '../src/notices/tell-of-case.ts';
import { addWebhook } from '../src/notices/webhooks.ts';
import { administratorOf } from '../src/office.ts';
import { loadWords } from '../src/words.ts';
import { eventsOf, everyMoment, killer, prepared, type Ends } from './kill-at-each.ts';
import { inTurn, lampCase } from './lamp-case.ts';
import { filledLampDraft, OURS } from './lamp-draft.ts';
import { grantOnce, handInLamp, noting, TAKEN } from './once-at-the-desk.ts';
import { AT, caseNumbered, HOME, valueOf, type Place, type SandboxOffice } from './sandbox-office.ts';

const LONG = { timeout: 120_000 };
const CASE = caseNumbered(1);
const [server] = databases();
if (!server) throw new Error('there is always a server');

const killedAtEach = killer();
const words = await loadWords(HOME);

describe('a kill', () => {
  const ends: Ends = [];
  let draft: DraftId;
  let drafted: Place;
  let reviewed: Place;
  let granted: Place;
  let endpoint: EndpointId;

  beforeAll(async () => {
    drafted = await prepared(server, ends, async ({ office }) => {
      draft = await filledLampDraft(office);
    });
    reviewed = await prepared(server, ends, async ({ office }) =>
      inTurn(await lampCase(office, CASE), 'submit', 'accept', 'record', 'evaluate', 'review'),
    );
    granted = await prepared(server, ends, async (place) => {
      endpoint = await somebodyToTell(place);
      const lamp = await lampCase(place.office, CASE);
      await inTurn(lamp, 'submit', 'accept', 'record', 'evaluate', 'review', 'grant');
    });
  }, 120_000);
  afterAll(async () => {
    for (const end of ends) await end();
  });

  test(
    'at any write of handing in leaves one application or none, and never a draft that says otherwise',
    LONG,
    async () => {
      const act = { kind: 'hand-in', draft } as const;
      const then = (reopened: SandboxOffice) => oneApplication(reopened, draft);
      const moments = await killedAtEach({ server, fine: true, from: drafted, act, then }, everyMoment(1));
      expect(moments.filter((name) => name.includes('commit'))).not.toEqual([]);
    },
  );

  test('at any write of granting leaves one grant and one job to tell of it, or neither', LONG, async () => {
    const act = { kind: 'grant', case: CASE } as const;
    const moments = await killedAtEach(
      { server, fine: true, from: reviewed, act, then: oneGrant },
      everyMoment(1),
    );
    expect(moments).toHaveLength(3);
  });

  test(
    'at any write of telling loses no mail and no call; what may come twice comes under one id',
    LONG,
    async () => {
      const job = { administrator: 'SB', case: CASE, from: 1, to: 6 };
      const act = { kind: 'tell', job, home: HOME } as const;
      const then = (reopened: SandboxOffice) => allTold(reopened, endpoint);
      const moments = await killedAtEach({ server, fine: false, from: granted, act, then }, everyMoment(3));
      expect(moments.filter((name) => name.endsWith('not noted here'))).toHaveLength(2 + 4);
    },
  );
});

/** Somebody of the developer who has a mail address, and a program of theirs that is called about everything. */
async function somebodyToTell({ office }: SandboxOffice): Promise<EndpointId> {
  await office.records.write(async (tx) => {
    const person = 'person_grace' as PersonId;
    await addPerson(tx, { id: person, name: 'Grace (sandbox)', mail: 'grace@sandbox.example', since: AT });
    const { organisation } = OURS;
    await putMembership(tx, { person, organisation, roles: ['applicant'], conflicts: [], since: AT });
  });
  const url = 'https://hooks.sandbox.example/';
  return valueOf(await addWebhook(office, { ...OURS, url, kinds: WEBHOOK_KINDS })).endpoint;
}

/** Whoever handed in was not told after a kill, so hands in again. */
async function oneApplication(reopened: SandboxOffice, draft: DraftId): Promise<void> {
  const { office } = reopened;
  const before = await eventsOf(office, 'ApplicationSubmitted');
  const handed = valueOf(await handInLamp(office, draft));
  expect(handed.repeated).toBe(before === 1);
  expect(await eventsOf(office, 'ApplicationSubmitted')).toBe(1);
  const kept = await readDraft(office.records.read, { organisation: OURS.organisation, id: draft });
  expect(kept).toMatchObject({ case: handed.case, handedInAt: AT });
  expect(await jobsToTell(reopened, handed.case)).toEqual([{ from: 1, to: 1 }]);
}

async function oneGrant(reopened: SandboxOffice): Promise<void> {
  const { office } = reopened;
  const before = await eventsOf(office, 'LabelGranted');
  expect(valueOf(await grantOnce(office, CASE)).repeated).toBe(before === 1);
  expect(await eventsOf(office, 'LabelGranted')).toBe(1);
  const last = (await jobsToTell(reopened, CASE)).filter(({ to }) => to === 6);
  expect(last).toEqual([{ from: 6, to: 6 }]);
}

/** The job was not done, so a worker does it again, an hour later, when whoever died holds nothing any more. */
async function allTold(reopened: SandboxOffice, endpoint: EndpointId): Promise<void> {
  const { office, folder, url, setClock } = reopened;
  const { read } = office.records;
  const administrator = administratorOf(office);
  const mails = async () => (await listMails(read, { administrator, limit: 50 })).rows;
  const calls = async () => (await listDeliveries(read, { administrator, endpoint, limit: 50 })).rows;
  setClock(addSeconds(AT, 3_600));
  const { mail, post } = noting({ office, folder });
  const tasks = {
    'tell-of-case': (job: Jobs['tell-of-case']) => tellOfCase(office, words, job),
    'send-mail': ({ mail: id }: Jobs['send-mail']) => sendMail(office, id, mail),
    'call-webhook': async ({ delivery }: Jobs['call-webhook']) => {
      await callWebhook(office, delivery, { post, words });
    },
  };
  await working({ url, tasks }, async () => {
    expect((await mails()).map(({ kind, state }) => [kind, state]).toSorted()).toEqual([
      ['application-accepted', 'sent'],
      ['label-granted', 'sent'],
    ]);
    expect((await calls()).map(({ kind, state }) => [kind, state]).toSorted()).toEqual([
      ['case.accepted', 'delivered'],
      ['case.granted', 'delivered'],
      ['case.report-received', 'delivered'],
      ['case.submitted', 'delivered'],
    ]);
  });
  expect(noted(folder, TAKEN.mail)).toEqual(new Set((await mails()).map(({ id }) => id)));
  expect(noted(folder, TAKEN.calls)).toEqual(new Set((await calls()).map(({ id }) => id)));
}

function noted(folder: string, name: string): ReadonlySet<string> {
  const file = join(folder, name);
  return new Set(existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
}

type Told = Pick<Jobs['tell-of-case'], 'from' | 'to'>;

/** What a worker finds to tell of a case: which of its events. */
async function jobsToTell({ url }: Place, id: CaseId): Promise<readonly Told[]> {
  const found: Told[] = [];
  const note = async ({ case: about, from, to }: Jobs['tell-of-case']) => {
    if (about === id) found.push({ from, to });
  };
  await working({ url, tasks: { 'tell-of-case': note } }, async () => {
    expect(found).not.toEqual([]);
  });
  return found.toSorted((a, b) => a.from - b.from);
}

/** A real worker at a place, until what is expected holds. */
async function working(
  { url, tasks }: { readonly url: string; readonly tasks: Partial<Tasks> },
  expected: () => Promise<void>,
): Promise<void> {
  const failed: unknown[] = [];
  const none = async () => undefined;
  const others = { 'tell-of-account': none, 'send-mail': none, 'call-webhook': none, 'look-around': none };
  const worker = await startWorker({
    url,
    tasks: { 'tell-of-case': none, ...others, ...tasks },
    complain: (error) => failed.push(error),
  });
  try {
    await vi.waitFor(expected, { timeout: 20_000 });
  } finally {
    await worker.stop();
  }
  expect(failed).toEqual([]);
}
