/** Pages of a maker's desk beside the application: a change told of and answered, and the tables of a dossier. */
import { reportChange } from '@assay/office/7-surveillance/tell-change';
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { CAST } from '@assay/office/rehearsal/script';
import { grantLamp, lampCase } from '@assay/office/test/lamp-case';
import { caseNumbered, day, valueOf } from '@assay/office/test/sandbox-office';
import { DEVELOPER } from '@assay/office/test/sandbox-people';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { enter, tabTo } from './by-keyboard.ts';
import { sessionOf } from './desk-cases.ts';
import { openDesksInBrowser } from './desks-in-browser.ts';
import { developersOwn } from './developers-own.ts';
import { expectSound } from './sound-page.ts';

const LABELLED = caseNumbered(1);
const CASE = `/desk/cases/${LABELLED}`;

let origin = '';
let maker: Page;
let office: Page;
let own: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  const desks = await openDesksInBrowser();
  const real = desks.office;
  ({ origin } = desks);
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
  maker = await desks.pageOf(await sessionOf(real, CAST.applicant));
  office = await desks.pageOf(await sessionOf(real, CAST.surveillance));
}, 240_000);

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
    await expectSound(page);
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

test('a question of an application is found and answered by keyboard alone', async () => {
  await maker.goto(`${origin}/desk`);
  await enter(maker, 'Applications');
  await enter(maker, 'Drafts that are not handed in yet');
  await enter(maker, 'Sandbox Lamp');
  await enter(maker, 'Questions about it');
  await enter(maker, 'Can the product connect to the internet and exchange data over it?');
  await tabTo(maker, 'Yes');
  await maker.keyboard.press('Space');
  await enter(maker, 'Save');
  await enter(maker, 'Back to the application');
  expect(await maker.textContent('.tasks')).toMatch(/Questions about it.*[1-9]\d* of \d+ answered/);
});
