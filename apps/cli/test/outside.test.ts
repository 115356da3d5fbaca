import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { restoreLabel, suspendLabel } from '@assay/office/7-surveillance/act-on-label';
import { CAST } from '@assay/office/rehearsal/script';
import { databases, freshDatabase } from '@assay/records/test/databases';
import { untpFaults, WITHOUT_UNTP } from '@assay/attestation/test/untp';
import { parseLabelId } from '@assay/attestation/label-id';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { openInstallation } from '../src/installation.ts';
import {
  consistencyPath,
  continues,
  includes,
  inclusionPath,
  openCheckpoint,
  openProof,
  replay,
  type Replay,
} from './outside-client.ts';
import { build, freePort, ROOT } from './program.ts';

/** Acts after the first look: with those of the walk they fill more than one tile of 256. */
const ACTS = 250;
/** How often what has been done goes to the log. */
const AT_ONCE = 50;

describe('somebody outside, who knows the C2SP documents alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-outside-'));
  const data = join(folder, 'installation');
  const ends: (() => Promise<unknown>)[] = [];
  let port = 0;
  let label = '';
  let logKeys: readonly string[] = [];
  let witnessKey = '';
  let earlier: Replay;
  let later: Replay;
  const log = () => `http://127.0.0.1:${port}/log/${new Date().getUTCFullYear()}`;

  beforeAll(async () => {
    await build();
    port = await freePort();
    const database = await freshDatabase(theServer(), (end) => ends.push(end));
    const walked = await untilSaid(
      ['walk', '--once', '--data', data, '--port', String(port)],
      database,
      /\/L\/(\w{11})/,
    );
    [, label = ''] = walked.said;
    await ended(walked.child);
    logKeys = parseTrust(readFileSync(join(data, 'trust.json'), 'utf8'));
    const serving = () => untilSaid(['serve', '--data', data, '--port', String(port)], database, /Register/);
    const first = await serving();
    earlier = await replay(log(), logKeys);
    await stopped(first.child);

    const door = await freePort();
    const other = await freshDatabase(theServer(), (end) => ends.push(end));
    const watch = [
      'witness',
      'serve',
      '--name',
      'w.sandbox.example',
      '--log',
      logKeys[0] ?? '',
      '--port',
      String(door),
    ];
    const watching = await untilSaid(
      [...watch, '--data', join(folder, 'witness')],
      other,
      /Key +(\S+)[\s\S]*Watches/,
    );
    [, witnessKey = ''] = watching.said;
    ends.unshift(() => stopped(watching.child));
    writeFileSync(join(data, 'policy'), `witness w ${witnessKey} http://127.0.0.1:${door}\nquorum w\n`);
    await actMore(database);
    const second = await serving();
    ends.unshift(() => stopped(second.child));
    later = await replay(log(), logKeys);
  }, 180_000);
  afterAll(async () => {
    for (const end of ends) await end();
    rmSync(folder, { recursive: true, force: true });
  });

  test('replays the whole log from its entries to the signed root, before and after more was written', () => {
    expect(earlier.size).toBeGreaterThan(4);
    expect(later.size).toBeGreaterThan(256);
    expect(later.hashes).toHaveLength(2);
    expect(later.entries.slice(0, earlier.size)).toEqual(earlier.entries);
    expect(earlier.signedBy).toEqual([earlier.origin]);
  });

  test('finds that what it saw later continues what it saw earlier, and that nothing else would', () => {
    const path = consistencyPath(later, earlier.size);
    expect(continues(earlier, later, path)).toBe(true);
    expect(continues({ ...earlier, size: earlier.size - 1 }, later, path)).toBe(false);
    expect(continues({ ...earlier, root: later.root }, later, path)).toBe(false);
    expect(continues(earlier, later, path.slice(1))).toBe(false);
    expect(continues(earlier, earlier, [])).toBe(true);
  });

  test('computes inclusion proofs of the first, a middle and the last leaf from tiles alone', () => {
    for (const index of [0, 255, later.size - 1]) {
      const [leaf] = later.hashes[0]?.slice(index) ?? [];
      const proof = inclusionPath(later, index, later.size);
      const claim = { leaf: leaf ?? Buffer.alloc(0), index, proof, tree: later };
      expect([index, includes(claim)]).toEqual([index, true]);
      expect(includes({ ...claim, index: index === 0 ? 1 : index - 1 })).toBe(false);
      expect(includes({ ...claim, proof: proof.slice(1) })).toBe(false);
    }
  });

  test('follows the proof that is served with a label to the same log', async () => {
    const served = async (what: string) =>
      (await fetch(`http://127.0.0.1:${port}/L/${label}/${what}`)).text();
    const { entry } = JSON.parse(await served('bundle')) as { entry: string };
    const proof = openProof(await served('proof'), Buffer.from(entry), logKeys);
    expect([proof.size, proof.root]).toEqual([later.size, later.root]);
    expect(later.entries[proof.index]?.toString()).toBe(entry);
    expect(() => openProof('', Buffer.from(entry), logKeys)).toThrow('not a tlog-proof');
  });

  test('finds every credential that the log names under its hash', async () => {
    const named = await namedCredentials();
    expect(named.length).toBeGreaterThan(0);
    for (const { vcHash, jws, mediaType } of named) {
      expect(mediaType).toBe('application/vc+jwt');
      expect(createHash('sha256').update(jws).digest('base64url')).toBe(vcHash);
    }
  });

  test.skipIf(WITHOUT_UNTP !== '')(
    `each of them is a conformity credential of UNTP 0.7.0${WITHOUT_UNTP}`,
    async () => {
      for (const { jws } of await namedCredentials()) {
        const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString();
        expect(untpFaults(JSON.parse(payload))).toEqual([]);
      }
    },
  );

  test('sees the witness that cosigned, and when; a stranger it does not see', async () => {
    const note = await (await fetch(`${log()}/checkpoint`)).text();
    const cosigned = openCheckpoint(note, [...logKeys, witnessKey]);
    expect(cosigned.signedBy).toEqual([later.origin, 'w.sandbox.example']);
    const age = Date.now() / 1000 - (cosigned.cosigned[0] ?? 0);
    expect(age).toBeGreaterThan(-5);
    expect(age).toBeLessThan(600);
    expect(() => openCheckpoint(note, [])).toThrow('nobody who is known');
    expect(() => openCheckpoint(note.replace(`\n${later.size}\n`, `\n${later.size + 1}\n`), logKeys)).toThrow(
      'wrong signature',
    );
  });

  /** What is served under each hash that an entry of the log names. */
  async function namedCredentials() {
    const named = later.entries.flatMap((entry) => parseEntry(entry).vcHash ?? []);
    return Promise.all(
      named.map(async (vcHash) => {
        const hex = Buffer.from(vcHash, 'base64url').toString('hex');
        const served = await fetch(`http://127.0.0.1:${port}/vc/${hex}`);
        return { vcHash, jws: await served.text(), mediaType: served.headers.get('content-type') };
      }),
    );
  }

  /** Suspends and restores the label over and over, in the office itself. */
  async function actMore(database: string): Promise<void> {
    vi.stubEnv('DATABASE_URL', database);
    const installation = await openInstallation({ data, port, fresh: false, progress: () => undefined });
    const { office } = installation;
    const id = parseLabelId(label);
    if (!id.ok) throw new Error(`no label in the walk: ${label}`);
    for (let i = 0; i < ACTS; i += 1) {
      const act = i % 2 === 0 ? suspendLabel : restoreLabel;
      const done = await act(office, {
        label: id.value,
        by: CAST.surveillance,
        because: 'Rehearsal.',
        reasonCode: 'sandbox-rehearsal',
        key: `outside-${i}`,
      });
      if (!done.ok) throw new Error(JSON.stringify(done.refusal));
      if ((i + 1) % AT_ONCE === 0) await finishIssuance(office);
    }
    await installation.close();
    vi.unstubAllEnvs();
  }
});

