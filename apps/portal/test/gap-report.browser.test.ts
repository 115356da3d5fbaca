import { join } from 'node:path';

import { loadLibrary } from '@assay/office/0-programme/load-library';
import { gapFiles, type GapAnswer } from '@assay/office/2-evaluation/gap';
import { loadWords } from '@assay/office/words';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { chromium as browsers, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { gapReport } from '../src/2-evaluation/gap-report.page.ts';
import { objections } from './objections.ts';

const ROOT = join(import.meta.dirname, '../../..');

let browser: Browser;
let page: Page;
let html = '';
let answer: GapAnswer;

beforeAll(async () => {
  browser = await browsers.launch(inject('browser'));
  page = await browser.newPage();
  const words = await loadWords(ROOT);
  const library = await loadLibrary(ROOT, join(ROOT, 'node_modules/.cache/assay'));
  if (!library.ok) throw new Error(JSON.stringify(library.refusal));
  const dossier = join(ROOT, 'examples/ruuvi-gateway/dossier.yaml');
  const schemes = ['singapore-cls', 'uk-psti'];
  const asked = { dossier, reports: [], schemes, asOf: '2026-11-22' as CalendarDate };
  const found = await gapFiles(library.value, asked);
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  answer = withDoubt(found.value);
  html = gapReport(answer, words);
  await page.setContent(html);
});
afterAll(() => browser.close());

/** The same answer with one row of the first scheme marked uncertain. */
function withDoubt(found: GapAnswer): GapAnswer {
  const [first, ...rest] = found.answers;
  if (!first) return found;
  const [one, ...others] = first.evaluation.findings;
  const findings = one ? [{ ...one, confidence: 'uncertain' as const }, ...others] : [];
  return { ...found, answers: [{ ...first, evaluation: { ...first.evaluation, findings } }, ...rest] };
}

test('axe has nothing to object to, light or dark, on a desk or in a hand, with all reasons open', async () => {
  expect(await objections(page)).toEqual([]);
});

test('it fits every screen down to 320 pixels, with all reasons open', async () => {
  for (const width of [320, 480, 660, 1000]) {
    await page.setViewportSize({ width, height: 800 });
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth),
      String(width),
    ).toBeLessThanOrEqual(width);
  }
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 680, height: 1000 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(680);
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('it has no script, loads nothing, and its policy forbids both', async () => {
  expect(html).not.toMatch(/<script|<link(?! rel="icon" href="data:)|<img|@import|url\(| on[a-z]+=| style=/i);
  expect([...html.matchAll(/ (?:href|src)="([^"#]+)"/g)].map(([, to = '']) => to.slice(0, 5))).toEqual([
    'data:',
  ]);
  const policy = await page.locator('meta[http-equiv]').getAttribute('content');
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
  // The policy is not its own undoing: the style that it names is the one that stands there.
  expect(await page.locator('h1').evaluate((one) => getComputedStyle(one).letterSpacing)).not.toBe('normal');
});

describe('the matrix', () => {
  test('is a picture with a name and all its numbers in words, and a table that says the same', async () => {
    const picture = page.getByRole('img', { name: 'Requirements of each scheme by outcome' });
    expect(await picture.count()).toBe(1);
    expect(await picture.locator('desc').textContent()).toContain(
      'singapore-cls@1.4, level 0 of 4: 12 met (1 uncertain), 1 not met.',
    );
    const row = page.getByRole('row', { name: /^singapore-cls@1\.4/ });
    expect((await row.getByRole('cell').allInnerTexts()).map((text) => text.trim())).toEqual([
      '0 of 4',
      '12 ?1',
      '0',
      '1',
      '0',
      '0',
      '0',
    ]);
  });

  test('has one shape for each requirement, another for each outcome, and a frame around what is uncertain', async () => {
    const counted = answer.answers.flatMap(({ evaluation }) => evaluation.findings).length;
    const heads = 6;
    expect(await page.locator('.matrix-wide .shape').count()).toBe(counted + heads);
    const shapes = await page
      .locator('.matrix-wide .shape')
      .evaluateAll((all) => all.map((one) => one.innerHTML));
    expect(new Set(shapes).size).toBe(heads);
    expect(await page.locator('.matrix-wide .doubtful').count()).toBe(1);
  });
});

test('a finding opens into its reasons in place, by keyboard', async () => {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = one.className === 'fold';
  });
  const why = page.locator('#singapore-cls-1\\.4-5\\.1-1 details');
  await why.locator('summary').focus();
  await page.keyboard.press('Enter');
  expect(await why.getByText('It applies').first().isVisible()).toBe(true);
});

test('headings never skip a rank, and no name of a place is given twice', async () => {
  const ranks = await page
    .locator('h1, h2, h3, h4')
    .evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
  expect(ranks.filter((rank) => rank === 1)).toHaveLength(1);
  expect(ranks.every((rank, i) => rank <= (ranks[i - 1] ?? 0) + 1)).toBe(true);
  const ids = await page.locator('[id]').evaluateAll((all) => all.map((one) => one.id));
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});
