import { generateKeyPairSync, sign, verify } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { derOf } from '../../test/der.ts';
import { rawFromDer } from './der-signature.ts';

const LARGEST = 2n ** 256n - 1n;
/** Numbers of every length, so that short ones and high bits are met. */
const number = fc
  .tuple(fc.integer({ min: 1, max: 32 }), fc.bigInt({ min: 0n, max: LARGEST }))
  .map(([bytes, value]) => value % 2n ** BigInt(bytes * 8) || 1n);
const half = (raw: Uint8Array, from: number) =>
  BigInt(`0x${Buffer.from(raw.subarray(from, from + 32)).toString('hex')}`);

describe('an ECDSA signature in DER', () => {
  test('becomes the two numbers in 32 bytes each, whatever zeros DER adds or leaves out', () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        const raw = rawFromDer(derOf(r, s));
        return raw.length === 64 && half(raw, 0) === r && half(raw, 32) === s;
      }),
    );
    for (const edge of [1n, 0x7fn, 0x80n, 0xffn, 0x100n, 2n ** 255n, 2n ** 248n - 1n, LARGEST])
      expect(half(rawFromDer(derOf(edge, LARGEST)), 0)).toBe(edge);
  });

  test('of OpenSSL verifies as raw', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let i = 0; i < 300; i += 1) {
      const message = Buffer.from(String(i));
      const raw = rawFromDer(sign('sha256', message, privateKey));
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
    }
  });

  test('that is cut, lengthened, negative, padded without need or too large is refused', () => {
    const good = derOf(0x80n, 2n ** 200n);
    const refused = (bytes: Uint8Array) => {
      expect(() => rawFromDer(bytes), Buffer.from(bytes).toString('hex')).toThrow('no DER');
    };
    for (let cut = 0; cut < good.length; cut += 1) refused(good.subarray(0, cut));
    refused(Uint8Array.of(...good, 0));
    refused(Uint8Array.of(0x31, ...good.subarray(1)));
    refused(Uint8Array.of(0x30, 6, 2, 1, 0x80, 2, 1, 1));
    refused(Uint8Array.of(0x30, 7, 2, 2, 0, 1, 2, 1, 1));
    refused(Uint8Array.of(0x30, 5, 2, 0, 2, 1, 1));
    refused(Uint8Array.of(0x30, 6, 3, 1, 1, 2, 1, 1));
    refused(derOf(2n ** 256n, 1n));
    refused(derOf(0n, 1n));
    refused(Uint8Array.of(0x30, 0x81, 6, 2, 1, 1, 2, 1, 1));
  });

  test('is taken only where writing it again gives the same bytes', () => {
    const mutated = fc
      .tuple(number, number, fc.nat(70), fc.integer({ min: 1, max: 255 }))
      .map(([r, s, at, bits]) => {
        const bytes = derOf(r, s);
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ bits;
        return bytes;
      });
    fc.assert(
      fc.property(mutated, (bytes) => {
        try {
          const raw = rawFromDer(bytes);
          return Buffer.from(derOf(half(raw, 0), half(raw, 32))).equals(bytes);
        } catch {
          return true;
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
