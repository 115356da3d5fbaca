import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { grantedBundle, NOW, sandboxOffice } from '@assay/attestation/test/sandbox-label';
import { formatBundle } from '@assay/attestation/bundle';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, build, type Ran } from './program.ts';

/** The ceremony as three people would hold it, each with a file of their own. */
describe('the ceremony of the trust list', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-trust-'));
  const at = (name: string) => join(folder, name);
  const trust = (...args: readonly string[]): Promise<Ran> => assay('trust', ...args);
  const verify = (...more: readonly string[]) =>
    assay('verify', at('bundle.json'), '--trust-list', at('list.json'), '--now', NOW, ...more);

  beforeAll(async () => {
    await build();
    const office = await sandboxOffice();
    writeFileSync(at('anchors.json'), JSON.stringify(office.anchors));
    writeFileSync(at('bundle.json'), formatBundle(await grantedBundle(office)));
    const keys: unknown[] = [];
    for (const name of ['root-1.pem', 'root-2.pem', 'root-3.pem']) {
      const made = await trust('root', at(name));
      expect(made.code).toBe(0);
      keys.push(JSON.parse(made.out));
    }
    writeFileSync(at('roots.json'), JSON.stringify({ rootKeys: keys, rootThreshold: 2 }));
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('makes root keys that nobody else can read and that are never overwritten', async () => {
    expect(statSync(at('root-1.pem')).mode & 0o777).toBe(0o600);
    const before = readFileSync(at('root-1.pem'));
    const again = await trust('root', at('root-1.pem'));
    expect([again.code, again.error]).toEqual([2, expect.stringContaining('never overwritten')]);
    expect(readFileSync(at('root-1.pem'))).toEqual(before);
  });

  test('a list is drafted, signed by two, and only then accepted and believed', async () => {
    const draft = ['draft', '--anchors', at('anchors.json'), '--roots', at('roots.json'), '--now', NOW];
    expect((await trust(...draft, '--output', at('list.json'))).out).toContain('Version 1');
    const check = () => trust('check', at('list.json'), '--roots', at('roots.json'), '--now', NOW);
    const sign = (key: string) => trust('sign', at('list.json'), '--key', at(key));

    expect((await sign('root-1.pem')).out).toContain('Signed by 1 of its 3 roots; 2 are needed.');
    const early = await check();
    expect([early.code, early.out]).toEqual([
      1,
      expect.stringContaining('1 of the roots that were held before have signed'),
    ]);
    expect([(await verify('--roots', at('roots.json'))).code]).toEqual([2]);

    expect((await sign('root-3.pem')).out).toContain('Signed by 2 of its 3 roots');
    expect(await check()).toMatchObject({ code: 0, out: expect.stringContaining('ACCEPTED') as string });
    const believed = await verify('--roots', at('roots.json'));
    expect([believed.code, believed.out]).toEqual([0, expect.stringContaining('VALID')]);
    const unnamed = await verify();
    expect([unnamed.code, unnamed.error]).toEqual([2, expect.stringContaining('--roots FILE')]);
    const late = await assay(
      'verify',
      at('bundle.json'),
      '--trust-list',
      at('list.json'),
      '--roots',
      at('roots.json'),
      '--now',
      '2027-03-01T00:00:00Z',
    );
    expect([late.code, late.error]).toEqual([2, expect.stringContaining('the list ended at')]);

    const next = await trust(...draft, '--held', at('list.json'), '--output', at('list-2.json'));
    expect(next.out).toContain('Version 2');
    const back = await trust(
      'check',
      at('list.json'),
      '--roots',
      at('roots.json'),
      '--held',
      at('list-2.json'),
      '--now',
      NOW,
    );
    expect([back.code, back.out]).toEqual([1, expect.stringContaining('older than version 2')]);
    const over = await trust(...draft, '--output', at('list.json'));
    expect([over.code, over.error]).toEqual([2, expect.stringContaining('there already')]);
  });

  test('what does not belong is refused by name', async () => {
    const stranger = await trust('root', at('stranger.pem'));
    expect(stranger.code).toBe(0);
    for (const [args, says] of [
      [['sign', at('list.json'), '--key', at('stranger.pem')], 'names no such root'],
      [['sign', at('list.json'), '--key', at('no-such.pem')], 'there is no such file'],
      [['sign', at('anchors.json'), '--key', at('root-1.pem')], 'no signed trust list'],
      [['check', at('list.json'), '--roots', at('anchors.json')], 'rootKeys'],
      [
        [
          'draft',
          '--roots',
          at('roots.json'),
          '--output',
          at('x.json'),
          '--anchors',
          at('anchors.json'),
          '--days',
          '91',
        ],
        '1 to 90',
      ],
      [['burn'], 'root, draft, sign, check'],
    ] as const) {
      const ran = await trust(...args);
      expect([args[0], ran.code, ran.error]).toEqual([args[0], 2, expect.stringContaining(says)]);
    }
  });
});
