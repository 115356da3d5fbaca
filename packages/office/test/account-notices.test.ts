import { setTimeout as sleep } from 'node:timers/promises';

import { listMails } from '@assay/records/mail';
import { startWorker } from '@assay/records/worker';
import { expect, onTestFinished, test } from 'vitest';

import { tellOfAccount } from '../src/notices/tell-of-account.ts';
import { administratorOf } from '../src/office.ts';
import { makeApiKey } from '../src/sign-in/api-keys.ts';
import { followLink, makeRecoveryLink } from '../src/sign-in/links.ts';
import { endOtherSessions } from '../src/sign-in/own-sessions.ts';
import { makeServiceAccount } from '../src/sign-in/service-accounts.ts';
import { signInWithPassword } from '../src/sign-in/use-password.ts';
import { loadWords } from '../src/words.ts';
import {
  browser,
  cameIn,
  freshDoor,
  MIRA,
  oneServer,
  PASSWORD,
  refusalOf,
  RITA,
  withPassword,
} from './doorkeeper.ts';
import { HOME, valueOf } from './sandbox-office.ts';

const MAIL = 'rita.reviewer@sandbox.example';
const MANAGER = 'mira.manager@sandbox.example';
const words = await loadWords(HOME);

async function opened() {
  const door = await freshDoor(oneServer());
  const { office, url } = door;
  const jobs: { readonly event: number }[] = [];
  const none = () => Promise.resolve();
  const complaints: unknown[] = [];
  const worker = await startWorker({
    ...{ url, complain: (error: unknown) => complaints.push(error) },
    tasks: {
      ...{ 'tell-of-case': none, 'send-mail': none, 'call-webhook': none, 'look-around': none },
      'tell-of-account': async (job) => {
        jobs.push(job);
        await tellOfAccount(office, words, job);
      },
    },
  });
  onTestFinished(() => worker.stop());
  const mails = async () => {
    const administrator = administratorOf(office);
    return (await listMails(office.records.read, { administrator, limit: 50 })).rows;
  };
  /** What was said to whom, sorted, once there are so many; told again, it does not grow. */
  const said = async (count: number) => {
    for (let turn = 0; turn < 200 && (await mails()).length < count; turn += 1) await sleep(25);
    for (const job of jobs) await tellOfAccount(office, words, job);
    expect(complaints).toEqual([]);
    return (await mails()).map(({ kind, address }) => `${kind} ${address}`).toSorted();
  };
  const signIn = (code: string, by: string) =>
    signInWithPassword(office, { mail: MAIL, password: PASSWORD, code, browser: browser(by) });
  return { ...door, mails, said, signIn };
}

test('a sign-in on a device that is strange to an account is told to its owner; the first ever and a known one are not', async () => {
  const { office, wait, mails, said, signIn } = await opened();
  const { code } = await withPassword(office, await cameIn(office, RITA));
  wait(60);
  valueOf(await signIn(code(), 'first'));
  const before = ['sign-in-link-made', 'ways-in-changed'].map((kind) => `${kind} ${MAIL}`);
  expect(await said(2)).toEqual(before);
  wait(60);
  valueOf(await signIn(code(), 'elsewhere'));
  wait(60);
  expect(refusalOf(await signIn('000000', 'a guess'))).toBe('not-signed-in');
  expect(await said(3)).toEqual([`new-device ${MAIL}`, ...before]);
  const set = (await mails()).find(({ kind }) => kind === 'ways-in-changed');
  expect(set?.body).toContain('A password with a second factor was set for your account.');
  const told = (await mails()).find(({ kind }) => kind === 'new-device');
  expect(told?.body).toContain('Firefox, Linux');
  expect(told?.body).toContain(`${office.origin}/account`);
});

test('a recovery is told to whoever is recovered and to the manager who does it, when the link is made and when it is used', async () => {
  const { office, mails, said } = await opened();
  await cameIn(office, RITA);
  const mira = await cameIn(office, MIRA, browser('mira'));
  const { token } = valueOf(await makeRecoveryLink(office, mira, RITA));
  valueOf(await followLink(office, { token, browser: browser('anew') }));
  expect(await said(7)).toEqual([
    `new-device ${MAIL}`,
    ...[`recovery-link-made ${MAIL}`, `recovery-used ${MAIL}`],
    ...[`recovery-watched ${MANAGER}`, `recovery-watched ${MANAGER}`],
    ...[`sign-in-link-made ${MANAGER}`, `sign-in-link-made ${MAIL}`],
  ]);
  const watched = (await mails()).filter(({ kind }) => kind === 'recovery-watched');
  for (const { body } of watched) expect(body).toContain('Rita Reviewer');
  for (const { body } of await mails()) expect(body).not.toContain(token);
});

test('a recovery code that lets somebody in is told, and so is that codes were made; ending sessions is not', async () => {
  const { office, wait, said, signIn } = await opened();
  const rita = await cameIn(office, RITA);
  const { codes } = await withPassword(office, rita);
  wait(60);
  valueOf(await signIn(codes[0] ?? '', 'first'));
  valueOf(await endOtherSessions(office, rita));
  expect(await said(3)).toEqual([
    ...[`recovery-used ${MAIL}`, `sign-in-link-made ${MAIL}`, `ways-in-changed ${MAIL}`],
  ]);
});

test('a key is told to whoever it acts for, and one of a service, which has no address, to the manager who made it', async () => {
  const { office, mails, said } = await opened();
  const asked = { name: 'bench <b>', scopes: ['cases:read'], days: 30 } as const;
  const rita = await cameIn(office, RITA);
  const { text } = valueOf(await makeApiKey(office, rita, asked));
  const mira = await cameIn(office, MIRA, browser('mira'));
  const robot = { name: 'Sandbox robot', roles: ['laboratory'] } as const;
  const service = valueOf(await makeServiceAccount(office, mira, robot));
  valueOf(await makeApiKey(office, mira, { ...asked, service }));
  expect((await said(4)).filter((one) => one.startsWith('api-key'))).toEqual([
    ...[`api-key-made ${MANAGER}`, `api-key-made ${MAIL}`],
  ]);
  const body = async (address: string) =>
    (await mails()).find((mail) => mail.kind === 'api-key-made' && mail.address === address)?.body;
  expect(await body(MAIL)).toContain('in your name until 2026-12-21: bench <b>.');
  expect(await body(MANAGER)).toContain('for a service of your organisation until 2026-12-21');
  for (const mail of await mails()) expect(mail.body).not.toContain(text);
});

test('what is refused, and so undone, is told to nobody', async () => {
  const { office, said } = await opened();
  const rita = await cameIn(office, RITA);
  expect(refusalOf(await makeRecoveryLink(office, rita, MIRA))).toBe('not-a-manager');
  expect(await said(1)).toEqual([`sign-in-link-made ${MAIL}`]);
});
