import { beforeAll, describe, expect, test } from 'vitest';

import { ed25519Signer, ORIGIN } from '../../test/sandbox-label.ts';
import { toHex } from '../bytes.ts';
import { ed25519Bytes, ed25519Jwk, isStrictKey, verifySignature, type Signer } from '../key.ts';
import { formatCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { formatVkey, noteKey, parseVkey, SIGNATURE_TYPE, type NoteKey } from './note-key.ts';
import { parseNote, signatureLine, signNote, verifyNote, type NoteRefusal } from './note.ts';

/** Published with the Go implementation of signed notes; key and signature are theirs. */
const PUBLISHED_VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PUBLISHED_NOTE =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n" +
  '\n' +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
/** The example of C2SP tlog-cosignature: a log line and a witness line. */
const PUBLISHED_CHECKPOINT =
  'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
  '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
  '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';

const TEXT = `${ORIGIN}\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n`;
let log: Signer;
let witness: Signer;
let logKey: NoteKey;
let witnessKey: NoteKey;
beforeAll(async () => {
  log = await ed25519Signer('did:web:sandbox.example#log-2026');
  witness = await ed25519Signer('did:web:witness.example#log-1');
  logKey = await keyOf(log, ORIGIN, SIGNATURE_TYPE.ed25519);
  witnessKey = await keyOf(witness, 'witness.example/w1', SIGNATURE_TYPE.cosignature);
});

async function keyOf(signer: Signer, name: string, type: NoteKey['type']): Promise<NoteKey> {
  return noteKey({ name, type, publicKey: ed25519Bytes(signer.publicJwk) ?? new Uint8Array() });
}

async function verified(
  note: string,
  keys: readonly NoteKey[],
): Promise<NoteRefusal['code'] | readonly string[]> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed.refusal.code;
  const result = await verifyNote(parsed.value, keys);
  return result.ok
    ? result.value.map(({ key, time }) => (time === undefined ? key.name : `${key.name} at ${time}`))
    : result.refusal.code;
}

describe('published notes', () => {
  test('the note of the Go implementation verifies under its key', async () => {
    const vkey = await parseVkey(PUBLISHED_VKEY);
    if (!vkey.ok) throw new Error(vkey.refusal.code);
    expect(formatVkey(vkey.value)).toBe(PUBLISHED_VKEY);
    expect(await verified(PUBLISHED_NOTE, [vkey.value])).toEqual(['PeterNeumann']);
    expect(await verified(PUBLISHED_NOTE.replace('answer', 'Answer'), [vkey.value])).toBe('wrong-signature');
  });

  test('the example checkpoint of C2SP takes itself apart', () => {
    const note = parseNote(PUBLISHED_CHECKPOINT);
    if (!note.ok) throw new Error(note.refusal.code);
    expect(note.value.signatures.map(({ name, keyId, bytes }) => [name, keyId, bytes.length])).toEqual([
      ['example.com/behind-the-sofa', '033de0ae', 64],
      ['witness.example.com/w1', '8d66cf3f', 72],
    ]);
    const checkpoint = parseCheckpoint(note.value.text);
    expect(
      checkpoint.ok && [checkpoint.value.origin, checkpoint.value.size, checkpoint.value.root.length],
    ).toEqual(['example.com/behind-the-sofa', 20_852_163, 32]);
    expect(checkpoint.ok && formatCheckpoint(checkpoint.value)).toBe(note.value.text);
  });
});

describe('signatures', () => {
  test('a log signs, a witness adds its time, and both verify', async () => {
    const note =
      (await signNote(TEXT, ORIGIN, log)) +
      (await signatureLine(TEXT, { ...witnessKey, time: 1_679_315_147 }, witness));
    expect(await verified(note, [logKey, witnessKey])).toEqual([ORIGIN, 'witness.example/w1 at 1679315147']);
    expect(await verified(note, [logKey])).toEqual([ORIGIN]);
    expect(await verified(note, [])).toBe('no-known-signature');
  });

  test('a line of a known key that does not verify voids the whole note, an unknown line does not', async () => {
    const note = await signNote(TEXT, ORIGIN, log);
    const foreign = await signatureLine('other\n', { ...witnessKey, time: 7 }, witness);
    expect(await verified(note + foreign, [logKey])).toEqual([ORIGIN]);
    expect(await verified(note + foreign, [logKey, witnessKey])).toBe('wrong-signature');
  });

  test('a key under another name or of another type is another key', async () => {
    const note = await signNote(TEXT, ORIGIN, log);
    const renamed = await keyOf(log, `${ORIGIN}x`, SIGNATURE_TYPE.ed25519);
    const retyped = await keyOf(log, ORIGIN, SIGNATURE_TYPE.cosignature);
    expect(await verified(note, [renamed, retyped])).toBe('no-known-signature');
  });

  test('a key id that collides by hand is still not a signature', async () => {
    const note = await signNote(TEXT, ORIGIN, log);
    const stranger = await ed25519Signer('did:web:sandbox.example#log-9');
    const colliding = { ...(await keyOf(stranger, ORIGIN, SIGNATURE_TYPE.ed25519)), keyId: logKey.keyId };
    expect(await verified(note, [colliding])).toBe('wrong-signature');
  });
});

