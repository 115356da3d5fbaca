import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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

/** Counts this process's writes: with its pid, a name that no other write under way has. */
let written = 0;

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const { temporary, handle } = await openTemporary(folder);
  try {
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** After a kill a file may be left behind; where process ids are few, as in a container, its name comes again. */
async function openTemporary(
  folder: string,
): Promise<{ readonly temporary: string; readonly handle: FileHandle }> {
  const temporary = join(folder, `.${String(process.pid)}-${String((written += 1))}.tmp`);
  try {
    return { temporary, handle: await open(temporary, 'wx', 0o644) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return openTemporary(folder);
    throw error;
  }
}

/** Makes the names in a folder outlast a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
