import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { ed25519Bytes } from '@assay/attestation/key';
import { formatVkey, noteKey, SIGNATURE_TYPE } from '@assay/attestation/log/note-key';
import { ed25519Signer, ORIGIN, sandboxOffice, type Office } from '@assay/attestation/test/sandbox-label';
import { SandboxLog } from '@assay/attestation/test/sandbox-log';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { assay, build } from './program.ts';
import { anchorsAt, layOut, openLogServer, type LogServer } from './served-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-audit-'));
const trust = join(folder, 'trust.json');
const AT = '2026-11-21T12:00:00Z';
const BUNDLE = '/log/2026/tile/entries/000.p/9';
let office: Office;
let server: LogServer;

beforeAll(async () => {
  await build();
  office = await sandboxOffice();
  server = await openLogServer();
  writeFileSync(trust, JSON.stringify(anchorsAt(server, office)));
}, 60_000);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await layOut(server, await small());
});

/** Nine entries: genesis, three keys, two labels, one suspended, both lists. */
async function small(more: (log: SandboxLog) => unknown = () => undefined): Promise<SandboxLog> {
  const log = new SandboxLog(office, `${server.origin}/status`);
  await log.grant(1);
  await log.grant(2);
  log.move(1, 'suspended');
  await log.publish();
  await more(log);
  return log;
}

const audit = (...args: readonly string[]) =>
  assay('audit', `${server.origin}/log/2026`, '--trust-list', trust, '--now', AT, ...args);

type Report = {
  readonly outcome: string;
  readonly witnessed: boolean;
  readonly checkpoint: { readonly size: number };
  readonly alarms: readonly { readonly code: string }[];
  readonly firstOffence: { readonly code: string; readonly index: number } | null;
  readonly labels: Readonly<Record<string, number>>;
  readonly entries: Readonly<Record<string, number>>;
  readonly evidence: readonly string[];
};

async function report(...args: readonly string[]): Promise<Report & { readonly code: number }> {
  const { code, out, error } = await audit('--format', 'json', ...args);
  if (out === '') throw new Error(error);
  return { code, ...parseReport(out) };
}

/** Written by the program under test. */
function parseReport(out: string): Report {
  return JSON.parse(out) as Report;
}

