import { catalogueOf, type Catalogue } from '@assay/conformity/0-programme/catalogue';
import type { CannotRead, ReadFile } from '@assay/formats/read-document';
import { editionRef, type Digest, type EditionRef } from '@assay/vocabulary/ids';
import type { IxitEdition } from '@assay/vocabulary/ixit';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeTexts } from '@assay/vocabulary/scheme';

import { digestOf } from '../digest.ts';
import { faultsIn } from './library-checks.ts';
import { allOf, filesOf, located, readLibraryFiles, type Located } from './library-files.ts';
import { keepPrebuilt, prebuiltFor, readPrebuilt } from './prebuilt-library.ts';

/** Everything that rules are made of, read once, checked, frozen. */
export type Library = {
  readonly catalogue: Catalogue;
  readonly ixit: readonly IxitEdition[];
  /** Texts of each scheme by its id, then by language. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, SchemeTexts['texts']>>;
  /** Digest of the file behind each edition. */
  readonly digests: ReadonlyMap<EditionRef, Digest>;
  /** Digest of each file of `crosswalk/` and `recognitions/`, by its path. */
  readonly relationDigests: ReadonlyMap<string, Digest>;
};

export type LibraryUnusable = {
  readonly code: 'library-unusable';
  readonly unreadable: readonly CannotRead[];
  readonly complaints: readonly Located[];
};

/**
 * Reads `standards/`, `schemes/`, `crosswalk/` and `recognitions/` below `home`, checks every document against its schema
 * and against the others, and refuses the whole with every fault found: half a library would judge wrongly. `cache` names a folder where a sound
 * library is kept ready, under the digest of its files.
 */
export async function loadLibrary(home: string, cache?: string): Promise<Result<Library, LibraryUnusable>> {
  const names = await filesOf(home);
  const prebuilt = cache === undefined ? undefined : await prebuiltFor(home, names, cache);
  const kept = prebuilt && (await readPrebuilt(prebuilt));
  if (kept) return ok(kept);
  const library = await readLibrary(home, names);
  if (prebuilt && library.ok) await keepPrebuilt(prebuilt, library.value);
  return library;
}

async function readLibrary(
  home: string,
  names: readonly string[],
): Promise<Result<Library, LibraryUnusable>> {
  const files = await readLibraryFiles(home, names);
  const complaints = faultsIn(files);
  if (files.unread.length > 0 || complaints.length > 0)
    return refuse({
      code: 'library-unusable',
      unreadable: files.unread.map(({ refusal }) => refusal),
      complaints: complaints.map((one) => located(one, allOf(files))),
    });
  const { facts, ixit, standards, schemes, texts, crosswalks, arrangements, policies } = files;
  return ok({
    catalogue: catalogueOf({
      facts: facts[0]?.document ?? { facts: [] },
      standards: standards.map(({ document }) => document),
      schemes: schemes.map(({ document }) => document),
      pairs: crosswalks.flatMap(({ document }) => document.pairs),
      recognitions: arrangements.map(({ document }) => document),
      policy: policies[0]?.document,
    }),
    ixit: ixit.map(({ document }) => document),
    texts: textsByScheme(texts),
    digests: new Map(
      [...standards, ...schemes].map(({ document, bytes }) => [
        editionRef(document.id, document.edition),
        digestOf(bytes),
      ]),
    ),
    relationDigests: new Map(
      [...crosswalks, ...arrangements, ...policies].map(({ file, bytes }) => [file, digestOf(bytes)]),
    ),
  });
}

function textsByScheme(
  texts: readonly ReadFile<SchemeTexts>[],
): ReadonlyMap<string, ReadonlyMap<string, SchemeTexts['texts']>> {
  const byScheme = new Map<string, Map<string, SchemeTexts['texts']>>();
  for (const { file, document } of texts) {
    const id = file.split('/')[1] ?? '';
    const languages = byScheme.get(id) ?? new Map<string, SchemeTexts['texts']>();
    byScheme.set(id, languages.set(document.language, document.texts));
  }
  return byScheme;
}
