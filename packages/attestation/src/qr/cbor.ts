import { decode, encode } from 'cborg';

import { equalBytes } from '../bytes.ts';

/** Nothing that a QR code carries is longer. */
const CBOR_LIMIT = 4_096;

/** The one deterministic form of a value (RFC 8949 section 4.2): shortest heads, definite lengths, sorted keys. */
export function toCbor(value: unknown): Uint8Array {
  return encode(value);
}

/**
 * Reads one CBOR item in its deterministic form, maps as `Map`; undefined for anything else. Indefinite lengths, tags,
 * floats, duplicate keys and every second way to write a value would let two byte strings carry one meaning.
 */
export function fromCbor(bytes: Uint8Array): unknown {
  if (bytes.length > CBOR_LIMIT) return undefined;
  try {
    const value: unknown = decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: false,
      rejectDuplicateMapKeys: true,
      useMaps: true,
    });
    return equalBytes(encode(value), bytes) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The items of a CBOR array; undefined for anything else. */
export function listIn(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