describe('assay audit', () => {
  test('finds nothing in an honest log, counts it, and says whom it believed', async () => {
    expect(await report()).toMatchObject({
      code: 0,
      outcome: 'CLEAN',
      checkpoint: { size: 9 },
      witnessed: false,
      alarms: [],
      firstOffence: null,
      labels: { granted: 1, suspended: 1, revoked: 0 },
      entries: { 'log.genesis': 1, 'key.added': 3, 'label.granted': 2, 'label.status': 1 },
    });
    const { code, out } = await audit('--format', 'table');
    expect([code, out]).toEqual([0, expect.stringContaining(`the keys in ${trust}`)]);
  });

  test('asks its host for nothing but public addresses', async () => {
    server.asked.length = 0;
    await audit();
    expect(server.asked.filter((path) => !/^\/(log\/2026\/|vc\/|status\/)/.test(path))).toEqual([]);
    expect(server.asked.length).toBeGreaterThan(6);
  });

  test('names the first leaf that offends, with what is wrong', async () => {
    const log = await small(async (one) => {
      one.move(2, 'revoked');
      one.move(2, 'granted');
      await one.publish({}, { revocation: [2], suspension: [1] });
    });
    await layOut(server, log);
    expect(await report()).toMatchObject({
      code: 1,
      outcome: 'OFFENDING',
      firstOffence: { code: 'label-is-revoked', index: 10 },
    });
    const { code, out } = await audit('--format', 'table');
    expect([code, out]).toEqual([1, expect.stringContaining('First offence, leaf 10: label-is-revoked')]);
  });

  test('finds one changed byte in whatever is served', async () => {
    for (const [path, there] of [...server.files]) {
      if (typeof there === 'function') continue;
      const bytes = there.slice();
      const at = path.endsWith('checkpoint') ? 5 : Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      server.files.set(path, bytes);
      const { code, alarms, firstOffence } = await report();
      expect([path, code, alarms.length + (firstOffence ? 1 : 0)]).toEqual([path, 1, 1]);
      server.files.set(path, there);
    }
  }, 60_000);

  test('names a bundle that is cut off, a tile that is gone, a credential and a list that are missing', async () => {
    for (const [path, code] of [
      [BUNDLE, 'bundle-malformed'],
      ['/log/2026/tile/0/000.p/9', 'tile-missing'],
      ['/status/revocation/3', 'list-missing'],
      [[...server.files.keys()].find((one) => one.startsWith('/vc/')) ?? '', 'credential-missing'],
    ] as const) {
      const there = server.files.get(path);
      if (there === undefined || typeof there === 'function') throw new Error(path);
      if (code === 'bundle-malformed') server.files.set(path, there.slice(0, -3));
      else server.files.delete(path);
      const found = await report();
      expect([path, found.code, found.firstOffence?.code]).toEqual([path, 1, code]);
      server.files.set(path, there);
    }
  }, 30_000);

  test('follows a living log whose newest list is published before its entry', async () => {
    const log = await small();
    const later = await small(async (one) => {
      one.move(1, 'granted');
      await one.publish();
    });
    await layOut(server, later);
    const all = new Map(server.files);
    // The same history is signed twice, with other signatures: only one of the two may be served.
    const early = new SandboxLog(office, `${server.origin}/status`);
    early.entries.splice(0, early.entries.length, ...later.entries.slice(0, log.entries.length));
    await layOut(server, early);
    const files = new Map([...all, ...server.files]);
    server.files.clear();
    for (const [path, bytes] of files) server.files.set(path, bytes);
    const first = server.files.get('/log/2026/checkpoint');
    let told = 0;
    server.files.set('/log/2026/checkpoint', (response) => {
      told += 1;
      const now = told === 1 ? first : all.get('/log/2026/checkpoint');
      response.writeHead(200).end(typeof now === 'function' ? '' : now);
    });
    expect(await report()).toMatchObject({ code: 0, checkpoint: { size: 12 } });
  });
});

