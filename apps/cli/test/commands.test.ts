import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkCharacter } from '@assay/attestation/label-id';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, build, freePort, ROOT } from './program.ts';

/** A well-formed id of a label that nobody ever granted. */
const NEVER = `SB00000000${checkCharacter('SB00000000')}`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-commands-'));
  await build();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('assay', () => {
  test('tells what it can do when asked, and where nothing is asked', async () => {
    const [help, nothing] = await Promise.all([assay('--help'), assay()]);
    expect(help.code).toBe(0);
    for (const word of ['check', 'scheme', 'verify', 'walk', 'serve', 'Exit codes'])
      expect(help.out).toContain(word);
    expect(nothing.code).toBe(2);
    expect(nothing.out + nothing.error).toContain('assay check');
  });

  test.each(['chekc', 'constructor', '__proto__', '--frob'])('knows no command %s', async (word) => {
    const { code, out, error } = await assay(word);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(word);
  });
});

describe('assay scheme', () => {
  test('list names each edition', async () => {
    const [table, json] = await Promise.all([
      assay('scheme', 'list'),
      assay('scheme', 'list', '--format', 'json'),
    ]);
    expect(table).toMatchObject({ code: 0, error: '' });
    expect(table.out).toMatch(/singapore-cls@1\.4 +open +4/);
    expect(table.out).toMatch(/us-cyber-trust-mark@2024 +open +binary/);
    expect(parse(json.out)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'singapore-cls', levels: 4, levelModel: 'cumulative' }),
        expect.objectContaining({ id: 'us-cyber-trust-mark', levels: 1, levelModel: 'binary' }),
      ]),
    );
  });

  test('show sets out one edition, and marks what is not sure', async () => {
    const shown = await assay('scheme', 'show', 'us-cyber-trust-mark');
    expect(shown).toMatchObject({ code: 0, error: '' });
    for (const saying of ['U.S. Cyber Trust Mark', 'nist-ir-8425@2022', 'supportPeriod', '[uncertain]'])
      expect(shown.out).toContain(saying);
    const whole = await assay('scheme', 'show', 'singapore-cls@1.4', '--format', 'json');
    expect(parse(whole.out)).toMatchObject({ id: 'singapore-cls', edition: '1.4' });
  });

  test.each([
    [['show']],
    [['show', 'nordic']],
    [['show', 'singapore-cls@9']],
    [[]],
    [['burn']],
    [['list', 'a', 'b']],
    [['check', '/nothing/here']],
  ])('%j is refused with a remedy', async (args) => {
    const { code, out, error } = await assay('scheme', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(/^assay scheme: .+/);
    expect(error).not.toMatch(/^\s+at /m);
  });

  test('check finds the library sound, and a broken copy not, naming the line', async () => {
    expect(await assay('scheme', 'check')).toMatchObject({ code: 0, error: '' });
    for (const part of ['standards', 'schemes'])
      await cp(join(ROOT, part), join(folder, part), { recursive: true });
    expect(await assay('scheme', 'check', folder)).toMatchObject({ code: 0, error: '' });
    const file = join(folder, 'schemes/us-cyber-trust-mark/2024.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace("'AI.1'", "'AI.99'"));
    const broken = await assay('scheme', 'check', folder);
    const line = text.slice(0, text.indexOf("'AI.1'")).split('\n').length;
    expect(broken).toMatchObject({ code: 1, error: '' });
    expect(broken.out).toContain('schemes/us-cyber-trust-mark/2024.yaml\n');
    expect(broken.out).toMatch(
      new RegExp(`${String(line)}:9 +/requirements/0/provisions/0 +AI.99 is not in nist-ir-8425@2022`),
    );
    expect(broken.out).toMatch(/^not sound: 1 error,/m);
  });
});

describe('assay verify, where there is no label to verify', () => {
  test.each([
    ['an id of the wrong shape', 'https://localhost:9/L/NOT-A-LABEL'],
    ['a character of the id wrong', `https://localhost:9/L/SB00000001${NEVER.slice(-1)}`],
    ['an address that is no label page', `https://localhost:9/label/${NEVER}`],
    ['a label page with a query', `https://localhost:9/L/${NEVER}?x=1`],
    ['somebody signed in', `https://me:secret@localhost:9/L/${NEVER}`],
  ])('%s makes it INVALID by its address', async (_case, url) => {
    const { code, out, error } = await assay('verify', url);
    expect({ code, error }).toEqual({ code: 1, error: '' });
    expect(parse(out)).toMatchObject({ outcome: 'INVALID', checks: [{ id: 'label-url', ok: false }] });
    const text = await assay('verify', url, '--format', 'table');
    expect(text).toMatchObject({ code: 1, error: '' });
    expect(text.out).toMatch(/^INVALID {2}label-url: /);
  });

  test('a host that is none of the scheme makes it INVALID, and is not even asked', async () => {
    const trust = join(folder, 'trust.json');
    const scheme = { id: 'sandbox', name: 'Sandbox labels', qrHosts: ['labels.sandbox.example'] };
    await writeFile(trust, JSON.stringify({ scheme, administrators: [], policy: 'quorum none\n' }));
    const asked = await assay(
      'verify',
      `https://labels.sandb0x.example/L/${NEVER}`,
      '--trust-list',
      trust,
      '--format',
      'table',
    );
    expect(asked).toMatchObject({ code: 1, error: '' });
    expect(asked.out).toContain('INVALID  label-url: labels.sandb0x.example');
    expect(asked.out).toContain('look-alike');
  });

  test('a host that cannot be reached could not be asked', async () => {
    const port = await freePort();
    const begun = performance.now();
    const asked = await assay('verify', `http://localhost:${String(port)}/L/${NEVER}`);
    expect(asked).toMatchObject({ code: 2, out: '' });
    expect(asked.error).toContain('cannot be reached');
    expect(performance.now() - begun).toBeLessThan(6_000);
  });

  test.each<readonly [string, readonly string[], string]>([
    ['a bundle without anchors', ['README.md'], '--trust-list'],
    ['a bundle that is not there', ['nothing.json'], 'no such file'],
    ['anchors that are not there', ['README.md', '--trust-list', 'nothing.json'], 'no such file'],
    ['anchors that are no JSON', ['README.md', '--trust-list', 'README.md'], 'not JSON'],
    ['anchors that are none', ['README.md', '--trust-list', 'package.json'], 'no trust anchors'],
    ['no target', [], 'one label URL or one bundle'],
    ['two targets', ['a', 'b'], 'one label URL or one bundle'],
    ['a time that is none', ['README.md', '--now', 'yesterday'], '--now yesterday'],
  ])('%s is refused with a remedy', async (_case, args, says) => {
    const { code, out, error } = await assay('verify', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(says);
    expect(error).not.toMatch(/^\s+at /m);
  });
});

describe('assay walk and serve', () => {
  test.each([
    ['walk', '--port', '0'],
    ['walk', '--port', 'http'],
    ['serve', '--port', '65536'],
    ['walk', '--frsh'],
    ['serve', 'now'],
  ])('%s %s %s is refused before anything starts', async (...args) => {
    const { code, out, error } = await assay(...args.filter((arg) => typeof arg === 'string'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('--help');
  });
});

function parse(out: string): unknown {
  return JSON.parse(out);
}
