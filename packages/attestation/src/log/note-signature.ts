import { concat, uint64, utf8 } from '../bytes.ts';
import { ed25519Jwk, verifySignature } from '../key.ts';
import { SIGNATURE_TYPE, type NoteKey } from './note-key.ts';
import type { VerifiedSignature } from './note.ts';

/** What a key of this type signs: the text, or for a witness the cosignature header, its time and the text. */
export function messageOf(type: NoteKey['type'], time: number, text: string): Uint8Array {
  return type === SIGNATURE_TYPE.ed25519 ? utf8(text) : utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

/** What stands in the signature line after the key id: the signature, before it for a cosignature the time. */
export function signatureOf(type: NoteKey['type'], time: number, signature: Uint8Array): Uint8Array {
  return type === SIGNATURE_TYPE.ed25519 ? signature : concat(uint64(time), signature);
}

/** The verified signature, or undefined where it does not verify or its time is not a safe integer. */
export async function verifyNoteSignature(
  key: NoteKey,
  text: string,
  bytes: Uint8Array,
): Promise<VerifiedSignature | undefined> {
  const jwk = ed25519Jwk(key.publicKey);
  if (key.type === SIGNATURE_TYPE.ed25519) {
    return (await verifySignature(jwk, messageOf(key.type, 0, text), bytes)) ? { key } : undefined;
  }
  const time = cosignatureTime(bytes);
  if (time === undefined) return undefined;
  return (await verifySignature(jwk, messageOf(key.type, time, text), bytes.subarray(8)))
    ? { key, time }
    : undefined;
}

/** Seconds since 1970 at which a witness says it saw the checkpoint; undefined where the bytes are not a cosignature. */
export function cosignatureTime(bytes: Uint8Array): number | undefined {
  if (bytes.length !== 72) return undefined;
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
  return Number.isSafeInteger(time) ? time : undefined;
}
