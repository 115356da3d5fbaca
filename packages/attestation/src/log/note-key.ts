import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { fromBase64, toBase64 } from '../base64.ts';
import { concat, sha256, toHex, utf8 } from '../bytes.ts';
import { ed25519Jwk, isStrictKey } from '../key.ts';

/** Signature types of C2SP signed-note that are understood here; lines of other types are unknown and skipped. */
export const SIGNATURE_TYPE = { ed25519: 0x01, cosignature: 0x04 } as const;

/** A verifier key: who may sign notes, under which name. `keyId` is 8 hexadecimal digits. */
export type NoteKey = {
  readonly name: string;
  readonly keyId: string;
  readonly keyIdBytes: Uint8Array;
  readonly type: (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE];
  readonly publicKey: Uint8Array;
};

export type VkeyRefusal = {
  readonly code: 'malformed-vkey' | 'unknown-signature-type' | 'wrong-key-id' | 'weak-key';
};

/** The key with its id: SHA-256(name ‖ "\n" ‖ type ‖ public key), first 4 bytes. */
export async function noteKey(key: Pick<NoteKey, 'name' | 'type' | 'publicKey'>): Promise<NoteKey> {
  if (!isKeyName(key.name)) throw new TypeError('a key name is not empty and has neither space nor plus');
  const hash = await sha256(concat(utf8(`${key.name}\n`), Uint8Array.of(key.type), key.publicKey));
  return { ...key, keyIdBytes: hash.slice(0, 4), keyId: toHex(hash.subarray(0, 4)) };
}

/** `name+keyid+base64(type ‖ public key)`, the text form of a verifier key. */
export function formatVkey(key: NoteKey): string {
  return `${key.name}+${key.keyId}+${toBase64(concat(Uint8Array.of(key.type), key.publicKey))}`;
}

/** Reads a verifier key of a known type; a key id that is not the hash of the key is refused, as are weak keys. */
export async function parseVkey(text: string): Promise<Result<NoteKey, VkeyRefusal>> {
  const [, name, keyId, encoded] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || !isKeyName(name) || bytes === undefined)
    return refuse({ code: 'malformed-vkey' });
  const type = Object.values(SIGNATURE_TYPE).find((known) => known === bytes[0]);
  if (type === undefined) return refuse({ code: 'unknown-signature-type' });
  if (bytes.length !== 33) return refuse({ code: 'malformed-vkey' });
  if (!isStrictKey(ed25519Jwk(bytes.subarray(1)))) return refuse({ code: 'weak-key' });
  const key = await noteKey({ name, type, publicKey: bytes.slice(1) });
  return key.keyId === keyId ? ok(key) : refuse({ code: 'wrong-key-id' });
}

/** Not empty, no Unicode space, no plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[\s+\p{White_Space}]/u.test(name);
}
