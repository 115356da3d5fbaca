import { access, copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { loadProgramme } from '@assay/office/0-programme/load-programme';
import type { Programme } from '@assay/vocabulary/programme';

import { UsageError } from './usage.ts';

/**
 * The programme that an installation runs: the one it began with, which then lies with its data, or the sandbox of this
 * repository where none was named. Its administrator's code is in every label, so it can never be exchanged.
 */
export async function programmeOf(
  folder: string,
  { asked, sandbox }: { readonly asked: string | undefined; readonly sandbox: string },
): Promise<Programme> {
  const kept = join(folder, 'programme.yaml');
  const begun = await exists(join(folder, 'host'));
  if (asked !== undefined) {
    const programme = await loadProgramme(asked);
    const held = (await exists(kept)) ? kept : begun ? sandbox : undefined;
    if (held === undefined) await copyFile(asked, kept);
    else if ((await readFile(held, 'utf8')) !== (await readFile(asked, 'utf8')))
      throw new UsageError(
        `--programme ${asked}: the data in ${folder} began with another programme, and its labels bear that one`,
      );
    return programme;
  }
  return loadProgramme((await exists(kept)) ? kept : sandbox);
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
