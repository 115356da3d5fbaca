import { closeSync, constants, fsync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A file, and what it is to hold. */
export type Content = { readonly file: string; readonly bytes: Uint8Array };

/** Counts this process's writes: with its pid, a name that no other write under way has. */
let written = 0;

/** Files that wait for the disk at once: each holds a descriptor, and more would wait for a thread. */
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
  const folders = new Set(contents.map(({ file }) => dirname(file)));
  const temporaries = new Map<string, string>();
  try {
    await manyAtOnce([...folders], async (folder) => {
      const made = await mkdir(folder, { recursive: true });
      if (made !== undefined) for (const above of between(folder, made)) folders.add(above);
    });
    await manyAtOnce(contents, ({ file, bytes }) => {
      const temporary = openTemporary(dirname(file));
      temporaries.set(file, temporary.file);
      return fill(temporary, bytes);
    });
    for (const [file, temporary] of temporaries) renameSync(temporary, file);
  } catch (error) {
    for (const temporary of temporaries.values()) rmSync(temporary, { force: true });
    throw error;
  }
  await manyAtOnce([...folders], syncFolder);
}

const synced = promisify(fsync);

type Temporary = { readonly file: string; readonly descriptor: number };

/** What goes to the cache of the system goes there at once: only the disk is worth waiting for elsewhere. */
async function fill({ descriptor }: Temporary, bytes: Uint8Array): Promise<void> {
  try {
    writeFileSync(descriptor, bytes);
    await synced(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** After a kill a file may be left behind; where process ids are few, as in a container, its name comes again. */
function openTemporary(folder: string): Temporary {
  const file = join(folder, `.${String(process.pid)}-${String((written += 1))}.tmp`);
  const { O_CREAT, O_EXCL, O_WRONLY } = constants;
  try {
    return { file, descriptor: openSync(file, O_CREAT | O_EXCL | O_WRONLY, 0o644) };
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
