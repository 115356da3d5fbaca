/** The verifier page in a real browser, over a portal whose labels verify: opened anew for each test of a file. */
import { chromium as browsers, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';

import type { PublicDesk } from '../src/desk.ts';
import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { instant, sampleDesk } from './sample-desk.ts';
import { verifiableHost, type VerifiableHost } from './verifiable-host.ts';

export const MADE = instant('2026-11-21T09:00:00Z');
export const NOW = '2026-11-21T12:00:00Z';

export let browser: Browser;
export let context: BrowserContext;
export let page: Page;
export let host: VerifiableHost;
/** Of the host: `http://localhost:` and its port. */
export let origin = 'http://localhost';
/** Every address that the browser asked for, by the page or by its worker. */
export const asked: string[] = [];

let portal: Portal;
let port = 0;

/** Opens browser, portal and page around the tests of a file. */
export function useVerifier(): void {
  beforeAll(async () => {
    browser = await launch([]);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    await serve(0);
    await useNewHost();
    await host.publishLists(MADE);
    context = await browser.newContext({ viewport: { width: 1_000, height: 900 } });
    asked.length = 0;
    context.on('request', (request) => asked.push(request.url()));
    page = await context.newPage();
    await page.clock.setFixedTime(NOW);
  });
  afterEach(async () => {
    await context.close();
    await portal.close();
  });
}

/** One process for all of the browser leaves no place for a service worker, and without its rules no policy is held. */
export function launch(more: readonly string[]): Promise<Browser> {
  const given = inject('browser');
  const args = given.args.filter((one) => !/^--(single-process|disable-web-security)$/.test(one));
  return browsers.launch({ ...given, args: [...args, ...more] });
}

/** A host that has published no list yet, at the address of the one before. */
export async function useNewHost(): Promise<void> {
  host = await verifiableHost(`localhost:${String(port)}`);
}

/** Opens the portal again, where it was open before; under another title it has another page. */
export function serveAgain(title?: string): Promise<void> {
  return serve(port, title);
}

async function serve(at: number, title?: string): Promise<void> {
  const sample = sampleDesk();
  const desk: PublicDesk = {
    ...sample,
    programme: {
      ...sample.programme,
      ...(title !== undefined && { title }),
      get origin() {
        return origin;
      },
    },
    file: (path) => host.file(path),
  };
  portal = await openPortal(desk, { requestsPerMinute: 100_000 });
  port = Number(new URL(await portal.listen(at, '127.0.0.1')).port);
  origin = `http://localhost:${String(port)}`;
}

/** Opens the page, and waits until it would work without a connection. */
export async function visit(): Promise<void> {
  await page.goto(`${origin}/verify`);
  await page.getByText(/Works without a connection|Nothing is kept/).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** Stops the host and opens the page again, from what the browser keeps. */
export async function revisitWithoutConnection(): Promise<void> {
  await portal.close();
  await page.reload();
  await page.getByRole('button', { name: 'Check', exact: true }).waitFor();
}

/** Enters a text and gives the answer: its word and its headline. */
export async function check(text: string): Promise<readonly string[]> {
  await page.getByRole('textbox').fill(text);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByRole('button', { name: 'Check', exact: true }).waitFor();
  await page.locator('#answer:focus').waitFor();
  return [await page.locator('.state .word').innerText(), await page.locator('#answer').innerText()];
}

/** All that the answer says. */
export const told = (): Promise<string> => page.locator('.answer').innerText();
export const isGreen = (): Promise<boolean> => page.locator('.state.is-valid').isVisible();
export const address = (id: string): string => `${origin}/L/${id}`;
