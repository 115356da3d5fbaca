import { nodeHashOf } from './merkle-proof.ts';
import { consistencyRanges, subtreesOf, type LeafRange } from './merkle-tree.ts';
import { hashesIn, placeOfNode, tilePath, type Tile } from './tile.ts';

/** Fetches one published tile of hashes; throws where it cannot be had. */
export type TileSource = (tile: Tile) => Promise<Uint8Array>;

/**
 * The consistency proof between two sizes of a log, made by a reader who holds neither: from a few tiles of the tree of
 * size `second`, each asked for once. What comes out is as good as the tiles; `verifyConsistency` says whether it proves
 * anything. 0 < first ≤ second. Throws where a tile is missing or too short, or where the sizes have no proof.
 */
export async function proofFromTiles(
  { first, second }: { readonly first: number; readonly second: number },
  source: TileSource,
): Promise<readonly Uint8Array[]> {
  const fetched = new Map<string, Promise<Uint8Array>>();
  const read = (tile: Tile): Promise<Uint8Array> => {
    const path = tilePath(tile);
    const known = fetched.get(path) ?? source(tile);
    fetched.set(path, known);
    return known;
  };
  return Promise.all(consistencyRanges(first, second).map((range) => rangeHash(range, second, read)));
}

async function rangeHash(range: LeafRange, size: number, read: TileSource): Promise<Uint8Array> {
  const peaks = await Promise.all(
    subtreesOf(range).map(async ({ level, index }) => {
      const place = placeOfNode(level, index, size);
      return fold(hashesIn(await read(place.tile), place));
    }),
  );
  const [last, ...before] = peaks.toReversed();
  if (last === undefined) throw new RangeError('an empty range has no hash');
  let hash = last;
  for (const left of before) hash = await nodeHashOf(left, hash);
  return hash;
}

/** The root of a complete subtree from the hashes below it, 32 bytes each. */
async function fold(hashes: Uint8Array): Promise<Uint8Array> {
  if (hashes.length === 32) return hashes;
  const middle = hashes.length / 2;
  const [left, right] = await Promise.all([fold(hashes.subarray(0, middle)), fold(hashes.subarray(middle))]);
  return nodeHashOf(left, right);
}
