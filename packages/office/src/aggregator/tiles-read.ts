import type { NodeReader } from '@assay/attestation/log/merkle-tree';
import { nodesFromTiles, type Tile } from '@assay/attestation/log/tile';

export type HashTile = Tile & { readonly level: number };

/**
 * The tiles of a tree of this size that a computation reads. It is tried out on tiles of zeros: no hash decides which
 * node is read next, so what it reads then it reads always.
 */
export function tilesReadBy(size: number, compute: (nodes: NodeReader) => unknown): readonly HashTile[] {
  const read = new Map<string, HashTile>();
  const zeros = nodesFromTiles(
    (bytes) => bytes.subarray(0, 32),
    size,
    (tile) => {
      if (tile.level !== 'entries')
        read.set(`${String(tile.level)}/${String(tile.index)}`, { ...tile, level: tile.level });
      return new Uint8Array(tile.width * 32);
    },
  );
  compute(zeros);
  return [...read.values()];
}
