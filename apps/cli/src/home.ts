import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds `standards/`, `schemes/`, `texts/` and `examples/`: found upwards from this file. */
export function homeFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'standards', 'facts.yaml'))) {
    const above = dirname(folder);
    if (above === folder)
      throw new Error('the folder with standards/ and schemes/ is not above this program');
    folder = above;
  }
  return folder;
}

/** Where the library is kept ready between commands. */
export function cacheFolder(home: string): string {
  return join(home, 'node_modules', '.cache', 'assay');
}

/** The version of this installation, as its package states it. */
export async function versionOf(home: string): Promise<string> {
  return parseVersion(JSON.parse(await readFile(join(home, 'package.json'), 'utf8')));
}

function parseVersion(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'string')
    return value.version;
  throw new Error('package.json states no version');
}

/** Where the machine code of the program is kept ready between commands. */
export function codeCacheFolder(): string {
  return join(cacheFolder(homeFolder()), 'code');
}
