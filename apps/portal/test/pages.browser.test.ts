import { readByBoth } from '@assay/attestation/test/readers';
import { pngPixels } from '@assay/formats/test/png-pixels';
import { chromium as browsers, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import type { Portal } from '../src/http/open-door.ts';
import { PAGES, type OpenSite, type SamplePage } from './pages.ts';
import { expectSound } from './sound-page.ts';

let browser: Browser;
let page: Page;
/** Sites, opened when first asked for. */
const open = new Map<OpenSite, { portal: Portal; origin: string }>();

beforeAll(async () => {
  browser = await browsers.launch(inject('browser'));
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await Promise.all([...open.values()].map(({ portal }) => portal.close()));
});

async function originOf(site: OpenSite): Promise<string> {
  const known = open.get(site);
  if (known) return known.origin;
  const portal = await site({ requestsPerMinute: 100_000 });
  const origin = await portal.listen(0, '127.0.0.1');
  open.set(site, { portal, origin });
  return origin;
}

async function visit({ site, path }: Pick<SamplePage, 'site' | 'path'>): Promise<string> {
  const origin = await originOf(site);
  await page.goto(`${origin}${path}`);
  return origin;
}

function sampleCalled(name: string): SamplePage {
  const found = PAGES.find((one) => one.name === name);
  if (!found) throw new Error(`no page ${name}`);
  return found;
}

const CONSUMER = PAGES.filter(({ name }) => /^((mirror|rebuilt)-)?(label|register|home)/.test(name));

describe.each(PAGES)('the page $name', (sample) => {
  const asked: string[] = [];
  let origin: string;

  beforeAll(async () => {
    const note = (request: { url(): string }) => asked.push(new URL(request.url()).origin);
    page.on('request', note);
    origin = await visit(sample);
    page.off('request', note);
  });

  test('asks nobody else for anything, and sets no cookie', async () => {
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(asked)).toEqual(new Set([origin]));
    expect(await page.context().cookies()).toEqual([]);
  });

  test('has one first heading, and no heading skips a rank', async () => {
    const ranks = await page
      .locator('h1, h2, h3, h4')
      .evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
    expect(ranks.filter((rank) => rank === 1)).toHaveLength(1);
    expect(ranks.filter((rank, i) => rank > (ranks[i - 1] ?? 0) + 1)).toEqual([]);
  });

  test('has nothing that axe objects to, light or dark, on a desk or in a hand, and fits a screen of 320 pixels', async () => {
    await expectSound(page);
  });
});

