import fc from 'fast-check';
import { expect, test } from 'vitest';

import { sha256Sync } from '../../test/sandbox-label.ts';
import { utf8 } from '../bytes.ts';
import { verifyConsistency } from './merkle-proof.ts';
import { consistencyProof, leafHash, nodesOf, rootHash } from './merkle-tree.ts';
import { proofFromTiles } from './proof-from-tiles.ts';
import { tileBytes, tilePath, type Tile } from './tile.ts';

const MOST = 70_000;
const nodes = nodesOf(
  sha256Sync,
  Array.from({ length: MOST }, (_, i) => leafHash(sha256Sync, utf8(String(i)))),
);
const rootOf = (size: number) => rootHash(sha256Sync, nodes, size);

function served({ level, index, width }: Tile): Uint8Array {
  if (level === 'entries') throw new Error('no entries were asked for');
  return tileBytes(nodes, { level, index, width });
}

const sizes = fc
  .oneof(
    fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 })),
    fc.tuple(fc.integer({ min: 1, max: MOST }), fc.integer({ min: 1, max: MOST })),
    fc.tuple(fc.constantFrom(1, 255, 256, 257, 512, 65_536), fc.constantFrom(256, 257, 65_535, 65_537)),
  )
  .map(([a, b]) => ({ first: Math.min(a, b), second: Math.max(a, b) }));

test('a consistency proof made from published tiles is the one that the keeper of the log makes', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async ({ first, second }) => {
      const asked: string[] = [];
      const proof = await proofFromTiles({ first, second }, async (tile) => {
        asked.push(tilePath(tile));
        return served(tile);
      });
      expect(proof).toEqual(consistencyProof(sha256Sync, nodes, first, second));
      expect(new Set(asked).size).toBe(asked.length);
      const claim = { first, second, proof, firstRoot: rootOf(first), secondRoot: rootOf(second) };
      expect(await verifyConsistency(claim)).toBe(true);
    }),
  );
});

test('from a tile with one byte changed no proof comes out that proves anything', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async ({ first, second }, at) => {
      fc.pre(first < second);
      const proof = await proofFromTiles({ first, second }, async (tile) => {
        const bytes = served(tile).slice();
        for (let i = at % 32; i < bytes.length; i += 32) bytes[i] = (bytes[i] ?? 0) ^ 1;
        return bytes;
      });
      const claim = { first, second, proof, firstRoot: rootOf(first), secondRoot: rootOf(second) };
      expect(await verifyConsistency(claim)).toBe(false);
    }),
  );
});

test('a tile that is missing or too short makes no proof at all', async () => {
  await expect(proofFromTiles({ first: 3, second: 7 }, async () => new Uint8Array(32))).rejects.toThrow(
    RangeError,
  );
  await expect(
    proofFromTiles({ first: 3, second: 7 }, async () => Promise.reject(new Error('not there'))),
  ).rejects.toThrow('not there');
});
