import { decodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import type { NodeReader } from '@assay/attestation/log/merkle-tree';
import { nodesFromTiles, TILE_WIDTH } from '@assay/attestation/log/tile';
import { mirroredTiles, type MirroredTile } from '@assay/records/mirror';
import type { Reader } from '@assay/records/open';

import { sha256 } from '../hash.ts';
import { tilesReadBy } from './tiles-read.ts';

/** Level at which bundles of entries are kept beside the tiles of hashes. */
export const BUNDLES = -1;

/** Computes over the tree of `size` leaves from the tiles that are held: a few of them, however large the log. */
export async function computeOnMirror<T>(
  reader: Reader,
  { origin, size }: { readonly origin: string; readonly size: number },
  compute: (nodes: NodeReader) => T,
): Promise<T> {
  return computeOn(size, await mirroredTiles(reader, origin, tilesReadBy(size, compute)), compute);
}

/** The same over tiles at hand, each as wide as the tree or wider. */
export function computeOn<T>(
  size: number,
  tiles: readonly MirroredTile[],
  compute: (nodes: NodeReader) => T,
): T {
  const held = new Map(tiles.map((tile) => [`${String(tile.level)}/${String(tile.index)}`, tile.bytes]));
  return compute(
    nodesFromTiles(sha256, size, ({ level, index, width }) => {
      const bytes = held.get(`${String(level)}/${String(index)}`)?.subarray(0, width * 32);
      if (bytes?.length !== width * 32)
        throw new Error(`the mirror lacks tile ${String(level)}/${String(index)} of width ${String(width)}`);
      return bytes;
    }),
  );
}

/** The entries at positions `from` to `to`, without `to`, as they are mirrored. */
export async function* mirroredEntries(
  reader: Reader,
  { origin, from, to }: { readonly origin: string; readonly from: number; readonly to: number },
): AsyncGenerator<{ readonly index: number; readonly entry: Uint8Array }> {
  for (let at = from; at < to;) {
    const bundle = Math.floor(at / TILE_WIDTH);
    const [tile] = await mirroredTiles(reader, origin, [{ level: BUNDLES, index: bundle }]);
    const entries = tile && decodeEntryBundle(tile.bytes);
    const end = Math.min(to, (bundle + 1) * TILE_WIDTH);
    for (; at < end; at += 1) {
      const entry = entries?.ok === true ? entries.value[at - bundle * TILE_WIDTH] : undefined;
      if (!entry) throw new Error(`the mirror of ${origin} lacks entry ${String(at)}`);
      yield { index: at, entry };
    }
  }
}

/** One entry, as it is mirrored. */
export async function mirroredEntry(
  reader: Reader,
  { origin, index }: { readonly origin: string; readonly index: number },
): Promise<Uint8Array> {
  for await (const { entry } of mirroredEntries(reader, { origin, from: index, to: index + 1 })) return entry;
  throw new Error(`entry ${String(index)} of ${origin} is not mirrored`);
}
