import { constants, open, realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** Largest document read from disk, in bytes: the Ruuvi dossier has about 0.2 MB. */
export const LARGEST_DOCUMENT = 8 * 1024 * 1024;

/** Not to wait: a pipe that nobody writes to would be waited for until the end of time. */
const TO_READ = constants.O_RDONLY | constants.O_NONBLOCK;

export type Unreadable =
  | { readonly code: 'no-such-file'; readonly file: string }
  | { readonly code: 'not-a-file'; readonly file: string }
  | { readonly code: 'not-readable'; readonly file: string; readonly problem: string }
  | { readonly code: 'file-too-large'; readonly file: string; readonly bytes: number; readonly limit: number }
  | { readonly code: 'not-utf-8'; readonly file: string }
  | { readonly code: 'path-escapes'; readonly file: string; readonly folder: string };

/** Reads a file's bytes; one that is larger than `limit` is refused before a byte of it is read. */
export async function readBytes(
  file: string,
  limit = LARGEST_DOCUMENT,
): Promise<Result<Uint8Array, Unreadable>> {
  const opened = await attempt(file, open(file, TO_READ));
  if (!opened.ok) return opened;
  const handle = opened.value;
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
  if (path.includes('\0')) return refuse({ code: 'path-escapes', file: path.replaceAll('\0', '�'), folder });
  const root = await realpath(folder);
  const wanted = resolve(root, path);
  if (isAbsolute(path) || !isInside(root, wanted))
    return refuse({ code: 'path-escapes', file: path, folder });
  const real = await attempt(wanted, realpath(wanted));
  if (!real.ok) return real;
  return isInside(root, real.value) ? ok(wanted) : refuse({ code: 'path-escapes', file: path, folder });
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** What the file system will not do is said of the file; anything else is a fault of ours. */
async function attempt<T>(file: string, doing: Promise<T>): Promise<Result<T, Unreadable>> {
  try {
    return ok(await doing);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return refuse({ code: 'no-such-file', file });
    if (NOT_READABLE.has(code)) return refuse({ code: 'not-readable', file, problem: code });
    throw error;
  }
}

const NOT_READABLE: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'ELOOP',
  'ENAMETOOLONG',
  'ENXIO',
  'EIO',
]);
