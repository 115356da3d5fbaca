import type { NodeReader } from '@assay/attestation/log/merkle-tree';
import { nodesFromTiles, nodesWhileGrowing, tilePath, type Tile } from '@assay/attestation/log/tile';

import { sha256 } from '../hash.ts';
import type { Office } from '../office.ts';

/** Reads the nodes of the tree of a size from its published tiles: a proof costs a few tiles, never the whole log. */
export function nodesAt(office: Pick<Office, 'publicFolder' | 'log'>, size: number): NodeReader {
  return nodesFromTiles(sha256, size, tilesOf(office));
}

/** The same while the log grows: for the tiles above those of the leaves, which are not written yet. */
export function growingNodes(
  office: Pick<Office, 'publicFolder' | 'log'>,
  sizes: { readonly from: number; readonly to: number },
): NodeReader {
  return nodesWhileGrowing(sha256, sizes, tilesOf(office));
}

function tilesOf({ publicFolder, log }: Pick<Office, 'publicFolder' | 'log'>) {
  return (tile: Tile) => publicFolder.readNow(`${log.path}/${tilePath(tile)}`);
}
