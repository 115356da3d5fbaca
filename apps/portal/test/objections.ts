import axe from 'axe-core';
import type { Page } from 'playwright-core';

const SIZES = [
  [1280, 'light'],
  [360, 'light'],
  [1280, 'dark'],
] as const;

/**
 * What axe finds against WCAG 2.2 AA and good practice on the page as it is
 * open now, with all its details opened: on a desk, in a hand and in the
 * dark. A line each, beginning with the size; none is the answer to hope for.
 */
export async function objections(page: Page): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  // A page's own policy forbids scripts; this one comes through the browser's back door.
  if (!isThere) await page.evaluate(axe.source);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
  const found: string[] = [];
  for (const [width, colorScheme] of SIZES) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    found.push(...(await here(page)).map((line) => `${String(width)} ${colorScheme} ${line}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

function here(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await checker.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return violations.map(
      (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 100)).join(' | ')}`,
    );
  });
}
