import { spawn } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, build, freePort, ROOT, type Ran } from './program.ts';

/** An operator, three roots and a verifier, while the register is served: as docs/keys.md leads through it. */
describe('assay keys and assay trust', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-keys-'));
  const at = (name: string) => join(folder, name);
  const data = at('data');
  const ends: (() => void)[] = [];
  let port: number;
  let label: string;

  const keys = (...args: readonly string[]): Promise<Ran> => assay('keys', ...args, '--data', data);
  const keysJson = async (...args: readonly string[]) => {
    const ran = await keys(...args, '--format', 'json');
    expect([ran.code, ran.error]).toEqual([0, expect.any(String)]);
    return parseKeys(ran.out);
  };
  const verified = async (list: string) => {
    const pin = ['--trust-list', at(list), '--roots', at('roots.json')];
    const ran = await assay('verify', label, ...pin, '--format', 'json');
    return ran.code === 2 ? ran.error : parseOutcome(ran.out);
  };
  /** A list that two roots have signed, and what the ceremony has told them. */
  const listed = async (name: string, ...held: readonly string[]): Promise<string> => {
    const anchors = ['--anchors', join(data, 'trust.json'), '--roots', at('roots.json')];
    const drafted = await assay('trust', 'draft', ...anchors, ...held, '--output', at(name));
    expect([drafted.code, drafted.error]).toEqual([0, expect.stringContaining('not signed yet')]);
    for (const root of ['root-1.pem', 'root-3.pem'])
      expect((await assay('trust', 'sign', at(name), '--key', at(root))).code).toBe(0);
    return drafted.out;
  };

  beforeAll(async () => {
    await build();
    port = await freePort();
    const walk = await assay('walk', '--once', '--port', String(port), '--data', data);
    label = /http:\/\/\S+\/L\/(\w{11})/.exec(walk.out)?.[0] ?? walk.error;
    const served = spawn(process.execPath, [
      join(ROOT, 'apps/cli/dist/assay.js'),
      ...['serve', '--port', String(port), '--data', data],
    ]);
    ends.push(() => served.kill('SIGTERM'));
    await new Promise((resolve) => served.stdout.once('data', resolve));
    const roots: unknown[] = [];
    for (const name of ['root-1.pem', 'root-2.pem', 'root-3.pem'])
      roots.push(JSON.parse((await assay('trust', 'root', at(name))).out));
    writeFileSync(at('roots.json'), JSON.stringify({ rootKeys: roots, rootThreshold: 2 }));
  }, 120_000);
  afterAll(() => {
    for (const end of ends) end();
    rmSync(folder, { recursive: true, force: true });
  });

  test(
    'show which key signs, and exchange one while the register is served',
    { timeout: 90_000 },
    async () => {
      expect((await keysJson('list')).keys.map(({ use, state }) => `${use} ${state}`)).toEqual([
        'vc active',
        'status active',
        'log active',
        'qr active',
      ]);
      await listed('list-1.json');
      const first = await assay('trust', 'publish', at('list-1.json'), '--data', data);
      expect([first.code, first.error]).toEqual([2, expect.stringContaining('--roots FILE')]);
      const published = ['--roots', at('roots.json'), '--data', data];
      expect((await assay('trust', 'publish', at('list-1.json'), ...published)).code).toBe(0);
      const served = await fetch(new URL('/.well-known/cyber-label/trust-list.json', label));
      expect([served.headers.get('content-type'), await served.text()]).toEqual([
        'application/jose+json',
        readFileSync(at('list-1.json'), 'utf8'),
      ]);
      expect(await verified('list-1.json')).toBe('VALID');

      const [announced] = (await keysJson('rotate', 'status')).keys;
      expect(announced).toMatchObject({ state: 'announced', algorithm: 'ES256', provider: 'file' });
      const early = await keys('activate', 'status-2');
      expect([early.code, early.error]).toEqual([1, expect.stringContaining('trust list')]);
      expect(await listed('list-2.json', '--held', at('list-1.json'))).toContain('status-2: new key');
      expect((await assay('trust', 'publish', at('list-2.json'), '--data', data)).code).toBe(0);
      const activated = (await keysJson('activate', 'status-2')).keys;
      expect(activated.map(({ state }) => state)).toEqual(['active', 'retired']);
      // Lists are signed with the new key at once; whoever holds the old list does not know it.
      expect([await verified('list-2.json'), await verified('list-1.json')]).toEqual(['VALID', 'INVALID']);
      const back = await assay('trust', 'publish', at('list-1.json'), '--data', data);
      expect([back.code, back.out]).toEqual([1, expect.stringContaining('older than version 2')]);
    },
  );

  test('say what a theft leaves standing', { timeout: 90_000 }, async () => {
    const { keys: gone, voided } = await keysJson(
      ...['revoke', 'vc-1', '--reason', 'Sandbox: left in a shop.', '--last-good-index', '4'],
    );
    expect(gone).toMatchObject([
      { state: 'revoked', lastGoodIndex: 4, reason: 'Sandbox: left in a shop.' },
      { state: 'active', logIndex: { added: expect.any(Number) as number } },
    ]);
    // With it those that were put on the desks, which came after.
    expect(voided).toContain(label.slice(-11));
    expect(await listed('list-3.json', '--held', at('list-2.json'))).toContain('vc-1: key that is revoked');
    expect([await verified('list-2.json'), await verified('list-3.json')]).toEqual(['VALID', 'INVALID']);
    writeFileSync(
      at('undone.json'),
      readFileSync(join(data, 'trust.json'), 'utf8')
        .replace('"lastGoodIndex": 4,', '')
        .replace(/,\s*"lastGoodIndex": 4/, ''),
    );
    const undone = await assay(
      ...['trust', 'draft', '--anchors', at('undone.json'), '--roots', at('roots.json')],
      ...['--held', at('list-3.json'), '--output', at('never.json')],
    );
    expect([undone.code, undone.error]).toEqual([2, expect.stringContaining('good again')]);
  });

  test('a log key is told with its verifier key', { timeout: 30_000 }, async () => {
    const [announced] = (await keysJson('rotate', 'log')).keys;
    expect(announced?.vkey).toMatch(/^localhost:\d+\/log\/\d{4}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/);
    const checkpoint = await (
      await fetch(new URL(`/log/${String(new Date().getUTCFullYear())}/checkpoint`, label))
    ).text();
    expect(checkpoint.split('\n').filter((line) => line.startsWith('— '))).toHaveLength(2);
  });

  test(
    'say what is wrong in the call or in the settings, and change nothing',
    { timeout: 60_000 },
    async () => {
      const before = (await keysJson('list')).keys;
      for (const [args, code, says] of [
        [[], 2, 'list, rotate, activate, revoke'],
        [['rotate'], 2, 'name one use'],
        [['rotate', 'root'], 2, 'say vc, status, log, qr'],
        [['activate', 'vc-2', 'vc-3'], 2, 'name one key'],
        [['revoke', 'vc-2'], 2, '--reason TEXT'],
        [['revoke', 'vc-2', '--reason', 'x', '--last-good-index', '-1'], 2, 'last-good-index'],
        [['activate', 'vc-9'], 1, 'no key of this installation'],
        [['activate', 'vc-2', '--reason', 'x'], 2, 'belong to revoke'],
        [['revoke', 'vc-2', '--reason', 'x', '--last-good-index', '99999'], 1, 'is not one of them'],
      ] as const) {
        const ran = await keys(...args);
        expect([args, ran.code, ran.error]).toEqual([args, code, expect.stringContaining(says)]);
      }
      const nowhere = await assay('keys', 'list', '--data', at('nowhere'));
      expect([nowhere.code, nowhere.error]).toEqual([2, expect.stringContaining('there is no installation')]);
      for (const [text, says] of [
        ['{', 'is not JSON'],
        ['{"uses":{"root":"file"}}', 'no such member'],
        ['{"file":{"passphrase":"sesame"}}', 'one of the shapes'],
        ['{"file":{"passphrase":{"environment":"ASSAY_TEST_NOT_SET"}}}', 'is not set'],
      ] as const) {
        writeFileSync(join(data, 'keys.json'), text);
        const ran = await keys('rotate', 'qr');
        expect([text, ran.code, ran.error]).toEqual([text, 2, expect.stringContaining(says)]);
      }
      rmSync(join(data, 'keys.json'));
      expect((await keysJson('list')).keys).toEqual(before);
    },
  );

  test(
    'keys are encrypted with the passphrase of a credential file, none by halves',
    { timeout: 30_000 },
    async () => {
      const credential = at('passphrase');
      writeFileSync(credential, 'sesame of the sandbox\n', { mode: 0o600 });
      writeFileSync(join(data, 'keys.json'), JSON.stringify({ file: { passphrase: { file: credential } } }));
      const plain = await keys('rotate', 'qr');
      expect([plain.code, plain.error]).toEqual([2, expect.stringContaining('is not encrypted')]);
      for (const name of readdirSync(join(data, 'keys')))
        seal(join(data, 'keys', name), 'sesame of the sandbox');
      const [announced] = (await keysJson('rotate', 'qr')).keys;
      expect(announced?.kid).toMatch(/#qr-2$/);
      expect(readFileSync(join(data, 'keys', 'qr-2.pem'), 'utf8')).toMatch(
        /^-----BEGIN ENCRYPTED PRIVATE KEY-----/,
      );
      chmodSync(credential, 0o640);
      const exposed = await keys('rotate', 'status');
      expect([exposed.code, exposed.error]).toEqual([2, expect.stringContaining('others can read')]);
    },
  );
});

/** What `openssl pkcs8 -topk8` does. */
function seal(file: string, passphrase: string): void {
  const pem = readFileSync(file, 'utf8');
  if (pem.includes('ENCRYPTED')) return;
  const key = createPrivateKey(pem);
  const sealed = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
  writeFileSync(file, sealed, { mode: 0o600 });
}

type Key = {
  readonly kid: string;
  readonly use: string;
  readonly state: string;
  readonly vkey?: string;
};

function parseKeys(text: string): { readonly keys: readonly Key[]; readonly voided?: readonly string[] } {
  return JSON.parse(text) as { readonly keys: readonly Key[]; readonly voided?: readonly string[] };
}

function parseOutcome(text: string): string {
  return (JSON.parse(text) as { readonly outcome: string }).outcome;
}
