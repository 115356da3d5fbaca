import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { catalogueOf, type Catalogue } from '@assay/conformity/0-programme/catalogue';
import { checkCrosswalk } from '@assay/conformity/0-programme/check-crosswalk';
import { checkIxit } from '@assay/conformity/0-programme/check-ixit';
import { checkScheme } from '@assay/conformity/0-programme/check-scheme';
import { checkStandard } from '@assay/conformity/0-programme/check-standard';
import { duplicates, type Complaint, type Filed } from '@assay/conformity/0-programme/complaint';
import { readFileAs, type CannotRead, type ReadFile } from '@assay/formats/read-document';
import { CrosswalkKind } from '@assay/vocabulary/crosswalk';
import { FactsDictionaryKind } from '@assay/vocabulary/facts';
import { editionRef, type Digest, type EditionRef } from '@assay/vocabulary/ids';
import { IxitEditionKind, type IxitEdition } from '@assay/vocabulary/ixit';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { DocumentKind, Static, TSchema } from '@assay/vocabulary/schema';
import { SchemeEditionKind, SchemeTextsKind, type SchemeTexts } from '@assay/vocabulary/scheme';
import { StandardEditionKind } from '@assay/vocabulary/standard';

import { digestOf } from '../digest.ts';
import { keepPrebuilt, prebuiltFor, readPrebuilt } from './prebuilt-library.ts';

/** Everything that rules are made of, read once, checked, frozen. */
export type Library = {
  readonly catalogue: Catalogue;
  readonly ixit: readonly IxitEdition[];
  /** Texts of each scheme by its id, then by language. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, SchemeTexts['texts']>>;
  /** Digest of the file behind each edition. */
  readonly digests: ReadonlyMap<EditionRef, Digest>;
};

/** A complaint with the line it speaks of. */
export type Located = Complaint & { readonly line: number; readonly column: number };
export type LibraryUnusable = {
  readonly code: 'library-unusable';
  readonly unreadable: readonly CannotRead[];
  readonly complaints: readonly Located[];
};

/**
 * Reads `standards/`, `schemes/` and `crosswalk/` below `home`, checks every document against its schema and against the others,
 * and refuses the whole with every fault found: half a library would judge wrongly. `cache` names a folder where a sound
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
  const unreadable: CannotRead[] = [];
  const read = async <S extends TSchema>(
    kind: DocumentKind<S>,
    files: readonly string[],
  ): Promise<readonly ReadFile<Static<S>>[]> => {
    const results = await Promise.all(files.map((file) => readFileAs(kind, join(home, file))));
    return results.flatMap((result, index) => {
      if (result.ok) return [{ ...result.value, file: files[index] ?? result.value.file }];
      unreadable.push(result.refusal);
      return [];
    });
  };
  const facts = await read(FactsDictionaryKind, ['standards/facts.yaml']);
  const ixit = await read(
    IxitEditionKind,
    names.filter((name) => /^standards\/[^/]+\/ixit-[^/]+\.yaml$/.test(name)),
  );
  const standards = await read(
    StandardEditionKind,
    names.filter((name) => /^standards\/[^/]+\/(?!ixit-)[^/]+\.yaml$/.test(name)),
  );
  const schemes = await read(
    SchemeEditionKind,
    names.filter((name) => /^schemes\/[^/]+\/[^/]+\.yaml$/.test(name)),
  );
  const texts = await read(
    SchemeTextsKind,
    names.filter((name) => /^schemes\/[^/]+\/texts\/[^/]+\.yaml$/.test(name)),
  );

  const crosswalks = await read(
    CrosswalkKind,
    names.filter((name) => /^crosswalk\/[^/]+\.yaml$/.test(name)),
  );

  const dictionary = facts[0]?.document ?? { facts: [] };
  const known = { facts: new Map(dictionary.facts.map((fact) => [fact.id, fact])), standards };
  const textsOf = (id: string) => texts.filter(({ file }) => file.startsWith(`schemes/${id}/`));
  const complaints = [
    ...duplicates('standards/facts.yaml', '/facts', dictionary.facts, (fact) => fact.id),
    ...ixit.flatMap(checkIxit),
    ...standards.flatMap((standard) => checkStandard(standard, known)),
    ...schemes.flatMap((scheme) =>
      checkScheme(scheme, { ...known, schemes, texts: textsOf(scheme.document.id) }),
    ),
    ...editionsNamedTwice([...standards, ...schemes]),
    ...crosswalks.flatMap((crosswalk) => checkCrosswalk(crosswalk, standards)),
  ];
  if (unreadable.length > 0 || complaints.length > 0) {
    const all = [...facts, ...ixit, ...standards, ...schemes, ...texts, ...crosswalks];
    return refuse({
      code: 'library-unusable',
      unreadable,
      complaints: complaints.map((one) => located(one, all)),
    });
  }
  return ok({
    catalogue: catalogueOf({
      facts: dictionary,
      standards: standards.map(({ document }) => document),
      schemes: schemes.map(({ document }) => document),
      pairs: crosswalks.flatMap(({ document }) => document.pairs),
    }),
    ixit: ixit.map(({ document }) => document),
    texts: textsByScheme(texts),
    digests: new Map(
      [...standards, ...schemes].map(({ document, bytes }) => [
        editionRef(document.id, document.edition),
        digestOf(bytes),
      ]),
    ),
  });
}

/** Adds the line and column of a complaint's place in the file it speaks of. */
export function located(
  complaint: Complaint,
  files: readonly Pick<ReadFile<unknown>, 'file' | 'placeOf'>[],
): Located {
  const place = files.find(({ file }) => file === complaint.file)?.placeOf(complaint.path);
  return { ...complaint, line: place?.line ?? 1, column: place?.column ?? 1 };
}

async function filesOf(home: string): Promise<readonly string[]> {
  const folders = await Promise.all(
    ['standards', 'schemes', 'crosswalk'].map((folder) =>
      readdir(join(home, folder), { recursive: true, withFileTypes: true }).catch((error: unknown) => {
        if (folder === 'crosswalk') return [];
        throw error;
      }),
    ),
  );
  return folders
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => relative(home, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function editionsNamedTwice(
  files: readonly Filed<{ readonly id: string; readonly edition: string }>[],
): readonly Complaint[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ file, document }) => {
    const ref = editionRef(document.id, document.edition);
    const first = seen.get(ref);
    seen.set(ref, first ?? file);
    return first === undefined
      ? []
      : [{ file, path: '/edition', code: 'duplicate-id', facts: { id: `${ref} (also in ${first})` } }];
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
