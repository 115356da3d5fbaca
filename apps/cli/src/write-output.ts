import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import type { Io } from './terminal/io.ts';
import { UsageError } from './usage.ts';

/** Where a command puts what it made: a file, or the standard output. */
export type Output = {
  readonly file: string | undefined;
  /** Files that the command read: none of them is ever written over. */
  readonly inputs: readonly string[];
};

/**
 * Writes a text to the file that was named, whole or not at all, and says on the error stream what was written and
 * whether it took the place of another file; without a name, to the standard output.
 */
export async function writeOutput(text: string, { file, inputs }: Output, io: Io): Promise<void> {
  if (file === undefined) io.out(text);
  else await writeBytes(Buffer.from(`${text}\n`), { file, inputs }, io);
}

/** The same for bytes, which always need a file: a terminal makes nothing of them. */
export async function writeBytes(
  bytes: Uint8Array,
  { file, inputs }: Output & { readonly file: string },
  io: Io,
): Promise<void> {
  await refuseInput(file, inputs);
  const before = await stat(file).catch(() => undefined);
  if (before && !before.isFile()) throw new UsageError(`--output ${file}: this is not a file`);
  const beside = join(dirname(file), `.${basename(file)}.${String(process.pid)}`);
  try {
    await writeFile(beside, bytes, { flag: 'wx' });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new UsageError(`--output ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  io.error(`${before ? 'Replaced' : 'Wrote'} ${file} (${bytes.length.toLocaleString('en')} bytes).`);
}

/** A report that takes the place of the dossier it speaks of would be the end of the dossier. */
async function refuseInput(file: string, inputs: readonly string[]): Promise<void> {
  const same = async (input: string): Promise<boolean> => {
    if (resolve(input) === resolve(file)) return true;
    const [one, other] = await Promise.all([file, input].map((path) => stat(path).catch(() => undefined)));
    return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
  };
  for (const input of inputs)
    if (await same(input))
      throw new UsageError(`--output ${file}: this is what was to be read; name another file`);
}
