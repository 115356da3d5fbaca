import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readBytesAs } from '@assay/formats/read-document';
import { SchemeTextsKind, type SchemeTexts } from '@assay/vocabulary/scheme';

import { digestOf } from './digest.ts';

/**
 * The texts of one file. They are kept as JSON in the folder `cache`, under the digest of the file, so that a command
 * need not parse them again; a folder that cannot be written costs time at the next start, no more.
 */
export async function keptTexts(
  file: string,
  language: string,
  cache: string,
): Promise<SchemeTexts['texts']> {
  const bytes = await readFile(file);
  const stem = `texts-${language}-`;
  const name = `${stem}${digestOf(bytes).slice('sha256:'.length)}.json`;
  const kept = await readFile(join(cache, name), 'utf8').then(parseTexts, () => undefined);
  if (kept) return kept;
  const read = readBytesAs(SchemeTextsKind, file, bytes);
  if (!read.ok) throw new Error(`${file}: ${JSON.stringify(read.refusal)}`);
  const { texts } = read.value.document;
  const temporary = join(cache, `${name}.${String(process.pid)}`);
  try {
    await mkdir(cache, { recursive: true });
    await writeFile(temporary, JSON.stringify(texts));
    await rename(temporary, join(cache, name));
    const older = (await readdir(cache)).filter(
      (one) => one.startsWith(stem) && one.endsWith('.json') && one !== name,
    );
    await Promise.all(older.map((one) => rm(join(cache, one), { force: true })));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  return texts;
}

/** Written above in this very shape under a name that vouches for it. Half a file is none. */
function parseTexts(text: string): SchemeTexts['texts'] | undefined {
  try {
    return JSON.parse(text) as SchemeTexts['texts'];
  } catch {
    return undefined;
  }
}
