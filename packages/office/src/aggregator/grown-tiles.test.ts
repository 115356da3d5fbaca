import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  consistencyProof,
  inclusionProof,
  leafHash,
  nodesOf,
  rootHash,
} from '@assay/attestation/log/merkle-tree';
import { tileBytes, tilesBetween, TILE_WIDTH } from '@assay/attestation/log/tile';
import type { MirroredTile } from '@assay/records/mirror';

import { sha256 } from '../hash.ts';
import { edgeOf, grownTiles, type Bundle } from './grown-tiles.ts';
import { computeOn } from './mirrored-tree.ts';
import { tilesReadBy } from './tiles-read.ts';

/** More than one full tile of the second level. */
const MOST = 70_000;
const entry = (index: number): Uint8Array => new TextEncoder().encode(`entry ${String(index)}`);
const nodes = nodesOf(
  sha256,
  Array.from({ length: MOST }, (_, i) => leafHash(sha256, entry(i))),
);

/** A copy that takes a log on in these steps, as the aggregator does: from the bundles that change, and its own edge. */
function copyIn(sizes: readonly number[]): ReadonlyMap<string, MirroredTile> {
  const copy = new Map<string, MirroredTile>();
  let from = 0;
  for (const to of sizes) {
    const edge = edgeOf(from).flatMap(
      ({ level, index }) => copy.get(`${String(level)}/${String(index)}`) ?? [],
    );
    for (const tile of grownTiles(from, bundlesBetween(from, to), edge))
      copy.set(`${String(tile.level)}/${String(tile.index)}`, tile);
    from = to;
  }
  return copy;
}

function bundlesBetween(from: number, to: number): readonly Bundle[] {
  return tilesBetween(from, to)
    .filter(({ level }) => level === 'entries')
    .map(({ index, width }) => ({
      index,
      entries: Array.from({ length: width }, (_, i) => entry(index * TILE_WIDTH + i)),
    }));
}

const steps = fc
  .uniqueArray(
    fc.oneof(fc.integer({ min: 1, max: MOST }), fc.constantFrom(1, 255, 256, 257, 65_535, 65_536, 65_537)),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((sizes) => sizes.toSorted((a, b) => a - b));

describe('tiles that a copy computes', () => {
  test('are those that the log publishes, in however many steps it was followed', () => {
    fc.assert(
      fc.property(steps, (sizes) => {
        const copy = copyIn(sizes);
        const size = sizes.at(-1) ?? 0;
        for (const tile of tilesBetween(0, size)) {
          const { level, index, width } = tile;
          if (level === 'entries') continue;
          const held = copy.get(`${String(level)}/${String(index)}`);
          expect(held?.width).toBe(width);
          expect(Buffer.compare(held?.bytes ?? Buffer.of(), tileBytes(nodes, { level, index, width }))).toBe(
            0,
          );
        }
      }),
      { numRuns: 8 },
    );
  });

  test('prove what the log proves', () => {
    const copy = [...copyIn([300, 66_000]).values()];
    const size = 66_000;
    const on = <T>(compute: Parameters<typeof computeOn<T>>[2]) => computeOn(size, copy, compute);
    expect(on((held) => rootHash(sha256, held, size))).toEqual(rootHash(sha256, nodes, size));
    for (const index of [0, 255, 256, 65_535, 65_999])
      expect(on((held) => inclusionProof(sha256, held, index, size))).toEqual(
        inclusionProof(sha256, nodes, index, size),
      );
    for (const first of [1, 256, 300, 65_536])
      expect(on((held) => consistencyProof(sha256, held, first, size))).toEqual(
        consistencyProof(sha256, nodes, first, size),
      );
  });

  test('are few for any proof, however large the log', () => {
    const sizes = fc.integer({ min: 1, max: 2 ** 40 });
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (size, at) => {
        const index = Math.floor(size * at);
        const levels = Math.ceil(Math.log(size + 1) / Math.log(TILE_WIDTH));
        const proof = (held: Parameters<typeof rootHash>[1]) => inclusionProof(sha256, held, index, size);
        const read = tilesReadBy(size, proof);
        // Of each level at most the tile over the leaf and the one at the right edge.
        expect(read.length).toBeLessThanOrEqual(2 * levels);
      }),
      { numRuns: 50 },
    );
  });
});
