import { makeSignInLink } from '@assay/office/sign-in/links';
import { setOpenIdProvider } from '@assay/office/sign-in/openid-provider';
import { signedByKey, signedBySession } from '@assay/office/sign-in/signed';
import { codeOfStep, stepAt } from '@assay/office/sign-in/totp';
import { fromBase32 } from '@assay/office/test/doorkeeper';
import { OpenIdPeer } from '@assay/office/test/openid-peer';
import {
  AT,
  freshPlace,
  openUntilClosed,
  valueOf,
  type SandboxOffice,
} from '@assay/office/test/sandbox-office';
import { databases } from '@assay/records/test/databases';
import { putMembership } from '@assay/records/membership';
import { addPerson } from '@assay/records/person';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import {
  chromium as browsers,
  type Browser,
  type BrowserContext,
  type CDPSession,
  type Page,
} from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { freePort } from './free-port.ts';
import { officeDesk } from './desk-cases.ts';
import { administratorsSeat, employ, registerBody } from './office-staff.ts';
import { sampleDesk } from './sample-desk.ts';
import { expectSound } from './sound-page.ts';

/** Each walks through several pages, and axe looks at all of them twice. */
vi.setConfig({ testTimeout: 90_000 });

const PASSWORD = 'quiet lamps over seven rivers';
const MAIL = 'rita@sandbox.example';
const RITA = 'person_rita-of-two' as PersonId;

let browser: Browser;
let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let origin: string;
let laboratory: OrganisationId;
let now = AT;

beforeAll(async () => {
  browser = await browsers.launch(inject('browser'));
  const [server] = databases();
  if (!server) throw new Error('there is a database');
  const port = await freePort();
  place = await openUntilClosed(await freshPlace(server, afterAll), { host: `localhost:${String(port)}` });
  const { office } = place;
  laboratory = await registerBody(office, {
    id: 'org_sandbox-bench',
    kinds: ['laboratory'],
    name: 'Sandbox Bench',
  });
  const seat = await administratorsSeat(office);
  await office.records.write(async (tx) => {
    await addPerson(tx, { id: RITA, name: 'Rita of Two', mail: MAIL, since: now });
    for (const [organisation, role] of [
      [seat, 'reviewer'],
      [laboratory, 'laboratory'],
    ] as const)
      await putMembership(tx, { person: RITA, organisation, roles: [role], conflicts: [], since: now });
  });
  const sample = sampleDesk();
  portal = await openPortal(
    { ...sample, programme: { ...sample.programme, origin: office.origin } },
    { requestsPerMinute: 100_000 },
    { desk: await officeDesk(office) },
  );
  origin = await portal.listen(port, 'localhost').then(() => office.origin);
});
afterAll(async () => {
  await browser.close();
  await portal.close();
  await place.close();
});

let context: BrowserContext;
let page: Page;
beforeEach(async () => {
  // A code counts once, and a proof for five minutes.
  now = addSeconds(now, 400);
  place.setClock(now);
  ({ context, page } = await visitor());
});

async function visitor(javaScriptEnabled = true) {
  const made = await browser.newContext({ javaScriptEnabled });
  // Left open until the browser goes: the one from npm is a single process, and closing one may take it all down.
  return { context: made, page: await made.newPage() };
}

/** An authenticator in this browser that keeps passkeys and verifies its user, as a laptop with a fingerprint does. */
async function withAuthenticator(of: Page): Promise<{ readonly cdp: CDPSession; readonly id: string }> {
  const cdp = await of.context().newCDPSession(of);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return { cdp, id };
}

async function comeInByLink(of = page, person = RITA): Promise<void> {
  const { path } = valueOf(await makeSignInLink(place.office, { person }));
  await of.goto(`${origin}${path}`);
  await of.getByRole('button', { name: 'Sign in' }).click();
  await of.waitForURL(`${origin}/account`);
}

async function signOut(of = page): Promise<void> {
  await of.getByRole('button', { name: 'Sign out' }).click();
  await of.waitForURL(`${origin}/sign-in`);
}

async function setPassword(of = page): Promise<Uint8Array> {
  await of.goto(`${origin}/account/password`);
  await expectSound(of);
  const secret = fromBase32((await of.locator('.secret').innerText()).replaceAll(' ', ''));
  await of.getByLabel('Password').fill(PASSWORD);
  await of.getByRole('textbox', { name: 'Code' }).fill(codeOfStep(secret, stepAt(now)));
  await of.getByRole('button', { name: 'Set up' }).click();
  await of.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  return secret;
}