test.each(CONSUMER)(
  'the page $name costs less than 30 KB, even uncompressed, with all that it loads',
  async (sample) => {
    const origin = await originOf(sample.site);
    const html = await sizeOf(origin, sample.path);
    const parts = [...html.text.matchAll(/<link[^>]* href="(\/assets\/[^"]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    const sizes = await Promise.all(parts.map((path) => sizeOf(origin, path)));
    expect(parts).toHaveLength(2);
    expect(sizes.reduce((sum, one) => sum + one.plain, html.plain)).toBeLessThan(30_000);
    expect(sizes.reduce((sum, one) => sum + one.packed, html.packed)).toBeLessThan(10_000);
  },
);

test('a browser draws the print files so that two readers of others read their codes', async () => {
  const sample = sampleCalled('print');
  const path = sample.path.replace('/print', '/artwork.svg');
  for (const code of ['plain', 'offline'])
    for (const [variant, size] of [
      ['portrait', 120],
      ['wide', 240],
      ['minimal', 80],
    ]) {
      await visit({ ...sample, path: `${path}?variant=${variant}&code=${code}&size=${size}` });
      const picture = pngPixels(await page.locator('svg').screenshot({ scale: 'css' }));
      const text = (await readByBoth(picture)) ?? '';
      expect([variant, code, text]).toEqual([
        variant,
        code,
        expect.stringMatching(code === 'plain' ? /\/L\/\w{11}$/ : /\/L\/\w{11}#1\d+$/),
      ]);
    }
});

describe('by keyboard', () => {
  test.each(['register', 'label-valid', 'case-1'])(
    'everything on the page %s can be reached, in order',
    async (name) => {
      await visit(sampleCalled(name));
      const expected = await page.evaluate(() =>
        [...document.querySelectorAll('a[href], input, select, button, summary, pre[tabindex]')]
          .filter((one) => one.checkVisibility())
          .map((one) => one.textContent.trim()),
      );
      const reached: string[] = [];
      while (reached.length < expected.length) {
        await page.keyboard.press('Tab');
        reached.push(await page.evaluate(() => document.activeElement?.textContent.trim() ?? ''));
      }
      expect(reached).toEqual(expected);
    },
  );

  test('the first stop is a link past the menu, and it works', async () => {
    await visit(sampleCalled('label-valid'));
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  test('a verdict opens into its reasons, and closes again', async () => {
    await visit(sampleCalled('case-1'));
    const why = page.locator('#r-5\\.1-3 details');
    await why.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await why.getByText('Each of these parts must meet it').isVisible()).toBe(true);
    await page.keyboard.press('Space');
    expect(await why.getByText('Each of these parts must meet it').isVisible()).toBe(false);
  });

  test('what has the focus shows it', async () => {
    await visit(sampleCalled('register'));
    await page.locator('#q').focus();
    expect(await page.locator('#q').evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('solid');
  });
});

describe('for a screen reader', () => {
  test('the state of each label is a word in its row', async () => {
    await visit(sampleCalled('register'));
    const rows = await page.getByRole('table', { name: 'All labels' }).getByRole('row').allInnerTexts();
    for (const word of ['Valid', 'Suspended', 'Revoked', 'Expired', 'Support ended'])
      expect(
        rows.some((row) => row.includes(word)),
        word,
      ).toBe(true);
  });

  test('a label page begins with its state and names its parts', async () => {
    await visit(sampleCalled('label-suspended'));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'This sandbox label is suspended: do not rely on it',
    );
    expect(await page.getByRole('img', { name: /QR code/ }).count()).toBe(1);
    for (const landmark of ['banner', 'navigation', 'main', 'complementary', 'contentinfo'] as const)
      expect(await page.getByRole(landmark).count(), landmark).toBe(1);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });
});

describe('without colour', () => {
  test('each state has a silhouette of its own', async () => {
    const outlines = new Set<string>();
    const pages = [
      ...['valid', 'suspended', 'revoked', 'expired', 'support-ended', 'unknown'].map(
        (state) => `label-${state}`,
      ),
      ...['mirror-label-stale', 'mirror-label-invalid'],
    ];
    for (const name of pages) {
      await visit(sampleCalled(name));
      outlines.add(await page.locator('.state .shape > :first-child').evaluate((one) => one.outerHTML));
    }
    expect(outlines.size).toBe(pages.length);
  });

  test('a printed label page shows state and code, and a QR code of at least 15 mm without its margin', async () => {
    await visit(sampleCalled('label-valid'));
    await page.emulateMedia({ media: 'print' });
    const width = await page.locator('.qr svg').evaluate((one) => {
      const quiet = 8;
      const modules = Number(one.getAttribute('viewBox')?.split(' ')[2]);
      return (one.getBoundingClientRect().width * (modules - quiet)) / modules;
    });
    expect((width * 25.4) / 96).toBeGreaterThanOrEqual(15);
    expect(await page.locator('.state h1').evaluate((one) => getComputedStyle(one).color)).toBe(
      'rgb(0, 0, 0)',
    );
    expect(await page.getByRole('navigation').count()).toBe(0);
    await page.emulateMedia({ media: 'screen' });
  });
});

async function sizeOf(
  origin: string,
  path: string,
): Promise<{ text: string; plain: number; packed: number }> {
  const plain = await fetch(`${origin}${path}`, { headers: { 'accept-encoding': 'identity' } });
  const text = await plain.text();
  const packed = await fetch(`${origin}${path}`, { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
  return { text, plain: Buffer.byteLength(text), packed: Number(packed.headers.get('content-length')) };
}
