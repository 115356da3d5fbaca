/**
 * Pictures of every page in every state for people to look at:
 *
 *     node apps/portal/test/screenshots.ts <folder> [part of a page's name]
 *
 * Node does not read JSX, so the pages are bundled first, as `build.ts` does for the program.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import chromium from '@sparticuz/chromium';
import { build } from 'esbuild';
import { chromium as browsers } from 'playwright-core';

import type { PAGES } from './pages.ts';

const HERE = import.meta.dirname;
const BUNDLE = join(HERE, '../../../node_modules/.cache/assay-sample-pages.mjs');

const [, , folder, only = ''] = process.argv;
if (folder === undefined) {
  process.stderr.write('usage: node apps/portal/test/screenshots.ts <folder> [part of a page’s name]\n');
  process.exitCode = 2;
} else {
  await takeScreenshots(folder, only);
}

/** One PNG per page, width and theme, and one as it prints. */
async function takeScreenshots(into: string, part: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  const made = await parsePages();
  const executablePath = process.env['ASSAY_BROWSER'] ?? (await chromium.executablePath());
  const browser = await browsers.launch({ executablePath, args: chromium.args });
  const page = await browser.newPage();
  for (const { name, site, path } of made.PAGES.filter((one) => one.name.includes(part))) {
    const portal = await site({});
    await page.goto(`${await portal.listen(0, '127.0.0.1')}${path}`);
    for (const width of [1280, 360])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, media: 'screen' });
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: join(into, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
    await page.emulateMedia({ colorScheme: 'light', media: 'print' });
    await page.setViewportSize({ width: 720, height: 1_000 });
    await page.screenshot({ path: join(into, `${name}-print.png`), fullPage: true });
    await portal.close();
  }
  await browser.close();
}

async function parsePages() {
  await build({
    stdin: {
      contents: "export { PAGES } from './pages.ts';",
      resolveDir: HERE,
    },
    outfile: BUNDLE,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'import.meta.dirname': JSON.stringify(join(HERE, '../src/layout')) },
    logLevel: 'warning',
  });
  const bundle: unknown = await import(BUNDLE);
  rmSync(BUNDLE);
  return bundle as { readonly PAGES: typeof PAGES };
}
