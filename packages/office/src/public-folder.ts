import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { manyAtOnce, writeAllWhole } from './write-whole.ts';

/** A public file: its path below the public root, and what it says. */
export type PublicBytes = { readonly path: string; readonly bytes: Uint8Array };

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
  /** The same of many files, which wait for the disk together; each is whole or absent. */
  writeAllOnce(files: readonly PublicBytes[]): Promise<void>;
  /** Puts bytes in the place of what was there. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  /** The same of many files, which wait for the disk together; each is whole or as it was. */
  replaceAll(files: readonly PublicBytes[]): Promise<void>;
};

/** Opens a folder on this machine as the public folder. Paths are our own, never a visitor's. */
export function openPublicFolder(root: string): PublicFolder {
  const read = (path: string) => readFile(join(root, path)).then((bytes) => new Uint8Array(bytes), absent);
  const replaceAll = (files: readonly PublicBytes[]) =>
    writeAllWhole(files.map(({ path, bytes }) => ({ file: join(root, path), bytes })));
  const writeAllOnce = async (files: readonly PublicBytes[]) => {
    const there = files.filter(({ path }) => statSync(join(root, path), { throwIfNoEntry: false }));
    await manyAtOnce(there, async ({ path, bytes }) => {
      if (!Buffer.from((await read(path)) ?? []).equals(bytes))
        throw new Error(`${path} was published with other bytes: the log would tell two histories`);
    });
    const known = new Set(there);
    await replaceAll(files.filter((one) => !known.has(one)));
  };
  return {
    read,
    readNow: (path) => new Uint8Array(readFileSync(join(root, path))),
    replace: (path, bytes) => replaceAll([{ path, bytes }]),
    replaceAll,
    writeOnce: (path, bytes) => writeAllOnce([{ path, bytes }]),
    writeAllOnce,
  };
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
