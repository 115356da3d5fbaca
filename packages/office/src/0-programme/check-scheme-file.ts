import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { checkScheme } from '@assay/conformity/0-programme/check-scheme';
import type { Filed } from '@assay/conformity/0-programme/complaint';
import { readFileAs, type CannotRead, type ReadFile } from '@assay/formats/read-document';
import { editionRef } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import {
  SchemeEditionKind,
  SchemeTextsKind,
  type SchemeEdition,
  type SchemeTexts,
} from '@assay/vocabulary/scheme';

import type { Inconsistent } from '../handed.ts';
import { located, type Library } from './load-library.ts';

/**
 * Checks one scheme file as if it stood in the library: against its schema, against itself, and against the standards,
 * facts and other editions that are loaded. Its texts are those in `texts/` beside it.
 */
export async function checkSchemeFile(
  { catalogue }: Library,
  file: string,
): Promise<Result<SchemeEdition, CannotRead | Inconsistent>> {
  const read = await readFileAs(SchemeEditionKind, file);
  if (!read.ok) return read;
  const texts = await textsBeside(file);
  if (!texts.ok) return texts;
  const { document } = read.value;
  const same = editionRef(document.id, document.edition);
  const complaints = checkScheme(read.value, {
    facts: catalogue.facts,
    standards: filed(catalogue.standards),
    schemes: filed(catalogue.schemes).filter(({ file: ref }) => ref !== same),
    texts: texts.value,
  });
  const files = [read.value, ...texts.value];
  return complaints.length === 0
    ? ok(document)
    : refuse({
        code: 'document-inconsistent',
        file,
        complaints: complaints.map((one) => located(one, files)),
      });
}

/** Loaded editions under their references, for a complaint to name. */
function filed<K extends string, T>(editions: ReadonlyMap<K, T>): readonly Filed<T>[] {
  return [...editions].map(([file, document]) => ({ file, document }));
}

async function textsBeside(file: string): Promise<Result<readonly ReadFile<SchemeTexts>[], CannotRead>> {
  const folder = join(dirname(file), 'texts');
  const names = await readdir(folder).catch(() => []);
  const texts: ReadFile<SchemeTexts>[] = [];
  for (const name of names.filter((one) => one.endsWith('.yaml')).sort()) {
    const read = await readFileAs(SchemeTextsKind, join(folder, name));
    if (!read.ok) return read;
    texts.push(read.value);
  }
  return ok(texts);
}
