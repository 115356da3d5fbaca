import type { Checkpoint } from '@assay/attestation/log/checkpoint';
import { equalBytes } from '@assay/attestation/bytes';
import { verifyConsistency } from '@assay/attestation/log/merkle-proof';
import { consistencyProof, rootHash, type NodeReader } from '@assay/attestation/log/merkle-tree';
import { nodesFromTiles, type Tile } from '@assay/attestation/log/tile';

import { sha256 } from '../hash.ts';
import { FetchFault } from './fault.ts';
import type { Source } from './source.ts';
import { tilesReadBy } from './tiles-read.ts';

type Root = Pick<Checkpoint, 'size' | 'root'>;

/** How an offered checkpoint lies to the one that is held. */
export type Lineage =
  | { readonly kind: 'grown' }
  /** The offered tree begins otherwise: `rootThere` is its root at the size that is held. */
  | {
      readonly kind: 'forked';
      readonly rootThere: Uint8Array;
      readonly proof: readonly Uint8Array[];
    };

/**
 * Reads from the offered tree's own tiles, full ones and the partial ones of its right edge, that they lead to the
 * offered root, and whether that tree begins with the one that is held. Throws `FetchFault` where tiles are missing or
 * lead elsewhere: then nothing is known.
 */
export async function lineageOf(source: Source, offered: Root, held: Root | undefined): Promise<Lineage> {
  const asked = (nodes: NodeReader) => ({
    root: rootHash(sha256, nodes, offered.size),
    ...(held && {
      rootThere: rootHash(sha256, nodes, held.size),
      proof: consistencyProof(sha256, nodes, held.size, offered.size),
    }),
  });
  const tiles = await fetched(source, tilesReadBy(offered.size, asked));
  const { root, rootThere, proof } = asked(nodesFromTiles(sha256, offered.size, readerOf(tiles)));
  if (!equalBytes(root, offered.root)) throw new FetchFault({ code: 'tiles-differ', size: offered.size });
  if (!held || !rootThere || !proof) return { kind: 'grown' };
  const grown = await verifyConsistency({
    ...{ first: held.size, firstRoot: held.root, second: offered.size, secondRoot: offered.root, proof },
  });
  return grown ? { kind: 'grown' } : { kind: 'forked', rootThere, proof };
}

async function fetched(source: Source, tiles: readonly Tile[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const bytes = await Promise.all(
    tiles.map(async (tile) => {
      const served = await source.tile(tile);
      if (served.length !== tile.width * 32) throw new FetchFault({ code: 'tiles-differ', size: tile.width });
      return [keyOf(tile), served] as const;
    }),
  );
  return new Map(bytes);
}

function readerOf(tiles: ReadonlyMap<string, Uint8Array>): (tile: Tile) => Uint8Array {
  return (tile) => {
    const bytes = tiles.get(keyOf(tile));
    if (!bytes) throw new Error(`tile ${keyOf(tile)} was not foreseen`);
    return bytes;
  };
}

const keyOf = ({ level, index }: Tile): string => `${String(level)}/${String(index)}`;
