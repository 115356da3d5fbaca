import { generateKeyPairSync } from 'node:crypto';

import { registerReportKey, withdrawReportKey } from '@assay/office/2-evaluation/report-keys';
import type { Office } from '@assay/office/office';
import { askForPasskey, takePasskey } from '@assay/office/sign-in/add-passkey';
import { signedBySession } from '@assay/office/sign-in/signed';
import { Authenticator } from '@assay/office/test/authenticator';
import { day, HOME, instant, valueOf } from '@assay/office/test/sandbox-office';
import { LAMP_BODY } from '@assay/office/test/sandbox-people';
import { loadWords } from '@assay/office/words';
import { holdRecognition, tellOfRecognition } from '@assay/records/recognition';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { enter, tabTo, type } from './by-keyboard.ts';
import { openDesksInBrowser } from './desks-in-browser.ts';
import { analystsSession, fillBench, TESTED } from './lab-cases.ts';
import { expectSound } from './sound-page.ts';

const BENCH = `/desk/laboratory/cases/${TESTED}`;
const DP1 = `${BENCH}/tests/${encodeURIComponent('nist-ir-8425@2022#DP.1')}/DP.1-1`;

let page: Page;
let origin: string;

beforeAll(async () => {
  const desks = await openDesksInBrowser();
  const { office } = desks;
  ({ origin } = desks);
  await fillBench(office);
  // Its recognition ends soon, which is told.
  await office.records.write(async (tx) => {
    const word = { at: office.clock(), because: 'Sandbox: said.' };
    const soon = await holdRecognition(tx, { body: LAMP_BODY, scheme: 'us-cyber-trust-mark' });
    const { scope } = soon.history.find((one) => one.type === 'BodyRecognised') ?? {};
    if (!scope) throw new Error('it is recognised');
    await tellOfRecognition(tx, soon, {
      type: 'BodyRecognised',
      ...{ ...word, scope, from: day('2026-11-22'), until: day('2026-12-20') },
    });
  });
  desks.setClock(instant('2026-11-23T09:30:00Z'));
  const session = await analystsSession(office);
  await waysToSign(office, session);
  page = await desks.pageOf(session);
}, 240_000);

/** A passkey of whoever is signed in, and two keys of the laboratory, one of them revoked. */
async function waysToSign(office: Office, session: string): Promise<void> {
  const signed = await signedBySession(office, session);
  if (!signed) throw new Error('she is signed in');
  const passkey = new Authenticator(office.origin);
  const answer = passkey.create(valueOf(await askForPasskey(office, signed)));
  valueOf(await takePasskey(office, signed, { answer, name: 'Sandbox bench' }));
  const telling = { ...office, words: await loadWords(HOME) };
  for (const name of ['Sandbox signer', 'Sandbox signer of last year']) {
    const { publicKey } = generateKeyPairSync('ed25519');
    const key = String(publicKey.export({ type: 'spki', format: 'pem' }));
    const { thumbprint } = valueOf(await registerReportKey(telling, signed, { name, key }));
    const because = 'Sandbox: its year is over.';
    if (name.endsWith('year')) valueOf(await withdrawReportKey(telling, signed, { thumbprint, because }));
  }
}

describe.each([
  ['the desk', '/desk/laboratory'],
  ['a bench', BENCH],
  ['what was tested', `${BENCH}/object`],
  ['the instruments', `${BENCH}/instruments`],
  ['a test case', DP1],
  ['signing', `${BENCH}/sign`],
  ['sending a finished report', `${BENCH}/finished`],
  ['signing with a passkey', `${BENCH}/finished/sign`],
  ['signing by confirmation', `${BENCH}/finished/sign?by=confirmation`],
  ['the keys', '/desk/laboratory/keys'],
  ['asking', `${BENCH}/ask`],
  ['answering', `${BENCH}/threads/thread-1`],
])('the page of %s', (_, path) => {
  test('has nothing that axe objects to, and fits a screen of 320 pixels', async () => {
    expect((await page.goto(`${origin}${path}`))?.status()).toBe(200);
    await expectSound(page);
  });
});

test('a verdict is entered by keyboard alone, and counted', async () => {
  await page.goto(`${origin}/desk`);
  await enter(page, 'Sandbox Lamp');
  await enter(page, 'What was tested, when and by whom');
  await enter(page, 'Save');
  await page.waitForURL(`${origin}${BENCH}`);
  await enter(page, 'DP.1-1 Data is stored securely');
  await tabTo(page, 'Pass');
  await page.keyboard.press('Space');
  for (const part of [/^Sandbox Lamp, the lamp itself/, /^Sandbox Lamp app/, /^Sandbox Lamp service/]) {
    await tabTo(page, part);
    await page.keyboard.press('ArrowDown');
  }
  await type(page, 'Summary for the whole provision', 'Found as stated.');
  await enter(page, 'Save and go on');
  await page.waitForURL((url) => url.pathname.includes('/tests/') && !url.pathname.endsWith('DP.1-1'));
  await enter(page, 'Sandbox Lamp');
  expect(await page.textContent('.tasks')).toContain('1 of');
});
