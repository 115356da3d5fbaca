import { loadWords } from '@assay/office/words';
import { freshPlace, HOME, openUntilClosed, type SandboxOffice } from '@assay/office/test/sandbox-office';
import { databases } from '@assay/records/test/databases';
import { chromium as browsers, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { administratorsSeat, employ, inviteWith } from './office-staff.ts';
import { objections } from './objections.ts';
import { sampleDesk } from './sample-desk.ts';

const TOKEN = 'a-token-of-this-test';
const BODY = '/desk/bodies/body_sandbox-accredited-laboratory';
const MEMBER = '/desk/organisation/people/person_rita-reviewer';
const PATHS = [
  '/desk/organisation',
  '/desk/organisation/invite',
  MEMBER,
  `${MEMBER}/roles`,
  `${MEMBER}/transfer`,
  `${MEMBER}/end`,
  '/desk/organisations',
  '/desk/organisations/register',
  '/desk/organisations/org_sandbox-accredited-laboratory',
  '/desk/bodies',
  '/desk/bodies?text=nothing',
  BODY,
  `${BODY}/recognise`,
  `${BODY}/withdraw`,
] as const;

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let browser: Browser;
let page: Page;
let origin: string;

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const { office } = place;
  const seat = await administratorsSeat(office);
  const mia = await employ(office, seat, {
    id: 'mia',
    name: 'Mia Manager (sandbox)',
    roles: ['manager', 'lead'],
  });
  await inviteWith(office, TOKEN);
  const desk = { office, words: await loadWords(HOME), home: HOME, caseInSight: async () => undefined };
  const sample = sampleDesk();
  const programme = { ...sample.programme, origin: 'http://localhost' };
  portal = await openPortal({ ...sample, programme }, { requestsPerMinute: 100_000 }, { desk });
  origin = await portal.listen(0, '127.0.0.1');
  browser = await browsers.launch(inject('browser'));
  const context = await browser.newContext();
  await context.addCookies([{ name: 'assay', value: mia.session, url: origin }]);
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await portal.close();
  await place.close();
});

describe.each([...PATHS, `/invitation/${TOKEN}`])('the page %s', (path) => {
  test('has nothing that axe objects to, and fits a screen of 320 pixels', async () => {
    await page.goto(`${origin}${path}`);
    expect(await objections(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await picture(path);
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
  expect(await objections(page)).toEqual([]);
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
  expect(await objections(page)).toEqual([]);
  await picture('/invited');
});

/** Kept for people to look at, where they say where. */
async function picture(path: string): Promise<void> {
  const folder = process.env['ASSAY_PICTURES'];
  if (folder === undefined) return;
  const name = path.replaceAll(/[^a-z]+/g, '-');
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [320, 'light'],
    [1280, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${folder}/${name}-${String(width)}-${colorScheme}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
