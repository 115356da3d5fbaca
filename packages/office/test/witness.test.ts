import { ed25519Signer, sha256Sync } from '@assay/attestation/test/sandbox-label';
import { toBase64 } from '@assay/attestation/base64';
import { ed25519Bytes, type Signer } from '@assay/attestation/key';
import { signCheckpoint } from '@assay/attestation/log/checkpoint';
import { consistencyProof, leafHash, nodesOf, rootHash } from '@assay/attestation/log/merkle-tree';
import { noteKey, parseVkey, SIGNATURE_TYPE, type NoteKey } from '@assay/attestation/log/note-key';
import { parseNote, verifyNote } from '@assay/attestation/log/note';
import { databases, freshRecords } from '@assay/records/test/databases';
import type { Records } from '@assay/records/open';
import { parseInstant, type Instant } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import {
  witnessCheckpoint,
  witnessedNote,
  witnessKey,
  type Witness,
} from '../src/6-register/witness-checkpoint.ts';
import { publicFile } from '../src/6-register/public-desk.ts';
import { anchorsOf, freshPlace, liveLabel, openUntilClosed, valueOf } from './sandbox-office.ts';

const ORIGIN = 'cla.sandbox.example/log/2026';
const NAME = 'witness.sandbox.example/w1';
const NOON = valueOf(parseInstant('2026-11-22T12:00:00Z'));
const log = await ed25519Signer('did:web:cla.sandbox.example#log-2026');
const own = await ed25519Signer('witness');
const nodes = nodesOf(
  sha256Sync,
  Array.from({ length: 20 }, (_, i) => leafHash(sha256Sync, Uint8Array.of(i))),
);

async function keyOf(name: string, signer: Signer): Promise<NoteKey> {
  const publicKey = ed25519Bytes(signer.publicJwk) ?? new Uint8Array();
  return noteKey({ name, type: SIGNATURE_TYPE.ed25519, publicKey });
}

async function witnessOn(records: Records, more: Partial<Witness> = {}): Promise<Witness> {
  const logs = new Map([[ORIGIN, [await keyOf(ORIGIN, log)]]]);
  return { name: NAME, signer: own, logs, records, clock: () => NOON, ...more };
}

async function request(old: number, size: number, root = rootHash(sha256Sync, nodes, size)): Promise<string> {
  const note = await signCheckpoint({ origin: ORIGIN, size, root }, log);
  const proof = old === 0 ? [] : consistencyProof(sha256Sync, nodes, old, size);
  return [`old ${String(old)}`, ...proof.map(toBase64), '', note].join('\n');
}

/** When the witness says that it saw the checkpoint of a request, in seconds; the line is put behind the log's own. */
async function seenAt(body: string, line: string, witness: Witness): Promise<number | undefined> {
  const note = valueOf(parseNote(`${body.slice(body.indexOf('\n\n') + 2)}${line}`));
  const [verified] = valueOf(await verifyNote(note, [valueOf(await parseVkey(await witnessKey(witness)))]));
  return verified?.time;
}

const answerOf = async (witness: Witness, body: string) => {
  const answer = await witnessCheckpoint(witness, body);
  return answer.ok ? 'cosigned' : answer.refusal.code;
};

describe.each(databases())('a witness on $name', (server) => {
  test('cosigns a log as it grows, and its line verifies under its key with its time', async () => {
    const witness = await witnessOn(await freshRecords(server));
    for (const [old, size] of [
      [0, 3],
      [3, 8],
      [8, 8],
      [8, 20],
    ] as const) {
      const body = await request(old, size);
      const line = valueOf(await witnessCheckpoint(witness, body));
      expect(await seenAt(body, line, witness)).toBe(Date.parse(NOON) / 1000);
    }
  });

  test('remembers across a restart, and tells whoever asks what it cosigned last', async () => {
    const records = await freshRecords(server);
    const body = await request(0, 8);
    const line = valueOf(await witnessCheckpoint(await witnessOn(records), body));
    const again = await witnessOn(records, { clock: () => '2026-11-23T00:00:00Z' as Instant });
    expect(await answerOf(again, await request(0, 3))).toBe('other-size');
    expect(await answerOf(again, await request(3, 8))).toBe('other-size');
    const hash = Buffer.from(sha256Sync(new TextEncoder().encode(ORIGIN))).toString('hex');
    expect(await witnessedNote(again, hash)).toBe(`${body.slice(body.indexOf('\n\n') + 2)}${line}`);
    expect(await witnessedNote(again, hash.replace(/.$/, '0'))).toBeUndefined();
  });

  test('of two histories that arrive at once cosigns one', async () => {
    const witness = await witnessOn(await freshRecords(server));
    valueOf(await witnessCheckpoint(witness, await request(0, 5)));
    const other = nodesOf(
      sha256Sync,
      Array.from({ length: 9 }, (_, i) => leafHash(sha256Sync, Uint8Array.of(i < 5 ? i : 100 + i))),
    );
    const root = rootHash(sha256Sync, other, 9);
    const note = await signCheckpoint({ origin: ORIGIN, size: 9, root }, log);
    const proof = consistencyProof(sha256Sync, other, 5, 9).map(toBase64);
    const forked = ['old 5', ...proof, '', note].join('\n');
    const answers = await Promise.all(
      Array.from({ length: 6 }, async (_, i) =>
        answerOf(witness, i % 2 === 0 ? await request(5, 9) : forked),
      ),
    );
    expect(answers.filter((answer) => answer === 'cosigned')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'other-size')).toHaveLength(5);
  });

  test('that dies while it signs has kept what it was about to vouch for', async () => {
    const records = await freshRecords(server);
    const dying = { ...own, sign: () => Promise.reject(new Error('power cut')) };
    await expect(
      witnessCheckpoint(await witnessOn(records, { signer: dying }), await request(0, 5)),
    ).rejects.toThrow('power cut');
    const risen = await witnessOn(records);
    expect(await answerOf(risen, await request(0, 4))).toBe('other-size');
    expect(await answerOf(risen, await request(5, 5))).toBe('cosigned');
  });

  test('leaves no trace of what it refuses', async () => {
    const witness = await witnessOn(await freshRecords(server));
    expect(await answerOf(witness, (await request(0, 5)).replace('old 0', 'old 1'))).toBe('other-size');
    expect(await answerOf(witness, await request(0, 0, rootHash(sha256Sync, nodes, 3)))).toBe('inconsistent');
    expect(await answerOf(witness, await request(0, 5))).toBe('cosigned');
  });
});

test('the log of an office is cosigned as it is served', async () => {
  const [server] = databases();
  if (!server) throw new Error('there is always a server');
  const ends: (() => Promise<void>)[] = [];
  const opened = await openUntilClosed(await freshPlace(server, (end) => ends.push(end)));
  try {
    await liveLabel(opened.office);
    const [administrator] = (await anchorsOf(opened.office)).administrators;
    const keys = await Promise.all(
      (administrator?.log.vkeys ?? []).map(async (vkey) => valueOf(await parseVkey(vkey))),
    );
    const logs = new Map([[opened.office.log.origin, keys]]);
    const witness = await witnessOn(opened.office.records, { logs });
    const served = await publicFile(opened.office, '/log/2026/checkpoint');
    const body = `old 0\n\n${new TextDecoder().decode(served?.bytes)}`;
    const line = valueOf(await witnessCheckpoint(witness, body));
    expect(await seenAt(body, line, witness)).toBe(Date.parse(NOON) / 1000);
  } finally {
    await opened.close();
    for (const end of ends) await end();
  }
});
