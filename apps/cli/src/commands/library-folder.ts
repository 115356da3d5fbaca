import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { homeFolder } from '../home.ts';
import { UsageError } from '../usage.ts';

/** The folder that is named, or that of this installation; refused where it holds no library. */
export function libraryFolder(name: string | undefined): string {
  const folder = name ?? homeFolder();
  if (!existsSync(join(folder, 'standards')) || !existsSync(join(folder, 'schemes')))
    throw new UsageError(
      `${folder}: there are no standards/ and schemes/ in it; name a folder that holds both`,
    );
  return folder;
}
