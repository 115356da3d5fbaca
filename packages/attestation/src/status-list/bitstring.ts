import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { fromBase64Url, toBase64Url } from '../base64.ts';

/** Entries of one list: the minimum of Bitstring Status List 1.0, 16 KiB of bits, so that no list tells who is asked for. */
export const LIST_ENTRIES = 131_072;
const LIST_BYTES = LIST_ENTRIES / 8;
/** Lists of others may be longer; nothing beyond this is unpacked. */
const UNPACKED_LIMIT = 8 * LIST_BYTES;

export type BitstringRefusal = { readonly code: 'malformed-list' | 'list-too-short' | 'list-too-long' };

/** The bits of a list: index `i` is bit `i mod 8` of byte `i / 8`, counted from the most significant. */
export function bitstringOf(indices: Iterable<number>): Uint8Array {
  const bits = new Uint8Array(LIST_BYTES);
  for (const index of indices) {
    const byte = bits[Math.floor(index / 8)];
    if (byte === undefined || !Number.isInteger(index))
      throw new RangeError(`no such index in a status list: ${index}`);
    bits[Math.floor(index / 8)] = byte | (0x80 >> (index % 8));
  }
  return bits;
}

/** Whether the bit of an index is set; undefined where the list does not reach so far. */
export function readBit(bits: Uint8Array, index: number): boolean | undefined {
  const byte = Number.isSafeInteger(index) && index >= 0 ? bits[Math.floor(index / 8)] : undefined;
  return byte === undefined ? undefined : (byte & (0x80 >> (index % 8))) !== 0;
}

/** `encodedList`: `u` (Multibase) and the base 64 URL form of the gzipped bits. */
export async function encodeBitstring(bits: Uint8Array): Promise<string> {
  const stream = new Blob([new Uint8Array(bits)]).stream().pipeThrough(new CompressionStream('gzip'));
  return `u${toBase64Url(new Uint8Array(await new Response(stream).arrayBuffer()))}`;
}

/** Unpacks `encodedList`, stopping at 128 KiB whatever the archive claims; fewer than 131,072 entries are refused. */
export async function decodeBitstring(encodedList: string): Promise<Result<Uint8Array, BitstringRefusal>> {
  const packed = encodedList.startsWith('u') ? fromBase64Url(encodedList.slice(1)) : undefined;
  if (packed === undefined) return refuse({ code: 'malformed-list' });
  const bits = new Uint8Array(UNPACKED_LIMIT);
  let length = 0;
  try {
    const reader = new Blob([new Uint8Array(packed)])
      .stream()
      .pipeThrough(new DecompressionStream('gzip'))
      .getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (length + part.value.length > UNPACKED_LIMIT) {
        await reader.cancel();
        return refuse({ code: 'list-too-long' });
      }
      bits.set(part.value, length);
      length += part.value.length;
    }
  } catch {
    return refuse({ code: 'malformed-list' });
  }
  return length < LIST_BYTES ? refuse({ code: 'list-too-short' }) : ok(bits.slice(0, length));
}
