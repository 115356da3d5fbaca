import { chooseSchemeSetting } from '@assay/office/0-programme/choose-setting';
import { setOpenIdProvider } from '@assay/office/sign-in/openid-provider';
import { signedBySession } from '@assay/office/sign-in/signed';
import { addServiceAccount } from '@assay/records/service-account';
import { editionRef } from '@assay/vocabulary/ids';
import { dateOf } from '@assay/vocabulary/instant';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { openDesksInBrowser } from './desks-in-browser.ts';
import { administratorsSeat, employ, inviteWith } from './office-staff.ts';
import { expectSound } from './sound-page.ts';

const TOKEN = 'a-token-of-this-test';
const BODY = '/desk/bodies/body_sandbox-accredited-laboratory';
const MEMBER = '/desk/organisation/people/person_rita-reviewer';
const SERVICE = '/desk/organisation/services/person_service-sandbox';
const PATHS = [
  '/desk/organisation',
  '/desk/organisation/invite',
  MEMBER,
  `${MEMBER}/roles`,
  `${MEMBER}/transfer`,
  `${MEMBER}/end`,
  `${MEMBER}/recovery`,
  `${MEMBER}/conflict`,
  `${MEMBER}/conflict-over`,
  `${MEMBER}/begin`,
  '/desk/organisation/me',
  '/desk/organisation/me/conflict',
  '/desk/organisation/me/leave',
  '/desk/organisation/edit',
  '/desk/organisation/sign-in',
  '/desk/organisation/sign-in/new',
  '/desk/organisation/sign-in/sandbox-accounts',
  '/desk/organisation/sign-in/sandbox-accounts/drop',
  '/desk/organisation/services',
  '/desk/organisation/services/new',
  `${SERVICE}/key`,
  '/desk/organisations',
  '/desk/organisations/register',
  '/desk/organisations/org_sandbox-accredited-laboratory',
  '/desk/organisations/org_sandbox-accredited-laboratory/edit',
  '/desk/audit?of=schemes',
  '/desk/settings',
  '/desk/schemes/settings',
  '/desk/settings/us-cyber-trust-mark%402024/decision-target',
  '/desk/bodies',
  '/desk/bodies?text=nothing',
  BODY,
  `${BODY}/narrow`,
  `${BODY}/recognise`,
  `${BODY}/withdraw`,
] as const;

let page: Page;
let origin: string;

beforeAll(async () => {
  const desks = await openDesksInBrowser();
  const { office } = desks;
  ({ origin } = desks);
  const seat = await administratorsSeat(office);
  const mia = await employ(office, seat, {
    id: 'mia',
    name: 'Mia Manager (sandbox)',
    roles: ['manager', 'lead'],
  });
  await inviteWith(office, TOKEN);
  const signed = await signedBySession(office, mia.session);
  if (!signed) throw new Error('somebody is signed in');
  const accounts = { id: 'sandbox-accounts', name: 'Sandbox accounts', clientId: 'assay' };
  await setOpenIdProvider(office, signed, { ...accounts, issuer: 'https://accounts.sandbox.example' });
  const robot = await employ(office, seat, { id: 'service-sandbox', name: 'Build robot', roles: ['lead'] });
  await office.records.write((tx) =>
    addServiceAccount(tx, {
      ...{ person: robot.person, organisation: seat },
      ...{ madeAt: office.clock(), madeBy: mia.person },
    }),
  );
  const choice = { setting: 'decision-target', value: 30, source: 'Sandbox resolution 1' };
  const chosen = await chooseSchemeSetting(office, {
    ...{ ...choice, by: mia.person, as: seat, effectiveFrom: dateOf(office.clock()) },
    edition: editionRef('us-cyber-trust-mark', '2024'),
  });
  if (!chosen.ok) throw new Error(chosen.refusal.code);
  page = await desks.pageOf(mia.session);
});

describe.each([...PATHS, `/invitation/${TOKEN}`])('the page %s', (path) => {
  test('has nothing that axe objects to, and fits a screen of 320 pixels', async () => {
    expect((await page.goto(`${origin}${path}`))?.status()).toBe(200);
    await expectSound(page);
  });
});

test('somebody is invited with the keyboard alone, and told what is missing where it is missing', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${origin}/desk/organisation/invite`);
  await page.focus('#mail');
  await page.keyboard.type('rosa@sandbox.example');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.summary');
  expect(await page.inputValue('#mail')).toBe('rosa@sandbox.example');
  await expectSound(page);
  await page.focus('.summary a');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('roles');
  await page.keyboard.press('Space');
  await page.focus('#because');
  await page.keyboard.type('Sandbox: a second manager.');
  await page.focus('.buttons button');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.notice-done');
  expect(await page.textContent('.code.link')).toContain('/invitation/');
  await expectSound(page);
  await page.goto(`${origin}/desk/organisation`);
  await page.locator('a[href*="/invitations/"]').first().click();
  await page.waitForURL(/\/revoke$/);
  await expectSound(page);
});

test('a key of a program is revoked from the list of all keys, after a question', async () => {
  await page.goto(`${origin}/desk/organisation/services`);
  const open = page.getByRole('link', { name: /^Revoke/ });
  const before = await open.count();
  await open.first().click();
  await page.waitForURL(/\/keys\/[^/]+\/revoke$/);
  await expectSound(page);
  await page.locator('.buttons button').click();
  await page.waitForURL(/\/services$/);
  expect(await open.count()).toBe(before - 1);
});
