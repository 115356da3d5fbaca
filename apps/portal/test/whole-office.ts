/** A whole office as people meet it, its pages and its public register over one installation, and browsers that walk it by links alone. */

import { labelArtwork, printGuide } from '@assay/office/6-register/label-artwork';
import { publicFile, publicRecordOf } from '@assay/office/6-register/public-desk';
import { searchLabels } from '@assay/office/6-register/search-labels';
import type { Office } from '@assay/office/office';
import { loadWords, type Words } from '@assay/office/words';
import {
  AT,
  freshPlace,
  HOME,
  openUntilClosed,
  type Opening,
  type SandboxOffice,
} from '@assay/office/test/sandbox-office';
import { databases } from '@assay/records/test/databases';
import { addSeconds } from '@assay/vocabulary/instant';
import { chromium as browsers, type Page } from 'playwright-core';
import { afterAll, expect, inject } from 'vitest';

import type { PublicDesk } from '../src/desk.ts';
import { openPortal } from '../src/open-portal.ts';
import { freePort } from './free-port.ts';
import { objections } from './objections.ts';
import { keepPictures } from './sound-page.ts';

export type WholeOffice = SandboxOffice & {
  readonly origin: string;
  /** A browser of their own for somebody who has opened nothing yet. */
  arrive(): Promise<Walker>;
  /** Lets time go by. */
  later(minutes: number): void;
};

/** Opens an office with both its doors, until the test file ends. */
export async function openWholeOffice(opening: Opening = {}): Promise<WholeOffice> {
  const [server] = databases();
  if (!server) throw new Error('no database');
  const port = await freePort();
  const place = await openUntilClosed(await freshPlace(server, afterAll), {
    ...{ ...opening, host: `localhost:${String(port)}` },
  });
  const { office } = place;
  const words = await loadWords(HOME);
  const surprises: unknown[] = [];
  const portal = await openPortal(
    publicDeskOf(office, words),
    { requestsPerMinute: 100_000, surprise: (error) => surprises.push(error) },
    {
      desk: { office, words, home: HOME },
    },
  );
  await portal.listen(port, 'localhost');
  const browser = await browsers.launch(inject('browser'));
  afterAll(async () => {
    await browser.close();
    await portal.close();
    await place.close();
    expect(surprises).toEqual([]);
  });
  let now = opening.at ?? AT;
  const looked = new Map<string, Set<string>>();
  return {
    ...place,
    origin: office.origin,
    arrive: async () => {
      const page = await (await browser.newContext()).newPage();
      page.setDefaultTimeout(8_000);
      return walkerOn(page, { origin: office.origin, looked });
    },
    later: (minutes) => {
      now = addSeconds(now, minutes * 60);
      place.setClock(now);
    },
  };
}

/** Somebody at a browser: goes where links lead, fills in what is labelled, and finds each page sound. */
export type Walker = {
  readonly page: Page;
  /** Opens a link that was handed over; nothing else is ever typed into the address bar. */
  openLink(link: string): Promise<void>;
  follow(name: string | RegExp): Promise<void>;
  /** Fills in fields by their labels; `true` ticks one. */
  fill(fields: Readonly<Record<string, string | true>>): Promise<void>;
  /** Picks one of a list of choices. */
  choose(label: string, option: string): Promise<void>;
  attach(label: string, file: Parameters<Page['setInputFiles']>[1]): Promise<void>;
  press(button: string): Promise<void>;
  /** Waits for a heading of the page. */
  reads(heading: string | RegExp): Promise<void>;
  text(): Promise<string>;
};

