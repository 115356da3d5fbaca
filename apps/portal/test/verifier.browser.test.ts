import { readFile } from 'node:fs/promises';

import { chromium as browsers, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';

import type { PublicDesk } from '../src/desk.ts';
import type { Portal } from '../src/http/open-door.ts';
import { openPortal } from '../src/open-portal.ts';
import { objections } from './objections.ts';
import { instant, NEVER_ISSUED, sampleDesk } from './sample-desk.ts';
import { verifiableHost, type VerifiableHost } from './verifiable-host.ts';
import { verifierWeight } from './verifier-weight.ts';

const MADE = instant('2026-11-21T09:00:00Z');
const NOW = '2026-11-21T12:00:00Z';

let browser: Browser;
let context: BrowserContext;
let page: Page;
let portal: Portal;
let port = 0;
let origin = 'http://localhost';
let host: VerifiableHost;
/** Every address that the browser asked for, by the page or by its worker. */
let asked: string[];

beforeAll(async () => {
  const launch = inject('browser');
  // One process for all of the browser leaves no place for a service worker, and without its rules no policy is held.
  const args = launch.args.filter((one) => !/^--(single-process|disable-web-security)$/.test(one));
  browser = await browsers.launch({ ...launch, args });
});
afterAll(() => browser.close());
beforeEach(async () => {
  await serve(0);
  host = await verifiableHost(`localhost:${String(port)}`);
  await host.publishLists(MADE);
  context = await browser.newContext({ viewport: { width: 1_000, height: 900 } });
  asked = [];
  context.on('request', (request) => asked.push(request.url()));
  page = await context.newPage();
  await page.clock.setFixedTime(NOW);
});
afterEach(async () => {
  await context.close();
  await portal.close();
});

/** Opens the portal; at a port where it was open before, so that it is the same host. */
async function serve(at: number): Promise<void> {
  const sample = sampleDesk();
  const desk: PublicDesk = {
    ...sample,
    programme: {
      ...sample.programme,
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
async function visit(): Promise<void> {
  await page.goto(`${origin}/verify`);
  await page.getByText(/Works without a connection|Nothing is kept/).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** Stops the host and opens the page again, from what the browser keeps. */
async function revisitWithoutConnection(): Promise<void> {
  await portal.close();
  await page.reload();
  await page.getByRole('button', { name: 'Check', exact: true }).waitFor();
}

/** Enters a text and gives the answer: its word and its headline. */
async function check(text: string): Promise<readonly string[]> {
  const before = await page.locator('#answer').count();
  if (before > 0) await page.evaluate(() => document.querySelector('.answer')?.setAttribute('data-old', ''));
  await page.getByRole('textbox').fill(text);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByRole('button', { name: 'Check', exact: true }).waitFor();
  await page.locator('#answer:focus').waitFor();
  return [await page.locator('.state .word').innerText(), await page.locator('#answer').innerText()];
}

const told = (): Promise<string> => page.locator('.answer').innerText();
const isGreen = (): Promise<boolean> => page.locator('.state.is-valid').isVisible();
const address = (id: string): string => `${origin}/L/${id}`;

describe('with a connection', () => {
  test('the address of a label is verified with its evidence, and the product named in large type', async () => {
    const id = await host.grant();
    await visit();
    expect(await check(address(id))).toEqual(['VALID', 'This sandbox label is valid']);
    expect(await isGreen()).toBe(true);
    const text = await told();
    expect(text).toContain('Checked against the list of 21 November 2026, 3 hours old.');
    expect(text).toContain('Is this your product?');
    expect(text).toContain('20 checks were made, and all hold');
    expect(text).toContain('1 November 2028');
    expect(await page.locator('.product .name').innerText()).toBe('Sandbox GW-1');
  });

  test('a label code alone is enough, and a link may bring it along', async () => {
    const id = await host.grant();
    await visit();
    expect(await check(id.toLowerCase())).toContain('VALID');
    await page.goto('about:blank');
    await page.goto(`${origin}/verify#${id}`);
    await page.locator('#answer').waitFor();
    expect(await isGreen()).toBe(true);
  });

  test('an offline code is verified by itself and by the register, and both agree', async () => {
    const id = await host.grant();
    await visit();
    expect(await check(await host.code(id))).toContain('VALID');
    expect(await told()).toContain('The code by itself and the register agree.');
  });

  test('a code that names another product than the register is not believed, though both are signed', async () => {
    const id = await host.grant();
    await visit();
    const code = await host.code(id, 'Sandbox|Another');
    expect(await check(code)).toContain('NOT PROVEN');
    expect(await told()).toContain('contradict each other');
    expect(await page.locator('.product .name').count()).toBe(0);
  });

  test.each([
    ['suspension', 'SUSPENDED', /suspended: do not rely on it/],
    ['revocation', 'REVOKED', /was revoked: do not rely on it/],
  ] as const)('the %s of a label shows, never green', async (purpose, word, headline) => {
    const id = await host.grant();
    host.set(purpose, id);
    await host.publishLists(MADE);
    await visit();
    const answer = await check(await host.code(id));
    expect(answer[0]).toBe(word);
    expect(answer[1]).toMatch(headline);
    expect(await isGreen()).toBe(false);
  });

  test('a label whose time is over, or has not begun, says so', async () => {
    const over = await host.grant({ validUntil: instant('2026-11-20T00:00:00Z') });
    const soon = await host.grant({ validFrom: instant('2026-12-01T00:00:00Z') });
    await visit();
    expect(await check(address(over))).toContain('EXPIRED');
    expect(await check(address(soon))).toContain('NOT YET VALID');
    expect(await isGreen()).toBe(false);
  });

  test('a code that was never issued is not on the register', async () => {
    await visit();
    expect(await check(address(NEVER_ISSUED))).toContain('NOT ON THE REGISTER');
  });

  test('a look-alike host is named, and nothing of it is opened', async () => {
    const id = await host.grant();
    await visit();
    expect(await check(`https://labe1.example.org/L/${id}`)).toEqual([
      'NOT PROVEN',
      'This address is not of the register: do not rely on it',
    ]);
    expect(await told()).toContain('labe1.example.org');
    expect(asked.filter((url) => !url.startsWith(origin))).toEqual([]);
  });

  test.each([
    ['hello', 'This is no code of a label'],
    ['https://localhost/elsewhere', 'This is not the address of a label page'],
  ])('%s is no code, and is told so', async (text, headline) => {
    await visit();
    expect(await check(text)).toContain(headline);
  });

  test('a mistyped label code is told from a forged one', async () => {
    const id = await host.grant();
    await visit();
    const wrong = `${id.slice(0, 10)}${id.endsWith('7') ? '8' : '7'}`;
    expect(await check(wrong)).toContain('This label code is mistyped');
  });

  test('a bundle with one byte changed is not proven, and the check that fails is open to see', async () => {
    const id = await host.grant();
    const bundle = await host.bundle(id);
    await visit();
    expect(await check(bundle)).toContain('VALID');
    expect(await check(bundle.replace(/("credential":"[^"]{40})./, '$1_'))).toContain('NOT PROVEN');
    expect(await page.locator('.checks .is-not-met').first().isVisible()).toBe(true);
    expect(await page.locator('.product .name').count()).toBe(0);
  });

  test('a saved bundle does not hide a revocation that the lists kept here know', async () => {
    const id = await host.grant();
    const saved = await host.bundle(id);
    host.set('revocation', id);
    await host.publishLists(instant('2026-11-21T11:00:00Z'));
    await visit();
    expect(await check(saved)).toContain('REVOKED');
  });

  test('nothing is sent but requests for keys, whole lists and the evidence of the label, all to its own host', async () => {
    const id = await host.grant();
    await visit();
    const code = await host.code(id);
    await check(code);
    const allowed =
      /^\/(verify|verify-worker\.js|assets\/[^/]+|status\/(revocation|suspension)\/\d+|\.well-known\/(did\.json|cyber-label\/trust-list\.json)|L\/[0-9A-Z]{11}\/bundle)$/;
    const paths = asked.map((url) => url.replace(origin, ''));
    expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
    const digits = code.slice(code.indexOf('#'));
    expect(asked.filter((url) => url.includes('#') || url.includes(digits.slice(2, 12)))).toEqual([]);
    expect(await context.cookies()).toEqual([]);
  });
});

describe('without a connection, after a first visit', () => {
  test('an offline code is verified, with the age of the list; when that is over, it says so', async () => {
    const id = await host.grant();
    const code = await host.code(id);
    await visit();
    await revisitWithoutConnection();
    expect(await check(code)).toEqual(['VALID', 'This label is valid, as far as this device can tell']);
    expect(await told()).toContain('the list of 21 November 2026, 3 hours old, kept on this device');
    expect(await told()).toContain('Sandbox GW-1');

    await page.clock.setFixedTime('2026-11-29T12:00:00Z');
    expect(await check(code)).toEqual(['OUT OF DATE', 'The lists kept on this device are too old']);
    expect(await told()).toContain(
      '8 days old, kept on this device. It could be relied on until 28 November 2026.',
    );
    expect(await isGreen()).toBe(false);
  });

  test('a label that the newest list kept revokes is revoked', async () => {
    const id = await host.grant();
    const code = await host.code(id);
    await visit();
    expect(await check(code)).toContain('VALID');
    host.set('revocation', id);
    await host.publishLists(instant('2026-11-21T11:30:00Z'));
    await visit();
    await revisitWithoutConnection();
    expect(await check(code)).toContain('REVOKED');
    expect(await told()).toContain('30 minutes old');
  });

  test('an older list that the host serves later is not taken for the newer one', async () => {
    const id = await host.grant();
    const code = await host.code(id);
    host.set('revocation', id);
    await visit();
    await host.publishLists(instant('2026-11-21T11:00:00Z'));
    await visit();
    host.clear('revocation', id);
    await host.publishLists(instant('2026-11-21T10:00:00Z'));
    await visit();
    await revisitWithoutConnection();
    expect(await check(code)).toContain('REVOKED');
  });

  test('without a list kept, a good signature is called just that, never green', async () => {
    host = await verifiableHost(`localhost:${String(port)}`);
    const id = await host.grant();
    const code = await host.code(id);
    await visit();
    await revisitWithoutConnection();
    expect(await check(code)).toEqual([
      'NOT CHECKED',
      'The signature is good, but the state was not checked',
    ]);
    expect(await isGreen()).toBe(false);
  });

  test('an address alone cannot be checked, and is told so', async () => {
    const id = await host.grant();
    await visit();
    await revisitWithoutConnection();
    expect(await check(address(id))).toEqual(['NOT CHECKED', 'This cannot be checked here now']);
  });

  test('a code signed for another label is not proven', async () => {
    const [id, other] = [await host.grant(), await host.grant()];
    const code = (await host.code(id)).replace(id, other);
    await visit();
    await revisitWithoutConnection();
    expect(await check(code)).toContain('NOT PROVEN');
  });

  test('when the host answers again, the page comes from the host', async () => {
    await visit();
    await revisitWithoutConnection();
    await serve(port);
    asked = [];
    await page.reload();
    await page.getByText('Works without a connection').waitFor();
    expect(asked).toContain(`${origin}/verify`);
  });
});

describe('what this browser saw before', () => {
  test('a log that only grew is consistent, over one tile and over many', async () => {
    const id = await host.grant();
    await visit();
    expect(await check(address(id))).toContain('VALID');
    host.growLog(300);
    expect(await check(address(id))).toContain('VALID');
    host.growLog(70);
    const old = await host.bundle(id);
    host.growLog(200);
    expect(await check(address(id))).toContain('VALID');
    // A saved bundle is older than what was seen: the same log all the same.
    expect(await check(old)).toContain('VALID');
    await page.locator('details.fold').evaluate((one) => one.setAttribute('open', ''));
    expect(await told()).toContain('575 entries before, 375 now');
  });

  test('a log that tells another history makes the label invalid, and the evidence can be saved', async () => {
    const id = await host.grant();
    await visit();
    expect(await check(address(id))).toContain('VALID');
    host.rewriteLog(1);
    host.growLog(20);
    expect(await check(address(id))).toEqual([
      'NOT PROVEN',
      'The log shows two different histories: do not rely on this label',
    ]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Save the evidence' }).click(),
    ]);
    const saved: unknown = JSON.parse(await readFile(await download.path(), 'utf8'));
    const checkpoint = new RegExp(`^localhost:${String(port)}/log/2026\\n\\d+\\n`);
    expect(saved).toMatchObject({
      forks: [
        {
          kept: expect.stringMatching(checkpoint) as unknown,
          shown: expect.stringMatching(checkpoint) as unknown,
        },
      ],
    });
  });

  test('evidence whose log cannot be compared now is not green', async () => {
    const id = await host.grant();
    await visit();
    expect(await check(address(id))).toContain('VALID');
    host.growLog(20);
    const bundle = await host.bundle(id);
    await revisitWithoutConnection();
    expect(await check(bundle)).toEqual([
      'NOT CHECKED',
      'The log could not be compared with what was seen before',
    ]);
  });

  test('the roots of the first trust list are pinned: a list by others is refused, and shown as evidence', async () => {
    const id = await host.grant();
    await host.publishTrustList(3);
    await visit();
    expect(await check(address(id))).toContain('VALID');
    expect(await told()).toContain('The scheme’s trust list, version 3 of 1 November 2026');
    await host.publishTrustList(4, await host.newRoots());
    expect(await check(address(id))).toContain('VALID');
    expect(await told()).toContain('version 3');
    expect(await page.locator('.alarm').innerText()).toContain('too-few-roots');
    await host.publishTrustList(4);
    expect(await check(address(id))).toContain('VALID');
    expect(await told()).toContain('version 4');
    expect(await page.locator('.alarm').count()).toBe(0);
  });

  test('an older trust list is refused, and its absence does not lead back to did.json', async () => {
    const id = await host.grant();
    await host.publishTrustList(3);
    await visit();
    await host.publishTrustList(2);
    await check(address(id));
    expect(await page.locator('.alarm').innerText()).toContain('trust-list-rollback');
    host.withdrawTrustList();
    expect(await check(address(id))).toContain('VALID');
    expect(await told()).toContain('version 3');
  });

  test('a trust list that has ended says nothing about today', async () => {
    const id = await host.grant();
    await host.publishTrustList(3);
    await visit();
    await revisitWithoutConnection();
    await page.clock.setFixedTime('2027-02-01T00:00:00Z');
    expect(await check(await host.code(id))).toEqual([
      'OUT OF DATE',
      'The list of whose signatures count has ended',
    ]);
  });
});

describe('a picture', () => {
  test('is read by the reader that is loaded only now', async () => {
    const id = await host.grant();
    const drawing = await context.newPage();
    await drawing.setContent(`<body style="margin:0;background:#fff">${await host.qr(id)}`);
    await drawing.locator('svg').evaluate((one) => {
      one.setAttribute('width', '600');
      one.setAttribute('height', '600');
    });
    const buffer = await drawing.screenshot();
    await drawing.close();
    await visit();
    expect(asked.filter((url) => url.includes('decoder'))).toEqual([]);
    await page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer });
    await page.locator('#answer').waitFor();
    expect(await isGreen()).toBe(true);
    expect(asked.filter((url) => url.includes('decoder'))).toHaveLength(1);
  });

  test('without a code in it is told so', async () => {
    await visit();
    const buffer = await page.screenshot();
    await page.locator('input[type=file]').setInputFiles({ name: 'desk.png', mimeType: 'image/png', buffer });
    await page.getByText('No QR code was found in the picture').waitFor();
  });
});

describe('without script', () => {
  test('the form leads to the page of the label, and says what it cannot do', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const form = await plain.newPage();
    await form.goto(`${origin}/verify`);
    expect(await form.locator('noscript').innerText()).toContain('needs JavaScript');
    await form.getByRole('textbox').fill(`${origin}/L/${NEVER_ISSUED}`);
    await form.getByRole('button').click();
    expect(form.url()).toBe(`${origin}/L/${NEVER_ISSUED}`);
    await plain.close();
  });

  test('an address of another host is refused in clear words', async () => {
    const answer = await fetch(`${origin}/verify?code=https://labe1.example.org/L/${NEVER_ISSUED}`, {
      headers: { accept: 'text/html' },
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('This address is not of this register');
  });
});

describe('the page', () => {
  test('costs less than 60 KB with all that it needs to verify', async () => {
    const { needed, total, decoder } = await verifierWeight(origin);
    expect([...needed.values()].every((bytes) => bytes > 0)).toBe(true);
    expect(total).toBeLessThan(60_000);
    expect(decoder).toBeGreaterThan(0);
  });

  test('is the only one that runs a script, and that may ask for the camera', async () => {
    const policies = async (path: string) => {
      const { headers } = await fetch(`${origin}${path}`);
      return [headers.get('content-security-policy') ?? '', headers.get('permissions-policy') ?? ''];
    };
    const [policy, permissions] = await policies('/verify');
    expect(policy).toContain("script-src 'self';worker-src 'self';connect-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(permissions).toContain('camera=(self)');
    for (const path of ['/', `/L/${NEVER_ISSUED}`, '/status/revocation/0']) {
      const [other, withheld] = await policies(path);
      expect(other).not.toContain('script-src');
      expect(withheld).toContain('camera=()');
    }
  });

  test('gets a new worker whenever anything in it is new', async () => {
    const worker = await fetch(`${origin}/verify-worker.js`);
    expect(worker.headers.get('cache-control')).toBe('public, max-age=0');
    const other = await openPortal(sampleDesk({ sandbox: false }));
    const changed = await other.inject('/verify-worker.js');
    await other.close();
    expect(changed.body).not.toBe(await worker.text());
  });

  test('is walked by keyboard alone, from the code to the checks behind the answer', async () => {
    const id = await host.grant();
    await visit();
    await page.keyboard.press('Tab');
    await page.getByRole('textbox').focus();
    await page.keyboard.type(address(id));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#answer:focus').waitFor();
    for (const stop of ['The label’s page in the register', '20 checks were made, and all hold']) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(stop);
    }
    await page.keyboard.press('Enter');
    expect(await page.getByText('The signature is right').isVisible()).toBe(true);
  });

  test.each(['valid', 'revoked', 'stale', 'invalid'])(
    'has nothing that axe objects to when the answer is %s, and fits 320 pixels',
    async (which) => {
      const id = await host.grant();
      const code = await host.code(id);
      if (which === 'revoked') host.set('revocation', id);
      await host.publishLists(MADE);
      await visit();
      if (which === 'stale') await page.clock.setFixedTime('2026-11-30T00:00:00Z');
      await check(which === 'invalid' ? `https://labe1.example.org/L/${id}` : code);
      expect(await objections(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    },
  );
});
