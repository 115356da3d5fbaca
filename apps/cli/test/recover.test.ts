import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { assay, assayTold, build, freePort, type Ran } from './program.ts';
import { openLogServer } from './served-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-recover-'));
const data = join(folder, 'data');
const recover = (...args: readonly string[]): Promise<Ran> => assay('recover', '--data', data, ...args);
let label: string;

/** A rehearsal, a backup of its database, and after it a new key; then the backup is all that is left of the database. */
beforeAll(async () => {
  await build();
  const walk = await assay('walk', '--once', '--port', String(await freePort()), '--data', data);
  label = /http:\/\/\S+\/L\/(\w{11})/.exec(walk.out)?.[1] ?? walk.error;
  cpSync(join(data, 'postgres'), join(folder, 'backup'), { recursive: true });
  const rotated = await assay('keys', 'rotate', 'vc', '--data', data);
  expect([rotated.code, rotated.error]).toEqual([0, expect.any(String)]);
  rmSync(join(data, 'postgres'), { recursive: true });
  cpSync(join(folder, 'backup'), join(data, 'postgres'), { recursive: true });
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test(
  'an installation whose database was restored refuses to open, says how, is shown, agreed to and brought forward',
  { timeout: 120_000 },
  async () => {
    const there = bundles();
    const refused = await assay('keys', 'list', '--data', data);
    expect([refused.code, refused.error]).toEqual([2, expect.stringContaining('assay recover')]);

    const shown = await recover('--dry-run', '--format', 'json');
    expect(parse(shown.out)).toMatchObject({ done: false, entries: { 'key.added': 1 }, keysMissing: [] });
    const [unsaid, declined] = [await recover(), await assayTold(['no'], 'recover', '--data', data)];
    expect([unsaid.code, unsaid.error]).toEqual([2, expect.stringContaining('--yes')]);
    expect([declined.code, declined.error]).toEqual([1, expect.stringContaining('nothing was written')]);
    expect((await assay('keys', 'list', '--data', data)).code).toBe(2);

    const elsewhere = await recover('--from', folder, '--yes');
    expect([elsewhere.code, elsewhere.error]).toEqual([1, expect.stringContaining('no-checkpoint')]);
    const nobody = await recover('--from', `http://localhost:${String(await freePort())}`, '--yes');
    expect([nobody.code, nobody.error]).toEqual([2, expect.stringContaining('cannot be reached')]);

    const done = await assayTold(['yes'], 'recover', '--data', data);
    expect([done.code, done.out]).toEqual([0, expect.stringContaining('The records are whole')]);
    const again = await recover('--format', 'json');
    expect(parse(again.out)).toMatchObject({ done: true, entries: {} });
    const keys = await assay('keys', 'list', '--data', data);
    expect([keys.code, keys.out]).toEqual([0, expect.stringContaining('vc-2')]);
    expect(bundles()).toEqual(there);
    expect(label).toMatch(/^\w{11}$/);
  },
);

test('the public bytes may come from a host, or from the mirror of one', { timeout: 120_000 }, async () => {
  const server = await openLogServer();
  try {
    const copy = join(data, 'public');
    for (const from of ['log', 'mirror'] as const) {
      server.files.clear();
      const year = readdirSync(join(copy, 'log'))[0] ?? '';
      const origin = readFileSync(join(copy, 'log', year, 'checkpoint'), 'utf8').split('\n')[0] ?? '';
      expect(origin).toContain(year);
      const place = from === 'log' ? `/log/${year}` : `/mirror/${await hashOf(origin)}`;
      for (const path of filesBelow(join(copy, 'log', year)))
        server.files.set(`${place}/${path}`, new Uint8Array(readFileSync(join(copy, 'log', year, path))));
      for (const path of filesBelow(join(copy, 'vc')))
        server.files.set(`/vc/${path}`, new Uint8Array(readFileSync(join(copy, 'vc', path))));
      rmSync(join(data, 'postgres'), { recursive: true });
      cpSync(join(folder, 'backup'), join(data, 'postgres'), { recursive: true });
      const done = await recover('--from', server.origin, '--yes', '--format', 'json');
      expect([done.code, done.error]).toEqual([0, expect.any(String)]);
      expect(parse(done.out)).toMatchObject({ done: true, entries: { 'key.added': 1 } });
    }
    expect((await assay('keys', 'list', '--data', data)).code).toBe(0);
  } finally {
    await server.close();
  }
});

/** Entry bundles and credentials: what is there stays for ever. */
function bundles(): ReadonlyMap<string, string> {
  const all = filesBelow(join(data, 'public')).filter((path) => /^(log|vc)\/(?!.*checkpoint)/.test(path));
  return new Map(all.map((path) => [path, readFileSync(join(data, 'public', path)).toString('hex')]));
}

function filesBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));
}

async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Buffer.from(hash).toString('hex');
}

function parse(text: string): unknown {
  return JSON.parse(text);
}
