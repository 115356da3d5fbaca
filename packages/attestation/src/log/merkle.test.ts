import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { sha256Sync } from '../../test/sandbox-label.ts';
import { toHex, utf8 } from '../bytes.ts';
import { verifyConsistency, verifyInclusion, leafHashOf } from './merkle-proof.ts';
import { consistencyProof, inclusionProof, leafHash, nodeHash, nodesOf, rootHash } from './merkle-tree.ts';

/** The eight leaves of the Certificate Transparency reference tests, and the roots of sizes 1 to 8 over them. */
const CT_LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const CT_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const EMPTY_ROOT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const ctLeaves = CT_LEAVES.map((hex) => leafHash(sha256Sync, Uint8Array.from(Buffer.from(hex, 'hex'))));
const treeOf = (size: number) =>
  nodesOf(
    sha256Sync,
    Array.from({ length: size }, (_, i) => leafHash(sha256Sync, utf8(`entry ${i}`))),
  );
const big = treeOf(300);
const rootOf = (size: number) => rootHash(sha256Sync, big, size);
const leafOf = (index: number) => big(0, index);

describe('the tree of RFC 6962', () => {
  test('has the roots of the reference tests', () => {
    const nodes = nodesOf(sha256Sync, ctLeaves);
    expect(CT_ROOTS.map((_, i) => toHex(rootHash(sha256Sync, nodes, i + 1)))).toEqual(CT_ROOTS);
    expect(toHex(rootHash(sha256Sync, nodes, 0))).toBe(EMPTY_ROOT);
  });

  test('has the same leaf hash through WebCrypto', async () => {
    expect(toHex(await leafHashOf(new Uint8Array()))).toBe(CT_ROOTS[0]);
  });

  test('does not let an inner node pass for a leaf', async () => {
    const [left, right] = [leafOf(0), leafOf(1)];
    const forged = Buffer.concat([left, right]);
    expect(toHex(await leafHashOf(forged))).not.toBe(toHex(nodeHash(sha256Sync, left, right)));
  });

  test('proves what the reference tests prove: leaf 5 of 7 and sizes 6 to 8', () => {
    const nodes = nodesOf(sha256Sync, ctLeaves);
    const inclusion = inclusionProof(sha256Sync, nodes, 5, 7).map(toHex);
    expect(inclusion).toEqual([toHex(nodes(0, 4)), toHex(nodes(0, 6)), toHex(nodes(2, 0))]);
    const consistency = consistencyProof(sha256Sync, nodes, 6, 8).map(toHex);
    expect(consistency).toEqual([toHex(nodes(1, 2)), toHex(nodes(1, 3)), toHex(nodes(2, 0))]);
    expect(consistencyProof(sha256Sync, nodes, 4, 8).map(toHex)).toEqual([toHex(nodes(2, 1))]);
  });
});

