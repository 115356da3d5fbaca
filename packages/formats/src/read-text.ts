import { lstat, open, realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** Largest document read from disk, in bytes: the Ruuvi dossier has about 0.2 MB. */
export const LARGEST_DOCUMENT = 8 * 1024 * 1024;

export type Unreadable =
  | { readonly code: 'no-such-file'; readonly file: string }
  | { readonly code: 'not-a-file'; readonly file: string }
  | { readonly code: 'file-too-large'; readonly file: string; readonly bytes: number; readonly limit: number }
  | { readonly code: 'not-utf-8'; readonly file: string }
  | { readonly code: 'path-escapes'; readonly file: string; readonly folder: string };

/** Reads a file's bytes; one that is larger than `limit` is refused before a byte of it is read. */
export async function readBytes(
  file: string,
  limit = LARGEST_DOCUMENT,
): Promise<Result<Uint8Array, Unreadable>> {
  const handle = await open(file, 'r').catch(absent);
  if (!handle) return refuse({ code: 'no-such-file', file });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return refuse({ code: 'not-a-file', file });
    if (stat.size > limit) return refuse({ code: 'file-too-large', file, bytes: stat.size, limit });
    return ok(new Uint8Array(await handle.readFile()));
  } finally {
    await handle.close();
  }
}

/** Bytes as text; anything that is not UTF-8 is refused rather than repaired. */
export function decodeText(file: string, bytes: Uint8Array): Result<string, Unreadable> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse({ code: 'not-utf-8', file });
  }
}

/**
 * Resolves a path that a document names, below the document's own folder; one that leaves it (`..`, absolute, or
 * through a symbolic link) is refused.
 */
export async function below(folder: string, path: string): Promise<Result<string, Unreadable>> {
  const root = await realpath(folder);
  const wanted = resolve(root, path);
  if (isAbsolute(path) || !isInside(root, wanted))
    return refuse({ code: 'path-escapes', file: path, folder });
  const there = await lstat(wanted).catch(absent);
  if (!there) return refuse({ code: 'no-such-file', file: wanted });
  return isInside(root, await realpath(wanted))
    ? ok(wanted)
    : refuse({ code: 'path-escapes', file: path, folder });
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function absent(error: unknown): undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  throw error;
}
