/** A scheme of three administrators, two witnesses and an aggregator: each a process of the built program. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ed25519Bytes } from '@assay/attestation/key';
import { formatVkey, noteKey, SIGNATURE_TYPE } from '@assay/attestation/log/note-key';
import type { TrustAnchors } from '@assay/attestation/trust';
import { fileSigner } from '@assay/office/keys/file-signer';
import { databases, freshDatabase } from '@assay/records/test/databases';

import { freePort, ROOT } from './program.ts';

const PROGRAM = join(ROOT, 'apps/cli/dist/assay.js');
const PATIENCE_MS = 45_000;

/** One installation: where it lies, how it is started, and what it says when it is ready. */
export type Member = {
  readonly name: string;
  readonly port: number;
  readonly data: string;
  readonly database: string;
  readonly args: readonly string[];
  readonly ready: string;
};
export type Federation = {
  readonly folder: string;
  readonly administrators: Readonly<Record<'SA' | 'SB' | 'SC', Member>>;
  readonly witnesses: readonly [Member, Member];
  readonly aggregator: Member;
  /** Anchors of all administrators under one policy: two of the two witnesses and the aggregator. */
  readonly trust: string;
  /** Writes the anchors, once every administrator has said what its keys are. */
  readonly drawTrust: () => void;
  /** Starts a member, with other words than its own where they are given; ends when it is ready. */
  readonly start: (member: Member, args?: readonly string[], ready?: string) => Promise<string>;
  /** As a power cut ends a process. */
  readonly kill: (member: Member) => Promise<void>;
  readonly said: (member: Member) => string;
  /** The member as it is now, in a folder and a database of its own; nobody may run on it meanwhile. */
  readonly copyOf: (member: Member) => Promise<Member>;
  readonly end: () => Promise<void>;
};

/** Lays out a federation, keys and policy with it, so that every member can be started in any order. */
export async function layOut(): Promise<Federation> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-federation-'));
  const ends: (() => Promise<void>)[] = [];
  const [server] = databases();
  if (!server) throw new Error('there is always a server');
  const member = async (name: string, command: readonly string[], ready: string): Promise<Member> => {
    const [port, data] = [await freePort(), join(folder, name)];
    mkdirSync(data);
    const database = await freshDatabase(server, (drop) => ends.push(drop));
    const args = [...command, '--port', String(port), '--data', data];
    return { name, port, data, database, args, ready };
  };
  const trust = join(folder, 'trust.json');
  const administrator = async (code: string) => {
    const file = join(folder, `${code}.yaml`);
    const sandbox = readFileSync(join(ROOT, 'examples/sandbox/programme.yaml'), 'utf8');
    writeFileSync(
      file,
      sandbox
        .replaceAll("'SB'", `'${code}'`)
        .replace("'S2'", "'S9'")
        .replace('Sandbox Label Office', `Sandbox Office ${code}`),
    );
    return member(code, ['serve', '--programme', file], 'Register');
  };
  const administrators = {
    ...{ SA: await administrator('SA'), SB: await administrator('SB'), SC: await administrator('SC') },
  };
  const logs: string[] = [];
  for (const { port, data } of Object.values(administrators))
    logs.push(
      await keyOf(
        join(data, 'keys/log.pem'),
        `localhost:${String(port)}/log/${year()}`,
        SIGNATURE_TYPE.ed25519,
      ),
    );
  const watch = logs.flatMap((vkey) => ['--log', vkey]);
  const witness = (n: number) =>
    member(
      `w${String(n)}`,
      ['witness', 'serve', '--name', `w${String(n)}.sandbox.example`, ...watch],
      'Watches',
    );
  const witnesses = [await witness(1), await witness(2)] as const;
  const aggregate = ['aggregate', '--every', '1', '--trust-list', trust, '--witness', 'a.sandbox.example'];
  const aggregator = await member('aggregator', aggregate, 'Follows');
  const policy = await policyOf([...witnesses, aggregator]);
  for (const { data } of Object.values(administrators)) writeFileSync(join(data, 'policy'), policy);

  const running = new Map<Member, { readonly child: ChildProcess; said: string }>();
  const start: Federation['start'] = (one, args = one.args, ready = one.ready) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [PROGRAM, ...args], {
        env: { ...process.env, DATABASE_URL: one.database },
      });
      const ran = { child, said: '' };
      running.set(one, ran);
      const late = setTimeout(() => {
        reject(new Error(`${one.name} was not ready in time: ${ran.said}`));
      }, PATIENCE_MS);
      const hear = (chunk: Buffer) => {
        ran.said += chunk.toString();
        if (!ran.said.includes(ready)) return;
        clearTimeout(late);
        resolve(ran.said);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => {
        clearTimeout(late);
        reject(new Error(`${one.name} ended: ${ran.said}`));
      });
    });
  const kill: Federation['kill'] = async (one) => {
    const child = running.get(one)?.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  return {
    ...{ folder, administrators, witnesses, aggregator, trust, start, kill },
    drawTrust: () => {
      const all = Object.values(administrators).map(({ data }) => parseAnchors(join(data, 'trust.json')));
      const [first] = all;
      if (!first) throw new Error('there are administrators');
      const hosts = [...Object.values(administrators), aggregator].map(
        ({ port }) => `localhost:${String(port)}`,
      );
      const anchors = {
        ...{ scheme: { ...first.scheme, qrHosts: hosts }, policy },
        administrators: all.flatMap((one) => one.administrators),
      };
      writeFileSync(trust, JSON.stringify(anchors));
    },
    said: (one) => running.get(one)?.said ?? '',
    copyOf: async (one) => {
      const data = `${one.data}-copy`;
      cpSync(one.data, data, { recursive: true });
      const template = new URL(one.database).pathname.slice(1);
      const database = await freshDatabase({ ...server, template }, (drop) => ends.push(drop));
      return {
        ...one,
        name: `copy of ${one.name}`,
        data,
        database,
        args: one.args.map((word) => (word === one.data ? data : word)),
      };
    },
    end: async () => {
      await Promise.all([...running.keys()].map(kill));
      for (const end of ends) await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Two of three must have seen a checkpoint: whichever of them is gone, the scheme goes on. */
async function policyOf(members: readonly Member[]): Promise<string> {
  const lines = await Promise.all(
    members.map(async ({ name, port, data }, i) => {
      const isAggregator = name === 'aggregator';
      const signs = isAggregator ? 'a.sandbox.example' : `${name}.sandbox.example`;
      const key = await keyOf(join(data, 'keys/witness.pem'), signs, SIGNATURE_TYPE.cosignature);
      return `witness m${String(i)} ${key} http://127.0.0.1:${String(port)}${isAggregator ? '/witness' : ''}`;
    }),
  );
  return [...lines, 'group two 2 m0 m1 m2', 'quorum two', ''].join('\n');
}

/** Makes the key that a member will find in its folder, and says it as others write it down. */
async function keyOf(file: string, name: string, type: 0x01 | 0x04): Promise<string> {
  const signer = await fileSigner(file, { kid: name, alg: 'Ed25519' });
  return formatVkey(
    await noteKey({ name, type, publicKey: ed25519Bytes(signer.publicJwk) ?? new Uint8Array() }),
  );
}

function year(): string {
  return String(new Date().getUTCFullYear());
}

/** The file was written by the program under test. */
function parseAnchors(file: string): TrustAnchors {
  return JSON.parse(readFileSync(file, 'utf8')) as TrustAnchors;
}