describe('a log that was audited before', () => {
  const state = () => join(mkdtempSync(join(folder, 'state-')), 'checkpoint');

  test('may grow, and is remembered each time', async () => {
    const file = state();
    const log = await small();
    await layOut(server, log);
    expect((await report('--state', file)).code).toBe(0);
    log.note();
    await layOut(server, log);
    expect((await report('--state', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain(`${ORIGIN}\n10\n`);
  });

  test('may not shrink: both signed notes are kept', async () => {
    const file = state();
    const log = await small((one) => one.note());
    await layOut(server, log);
    await report('--state', file);
    log.entries.pop();
    await layOut(server, log);
    const { code, alarms, evidence } = await report('--state', file);
    expect([code, alarms.map((alarm) => alarm.code), evidence.length]).toEqual([1, ['rollback'], 2]);
    expect(evidence.map((one) => readFileSync(one, 'utf8').split('\n')[1])).toEqual(['10', '9']);
    expect(readFileSync(file, 'utf8')).toContain(`${ORIGIN}\n10\n`);
  });

  test('may not tell another history, of the same size or a larger one', async () => {
    for (const more of [0, 3]) {
      const file = state();
      await report('--state', file);
      const other = await small();
      for (let i = 0; i < more; i += 1) other.note();
      await layOut(server, other);
      const { code, alarms, evidence } = await report('--state', file);
      expect([more, code, alarms.map((alarm) => alarm.code)]).toEqual([more, 1, ['fork']]);
      expect(evidence.every((one) => existsSync(one))).toBe(true);
      expect(readdirSync(join(file, '..')).length).toBe(3);
      expect(readFileSync(file, 'utf8')).not.toBe(readFileSync(evidence[1] ?? '', 'utf8'));
    }
  });

  test('is not remembered by a checkpoint of another log', async () => {
    const file = state();
    writeFileSync(file, 'nothing of the kind\n');
    expect((await audit('--state', file)).code).toBe(2);
  });
});

describe('the witness policy', () => {
  test('decides whether a checkpoint was seen, and which key of the log counts', async () => {
    const witness = await ed25519Signer('w1');
    const name = 'witness.sandbox.example/w1';
    const key = await vkeyOf(name, SIGNATURE_TYPE.cosignature, witness.publicJwk);
    const log = await vkeyOf(ORIGIN, SIGNATURE_TYPE.ed25519, office.log.publicJwk);
    const file = join(folder, 'policy');
    writeFileSync(file, `log ${log}\nwitness w1 ${key}\nquorum w1\n`);
    expect(await report('--policy', file)).toMatchObject({
      code: 1,
      alarms: [{ code: 'too-few-witnesses' }],
    });
    await layOut(server, await small(), [{ name, signer: witness, time: 1_795_000_000 }]);
    expect(await report('--policy', file)).toMatchObject({
      code: 0,
      witnessed: true,
      cosigners: [{ name, at: '2026-11-18T11:06:40Z' }],
    });
    const other = await vkeyOf(ORIGIN, SIGNATURE_TYPE.ed25519, witness.publicJwk);
    writeFileSync(file, `log ${other}\nquorum none\n`);
    expect(await report('--policy', file)).toMatchObject({ code: 1, alarms: [{ code: 'log-signature' }] });
    writeFileSync(file, `log ${key}\nquorum none\n`);
    expect((await audit('--policy', file)).code).toBe(2);
  });
});

describe('a hostile host', () => {
  const checkpoint = (answer: (response: ServerResponse) => void) => {
    server.files.set('/log/2026/checkpoint', answer);
  };

  test('that answers without end, or more than fits once unpacked, is left', async () => {
    checkpoint((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    });
    const { code, error } = await audit();
    expect([code, error]).toEqual([2, expect.stringContaining('more than 65536 bytes')]);
    checkpoint((response) => {
      response.writeHead(200);
      const flood = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', flood);
      flood();
    });
    expect((await audit()).code).toBe(2);
  });

  test('that leads elsewhere is not followed', async () => {
    const elsewhere = await openLogServer();
    checkpoint((response) => {
      response.writeHead(302, { location: `${elsewhere.origin}/log/2026/checkpoint` }).end();
    });
    expect((await audit()).code).toBe(2);
    expect(elsewhere.asked).toEqual([]);
    await elsewhere.close();
  });

  test('that has no checkpoint, or none of this log, is told', async () => {
    server.files.delete('/log/2026/checkpoint');
    expect(await report()).toMatchObject({ code: 1, alarms: [{ code: 'no-checkpoint' }] });
    server.files.set('/log/2026/checkpoint', new TextEncoder().encode('nothing\n'));
    expect(await report()).toMatchObject({ code: 1, alarms: [{ code: 'malformed-checkpoint' }] });
  });
});

test('what is missing or wrong in the call is said', async () => {
  const url = `${server.origin}/log/2026`;
  for (const args of [
    [],
    [url, url],
    ['ftp://localhost/log/2026'],
    [`${url}?x=1`],
    [`http://label.sandbox.example/log/2026`],
    [url.replace('2026', '2027'), '--trust-list', trust],
  ])
    expect([args, (await assay('audit', ...args)).code]).toEqual([args, 2]);
}, 30_000);

async function vkeyOf(
  name: string,
  type: (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE],
  jwk: Parameters<typeof ed25519Bytes>[0],
): Promise<string> {
  const publicKey = ed25519Bytes(jwk);
  if (!publicKey) throw new Error('an Ed25519 key was asked for');
  return formatVkey(await noteKey({ name, type, publicKey }));
}
