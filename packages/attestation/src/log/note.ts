import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { fromBase64, toBase64 } from '../base64.ts';
import { concat, toHex, utf8 } from '../bytes.ts';
import { ed25519Bytes, type Signer } from '../key.ts';
import { messageOf, signatureOf, verifyNoteSignature } from './note-signature.ts';
import { isKeyName, noteKey, SIGNATURE_TYPE, type NoteKey } from './note-key.ts';

/** Limits of trust layer section 2, point 7. */
export const NOTE_LIMIT = 64 * 1024;
const SIGNATURE_LIMIT = 32;

/** One signature line, not yet verified. `keyId` is 8 hexadecimal digits; `bytes` is what follows the key id. */
export type NoteSignature = { readonly name: string; readonly keyId: string; readonly bytes: Uint8Array };
/** A signed note taken apart. `text` includes its last newline, and says nothing until a known key has signed it. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };
/** A line that a known key truly signed; `time` (seconds) only where it is a timestamped cosignature. */
export type VerifiedSignature = { readonly key: NoteKey; readonly time?: number };

export type NoteRefusal = {
  readonly code:
    | 'malformed-note'
    | 'note-too-long'
    | 'too-many-signatures'
    | 'malformed-signature-line'
    | 'wrong-signature'
    | 'no-known-signature';
  readonly name?: string;
};

/** Takes a C2SP signed note apart; nothing in it is verified yet. */
export function parseNote(note: string): Result<Note, NoteRefusal> {
  if (note.length > NOTE_LIMIT || utf8(note).length > NOTE_LIMIT) return refuse({ code: 'note-too-long' });
  if (!note.isWellFormed() || hasControl(note) || !note.endsWith('\n'))
    return refuse({ code: 'malformed-note' });
  const blank = note.lastIndexOf('\n\n');
  if (blank < 1) return refuse({ code: 'malformed-note' });
  const lines = note.slice(blank + 2, -1).split('\n');
  if (lines.length > SIGNATURE_LIMIT) return refuse({ code: 'too-many-signatures' });
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === undefined) return refuse({ code: 'malformed-signature-line' });
    signatures.push(signature);
  }
  return ok({ text: note.slice(0, blank + 1), signatures });
}

/**
 * Verifies every line whose name and key id are known. Unknown lines are ignored, one wrong line of a known key makes
 * the whole note invalid, and a note without any known signature is refused.
 */
export async function verifyNote(
  note: Note,
  keys: readonly NoteKey[],
): Promise<Result<readonly VerifiedSignature[], NoteRefusal>> {
  const verified: VerifiedSignature[] = [];
  for (const line of note.signatures) {
    for (const key of keys.filter((known) => known.name === line.name && known.keyId === line.keyId)) {
      const signature = await verifyNoteSignature(key, note.text, line.bytes);
      if (signature === undefined) return refuse({ code: 'wrong-signature', name: line.name });
      verified.push(signature);
    }
  }
  return verified.length > 0 ? ok(verified) : refuse({ code: 'no-known-signature' });
}

/**
 * Signs a text that ends in a newline as `name`, type 0x01 (Ed25519 over the text). The whole note is returned.
 * Throws where the signer is not Ed25519: that is a wrong configuration, not a refusal.
 */
export async function signNote(text: string, name: string, signer: Signer): Promise<string> {
  if (!text.endsWith('\n') || hasControl(text))
    throw new TypeError('the text of a note ends in a newline and has no control characters');
  const line = await signatureLine(text, { name, type: SIGNATURE_TYPE.ed25519 }, signer);
  return `${text}\n${line}`;
}

/** A line to append to a note: type 0x01, or a cosignature of type 0x04 with its time in seconds. */
export async function signatureLine(
  text: string,
  { name, type, time = 0 }: Pick<NoteKey, 'name' | 'type'> & { readonly time?: number },
  signer: Signer,
): Promise<string> {
  const publicKey = ed25519Bytes(signer.publicJwk);
  if (publicKey === undefined || signer.alg !== 'Ed25519')
    throw new TypeError('notes are signed with Ed25519');
  const key = await noteKey({ name, type, publicKey });
  const signature = signatureOf(type, time, await signer.sign(messageOf(type, time, text)));
  if ((await verifyNoteSignature(key, text, signature)) === undefined)
    throw new Error(`the key ${signer.kid} made a signature that does not verify`);
  return `— ${name} ${toBase64(concat(key.keyIdBytes, signature))}\n`;
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  const [dash, name, encoded, ...more] = line.split(' ');
  if (dash !== '—' || name === undefined || encoded === undefined || more.length > 0) return undefined;
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || bytes === undefined || bytes.length <= 4) return undefined;
  return { name, keyId: toHex(bytes.subarray(0, 4)), bytes: bytes.slice(4) };
}

function hasControl(text: string): boolean {
  return /[\u0000-\u0009\u000b-\u001f]/.test(text);
}
