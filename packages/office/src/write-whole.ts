import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Counts this process's writes: with its pid, a name that no other write under way has. */
let written = 0;

/** Writes a file whole or not at all: temporary file, sync, rename, sync of the folder. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
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
