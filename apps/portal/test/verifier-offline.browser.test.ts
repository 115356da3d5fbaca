import { describe, expect, test } from 'vitest';

import { instant } from './sample-desk.ts';
import {
  address,
  asked,
  check,
  host,
  isGreen,
  origin,
  page,
  revisitWithoutConnection,
  serveAgain,
  told,
  useNewHost,
  useVerifier,
  visit,
} from './verifying.ts';

useVerifier();

describe('without a connection, after a first visit', () => {
  test('an offline code is verified, with the age of the list; when that is over, it says so', async () => {
    const id = await host.grant();
    const code = await host.code(id);
    await visit();
    await revisitWithoutConnection();
    expect(await check(code)).toEqual([
      'VALID',
      'This sandbox label is valid, as far as this device can tell',
    ]);
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
    await useNewHost();
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
    await serveAgain();
    asked.length = 0;
    await page.reload();
    await page.getByText('Works without a connection').waitFor();
    expect(asked).toContain(`${origin}/verify`);
  });

  test('a newer page takes the place of the one kept, which is forgotten', async () => {
    await visit();
    const kept = () => page.evaluate(() => caches.keys());
    const before = await kept();
    await revisitWithoutConnection();
    await serveAgain('Sandbox Labels, moved');
    await visit();
    const exchanged = async () => {
      const now = await kept();
      return now.length === 1 && now[0] !== before[0];
    };
    await expect.poll(exchanged, { timeout: 10_000 }).toBe(true);
    await revisitWithoutConnection();
    expect(await page.title()).toContain('Sandbox Labels, moved');
  });
});