type Said = { readonly child: ChildProcess; readonly said: RegExpExecArray };

function untilSaid(args: readonly string[], database: string, what: RegExp): Promise<Said> {
  const child = spawn(process.execPath, [join(ROOT, 'apps/cli/dist/assay.js'), ...args], {
    env: { ...process.env, DATABASE_URL: database },
  });
  let printed = '';
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const said = what.exec(printed);
      if (said) resolve({ child, said });
    });
    child.once('exit', () => {
      reject(new Error(printed));
    });
  });
}

function ended(child: ChildProcess): Promise<unknown> {
  return child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : Promise.resolve();
}

function stopped(child: ChildProcess): Promise<unknown> {
  child.kill('SIGTERM');
  return ended(child);
}

/** The file was written by the program under test. */
function parseTrust(text: string): readonly string[] {
  const trust = JSON.parse(text) as { administrators: { log: { vkeys: readonly string[] } }[] };
  return trust.administrators[0]?.log.vkeys ?? [];
}

/** An entry of a log that has been found sound. */
function parseEntry(entry: Buffer): { readonly vcHash?: string } {
  return JSON.parse(entry.toString()) as { vcHash?: string };
}

function theServer() {
  const [server] = databases();
  if (!server) throw new Error('there is always a server');
  return server;
}
