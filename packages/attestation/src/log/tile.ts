import { concat } from '../bytes.ts';
import { nodeHash, type Hash, type NodeReader } from './merkle-tree.ts';

/** Hashes in a full tile; a tile is 8 levels of the tree high (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** A tile of hashes at tile level 0..5, or a bundle of entries; `width` 1..256 is how many it holds, 256 is full. */
export type Tile = { readonly level: number | 'entries'; readonly index: number; readonly width: number };

/** Path below the log's URL: `tile/0/x001/x234/067`, `tile/entries/003.p/17`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/.{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** The tile that a path names, or undefined for any text that `tilePath` would not write. */
export function parseTilePath(path: string): Tile | undefined {
  const parts =
    /^tile\/(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(
      path,
    );
  if (parts === null) return undefined;
  const index = Number((parts[2] ?? '').replaceAll(/[x/]/g, ''));
  const width = parts[3] === undefined ? TILE_WIDTH : Number(parts[3]);
  const tile: Tile = { level: parts[1] === 'entries' ? 'entries' : Number(parts[1]), index, width };
  return Number.isSafeInteger(index) && width <= TILE_WIDTH && tilePath(tile) === path ? tile : undefined;
}

/**
 * What must be written when a log grows from `from` to `to` leaves: at every level each tile that is new or wider, and
 * the entry bundles, full ones and the one partial of size `to`. Never an empty tile. `from` 0 names all of them.
 */
export function tilesBetween(from: number, to: number): readonly Tile[] {
  const tiles: Tile[] = widened('entries', from, to);
  let [before, after] = [from, to];
  for (let level = 0; after > 0; level += 1) {
    tiles.push(...widened(level, before, after));
    [before, after] = [Math.floor(before / TILE_WIDTH), Math.floor(after / TILE_WIDTH)];
  }
  return tiles;
}

function widened(level: Tile['level'], before: number, after: number): Tile[] {
  const tiles: Tile[] = [];
  if (after === before) return tiles;
  for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < after; index += 1) {
    tiles.push({ level, index, width: Math.min(TILE_WIDTH, after - index * TILE_WIDTH) });
  }
  return tiles;
}

/** Bytes of a hash tile: its hashes one after another, 32 bytes each. */
export function tileBytes(nodes: NodeReader, tile: Tile & { readonly level: number }): Uint8Array {
  const hashes = Array.from({ length: tile.width }, (_, i) =>
    nodes(tile.level * 8, tile.index * TILE_WIDTH + i),
  );
  return concat(...hashes);
}

/** Reads nodes from published tiles, so that a proof costs a few tiles and not the whole log. `size` is the tree they serve. */
export function nodesFromTiles(hash: Hash, size: number, read: (tile: Tile) => Uint8Array): NodeReader {
  return function node(level, index): Uint8Array {
    const place = placeOfNode(level, index, size);
    return subtreeRoot(hash, hashesIn(read(place.tile), place));
  };
}

/** Where a node lies: a tile of the tree of `size` leaves, and the hashes in it that the node is folded from. */
export type NodePlace = { readonly tile: Tile; readonly first: number; readonly count: number };

export function placeOfNode(level: number, index: number, size: number): NodePlace {
  const tileLevel = Math.floor(level / 8);
  const count = 2 ** (level % 8);
  const tile = Math.floor((index * count) / TILE_WIDTH);
  const held = Math.floor(size / TILE_WIDTH ** tileLevel) - tile * TILE_WIDTH;
  return {
    tile: { level: tileLevel, index: tile, width: Math.min(TILE_WIDTH, held) },
    first: index * count - tile * TILE_WIDTH,
    count,
  };
}

/** The hashes of a node's place, one after another; throws where the tile does not hold all of them. */
export function hashesIn(bytes: Uint8Array, { first, count }: NodePlace): Uint8Array {
  const slice = bytes.subarray(first * 32, (first + count) * 32);
  if (slice.length !== count * 32) throw new RangeError('this subtree is not complete');
  return slice;
}

/**
 * Reads nodes for the tiles that a log writes as it grows from `from` to `to` leaves: what was complete before comes from
 * the tiles that are published, the rest from the level below, which is written first. A tile that is about to be
 * written cannot be asked for its own hashes.
 */
export function nodesWhileGrowing(
  hash: Hash,
  { from, to }: { readonly from: number; readonly to: number },
  read: (tile: Tile) => Uint8Array,
): NodeReader {
  const [before, after] = [nodesFromTiles(hash, from, read), nodesFromTiles(hash, to, read)];
  return function node(level, index): Uint8Array {
    if ((index + 1) * 2 ** level <= from) return before(level, index);
    return level > 0 && level % 8 === 0
      ? nodeHash(hash, after(level - 1, 2 * index), after(level - 1, 2 * index + 1))
      : after(level, index);
  };
}

/** Root of a complete subtree over 2^n hashes of 32 bytes. */
export function subtreeRoot(hash: Hash, hashes: Uint8Array): Uint8Array {
  if (hashes.length === 32) return hashes.slice();
  const middle = hashes.length / 2;
  return nodeHash(
    hash,
    subtreeRoot(hash, hashes.subarray(0, middle)),
    subtreeRoot(hash, hashes.subarray(middle)),
  );
}
