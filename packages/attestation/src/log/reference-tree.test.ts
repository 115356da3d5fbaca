import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { sha256Sync } from '../../test/sandbox-label.ts';
import { concat, equalBytes, utf8 } from '../bytes.ts';
import { verifyConsistency, verifyInclusion } from './merkle-proof.ts';
import { consistencyProof, inclusionProof, leafHash, nodesOf, rootHash } from './merkle-tree.ts';

// RFC 6962 section 2.1, formula by formula over lists of entries, with no thought of cost: another tree than ours.

/** MTH(D[n]). */
function mth(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries;
  if (first === undefined) return sha256Sync(new Uint8Array());
  if (entries.length === 1) return sha256Sync(concat(Uint8Array.of(0), first));
  const k = powerBelow(entries.length);
  return sha256Sync(concat(Uint8Array.of(1), mth(entries.slice(0, k)), mth(entries.slice(k))));
}

/** PATH(m, D[n]). */
function path(m: number, entries: readonly Uint8Array[]): readonly Uint8Array[] {
  if (entries.length === 1) return [];
  const k = powerBelow(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m < k ? [...path(m, left), mth(right)] : [...path(m - k, right), mth(left)];
}

/** SUBPROOF(m, D[n], b); PROOF(m, D[n]) is SUBPROOF(m, D[n], true). */
function subproof(m: number, entries: readonly Uint8Array[], b: boolean): readonly Uint8Array[] {
  if (m === entries.length) return b ? [] : [mth(entries)];
  const k = powerBelow(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m <= k ? [...subproof(m, left, b), mth(right)] : [...subproof(m - k, right, false), mth(left)];
}

/** The largest power of two smaller than n. */
function powerBelow(n: number): number {
  return n <= 2 ? 1 : 2 * powerBelow(Math.ceil(n / 2));
}

const ENTRIES = Array.from({ length: 260 }, (_, i) => utf8(`entry ${String(i)}`));
const LEAVES = ENTRIES.map((entry) => leafHash(sha256Sync, entry));
const nodes = nodesOf(sha256Sync, LEAVES);
const leafAt = (index: number) => LEAVES[index] ?? new Uint8Array();
/** 0, 1 and the sizes around each power of two. */
const EDGES = [0, 1, ...[2, 4, 8, 16, 32, 64, 128, 256].flatMap((power) => [power - 1, power, power + 1])];

describe('a tree beside the formulas of RFC 6962', () => {
  test('has the same root at every size', () => {
    for (let size = 0; size <= 130; size += 1)
      expect([size, rootHash(sha256Sync, nodes, size)]).toEqual([size, mth(ENTRIES.slice(0, size))]);
    for (const size of EDGES) expect(rootHash(sha256Sync, nodes, size)).toEqual(mth(ENTRIES.slice(0, size)));
  });

  test('has the same proofs, at sizes around the powers of two and at any other', () => {
    const agree = (index: number, size: number) => {
      const entries = ENTRIES.slice(0, size);
      expect(inclusionProof(sha256Sync, nodes, index, size)).toEqual(path(index, entries));
      expect(consistencyProof(sha256Sync, nodes, index + 1, size)).toEqual(
        subproof(index + 1, entries, true),
      );
    };
    for (const size of EDGES.filter((edge) => edge > 0))
      for (const index of new Set([0, size >> 1, size - 1])) agree(index, size);
    const places = fc
      .integer({ min: 1, max: 260 })
      .chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size)));
    fc.assert(
      fc.property(places, ([index, size]) => {
        agree(index, size);
      }),
      { numRuns: 60 },
    );
  });

  test('verifies what the formulas prove, and nothing once it is altered', async () => {
    const places = fc
      .integer({ min: 2, max: 260 })
      .chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size)));
    await fc.assert(
      fc.asyncProperty(places, fc.nat(), async ([index, size], pick) => {
        const entries = ENTRIES.slice(0, size);
        const claim = { leaf: leafAt(index), index, size, proof: path(index, entries), root: mth(entries) };
        expect(await verifyInclusion(claim)).toBe(true);
        for (const proof of alterations(claim.proof, pick))
          expect(await verifyInclusion({ ...claim, proof })).toBe(false);
        const first = index + 1;
        const grown = {
          first,
          second: size,
          firstRoot: mth(ENTRIES.slice(0, first)),
          secondRoot: claim.root,
        };
        const proof = subproof(first, entries, true);
        expect(await verifyConsistency({ ...grown, proof })).toBe(true);
        for (const altered of alterations(proof, pick))
          expect(await verifyConsistency({ ...grown, proof: altered })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('proves of no leaf that it stands elsewhere, by whatever hashes of the tree itself', async () => {
    for (const size of [2, 3, 4]) {
      const hashes = [
        ...LEAVES.slice(0, size),
        ...[2, 3, 4].filter((n) => n <= size).map((n) => mth(ENTRIES.slice(0, n))),
        mth(ENTRIES.slice(2, 4)),
      ];
      const root = mth(ENTRIES.slice(0, size));
      for (const proof of sequences(hashes, 3))
        for (let leaf = 0; leaf < size; leaf += 1)
          for (let index = 0; index < size; index += 1) {
            if (leaf === index) continue;
            const claim = { leaf: leafAt(leaf), index, size, proof, root };
            if (await verifyInclusion(claim))
              throw new Error(`leaf ${String(leaf)} passes at ${String(index)} of ${String(size)}`);
          }
    }
  }, 60_000);
});

/** Truncated, extended, two hashes exchanged, one said twice; never the proof itself. */
function alterations(proof: readonly Uint8Array[], pick: number): readonly (readonly Uint8Array[])[] {
  const at = proof.length === 0 ? 0 : pick % proof.length;
  const hash = proof[at] ?? leafAt(pick % 260);
  const swapped =
    proof.length > 1
      ? proof.with(at, proof[(at + 1) % proof.length] ?? hash).with((at + 1) % proof.length, hash)
      : proof;
  return [
    proof.slice(0, -1),
    proof.slice(1),
    [...proof, hash],
    [hash, ...proof],
    proof.toSpliced(at, 0, hash),
    swapped,
    proof.toReversed(),
  ].filter(
    (altered) =>
      altered.length !== proof.length ||
      altered.some((one, i) => !equalBytes(one, proof[i] ?? new Uint8Array())),
  );
}

/** Every sequence of at most `length` of these hashes. */
function sequences(hashes: readonly Uint8Array[], length: number): readonly (readonly Uint8Array[])[] {
  if (length === 0) return [[]];
  const shorter = sequences(hashes, length - 1);
  return [[], ...hashes.flatMap((hash) => shorter.map((rest) => [hash, ...rest]))];
}
