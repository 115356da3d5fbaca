/** Pages of a maker's desk beside the application: a change told of and answered, and the tables of a dossier. */
import { reportChange } from '@assay/office/7-surveillance/tell-change';
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { CAST } from '@assay/office/rehearsal/script';
import { grantLamp, lampCase } from '@assay/office/test/lamp-case';
import {
  caseNumbered,
  day,
  freshPlace,
  openUntilClosed,
  valueOf,
  type SandboxOffice,
} from '@assay/office/test/sandbox-office';
import { DEVELOPER } from '@assay/office/test/sandbox-people';
import { databases } from '@assay/records/test/databases';
import { chromium as browsers, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { officeDesk, sessionOf } from './desk-cases.ts';
import { developersOwn } from './developers-own.ts';
import { objections } from './objections.ts';
import { sampleDesk } from './sample-desk.ts';

const LABELLED = caseNumbered(1);
const CASE = `/desk/cases/${LABELLED}`;

let place: SandboxOffice & { readonly close: () => Promise<void> };
let portal: Portal;
let origin = '';
let browser: Browser;
let maker: Page;
let office: Page;
let own: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  place = await openUntilClosed(await freshPlace(server, afterAll));
  const real = place.office;
  await grantLamp(real, LABELLED);
  valueOf(await (await lampCase(real, LABELLED)).issue());
  await finishIssuance(real);
  own = await developersOwn(real, { organisation: DEVELOPER, by: CAST.applicant });
  const told = {
    what: ['firmware', 'support-period'] as const,
    effective: day('2026-12-24'),
    says: 'Sandbox: build 1.3 replaces build 1.2. Updates are promised two years longer.',
    evidence: [],
  };
  const by = { by: CAST.applicant, as: DEVELOPER, because: 'Sandbox.', key: 'told' };
  valueOf(await reportChange(real, { ...by, case: LABELLED, told }));
  const register = sampleDesk();
  // Over http, as on this machine, cookies bear no prefix.
  const programme = { ...register.programme, origin: 'http://127.0.0.1' };
  const desk = await officeDesk(real);
  portal = await openPortal({ ...register, programme }, { requestsPerMinute: 100_000 }, { desk });
  origin = await portal.listen(0, '127.0.0.1');
  browser = await browsers.launch(inject('browser'));
  maker = await pageOf(await sessionOf(real, CAST.applicant));
  office = await pageOf(await sessionOf(real, CAST.surveillance));
}, 240_000);
afterAll(async () => {
  await browser.close();
  await portal.close();
  await place.close();
});

async function pageOf(value: string): Promise<Page> {
  const context = await browser.newContext();
  await context.addCookies([{ name: 'assay', value, url: origin }]);
  return context.newPage();
}

const draft = () => `/desk/drafts/${own['draft'] ?? ''}`;
/** Pages, and who opens them. */
const PAGES: readonly (readonly [string, () => string, 'maker' | 'office'])[] = [
  ['the labels that were granted', () => '/desk/labels', 'maker'],
  ['telling of a change', () => `${CASE}/change`, 'maker'],
  ['answering the notice', () => `${CASE}/changes/change-1`, 'office'],
  ['what waits for surveillance', () => '/desk', 'office'],
  ['applying for a label', () => `/desk/products/${own['product'] ?? ''}`, 'maker'],
  ['a product', () => `/desk/products/${own['product'] ?? ''}/edit`, 'maker'],
  ['what is being filled in', () => '/desk/drafts', 'maker'],
  ['the choice of a level', () => `${draft()}/level`, 'maker'],
  ['what a dossier says of the product', () => `${draft()}/product`, 'maker'],
  ['of its parts', () => `${draft()}/components`, 'maker'],
  ['of its support', () => `${draft()}/support`, 'maker'],
  ['the questions about the product', () => `${draft()}/facts`, 'maker'],
  ['a question about the product', () => `${draft()}/facts/${own['fact'] ?? ''}`, 'maker'],
  ['the requirements', () => `${draft()}/statements`, 'maker'],
  ['a requirement', () => `${draft()}/statements/${own['provision'] ?? ''}`, 'maker'],
  ['withdrawing a file', () => `/desk/evidence/${own['evidence'] ?? ''}/withdraw`, 'maker'],
  ['the tables of a dossier', () => `${draft()}/ixit`, 'maker'],
  ['a table', () => `${draft()}/ixit/1-AuthMech`, 'maker'],
  ['a new row', () => `${draft()}/ixit/1-AuthMech/add`, 'maker'],
  ['a row', () => `${draft()}/ixit/1-AuthMech/rows/AuthMech-1`, 'maker'],
  ['removing a row', () => `${draft()}/ixit/1-AuthMech/rows/AuthMech-1/remove`, 'maker'],
];

describe.each(PAGES)('%s', (_, path, who) => {
  test('can be used by everybody, from 320 pixels on', async () => {
    const page = who === 'maker' ? maker : office;
    const answer = await page.goto(`${origin}${path()}`);
    expect(answer?.status()).toBe(200);
    expect(await objections(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.setViewportSize({ width: 1280, height: 900 });
  });
});

test('a case tells its maker and the office what was told of, and what each may do about it', async () => {
  for (const [page, does] of [
    [maker, 'Tell of a change'],
    [office, 'Answer the notice of change'],
  ] as const) {
    await page.goto(`${origin}${CASE}`);
    const section = page.getByRole('region', { name: 'Changes since the label' });
    expect(await section.innerText()).toContain('Firmware or software, the support period');
    expect(await section.innerText()).toContain('Not answered yet.');
    await page.getByRole('link', { name: does }).click();
    await page.getByRole('heading', { level: 1, name: does }).waitFor();
  }
});
