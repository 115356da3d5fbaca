import type { NodeReader } from '@assay/attestation/log/merkle-tree';
import { nodesFromTiles, tilePath } from '@assay/attestation/log/tile';

import { sha256 } from '../hash.ts';
import type { Office } from '../office.ts';

/** Reads the nodes of the tree of a size from its published tiles: a proof costs a few tiles, never the whole log. */
export function nodesAt(office: Pick<Office, 'publicFolder' | 'log'>, size: number): NodeReader {
  return nodesFromTiles(sha256, size, (tile) =>
    office.publicFolder.readNow(`${office.log.path}/${tilePath(tile)}`),
  );
}
