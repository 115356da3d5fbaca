import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { objections } from './objections.ts';

/**
 * What every page keeps to, whoever opens it: axe is content at every size and in the dark, and nothing scrolls
 * sideways on a screen of 320 pixels. Pictures of it are kept where `ASSAY_PICTURES` names a folder.
 */
export async function expectSound(page: Page): Promise<void> {
  await keepPictures(page);
  expect(await objections(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  const widest = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize(WINDOW);
  expect(widest).toBeLessThanOrEqual(320);
}

const WINDOW = { width: 1280, height: 800 };
const PICTURES = [
  { name: 'wide', width: WINDOW.width, colorScheme: 'light', media: 'screen' },
  { name: 'narrow', width: 320, colorScheme: 'light', media: 'screen' },
  { name: 'dark', width: WINDOW.width, colorScheme: 'dark', media: 'screen' },
  { name: 'print', width: 720, colorScheme: 'light', media: 'print' },
] as const;

let taken = 0;

/**
 * For people to look at: the page as it is open now, on a desk, in a hand, in the dark and as it prints, in the order
 * in which the test file came to it. Only where `ASSAY_PICTURES` names a folder.
 */
export async function keepPictures(page: Page): Promise<void> {
  const folder = process.env['ASSAY_PICTURES'];
  if (folder === undefined) return;
  const into = join(folder, basename(expect.getState().testPath ?? '').replace(/\..*/, ''));
  mkdirSync(into, { recursive: true });
  taken += 1;
  const title = (await page.title()).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const name = `${String(taken).padStart(3, '0')}-${title.slice(0, 40)}`;
  for (const { name: size, width, ...media } of PICTURES) {
    await page.emulateMedia(media);
    await page.setViewportSize({ ...WINDOW, width });
    await page.screenshot({ path: join(into, `${name}-${size}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
  await page.setViewportSize(WINDOW);
}
