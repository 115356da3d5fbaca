import { describe, expect, test } from 'vitest';

import { instant, NEVER_ISSUED } from './sample-desk.ts';
import {
  MADE,
  address,
  asked,
  check,
  context,
  host,
  isGreen,
  origin,
  page,
  told,
  useVerifier,
  visit,
} from './verifying.ts';

useVerifier();

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
