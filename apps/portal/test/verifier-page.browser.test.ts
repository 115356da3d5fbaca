import { describe, expect, test } from 'vitest';

import { openPortal } from '../src/open-portal.ts';
import { expectSound } from './sound-page.ts';
import { NEVER_ISSUED, sampleDesk } from './sample-desk.ts';
import { verifierWeight } from './verifier-weight.ts';
import { MADE, address, browser, check, host, origin, page, useVerifier, visit } from './verifying.ts';

useVerifier();

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
      await expectSound(page);
    },
  );
});
