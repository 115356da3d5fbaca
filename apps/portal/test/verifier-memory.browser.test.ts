import { readFile } from 'node:fs/promises';

import { describe, expect, test } from 'vitest';

import {
  address,
  check,
  host,
  origin,
  page,
  revisitWithoutConnection,
  told,
  useVerifier,
  visit,
} from './verifying.ts';

useVerifier();

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
    const checkpoint = new RegExp(`^${new URL(origin).host}/log/2026\\n\\d+\\n`);
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
