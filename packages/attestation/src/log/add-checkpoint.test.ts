import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { ed25519Signer, sha256Sync } from '../../test/sandbox-label.ts';
import { toBase64 } from '../base64.ts';
import { utf8 } from '../bytes.ts';
import { ed25519Bytes, type Signer } from '../key.ts';
import { mayCosign, readAddCheckpoint, type Witnessed } from './add-checkpoint.ts';
import { signCheckpoint } from './checkpoint.ts';
import { consistencyProof, leafHash, nodesOf, rootHash } from './merkle-tree.ts';
import { noteKey, SIGNATURE_TYPE, type NoteKey } from './note-key.ts';

const ORIGIN = 'cla.example.org/log/2026';
const LARGEST = 40;
const nodes = nodesOf(
  sha256Sync,
  Array.from({ length: LARGEST }, (_, i) => leafHash(sha256Sync, utf8(`entry ${String(i)}`))),
);
const rootAt = (size: number) => rootHash(sha256Sync, nodes, size);

let signer: Signer;
let logs: ReadonlyMap<string, readonly NoteKey[]>;
beforeAll(async () => {
  signer = await ed25519Signer('did:web:cla.example.org#log-2026');
  const publicKey = ed25519Bytes(signer.publicJwk) ?? new Uint8Array();
  logs = new Map([[ORIGIN, [await noteKey({ name: ORIGIN, type: SIGNATURE_TYPE.ed25519, publicKey })]]]);
});

type Body = {
  readonly size: number;
  readonly old?: string;
  readonly proof?: readonly Uint8Array[];
  readonly root?: Uint8Array;
  readonly origin?: string;
  readonly by?: Signer;
};

async function body({ size, old = '0', proof = [], root, origin = ORIGIN, by }: Body): Promise<string> {
  const note = await signCheckpoint({ origin, size, root: root ?? rootAt(size) }, by ?? signer);
  return [`old ${old}`, ...proof.map(toBase64), '', note].join('\n');
}

/** What a witness answers that has cosigned `latest`. */
async function answer(text: string, latest?: Witnessed): Promise<string> {
  const read = await readAddCheckpoint(text, logs);
  if (!read.ok) return read.refusal.code;
  const may = await mayCosign(read.value, latest);
  return may.ok ? 'cosigned' : may.refusal.code;
}

const seen = (size: number): Witnessed => ({ size, root: rootAt(size) });

describe('a witness', () => {
  test('cosigns the first checkpoint that it sees, and each that has only grown since', async () => {
    expect(await answer(await body({ size: 7 }))).toBe('cosigned');
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: LARGEST }),
        fc.integer({ min: 0, max: LARGEST }),
        async (old, more) => {
          const size = Math.min(LARGEST, old + more);
          const proof = consistencyProof(sha256Sync, nodes, old, size);
          expect(await answer(await body({ size, old: String(old), proof }), seen(old))).toBe('cosigned');
        },
      ),
      { numRuns: 60 },
    );
  });

  test('cosigns the same checkpoint again, so that its time proves that the log is alive', async () => {
    expect(await answer(await body({ size: 7, old: '7' }), seen(7))).toBe('cosigned');
  });

  test('cosigns the empty log, whose root is one and no other', async () => {
    expect(await answer(await body({ size: 0, root: sha256Sync(new Uint8Array()) }))).toBe('cosigned');
    expect(await answer(await body({ size: 0, root: rootAt(1) }))).toBe('inconsistent');
    expect(await answer(await body({ size: 5 }), { size: 0, root: sha256Sync(new Uint8Array()) })).toBe(
      'cosigned',
    );
  });

  test('cosigns no second history: another root, a proof that leads elsewhere, a proof where none belongs', async () => {
    const proof = consistencyProof(sha256Sync, nodes, 5, 9);
    expect(await answer(await body({ size: 9, old: '5', proof, root: rootAt(8) }), seen(5))).toBe(
      'inconsistent',
    );
    expect(await answer(await body({ size: 9, old: '5', proof: proof.slice(1) }), seen(5))).toBe(
      'inconsistent',
    );
    expect(await answer(await body({ size: 9, old: '5' }), seen(5))).toBe('inconsistent');
    expect(await answer(await body({ size: 5, old: '5', root: rootAt(6) }), seen(5))).toBe('inconsistent');
    expect(await answer(await body({ size: 5, old: '5', proof: [rootAt(5)] }), seen(5))).toBe('inconsistent');
    expect(await answer(await body({ size: 9, proof }))).toBe('inconsistent');
    const forked = { size: 5, root: rootAt(4) };
    expect(await answer(await body({ size: 9, old: '5', proof }), forked)).toBe('inconsistent');
  });

  test('speaks of the size that it has cosigned where the log speaks of another', async () => {
    const read = await readAddCheckpoint(await body({ size: 9, old: '4' }), logs);
    if (!read.ok) throw new Error(read.refusal.code);
    expect(await mayCosign(read.value, seen(5))).toEqual({
      ok: false,
      refusal: { code: 'other-size', size: 5 },
    });
    expect(await mayCosign(read.value, undefined)).toEqual({
      ok: false,
      refusal: { code: 'other-size', size: 0 },
    });
    expect(await answer(await body({ size: 3, old: '3' }), seen(5))).toBe('other-size');
  });

  test('knows whose logs it watches, and by which keys', async () => {
    expect(await answer(await body({ size: 7, origin: 'other.example/log/2026' }))).toBe('unknown-log');
    const stranger = await ed25519Signer('did:web:stranger.example#log-2026');
    expect(await answer(await body({ size: 7, by: stranger }))).toBe('log-signature');
    const forged = (await body({ size: 7 })).replace(/\n7\n/, '\n8\n');
    expect(await answer(forged)).toBe('log-signature');
  });

  test('answers no request of another form', async () => {
    const good = await body({ size: 7, old: '3', proof: [rootAt(1)] });
    const hash = toBase64(rootAt(1));
    for (const bad of [
      '',
      'old 3\n',
      good.replace('old 3', 'old 03'),
      good.replace('old 3', 'old -3'),
      good.replace('old 3', 'old 99999999999999999'),
      good.replace('old 3', 'Old 3'),
      good.replace('old 3', 'old  3'),
      good.replace('old 3', 'old 8'),
      good.replace('old 3\n', ''),
      good.replace(hash, hash.slice(0, 40)),
      good.replace(hash, `${hash} `),
      good.replace(hash, Array.from({ length: 64 }, () => hash).join('\n')),
      good.replace(`${hash}\n\n`, `${hash}\n`),
      good.replace('\n7\n', '\n07\n'),
      good.replaceAll('—', '-'),
      `${good}more`,
      `${good}\u0000`,
      good.padEnd(80_000, 'x'),
    ])
      expect([bad.slice(0, 60), await answer(bad, seen(3))]).toEqual([bad.slice(0, 60), 'malformed-request']);
  });
});
