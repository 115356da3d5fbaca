import { createHash } from 'node:crypto';

/** Namespace of the ids below: a version 5 UUID of the name `assay` under the DNS namespace of RFC 9562. */
const NAMESPACE = nameBased(Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex'), 'assay');

/** A version 5 UUID (RFC 9562, 5.5) of some parts: the same parts always give the same id, and nothing is rolled. */
export function uuidOf(...parts: readonly string[]): string {
  return written(nameBased(NAMESPACE, JSON.stringify(parts)));
}

function nameBased(namespace: Uint8Array, name: string): Uint8Array {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes;
}

function written(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
