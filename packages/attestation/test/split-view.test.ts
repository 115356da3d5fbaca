import { beforeAll, describe, expect, test } from 'vitest';

import { toBase64 } from '../src/base64.ts';
import { utf8 } from '../src/bytes.ts';
import { ed25519Bytes, type Signer } from '../src/key.ts';
import { mayCosign, readAddCheckpoint, type Witnessed } from '../src/log/add-checkpoint.ts';
import { signCheckpoint } from '../src/log/checkpoint.ts';
import { consistencyProof, leafHash, nodesOf, rootHash } from '../src/log/merkle-tree.ts';
import { noteKey, SIGNATURE_TYPE, type NoteKey } from '../src/log/note-key.ts';
import { parseNote, signatureLine, verifyNote } from '../src/log/note.ts';
import { meetsQuorum, type Policy } from '../src/log/policy.ts';
import { ed25519Signer, ORIGIN, sha256Sync } from './sandbox-label.ts';

/** Two logs of one key and one origin: the same three leaves, then another history for another audience. */
const COMMON = ['a', 'b', 'c'];
const HISTORIES = { first: [...COMMON, 'd', 'e'], second: [...COMMON, 'x', 'y'] };
type History = keyof typeof HISTORIES;
const nodes = (history: History) =>
  nodesOf(
    sha256Sync,
    HISTORIES[history].map((leaf) => leafHash(sha256Sync, utf8(leaf))),
  );

let log: Signer;
let logKey: NoteKey;
let witnesses: readonly {
  readonly name: string;
  readonly signer: Signer;
  readonly key: NoteKey;
  latest: Witnessed | undefined;
}[];
let policy: Policy;
beforeAll(async () => {
  log = await ed25519Signer('log');
  logKey = await keyOf(log, ORIGIN, SIGNATURE_TYPE.ed25519);
});

async function keyOf(signer: Signer, name: string, type: NoteKey['type']): Promise<NoteKey> {
  return noteKey({ name, type, publicKey: ed25519Bytes(signer.publicJwk) ?? new Uint8Array() });
}

/** Three witnesses that have seen nothing yet; two of them make a quorum. */
async function freshWitnesses(): Promise<void> {
  witnesses = await Promise.all(
    ['w1', 'w2', 'w3'].map(async (name) => {
      const signer = await ed25519Signer(name);
      return { name, signer, key: await keyOf(signer, name, SIGNATURE_TYPE.cosignature), latest: undefined };
    }),
  );
  policy = {
    logs: [logKey],
    witnesses: new Map(witnesses.map(({ name, key }) => [name, key])),
    addresses: new Map(),
    groups: new Map([['g', { threshold: 2, members: ['w1', 'w2', 'w3'] }]]),
    quorum: 'g',
  };
}

/** Asks a witness, as the protocol has it, to cosign a size of a history; the line, or undefined where it declines. */
async function cosigned(name: string, history: History, size: number): Promise<string | undefined> {
  const witness = witnesses.find((one) => one.name === name);
  if (!witness) throw new Error(name);
  const note = await signCheckpoint(
    { origin: ORIGIN, size, root: rootHash(sha256Sync, nodes(history), size) },
    log,
  );
  const old = witness.latest?.size ?? 0;
  const proof = old === 0 || old > size ? [] : consistencyProof(sha256Sync, nodes(history), old, size);
  const body = [`old ${String(old)}`, ...proof.map(toBase64), '', note].join('\n');
  const asked = await readAddCheckpoint(body, new Map([[ORIGIN, [logKey]]]));
  if (!asked.ok || !(await mayCosign(asked.value, witness.latest)).ok) return undefined;
  witness.latest = asked.value.checkpoint;
  return signatureLine(asked.value.text, { ...witness.key, time: 1_700_000_000 }, witness.signer);
}

/** Whether a client that follows the policy believes the checkpoint of a history, cosigned by whoever would. */
async function isBelieved(history: History, size: number, asked: readonly string[]): Promise<boolean> {
  let note = await signCheckpoint(
    { origin: ORIGIN, size, root: rootHash(sha256Sync, nodes(history), size) },
    log,
  );
  for (const name of asked) note += (await cosigned(name, history, size)) ?? '';
  const read = parseNote(note);
  if (!read.ok || !(await verifyNote(read.value, [logKey])).ok) return false;
  const verified = await verifyNote(
    read.value,
    witnesses.map(({ key }) => key),
  );
  return (
    verified.ok &&
    meetsQuorum(
      policy,
      verified.value.map(({ key }) => key),
    )
  );
}

const ALL = ['w1', 'w2', 'w3'];

describe('a log that tells two histories', () => {
  test('shows two checkpoints of one size, each well signed, to two clients: only one of them gets a quorum', async () => {
    await freshWitnesses();
    expect(await isBelieved('first', 5, ALL)).toBe(true);
    expect(await isBelieved('second', 5, ALL)).toBe(false);
    await freshWitnesses();
    expect(await isBelieved('second', 5, ALL)).toBe(true);
    expect(await isBelieved('first', 5, ALL)).toBe(false);
  });

  test('gets no further by asking some witnesses for the one and the rest for the other', async () => {
    for (const [some, rest] of [
      [['w1'], ['w2', 'w3']],
      [['w1', 'w2'], ['w3']],
      [['w2'], ['w1', 'w3']],
    ] as const) {
      await freshWitnesses();
      const shown = [await isBelieved('first', 5, some), await isBelieved('second', 5, rest)];
      expect(shown.filter(Boolean)).toHaveLength(1);
      // Whoever has seen one history never lends its word to the other again.
      const again = [await isBelieved('first', 5, ALL), await isBelieved('second', 5, ALL)];
      expect(again).toEqual(shown);
    }
  });

  test('cannot part from what was cosigned before they part, nor go back to it', async () => {
    await freshWitnesses();
    expect(await isBelieved('first', 3, ALL)).toBe(true);
    expect(await isBelieved('second', 4, ALL)).toBe(true);
    expect(await isBelieved('first', 4, ALL)).toBe(false);
    expect(await isBelieved('first', 5, ALL)).toBe(false);
    expect(await isBelieved('second', 3, ALL)).toBe(false);
    expect(await isBelieved('second', 5, ALL)).toBe(true);
  });
});
