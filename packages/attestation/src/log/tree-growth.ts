import { nodeHash, type Hash } from './merkle-tree.ts';
import { subtreeRoot, TILE_WIDTH, type Tile } from './tile.ts';

export type HashTile = Tile & { readonly level: number };
export type TileBytes = { readonly tile: HashTile; readonly bytes: Uint8Array };

/** A tree that only grows, and remembers no more than one tile of each level: at most 7 times 8 KiB. */
export type GrowingTree = {
  readonly size: () => number;
  /** Takes the next leaf hash; the hash tiles that are full since then, the lowest first. */
  readonly append: (leafHash: Uint8Array) => readonly TileBytes[];
  /** Root over all leaves so far; of none, H(""). */
  readonly root: () => Uint8Array;
  /** Of each level that has hashes beyond its last full tile, those hashes: what lies in the partial tiles of this size. */
  readonly partials: () => readonly TileBytes[];
  /** Another tree that begins as this one and grows by itself. */
  readonly fork: () => GrowingTree;
};

type Level = { readonly bytes: Uint8Array; readonly held: number; readonly full: number };

const NONE: readonly TileBytes[] = [];

/** Grows a tree from its leaf hashes in order (RFC 9162). */
export function growTree(hash: Hash): GrowingTree {
  return growFrom(hash, 0, []);
}

function growFrom(hash: Hash, from: number, levels: Level[]): GrowingTree {
  let size = from;

  function put(level: number, node: Uint8Array): readonly TileBytes[] {
    const { bytes, held, full } = levels[level] ?? {
      bytes: new Uint8Array(TILE_WIDTH * 32),
      held: 0,
      full: 0,
    };
    bytes.set(node, held * 32);
    if (held + 1 < TILE_WIDTH) {
      levels[level] = { bytes, held: held + 1, full };
      return NONE;
    }
    levels[level] = { bytes: new Uint8Array(TILE_WIDTH * 32), held: 0, full: full + 1 };
    const tile = { level, index: full, width: TILE_WIDTH };
    return [{ tile, bytes }, ...put(level + 1, subtreeRoot(hash, bytes))];
  }

  return {
    size: () => size,
    append(leafHash) {
      size += 1;
      return put(0, leafHash);
    },
    root() {
      if (size === 0) return hash(new Uint8Array());
      const peaks = levels.toReversed().flatMap(({ bytes, held }) => peaksOf(hash, bytes, held));
      return peaks.reduceRight((right, left) => nodeHash(hash, left, right));
    },
    partials: () =>
      levels.flatMap(({ bytes, held, full: index }, level) =>
        held === 0 ? [] : [{ tile: { level, index, width: held }, bytes: bytes.slice(0, held * 32) }],
      ),
    fork: () =>
      growFrom(
        hash,
        size,
        levels.map(({ bytes, ...rest }) => ({ bytes: bytes.slice(), ...rest })),
      ),
  };
}

/** Roots of the complete subtrees that `count` hashes of one level fall into, from left to right. */
function peaksOf(hash: Hash, bytes: Uint8Array, count: number): readonly Uint8Array[] {
  const peaks: Uint8Array[] = [];
  let from = 0;
  for (let width = TILE_WIDTH / 2; width >= 1; width /= 2) {
    if (from + width > count) continue;
    peaks.push(subtreeRoot(hash, bytes.subarray(from * 32, (from + width) * 32)));
    from += width;
  }
  return peaks;
}