describe('malformed notes', () => {
  test('are refused with their fault', async () => {
    const note = await signNote(TEXT, ORIGIN, log);
    const line = note.slice(note.lastIndexOf('\n\n') + 2);
    const cases: readonly (readonly [string, string])[] = [
      [note.slice(0, -1), 'malformed-note'],
      [TEXT, 'malformed-note'],
      ['\n\n' + line, 'malformed-note'],
      ['\n' + line, 'malformed-note'],
      [`${TEXT}\n`, 'malformed-signature-line'],
      [note.replace('\n5\n', '\r\n5\n'), 'malformed-note'],
      [note.replace('\n5\n', '\t\n5\n'), 'malformed-note'],
      [note.replace('— ', '- '), 'malformed-signature-line'],
      [note.replace('— ', '—  '), 'malformed-signature-line'],
      [`${note.slice(0, -1)} \n`, 'malformed-signature-line'],
      [note.replace('=\n', '\n').replace(/=\n$/, '\n'), 'malformed-signature-line'],
      [`${TEXT}\n— ${ORIGIN} AAAAAA==\n`, 'malformed-signature-line'],
      [`${TEXT}\n${line.repeat(33)}`, 'too-many-signatures'],
      [`${'x'.repeat(65_536)}\n\n${line}`, 'note-too-long'],
      ['\ud800' + note, 'malformed-note'],
    ];
    for (const [text, code] of cases)
      expect([text.slice(0, 60), await verified(text, [logKey])]).toEqual([text.slice(0, 60), code]);
    expect(await verified(`${TEXT}\n${line.repeat(32)}`, [logKey])).toHaveLength(32);
  });
});

describe('checkpoints', () => {
  test('are signed by the log under its origin and read back', async () => {
    const checkpoint = { origin: ORIGIN, size: 70_000, root: new Uint8Array(32).fill(9) };
    const note = parseNote(await signCheckpoint(checkpoint, log));
    expect(note.ok && parseCheckpoint(note.value.text)).toEqual({ ok: true, value: checkpoint });
  });

  test('with leading zeros, signs, extension lines or a root of another length are refused', () => {
    const [origin, , root] = TEXT.split('\n');
    for (const [text, line] of [
      [`\n5\n${root}\n`, 1],
      [`a b\n5\n${root}\n`, 1],
      [`${origin}\n05\n${root}\n`, 2],
      [`${origin}\n+5\n${root}\n`, 2],
      [`${origin}\n5.0\n${root}\n`, 2],
      [`${origin}\n9007199254740992\n${root}\n`, 2],
      [`${origin}\n5\nAAAA\n`, 3],
      [`${origin}\n5\n${root}\nextension\n`, 4],
      [`${origin}\n5\n${root}`, 4],
      [`${origin}\n5\n${root}\n\n`, 4],
    ] as const) {
      expect(parseCheckpoint(text)).toEqual({ ok: false, refusal: { code: 'malformed-checkpoint', line } });
    }
  });
});

describe('verifier keys', () => {
  test('whose id is not the hash of the key, or whose type is unknown, are refused', async () => {
    const code = async (text: string) => {
      const vkey = await parseVkey(text);
      return vkey.ok ? null : vkey.refusal.code;
    };
    expect(await code(PUBLISHED_VKEY.replace('c74f20a3', 'c74f20a4'))).toBe('wrong-key-id');
    expect(await code(PUBLISHED_VKEY.replace('+AR', '+AB'))).toBe('unknown-signature-type');
    expect(await code('PeterNeumann')).toBe('malformed-vkey');
    expect(await code('a+00000000+AQ==')).toBe('malformed-vkey');
  });

  test('of low order or not canonical are weak, though platforms verify with them', () => {
    const strict = (hex: string) => isStrictKey(ed25519Jwk(Uint8Array.from(Buffer.from(hex, 'hex'))));
    for (const hex of [
      '00'.repeat(32),
      `01${'00'.repeat(31)}`,
      `${'00'.repeat(31)}80`,
      `ec${'ff'.repeat(30)}7f`,
      `ed${'ff'.repeat(30)}7f`,
      `ee${'ff'.repeat(30)}ff`,
      'ff'.repeat(32),
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
      '00',
    ]) {
      expect([hex, strict(hex)]).toEqual([hex, false]);
    }
    expect(strict(toHex(logKey.publicKey))).toBe(true);
  });

  test('of low order sign nothing, though this one signature would fit every message', async () => {
    const identity = Uint8Array.from(Buffer.from(`01${'00'.repeat(31)}`, 'hex'));
    const forged = Uint8Array.from([...identity, ...new Uint8Array(32)]);
    expect(await verifySignature(ed25519Jwk(identity), identity, forged)).toBe(false);
  });
});