function walkerOn(
  page: Page,
  { origin, looked }: { readonly origin: string; readonly looked: Map<string, Set<string>> },
): Walker {
  /** What is come to is looked at by axe where it has a part that was not seen on such a page; the pages' own tests do so at every size and in the dark. */
  const arrived = async () => {
    await page.waitForLoadState('domcontentloaded');
    const path = page.url().slice(origin.length);
    const kind = path.replace(/\?.*/, '').replaceAll(/(_|declarations\/|invitation\/|link\/)[^/]+/g, '$1');
    const seen = looked.get(kind) ?? new Set();
    const parts = (await partsOf(page)).filter((part) => !seen.has(part));
    if (parts.length === 0) return;
    looked.set(kind, new Set([...seen, ...parts]));
    await keepPictures(page);
    expect([path, await objections(page, ['1280 light'])]).toEqual([path, []]);
  };
  const moving = async (move: () => Promise<unknown>) => {
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.request().isNavigationRequest() && one.status() !== 303),
      move(),
    ]);
    expect([answer.url(), answer.status()]).toEqual([answer.url(), 200]);
    await page.waitForURL(answer.url());
    await arrived();
  };
  return {
    page,
    openLink: (link) => moving(() => page.goto(link)),
    follow: (name) =>
      moving(() =>
        page
          .getByRole('link', { name, exact: typeof name === 'string' })
          .first()
          .click(),
      ),
    fill: async (fields) => {
      for (const [label, value] of Object.entries(fields)) {
        const field = page.getByLabel(label, { exact: true });
        await (value === true ? field.check() : field.fill(value));
      }
    },
    choose: async (label, option) => {
      await page.getByLabel(label, { exact: true }).selectOption({ label: option });
    },
    attach: (label, file) => page.getByLabel(label, { exact: true }).setInputFiles(file),
    press: (name) => moving(() => page.getByRole('button', { name, exact: true }).click()),
    reads: (name) => page.getByRole('heading', { name }).first().waitFor(),
    text: () => page.locator('main').innerText(),
  };
}

/** The parts that a page is made of, whatever they say: where only words differ, axe would find the same again. */
function partsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => [
    ...new Set(
      [...document.querySelectorAll('*')].map((one) => `${one.tagName}.${one.getAttribute('class') ?? ''}`),
    ),
  ]);
}

/** Accepts an invitation under a name. */
export async function acceptInvitation(walker: Walker, link: string, name: string): Promise<void> {
  await walker.openLink(link);
  await walker.fill({ 'Your name': name });
  await walker.press('Accept');
}

/** Invites somebody into the own organisation; the link that they are to be handed. */
export async function invite(
  walker: Walker,
  { mail, roles }: { readonly mail: string; readonly roles: readonly string[] },
): Promise<string> {
  await walker.follow('Organisation');
  await walker.follow('Invite somebody');
  const ticked = Object.fromEntries(roles.map((role) => [role, true] as const));
  await walker.fill({ 'Mail address': mail, ...ticked, Why: 'Sandbox: the office needs them.' });
  await walker.press('Send the invitation');
  return walker.page.locator('.code.link').innerText();
}

function publicDeskOf(office: Office, words: Words): PublicDesk {
  const { title, sandbox, administrator } = office.programme;
  return {
    programme: { title, sandbox, administrator, origin: office.origin },
    search: async (query) => {
      const { labels, ...next } = await searchLabels(office, query);
      const rows = labels.map(({ product, scheme, level, ...label }) => ({
        ...{ labelId: label.labelId, state: label.state, supportEnd: label.supportEnd },
        ...{ product: product.name, brand: product.brand, manufacturer: product.manufacturer },
        ...{ level: { symbol: level.symbol, name: level.name }, scheme: scheme.name },
        ...{ validUntil: label.validUntil, sandbox: label.sandbox },
      }));
      return { ...next, labels: rows };
    },
    record: (id) => publicRecordOf(office, id),
    file: (path) => publicFile(office, path),
    artwork: (id, asked) => labelArtwork({ ...office, home: HOME }, id, asked),
    printGuide: (id, language) => printGuide({ ...office, home: HOME }, id, language),
    story: async () => undefined,
    say: (reason) => words.reason(reason),
    ready: async () => true,
    now: () => office.clock(),
  };
}
