import { closeSync, fsync, open as openFile, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A file, and what it is to hold. */
export type Content = { readonly file: string; readonly bytes: Uint8Array };

/** Counts this process's writes: with its pid, a name that no other write under way has. */
let written = 0;

/**
 * Files under way at once. Each is a descriptor, of which a process may have a thousand; with fewer the threads that wait
 * for the disk would wait for this one as well, which has other work.
 */
const AT_ONCE = 256;

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
  await manyAtOnce([...folders], async (folder) => {
    const made = await mkdir(folder, { recursive: true });
    if (made !== undefined) for (const above of between(folder, made)) folders.add(above);
  });
  for (let at = 0; at < contents.length; at += AT_ONCE) await writeTogether(contents.slice(at, at + AT_ONCE));
  await manyAtOnce([...folders], syncFolder);
}

type Temporary = { readonly name: string; readonly descriptor: number };

const openWhen = promisify(openFile);
const syncWhen = promisify(fsync);

/**
 * First all are written, then all are synced: the file system makes no file while it waits for the disk. What waits is left
 * to other threads; what does not (a close after a sync) costs more to hand over than to do.
 */
async function writeTogether(contents: readonly Content[]): Promise<void> {
  const temporaries = new Map<string, Temporary>();
  try {
    await manyAtOnce(contents, async ({ file, bytes }) => {
      const temporary = await openTemporary(dirname(file));
      temporaries.set(file, temporary);
      writeFileSync(temporary.descriptor, bytes);
    });
    await manyAtOnce([...temporaries.values()], ({ descriptor }) => syncWhen(descriptor));
    for (const [file, { name }] of temporaries) renameSync(name, file);
  } catch (error) {
    for (const { name } of temporaries.values()) rmSync(name, { force: true });
    throw error;
  } finally {
    for (const { descriptor } of temporaries.values()) closeSync(descriptor);
  }
}

/** After a kill a file may be left behind; where process ids are few, as in a container, its name comes again. */
async function openTemporary(folder: string): Promise<Temporary> {
  const name = join(folder, `.${String(process.pid)}-${String((written += 1))}.tmp`);
  try {
    return { name, descriptor: await openWhen(name, 'wx', 0o644) };
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
