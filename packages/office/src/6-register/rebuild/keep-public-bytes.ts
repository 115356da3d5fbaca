import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { PublicHost } from '@assay/attestation/audit/audit-log';
import { encodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { leafHash } from '@assay/attestation/log/merkle-tree';
import { tilePath, TILE_WIDTH } from '@assay/attestation/log/tile';
import { growTree, type TileBytes } from '@assay/attestation/log/tree-growth';

import { sha256 } from '../../hash.ts';
import { credentialPath } from '../publish-log.ts';
import { statusPath } from '../publish-status-lists.ts';

/** What passes through an audit, kept in a folder as it was published. */
export type KeptBytes = {
  /** The host to audit: it hands on what the other one serves. */
  readonly host: PublicHost;
  /** The bytes of the next entry. */
  readonly entry: (bytes: Uint8Array) => void;
  /** Writes what is in no full bundle or tile yet, for the size that was reached. */
  readonly finish: () => void;
};

/**
 * Keeps credentials and lists as they are served. Bundles and tiles are made anew from the entries: those the audit has
 * held against the signed root, and a tile that the host has lost is no loss. Nothing is kept in memory but one bundle.
 */
export function keepPublicBytes(host: PublicHost, folder: string, logPath: string): KeptBytes {
  const tree = growTree(sha256);
  let bundle: Uint8Array[] = [];

  function put(path: string, bytes: Uint8Array): void {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  const putTile = ({ tile, bytes }: TileBytes) => {
    put(`${logPath}/${tilePath(tile)}`, bytes);
  };
  function putBundle(): void {
    const index = Math.floor((tree.size() - bundle.length) / TILE_WIDTH);
    const tile = { level: 'entries' as const, index, width: bundle.length };
    put(`${logPath}/${tilePath(tile)}`, encodeEntryBundle(bundle));
  }

  return {
    host: {
      ...host,
      credential: async (vcHash) => {
        const bytes = await host.credential(vcHash);
        const isIt = bytes && Buffer.from(sha256(bytes)).toString('base64url') === vcHash;
        if (isIt === true) put(credentialPath(vcHash), bytes);
        return bytes;
      },
      statusList: async (list) => {
        const bytes = await host.statusList(list);
        if (bytes) put(statusPath(list.purpose, list.list), bytes);
        return bytes;
      },
    },
    entry(bytes) {
      bundle.push(bytes);
      for (const full of tree.append(leafHash(sha256, bytes))) putTile(full);
      if (bundle.length < TILE_WIDTH) return;
      putBundle();
      bundle = [];
    },
    finish() {
      if (bundle.length > 0) putBundle();
      for (const partial of tree.partials()) putTile(partial);
    },
  };
}