describe('proofs', () => {
  const sizes = fc
    .integer({ min: 1, max: 300 })
    .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
  const pairs = fc
    .integer({ min: 1, max: 300 })
    .chain((second) => fc.tuple(fc.integer({ min: 1, max: second }), fc.constant(second)));

  test('every leaf of every tree is provable, and under no other index, size, leaf or root', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(300), async ([size, index], other) => {
        const claim = {
          leaf: leafOf(index),
          index,
          size,
          proof: inclusionProof(sha256Sync, big, index, size),
          root: rootOf(size),
        };
        expect(await verifyInclusion(claim)).toBe(true);
        if (other !== index) expect(await verifyInclusion({ ...claim, index: other })).toBe(false);
        if (other > 0 && other !== size)
          expect(await verifyInclusion({ ...claim, root: rootOf(other) })).toBe(false);
        expect(await verifyInclusion({ ...claim, leaf: leafOf((index + 1) % 300) })).toBe(false);
        // A proof names its place, not its tree: another size passes only where its path has the same turns.
        expect(await verifyInclusion({ ...claim, size: size * 2 })).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test('every tree is provably a prefix of every larger one, and no other pair is', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async ([first, second]) => {
        const proof = consistencyProof(sha256Sync, big, first, second);
        const claim = { first, second, firstRoot: rootOf(first), secondRoot: rootOf(second), proof };
        expect(await verifyConsistency(claim)).toBe(true);
        if (first === second) return;
        expect(await verifyConsistency({ ...claim, firstRoot: claim.secondRoot })).toBe(false);
        expect(await verifyConsistency({ ...claim, secondRoot: claim.firstRoot })).toBe(false);
        expect(await verifyConsistency({ ...claim, first: second, second: first })).toBe(false);
        expect(await verifyConsistency({ ...claim, second: second * 2 })).toBe(false);
        expect(await verifyConsistency({ ...claim, first: 0 })).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  const damages: readonly ((proof: readonly Uint8Array[], root: Uint8Array) => readonly Uint8Array[])[] = [
    (proof) => proof.slice(1),
    (proof) => proof.slice(0, -1),
    (proof, root) => [...proof, root],
    (proof, root) => [root, ...proof],
    (proof) => [...proof, new Uint8Array()],
    (proof) => [new Uint8Array(), ...proof],
    (proof) => [...proof, ...proof],
    (proof) => proof.map((hash, i) => (i === proof.length - 1 ? hash.subarray(0, 31) : hash)),
    (proof) => proof.map((hash, i) => (i === 0 ? Uint8Array.of(...hash, 0) : hash)),
    () => [],
    () => Array.from({ length: 64 }, () => new Uint8Array(32)),
  ];

  test('cut, lengthened or padded proofs prove nothing', async () => {
    for (const size of [1, 2, 3, 7, 8, 9, 100, 255, 256, 257]) {
      for (const index of [0, size - 1, Math.floor(size / 2)]) {
        const proof = inclusionProof(sha256Sync, big, index, size);
        for (const damage of damages) {
          const damaged = damage(proof, rootOf(size));
          const intact = damaged.length === proof.length && damaged.every((hash, i) => hash === proof[i]);
          const claim = { leaf: leafOf(index), index, size, proof: damaged, root: rootOf(size) };
          expect(await verifyInclusion(claim)).toBe(intact);
        }
      }
      for (const first of [1, 2, size - 1, size].filter((n) => n >= 1 && n <= size)) {
        const proof = consistencyProof(sha256Sync, big, first, size);
        for (const damage of damages) {
          const damaged = damage(proof, rootOf(first));
          const intact = damaged.length === proof.length && damaged.every((hash, i) => hash === proof[i]);
          const claim = {
            first,
            second: size,
            firstRoot: rootOf(first),
            secondRoot: rootOf(size),
            proof: damaged,
          };
          expect(await verifyConsistency(claim)).toBe(intact);
        }
      }
    }
  });

  test('a longer proof does not make the root of a large tree that of a small one', async () => {
    const root = rootOf(2);
    expect(await verifyInclusion({ leaf: leafOf(1), index: 0, size: 1, proof: [leafOf(0)], root })).toBe(
      false,
    );
    const four = { leaf: big(1, 1), index: 1, size: 2, proof: [big(1, 0), rootOf(4)], root: rootOf(8) };
    expect(await verifyInclusion(four)).toBe(false);
    const onTop = nodeHash(sha256Sync, leafOf(0), root);
    const claim = {
      first: 1,
      second: 2,
      firstRoot: nodeHash(sha256Sync, leafOf(0), leafOf(0)),
      secondRoot: onTop,
    };
    expect(await verifyConsistency({ ...claim, proof: [leafOf(1), leafOf(0)] })).toBe(false);
    const large = {
      first: 3,
      second: 4,
      firstRoot: nodeHash(sha256Sync, leafOf(9), rootOf(3)),
      secondRoot: nodeHash(sha256Sync, leafOf(9), rootOf(4)),
    };
    const proof = [...consistencyProof(sha256Sync, big, 3, 4), leafOf(9)];
    expect(await verifyConsistency({ ...large, proof })).toBe(false);
  });

  test('one flipped bit anywhere proves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.nat(), fc.nat(255), async ([first, second], pick, bit) => {
        const flipped = (hash: Uint8Array) =>
          hash.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        const damage = (proof: readonly Uint8Array[]) =>
          proof.map((hash, i) => (i === pick % proof.length ? flipped(hash) : hash));
        const inclusion = inclusionProof(sha256Sync, big, first - 1, second);
        const included = { leaf: leafOf(first - 1), index: first - 1, size: second, root: rootOf(second) };
        if (inclusion.length > 0)
          expect(await verifyInclusion({ ...included, proof: damage(inclusion) })).toBe(false);
        expect(await verifyInclusion({ ...included, proof: inclusion, root: flipped(included.root) })).toBe(
          false,
        );
        const consistency = consistencyProof(sha256Sync, big, first, second);
        const roots = { first, second, firstRoot: rootOf(first), secondRoot: rootOf(second) };
        if (consistency.length > 0)
          expect(await verifyConsistency({ ...roots, proof: damage(consistency) })).toBe(false);
        expect(
          await verifyConsistency({ ...roots, proof: consistency, firstRoot: flipped(roots.firstRoot) }),
        ).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  test('sizes that are no sizes prove nothing', async () => {
    const proof: Uint8Array[] = [];
    const root = leafOf(0);
    for (const [index, size] of [
      [0, 0],
      [1, 1],
      [-1, 1],
      [0, 1.5],
      [0.5, 1],
      [NaN, 1],
      [0, NaN],
      [0, 2 ** 53],
      [0, Infinity],
      [2 ** 53, 2 ** 53],
    ] as const) {
      expect(await verifyInclusion({ leaf: root, index, size, proof, root })).toBe(false);
    }
    for (const [first, second] of [
      [0, 0],
      [0, 1],
      [2, 1],
      [-1, 1],
      [1.5, 1.5],
      [NaN, NaN],
      [2 ** 53, 2 ** 53],
    ] as const) {
      expect(await verifyConsistency({ first, second, firstRoot: root, secondRoot: root, proof })).toBe(
        false,
      );
    }
    expect(await verifyInclusion({ leaf: root, index: 0, size: 1, proof, root })).toBe(true);
    expect(await verifyConsistency({ first: 1, second: 1, firstRoot: root, secondRoot: root, proof })).toBe(
      true,
    );
  });

  test('trees beyond 2^31 leaves are proven alike', async () => {
    // All leaves equal, so that every complete subtree of a height has one hash and the tree needs no memory.
    const towers = [leafOf(0)];
    const uniform = (level: number): Uint8Array => {
      while (towers.length <= level)
        towers.push(nodeHash(sha256Sync, at(towers, towers.length - 1), at(towers, towers.length - 1)));
      return at(towers, level);
    };
    const at = (list: readonly Uint8Array[], i: number) => list[i] ?? new Uint8Array();
    for (const size of [2 ** 31 + 1, 2 ** 32, 2 ** 40 + 2 ** 33 + 5, Number.MAX_SAFE_INTEGER]) {
      const root = rootHash(sha256Sync, uniform, size);
      for (const index of [0, 2 ** 31, size - 1]) {
        const proof = inclusionProof(sha256Sync, uniform, index, size);
        expect(await verifyInclusion({ leaf: leafOf(0), index, size, proof, root })).toBe(true);
      }
      for (const first of [1, 2 ** 31, 2 ** 31 - 1, size - 1]) {
        const claim = {
          first,
          second: size,
          firstRoot: rootHash(sha256Sync, uniform, first),
          secondRoot: root,
        };
        const proof = consistencyProof(sha256Sync, uniform, first, size);
        expect(await verifyConsistency({ ...claim, proof })).toBe(true);
        expect(await verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false);
      }
    }
  });
});
