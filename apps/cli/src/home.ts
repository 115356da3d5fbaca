import { existsSync } from 'node:fs';
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
