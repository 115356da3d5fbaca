import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ed25519Signer, sha256Sync } from '@assay/attestation/test/sandbox-label';
import { toBase64 } from '@assay/attestation/base64';
import { ed25519Bytes, type Signer } from '@assay/attestation/key';
import { signCheckpoint } from '@assay/attestation/log/checkpoint';
import { consistencyProof, leafHash, nodesOf, rootHash } from '@assay/attestation/log/merkle-tree';
import { formatVkey, noteKey, parseVkey, SIGNATURE_TYPE } from '@assay/attestation/log/note-key';
import { parseNote, verifyNote } from '@assay/attestation/log/note';
import { databases, freshDatabase } from '@assay/records/test/databases';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, build, freePort, ROOT, type Ran } from './program.ts';

const PROGRAM = join(ROOT, 'apps/cli/dist/assay.js');
const ORIGIN = 'cla.sandbox.example/log/2026';
const nodes = nodesOf(
  sha256Sync,
  Array.from({ length: 9 }, (_, i) => leafHash(sha256Sync, Uint8Array.of(i))),
);

/** A client that knows the C2SP documents and nothing of us. */
describe('assay witness serve', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-witness-'));
  const ends: (() => Promise<void>)[] = [];
  let log: Signer;
  let vkey: string;
  let database: string;
  let port: number;
  beforeAll(async () => {
    await build();
    database = await freshDatabase(theServer(), (end) => ends.push(end));
    log = await ed25519Signer('log');
    const publicKey = ed25519Bytes(log.publicJwk) ?? new Uint8Array();
    vkey = formatVkey(await noteKey({ name: ORIGIN, type: SIGNATURE_TYPE.ed25519, publicKey }));
    port = await freePort();
  }, 60_000);
  afterAll(async () => {
    for (const end of ends) await end();
    rmSync(folder, { recursive: true, force: true });
  });

  async function note(size: number): Promise<string> {
    return signCheckpoint({ origin: ORIGIN, size, root: rootHash(sha256Sync, nodes, size) }, log);
  }
  async function add(old: number, size: number): Promise<Response> {
    const proof = old === 0 ? [] : consistencyProof(sha256Sync, nodes, old, size).map(toBase64);
    const body = [`old ${String(old)}`, ...proof, '', await note(size)].join('\n');
    return fetch(`http://127.0.0.1:${String(port)}/add-checkpoint`, { method: 'POST', body });
  }

  test('cosigns under the key that it prints, and remembers after it was killed', async () => {
    const first = await started();
    expect(first.printed).toContain(`Watches  ${ORIGIN}`);
    const key = /Key +(\S+)/.exec(first.printed)?.[1] ?? '';
    const cosigned = await add(0, 5);
    expect(cosigned.status).toBe(200);
    const read = parseNote(`${await note(5)}${await cosigned.text()}`);
    const own = await parseVkey(key);
    expect(read.ok && own.ok && (await verifyNote(read.value, [own.value])).ok).toBe(true);
    await ended(first.child, 'SIGKILL');

    const second = await started();
    expect(second.printed).toContain(key);
    const behind = await add(0, 9);
    expect([behind.status, behind.headers.get('content-type'), await behind.text()]).toEqual([
      409,
      'text/x.tlog.size',
      '5\n',
    ]);
    expect((await add(5, 9)).status).toBe(200);
    const hash = Buffer.from(sha256Sync(new TextEncoder().encode(ORIGIN))).toString('hex');
    const shown = await fetch(`http://127.0.0.1:${String(port)}/${hash}/checkpoint`);
    expect((await shown.text()).startsWith(`${ORIGIN}\n9\n`)).toBe(true);
    expect(await ended(second.child, 'SIGTERM')).toBe(0);
  }, 60_000);

  test('watches an installation, whose labels a verifier then finds witnessed', async () => {
    const data = join(folder, 'installation');
    const sandbox = await freshDatabase(theServer(), (end) => ends.push(end));
    const door = await freePort();
    const walk = () => run(['walk', '--once', '--port', String(door), '--data', data], sandbox);
    expect((await walk()).code).toBe(0);
    const [administrator] = parseTrust(readFileSync(join(data, 'trust.json'), 'utf8')).administrators;
    const [logKey = ''] = administrator?.log.vkeys ?? [];

    const other = await freshDatabase(theServer(), (end) => ends.push(end));
    const at = await freePort();
    const watching = await started({
      vkey: logKey,
      port: at,
      database: other,
      data: join(folder, 'watching'),
    });
    const key = /Key +(\S+)/.exec(watching.printed)?.[1] ?? '';
    writeFileSync(join(data, 'policy'), `witness w1 ${key} http://127.0.0.1:${String(at)}\nquorum w1\n`);
    const again = await walk();
    expect(again.code).toBe(0);
    const label = /http:\/\/\S+\/L\/(\w{11})/.exec(again.out)?.[0] ?? '';
    const serving = await started({
      args: ['serve', '--port', String(door), '--data', data],
      until: 'Register',
      database: sandbox,
    });
    const verified = await assay(
      'verify',
      label,
      '--trust-list',
      join(data, 'trust.json'),
      '--format',
      'json',
    );
    expect([verified.code, JSON.parse(verified.out)]).toEqual([
      0,
      expect.objectContaining({ outcome: 'VALID', witnessed: true }),
    ]);
    expect(await (await fetch(new URL('/.well-known/cyber-label/policy', label))).text()).toContain(
      'quorum w1',
    );
    await ended(serving.child, 'SIGTERM');
    await ended(watching.child, 'SIGTERM');
  }, 90_000);

  test('says what is missing or wrong in the call', async () => {
    for (const [args, says] of [
      [[], 'say serve'],
      [['serve', '--log', vkey], '--name NAME'],
      [['serve', '--name', 'a name'], '--name NAME'],
      [['serve', '--name', 'w'], '--log VKEY'],
      [['serve', '--name', 'w', '--log', `${vkey}x`], 'not the verifier key of a log'],
    ] as const) {
      const { code, error } = await assay('witness', ...args);
      expect([code, error]).toEqual([2, expect.stringContaining(says)]);
    }
  });

  type Start = {
    readonly vkey?: string;
    readonly port?: number;
    readonly data?: string;
    readonly database?: string;
    /** Another command than the witness, and what it prints when it is ready. */
    readonly args?: readonly string[];
    readonly until?: string;
  };
  type Started = { readonly child: ChildProcess; readonly printed: string };

  async function started(asked: Start = {}): Promise<Started> {
    const { until = 'Watches' } = asked;
    const watch = ['witness', 'serve', '--name', 'witness.sandbox.example/w1', '--log', asked.vkey ?? vkey];
    const where = ['--port', String(asked.port ?? port), '--data', asked.data ?? folder];
    const child = spawn(process.execPath, [PROGRAM, ...(asked.args ?? [...watch, ...where])], {
      env: { ...process.env, DATABASE_URL: asked.database ?? database },
    });
    let printed = '';
    return new Promise((resolve, reject) => {
      child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes(until)) resolve({ child, printed });
      });
      child.once('exit', () => {
        reject(new Error(printed));
      });
    });
  }

  function run(args: readonly string[], url: string): Promise<Ran> {
    return new Promise((resolve) => {
      const env = { ...process.env, DATABASE_URL: url };
      execFile(process.execPath, [PROGRAM, ...args], { cwd: ROOT, env }, (failed, out, error) => {
        resolve({ code: failed ? Number(failed.code) : 0, out, error });
      });
    });
  }
});

function theServer() {
  const [server] = databases();
  if (!server) throw new Error('there is always a server');
  return server;
}

/** The file was written by the program under test. */
function parseTrust(text: string): {
  readonly administrators: readonly { readonly log: { readonly vkeys: readonly string[] } }[];
} {
  return JSON.parse(text) as ReturnType<typeof parseTrust>;
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill(signal);
  });
}
