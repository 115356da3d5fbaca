import axe from 'axe-core';
import type { Page } from 'playwright-core';

const STANDARDS = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** In the dark a page differs from itself by its colours and by nothing else. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
const SIZES = [
  { name: '1280 light', width: 1280, colorScheme: 'light', rules: STANDARDS },
  { name: '360 light', width: 360, colorScheme: 'light', rules: STANDARDS },
  { name: '1280 dark', width: 1280, colorScheme: 'dark', rules: COLOURS },
] as const;
const ALL = SIZES.map(({ name }) => name);

/**
 * What axe finds against WCAG 2.2 AA and good practice on the page as it is
 * open now, with all its details opened: on a desk, in a hand and in the
 * dark, unless told only some of these. A line each, beginning with the size;
 * none is the answer to hope for.
 */
export async function objections(
  page: Page,
  sizes: readonly (typeof ALL)[number][] = ALL,
): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  // A page's own policy forbids scripts; this one comes through the browser's back door.
  if (!isThere) await page.evaluate(axe.source);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
  const found: string[] = [];
  for (const { name, width, colorScheme, rules } of SIZES.filter((one) => sizes.includes(one.name))) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    found.push(...(await here(page, rules)).map((line) => `${name} ${line}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

function here(page: Page, runOnly: object): Promise<readonly string[]> {
  return page.evaluate(async (rules) => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await checker.run(document, {
      runOnly: rules as axe.RunOnly,
      resultTypes: ['violations'],
    });
    return violations.map(
      (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 100)).join(' | ')}`,
    );
  }, runOnly);
}