function nextCode(secret: Uint8Array): string {
  now = addSeconds(now, 60);
  place.setClock(now);
  return codeOfStep(secret, stepAt(now));
}

async function tokenOf(of: BrowserContext): Promise<string> {
  return (await of.cookies()).find(({ name }) => name === 'assay')?.value ?? '';
}

describe('somebody who comes for the first time', () => {
  test('follows a link, sets up a passkey, signs out and comes back with it', async () => {
    await withAuthenticator(page);
    await comeInByLink();
    await page.getByText('You have no way back in yet').waitFor();
    await expectSound(page);
    await page.getByRole('link', { name: 'Set up a passkey' }).first().click();
    await page.getByRole('heading', { name: 'Set up a passkey' }).waitFor();
    await expectSound(page);
    await page.getByLabel('Name').fill('Sandbox laptop');
    await page.getByRole('button', { name: 'Set up a passkey' }).click();
    await page.waitForURL(`${origin}/account`);
    expect(await page.getByRole('rowheader', { name: 'Sandbox laptop' }).count()).toBe(1);
    await expectSound(page);
    await signOut();
    expect(await tokenOf(context)).toBe('');
    await expectSound(page);
    await page.goto(`${origin}/account/sessions`);
    await page.waitForURL(/\/sign-in\?return=/);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL(`${origin}/account/sessions`);
    expect(await signedBySession(place.office, await tokenOf(context))).toMatchObject({
      person: RITA,
      via: 'passkey',
    });
    await expectSound(page);
  });

  test('is not let in by opening a link, which mail scanners do, and a used link says so', async () => {
    const { path } = valueOf(await makeSignInLink(place.office, { person: RITA }));
    for (let n = 0; n < 3; n += 1) {
      await page.goto(`${origin}${path}`);
      expect(await tokenOf(context)).toBe('');
    }
    await expectSound(page);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${origin}/account`);
    const { page: other } = await visitor();
    const answer = await other.goto(`${origin}${path}`);
    expect(answer?.status()).toBe(410);
    await expectSound(other);
  });

  test('may give up at the authenticator, and the page says what else there is', async () => {
    const { cdp, id } = await withAuthenticator(page);
    await comeInByLink();
    await page.goto(`${origin}/account/passkeys/new`);
    await page.getByLabel('Name').fill('Sandbox laptop');
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false });
    await page.getByRole('button', { name: 'Set up a passkey' }).click();
    await page.getByText('Your device did not give a passkey').waitFor();
    await expectSound(page);
  });
});

describe('a browser without scripts', () => {
  test('lets somebody in by password and code, and shows no passkeys', async () => {
    await comeInByLink();
    const secret = await setPassword();
    expect(await page.locator('.codes li').count()).toBe(10);
    await expectSound(page);
    const plain = await visitor(false);
    await plain.page.goto(`${origin}/sign-in?return=/account`);
    expect(await plain.page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false);
    const fill = async (password: string, code: string) => {
      await plain.page.getByLabel('Mail address').fill(MAIL);
      await plain.page.getByRole('textbox', { name: 'Password' }).fill(password);
      await plain.page.getByRole('textbox', { name: 'Code' }).fill(code);
      await plain.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    };
    await fill('wrong wrong wrong', nextCode(secret));
    await plain.page.getByRole('alert').waitFor();
    expect(await plain.page.getByLabel('Mail address').inputValue()).toBe(MAIL);
    expect(await plain.page.getByRole('textbox', { name: 'Password' }).inputValue()).toBe('');
    await fill(PASSWORD, nextCode(secret));
    await plain.page.waitForURL(`${origin}/account`);
    expect(await signedBySession(place.office, await tokenOf(plain.context))).toMatchObject({
      via: 'password',
    });
  });
});

describe('somebody who is signed in', () => {
  test('proves that they are still there before they change how they sign in, and comes back to it', async () => {
    await comeInByLink();
    const secret = await setPassword();
    now = addSeconds(now, 300);
    place.setClock(now);
    await page.goto(`${origin}/account/recovery-codes`);
    await expectSound(page);
    await page.getByRole('button', { name: 'Make new codes' }).click();
    await page.getByRole('heading', { name: 'Are you still there?' }).waitFor();
    await expectSound(page);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('textbox', { name: 'Code' }).fill(nextCode(secret));
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL(`${origin}/account/recovery-codes`);
    await page.getByRole('button', { name: 'Make new codes' }).click();
    await page.getByText('They are shown this once').waitFor();
    await page.goto(`${origin}/account/password/remove`);
    await expectSound(page);
  });

  test('sees where they are signed in, and ends it elsewhere', async () => {
    await comeInByLink();
    const other = await visitor();
    await comeInByLink(other.page);
    await page.goto(`${origin}/account/sessions`);
    await expectSound(page);
    await page.getByRole('button', { name: 'End all the others' }).click();
    await page.waitForURL(`${origin}/account/sessions`);
    expect(await page.locator('tbody tr').count()).toBe(1);
    await other.page.goto(`${origin}/account`);
    await other.page.waitForURL(/\/sign-in\?return=/);
    await page.getByRole('button', { name: /^End/ }).click();
    await page.waitForURL(`${origin}/sign-in`);
    expect(await tokenOf(context)).toBe('');
  });

  test('makes a key for a program, sees it once, and revokes it', async () => {
    await comeInByLink();
    await page.goto(`${origin}/account/keys`);
    await expectSound(page);
    await page.getByLabel('Name').fill('Sandbox bench');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('cases:read').check();
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByText('It is shown this once').waitFor();
    await expectSound(page);
    const key = await page.locator('.secret').innerText();
    expect(await signedByKey(place.office, key)).toMatchObject({ person: RITA, scopes: ['cases:read'] });
    await page.goto(`${origin}/account/keys`);
    expect(await page.content()).not.toContain(key);
    await expectSound(page);
    await page.getByRole('button', { name: 'Revoke Sandbox bench' }).click();
    await page.getByText('Revoked', { exact: true }).waitFor();
    expect(await signedByKey(place.office, key)).toBeUndefined();
  });

  test('changes the organisation that they act from', async () => {
    await comeInByLink();
    await page.goto(`${origin}/account/seat`);
    await expectSound(page);
    await page.getByLabel('Sandbox Bench').check();
    await page.getByRole('button', { name: 'Act from there' }).click();
    await page.goto(`${origin}/account`);
    expect(await page.locator('.who').innerText()).toContain('Sandbox Bench');
    expect(await signedBySession(place.office, await tokenOf(context))).toMatchObject({ seat: laboratory });
  });

  test('renames a passkey, and keeps the last one', async () => {
    await withAuthenticator(page);
    const dora = await employ(place.office, laboratory, {
      id: 'dora-of-one',
      name: 'Dora of One',
      roles: [],
    });
    await comeInByLink(page, dora.person);
    await page.goto(`${origin}/account/passkeys/new`);
    await page.getByLabel('Name').fill('Sandbox laptop');
    await page.getByRole('button', { name: 'Set up a passkey' }).click();
    await page.waitForURL(`${origin}/account`);
    await page.getByRole('link', { name: 'Rename or remove Sandbox laptop' }).click();
    await expectSound(page);
    await page.getByLabel('Name').fill('Sandbox desk');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('link', { name: 'Rename or remove Sandbox desk' }).click();
    await page.getByRole('button', { name: 'Remove this passkey' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('Set up another way');
    await expectSound(page);
  });
});

test('the account of an organisation lets in whom it has invited, and for that seat alone', async () => {
  const peer = await OpenIdPeer.open();
  const manager = await employ(place.office, laboratory, { id: 'mira-of-one', roles: ['manager'] });
  const signed = await signedBySession(place.office, manager.session);
  if (!signed) throw new Error('she is signed in');
  const provider = { id: 'sandbox-bench', name: 'Sandbox Bench', issuer: peer.issuer, clientId: 'assay' };
  valueOf(await setOpenIdProvider(place.office, signed, { ...provider, clientSecret: 'sandbox secret' }));
  peer.visitor = { sub: '1', email: MAIL, email_verified: true };
  await page.goto(`${origin}/account`);
  await expectSound(page);
  await page.getByRole('link', { name: 'Sandbox Bench' }).click();
  await page.waitForURL(`${origin}/account`);
  await page.getByText('You signed in with the account of your organisation').waitFor();
  await expectSound(page);
  expect(await signedBySession(place.office, await tokenOf(context))).toMatchObject({
    person: RITA,
    confinedTo: laboratory,
  });
  const stranger = await visitor();
  peer.visitor = { sub: '2', email: 'nobody@sandbox.example', email_verified: true };
  await stranger.page.goto(`${origin}/sign-in`);
  await stranger.page.getByRole('link', { name: 'Sandbox Bench' }).click();
  await stranger.page.getByText('nobody here has invited you').waitFor();
  await expectSound(stranger.page);
});

test('the cookie of a session is out of reach of scripts and of other sites', async () => {
  await comeInByLink();
  const [cookie] = (await context.cookies()).filter(({ name }) => name === 'assay');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: 'localhost' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
});
