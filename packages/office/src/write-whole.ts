import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file, and what it is to hold. */
export type Content = { readonly file: string; readonly bytes: Uint8Array };

/** Counts this process's writes: with its pid, a name that no other write under way has. */
let written = 0;

/** Files that wait for the disk at once: more would wait for a thread. */
const AT_ONCE = 16;

/** Writes a file whole or not at all: temporary file, sync, rename, sync of the folder. */
export function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  return writeAllWhole([{ file, bytes }]);
}

/**
 * Writes each file whole or not at all. All have outlasted a power cut when this ends; they wait for the disk together,
 * each folder once.
 */
export async function writeAllWhole(contents: readonly Content[]): Promise<void> {
  const folders = new Set<string>();
  const temporaries = new Map<string, string>();
  try {
    await manyAtOnce(contents, async ({ file, bytes }) => {
      const folder = dirname(file);
      const made = await mkdir(folder, { recursive: true });
      folders.add(folder);
      if (made !== undefined) for (const above of between(folder, made)) folders.add(above);
      temporaries.set(file, await writeTemporary(folder, bytes));
    });
    await manyAtOnce([...temporaries], ([file, temporary]) => rename(temporary, file));
  } catch (error) {
    await manyAtOnce([...temporaries.values()], (temporary) => rm(temporary, { force: true }));
    throw error;
  }
  await manyAtOnce([...folders], syncFolder);
}

async function writeTemporary(folder: string, bytes: Uint8Array): Promise<string> {
  const { temporary, handle } = await openTemporary(folder);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return temporary;
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

/** The folders above `folder` in which a name is new: up to the one that holds the first folder that was made. */
function between(folder: string, made: string): readonly string[] {
  const above: string[] = [];
  for (let at = folder; at.length >= made.length; at = dirname(at)) above.push(dirname(at));
  return above;
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

/** Acts on all of them, a limited number at once; the first failure ends it once those under way have ended. */
export async function manyAtOnce<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  const queue = all.values();
  const lanes = Array.from({ length: Math.min(AT_ONCE, all.length) }, async () => {
    for (const one of queue) await act(one);
  });
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
  if (failed) throw failed.reason;
}
