import { describe, expect, test } from 'vitest';

import { DID, sandboxOffice } from '../test/sandbox-label.ts';
import { toBase64 } from './base64.ts';
import { concat } from './bytes.ts';
import { ed25519Jwk, isStrictKey, verifySignature } from './key.ts';
import { noteKey, parseVkey } from './log/note-key.ts';
import { parsePolicy } from './log/policy.ts';
import { parseTrustAnchors } from './trust.ts';
import { parseRoots } from './trust-list/trust-list.ts';

// The curve of RFC 8032 section 5.1 by its formulas, so that the points of low order are computed here and not copied.
const P = 2n ** 255n - 19n;
const D = mod(-121_665n * inverse(121_666n));
const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
type Point = readonly [x: bigint, y: bigint];
const NEUTRAL: Point = [0n, 1n];

function mod(n: bigint): bigint {
  return ((n % P) + P) % P;
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square, rest] = [1n, mod(base), exponent];
  for (; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

function inverse(n: bigint): bigint {
  return power(n, P - 2n);
}

function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const product = D * x1 * x2 * y1 * y2;
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + product)), mod((y1 * y2 + x1 * x2) * inverse(1n - product))];
}

function times(n: bigint, point: Point): Point {
  let [result, double] = [NEUTRAL, point];
  for (let rest = n; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(result, double);
    double = add(double, double);
  }
  return result;
}

/** The point with this y and an even x, if there is one. */
function pointAt(y: bigint): Point | undefined {
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  const root = power(square, (P + 3n) / 8n);
  const x = [root, mod(root * power(2n, (P - 1n) / 4n))].find((one) => mod(one * one) === square);
  return x === undefined ? undefined : [x % 2n === 0n ? x : P - x, y];
}

/** 32 bytes little-endian of a y that need not be smaller than the field, and the sign of x. */
function bytesOf(y: bigint, sign: bigint): Uint8Array {
  const hex = (y + (sign << 255n)).toString(16).padStart(64, '0');
  return Uint8Array.from(Buffer.from(hex, 'hex').reverse());
}

/** Every y of a point whose order divides 8: the order of the group times the points that one finds. */
const lowOrder = new Set<bigint>();
for (let y = 2n; lowOrder.size < 5; y += 1n) {
  const point = pointAt(y);
  const small = point && times(ORDER, point);
  if (small) for (let n = 0n; n < 8n; n += 1n) lowOrder.add(times(n, small)[1]);
}
/** All encodings of those points, and every encoding of a y beyond the field: none is a key. */
const WEAK = [
  ...[...lowOrder].flatMap((y) => [bytesOf(y, 0n), bytesOf(y, 1n)]),
  ...Array.from({ length: 19 }, (_, i) => P + BigInt(i)).flatMap((y) => [bytesOf(y, 0n), bytesOf(y, 1n)]),
];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('an Ed25519 key of low order, or in an encoding that is not the one of its point', () => {
  test('is one of 48: five y, nineteen beyond the field, each with either sign', () => {
    expect(lowOrder.size).toBe(5);
    expect(new Set(WEAK.map(hex)).size).toBe(48);
    // As C2SP's CCTV lists them: the neutral element, and a point of order 8.
    expect(WEAK.map(hex)).toContain(`01${'00'.repeat(31)}`);
    expect(WEAK.map(hex)).toContain('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
    expect(WEAK.map(hex)).toContain('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa');
  });

  test('is registered nowhere: no root, no anchor, no witness, no log', async () => {
    const office = await sandboxOffice();
    for (const bytes of WEAK) {
      const jwk = ed25519Jwk(bytes);
      expect([hex(bytes), isStrictKey(jwk)]).toEqual([hex(bytes), false]);
      expect(parseRoots({ rootKeys: [jwk], rootThreshold: 1 }).ok).toBe(false);
      const anchors = structuredClone(office.anchors) as { administrators: { keys: object[] }[] };
      anchors.administrators[0]?.keys.push({
        ...{ kid: `${DID}#qr-9`, use: 'qr', jwk },
        ...{ notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' },
      });
      expect((await parseTrustAnchors(anchors)).ok).toBe(false);
      for (const type of [1, 4] as const) {
        const { keyId } = await noteKey({ name: 'w', type, publicKey: bytes });
        const vkey = `w+${keyId}+${toBase64(concat(Uint8Array.of(type), bytes))}`;
        expect(await parseVkey(vkey)).toEqual({ ok: false, refusal: { code: 'weak-key' } });
        expect(
          (await parsePolicy(type === 4 ? `witness w ${vkey}\nquorum w\n` : `log ${vkey}\nquorum none\n`)).ok,
        ).toBe(false);
      }
    }
  });

  test('verifies nothing, though the signature (A, 0) fits every message under some of them', async () => {
    for (const bytes of WEAK)
      for (const s of [new Uint8Array(32), bytes])
        expect(await verifySignature(ed25519Jwk(bytes), bytes, concat(bytes, s))).toBe(false);
  });
});
