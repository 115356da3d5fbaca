import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { databases, freshDatabase } from '@assay/records/test/databases';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, build, freePort, ROOT } from './program.ts';

const ROOTS = ['root-1.pem', 'root-2.pem'] as const;
const PROGRAM = join(ROOT, 'apps/cli/dist/assay.js');

describe('assay aggregate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-aggregate-'));
  const file = (name: string) => join(folder, name);
  const ends: (() => Promise<void>)[] = [];
  const running: ChildProcess[] = [];
  let office: { readonly port: number; readonly database: string };
  let label = '';
  beforeAll(async () => {
    await build();
    office = await place();
    const walked = await started(
      ['walk', '--programme', programme('SC'), '--data', file('office'), '--port', String(office.port)],
      { database: office.database, until: 'Serving until' },
    );
    label = /\/L\/(\w{11})/.exec(walked.said())?.[1] ?? '';
    const roots: unknown[] = [];
    for (const root of ROOTS) roots.push(JSON.parse(await run('trust', 'root', file(root))));
    writeFileSync(file('roots.json'), JSON.stringify({ rootKeys: roots, rootThreshold: 2 }));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(running.map((child) => ended(child)));
    for (const end of ends) await end();
    rmSync(folder, { recursive: true, force: true });
  });

  test('labels of an administrator of its own code are followed under a signed trust list, and under a newer one without a restart', async () => {
    expect(label.startsWith('SC')).toBe(true);
    const { port, database } = await place();
    const hosts = [`localhost:${String(office.port)}`, `localhost:${String(port)}`];
    await sign(hosts.slice(0, 1), 'first.json');
    writeFileSync(file('list.json'), readFileSync(file('first.json')));
    const args = [
      'aggregate',
      '--trust-list',
      file('list.json'),
      '--roots',
      file('roots.json'),
      '--every',
      '1',
    ];
    const where = ['--port', String(port), '--data', file('aggregator')];
    const aggregator = await started([...args, ...where], { database, until: 'copied' });
    const address = `http://localhost:${String(port)}/L/${label}`;
    const believing = ['--trust-list', file('list.json'), '--roots', file('roots.json')] as const;
    const verify = async () => {
      const { out } = await assay('verify', address, ...believing, '--format', 'json');
      return (JSON.parse(out) as { outcome: string }).outcome;
    };
    // A host that the list does not name may be a look-alike site, whatever it shows.
    expect(await verify()).toBe('INVALID');
    await sign(hosts, 'second.json', 'first.json');
    writeFileSync(file('list.json'), readFileSync(file('second.json')));
    const served = () =>
      fetch(`http://localhost:${String(port)}/.well-known/cyber-label/trust-list.json`).then((one) =>
        one.text(),
      );
    while ((await served()) !== readFileSync(file('second.json'), 'utf8')) await pause();
    expect(await verify()).toBe('VALID');

    // An older list is a step back, while it runs and after.
    writeFileSync(file('list.json'), readFileSync(file('first.json')));
    while (!aggregator.said().includes('older than version')) await pause();
    expect(await served()).toBe(readFileSync(file('second.json'), 'utf8'));
    await ended(aggregator.child);
    const again = await started([...args, ...where], { database, until: 'older than version' });
    expect(await again.code).toBe(2);
  }, 90_000);

  test('one look answers whether every copy is up to date, and says why one is not', async () => {
    const { port, database } = await place();
    const once = async (trust: string) => {
      const args = [
        'aggregate',
        '--once',
        '--trust-list',
        trust,
        '--data',
        file('once'),
        '--port',
        String(port),
      ];
      const looked = await started(args, { database, until: 'log/20' });
      return { code: await looked.code, said: looked.said() };
    };
    const good = await once(file('office/trust.json'));
    expect([good.code, good.said]).toEqual([
      0,
      expect.stringMatching(/^copied {2}localhost:\d+\/log\/\d{4} {2}\d+ entries$/m),
    ]);
    const anchors = JSON.parse(readFileSync(file('office/trust.json'), 'utf8')) as Anchors;
    const elsewhere = anchors.administrators.map(({ log, ...rest }) => ({
      ...{ ...rest, log: { ...log, url: 'http://192.0.2.1/log/2026' } },
    }));
    writeFileSync(file('elsewhere.json'), JSON.stringify({ ...anchors, administrators: elsewhere }));
    const bad = await once(file('elsewhere.json'));
    expect([bad.code, bad.said]).toEqual([1, expect.stringContaining('behind')]);
  }, 60_000);

  test.each([
    [['--roots', 'x'], '--trust-list FILE'],
    [['--trust-list', 'nothing.json'], 'nothing.json'],
    [['--trust-list', 'package.json'], 'no trust anchors'],
    [['--trust-list', 'package.json', '--every', '0'], '--every 0'],
    [['--trust-list', 'package.json', '--witness', 'a name'], 'no name of a key'],
  ])('says what is wrong in the call: %j', async (args, says) => {
    const { code, error } = await assay('aggregate', '--data', file('wrong'), ...args);
    expect([code, error]).toEqual([2, expect.stringContaining(says)]);
  });

  test('an installation keeps the programme that it began with', async () => {
    const refused = await assay('serve', '--data', file('office'), '--programme', programme('SD'));
    expect([refused.code, refused.error]).toEqual([
      2,
      expect.stringContaining('began with another programme'),
    ]);
    expect(readdirSync(file('office'))).toContain('programme.yaml');
  });

  /** Draws a list over the office's own anchors for these hosts, and has both roots sign it. */
  async function sign(hosts: readonly string[], name: string, held?: string): Promise<void> {
    const anchors = JSON.parse(readFileSync(file('office/trust.json'), 'utf8')) as Anchors;
    writeFileSync(
      file('anchors.json'),
      JSON.stringify({ ...anchors, scheme: { ...anchors.scheme, qrHosts: hosts } }),
    );
    const draft = [
      'trust',
      'draft',
      '--roots',
      file('roots.json'),
      '--output',
      file(name),
      '--anchors',
      file('anchors.json'),
    ];
    await run(...draft, ...(held === undefined ? [] : ['--held', file(held)]));
    for (const root of ROOTS) await run('trust', 'sign', file(name), '--key', file(root));
  }

  function programme(code: string): string {
    const sandbox = readFileSync(join(ROOT, 'examples/sandbox/programme.yaml'), 'utf8');
    writeFileSync(file(`${code}.yaml`), sandbox.replaceAll("'SB'", `'${code}'`).replace("'S2'", "'S9'"));
    return file(`${code}.yaml`);
  }

  async function place() {
    const [server] = databases();
    if (!server) throw new Error('there is always a server');
    return { port: await freePort(), database: await freshDatabase(server, (drop) => ends.push(drop)) };
  }

  function started(
    args: readonly string[],
    { database, until }: { readonly database: string; readonly until: string },
  ): Promise<{
    readonly child: ChildProcess;
    readonly said: () => string;
    readonly code: Promise<number | null>;
  }> {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { ...process.env, DATABASE_URL: database },
    });
    running.push(child);
    let said = '';
    const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return new Promise((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes(until)) resolve({ child, said: () => said, code });
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      void code.then(() => {
        reject(new Error(said));
      });
    });
  }
});

type Anchors = {
  readonly scheme: object;
  readonly administrators: readonly { readonly log: { readonly url: string } }[];
};

async function run(...args: readonly string[]): Promise<string> {
  const { code, out, error } = await assay(...args);
  if (code !== 0) throw new Error(error);
  return out;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGTERM');
  });
}
