import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { checkScheme } from '@assay/conformity/0-programme/check-scheme';
import type { EditionWithTexts } from '@assay/conformity/0-programme/diff-schemes';
import { readFileAs, type CannotRead, type ReadFile } from '@assay/formats/read-document';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import {
  SchemeEditionKind,
  SchemeTextsKind,
  type SchemeEdition,
  type SchemeTexts,
} from '@assay/vocabulary/scheme';

import type { Inconsistent } from '../handed.ts';
import { located } from './library-files.ts';
import type { Library } from './load-library.ts';

export type UnknownEdition = {
  readonly code: 'unknown-edition';
  readonly edition: string;
  readonly known: string;
};
export type NoSuchEdition = CannotRead | Inconsistent | UnknownEdition;

/** The edition that `id@edition` names in the library; anything else is the path of a draft. */
export async function namedEdition(
  library: Library,
  name: string,
): Promise<Result<EditionWithTexts, NoSuchEdition>> {
  const scheme = [...library.catalogue.schemes].find(([ref]) => ref === name)?.[1];
  if (scheme) return ok({ scheme, texts: library.texts.get(scheme.id) ?? new Map() });
  if (!/^[^/\\.]+@[^/\\]+$/.test(name) || /\.(ya?ml|json)$/.test(name)) return readDraft(library, name);
  const known = [...library.catalogue.schemes.keys()].join(', ');
  return refuse({ code: 'unknown-edition', edition: name, known });
}

/**
 * A scheme file that is not in the library, sound in itself and against the standards that are loaded. That it is in
 * force beside an edition that has no last day yet is no fault of a draft. Its sentences are those in `texts/` beside
 * it; without them, those of the scheme it is a draft of.
 */
async function readDraft(
  { catalogue, texts }: Library,
  file: string,
): Promise<Result<EditionWithTexts, NoSuchEdition>> {
  const read = await readFileAs(SchemeEditionKind, file);
  if (!read.ok) return read;
  const beside = await textsBeside(file);
  if (!beside.ok) return beside;
  const { document } = read.value;
  const library = [...(texts.get(document.id) ?? [])].map(([language, sentences]) => ({
    file: `schemes/${document.id}/texts/${language}.yaml`,
    document: { language, texts: sentences },
  }));
  const spoken = beside.value.length > 0 ? beside.value : library;
  const complaints = checkScheme(read.value, {
    facts: catalogue.facts,
    standards: [...catalogue.standards].map(([ref, standard]) => ({ file: ref, document: standard })),
    schemes: [],
    texts: spoken,
  });
  if (complaints.length > 0)
    return refuse({
      code: 'document-inconsistent',
      file,
      complaints: complaints.map((one) => located(one, [read.value, ...beside.value])),
    });
  return ok({
    scheme: document,
    texts: new Map(spoken.map((one) => [one.document.language, one.document.texts])),
  });
}

/** The sentences in `texts/` beside a scheme file; none where there is no such folder. */
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

/** The newest edition of the same scheme that came into force before this one; absent where there is none. */
export function editionBefore(
  { catalogue }: Library,
  { id, edition, inForce }: SchemeEdition,
): SchemeEdition | undefined {
  const [newest] = [...catalogue.schemes.values()]
    .filter((other) => other.id === id && other.edition !== edition && other.inForce.from < inForce.from)
    .sort((one, other) => (one.inForce.from < other.inForce.from ? 1 : -1));
  return newest;
}
