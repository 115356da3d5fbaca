import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeWhole } from './write-whole.ts';

/**
 * The files that anybody may read, by their path below the public root. A write is whole or absent: temporary file,
 * sync, rename, sync of the folder. Any plain web server can serve the folder.
 */
export type PublicFolder = {
  read(path: string): Promise<Uint8Array | undefined>;
  /** The bytes, at once; throws where there are none. For proofs, which read a handful of tiles. */
  readNow(path: string): Uint8Array;
  /** Writes what never changes: the same bytes again are nothing, other bytes are an alarm. */
  writeOnce(path: string, bytes: Uint8Array): Promise<void>;
  /** Puts bytes in the place of what was there. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
};

/** Opens a folder on this machine as the public folder. Paths are our own, never a visitor's. */
export function openPublicFolder(root: string): PublicFolder {
  const read = (path: string) => readFile(join(root, path)).then((bytes) => new Uint8Array(bytes), absent);
  const replace = async (path: string, bytes: Uint8Array) => {
    await writeWhole(join(root, path), bytes);
  };
  return {
    read,
    readNow: (path) => new Uint8Array(readFileSync(join(root, path))),
    replace,
    writeOnce: async (path, bytes) => {
      const there = await read(path);
      if (!there) return replace(path, bytes);
      if (!Buffer.from(there).equals(bytes))
        throw new Error(`${path} was published with other bytes: the log would tell two histories`);
    },
  };
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
