import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

import type { Complaint } from '@assay/conformity/0-programme/complaint';
import { readFileAs, type CannotRead, type ReadFile } from '@assay/formats/read-document';
import { CrosswalkKind, type Crosswalk } from '@assay/vocabulary/crosswalk';
import { FactsDictionaryKind, type FactsDictionary } from '@assay/vocabulary/facts';
import { IxitEditionKind, type IxitEdition } from '@assay/vocabulary/ixit';
import {
  ArrangementKind,
  EquivalencePolicyKind,
  type Arrangement,
  type EquivalencePolicy,
} from '@assay/vocabulary/recognition';
import type { DocumentKind, Static, TSchema } from '@assay/vocabulary/schema';
import {
  SchemeEditionKind,
  SchemeTextsKind,
  type SchemeEdition,
  type SchemeTexts,
} from '@assay/vocabulary/scheme';
import { StandardEditionKind, type StandardEdition } from '@assay/vocabulary/standard';

/** A file that could not be read as what its place says it is. */
export type Unread = { readonly file: string; readonly refusal: CannotRead };

/** Every document below a home folder that could be read, by kind, named relative to it; and those that could not. */
export type LibraryFiles = {
  readonly facts: readonly ReadFile<FactsDictionary>[];
  readonly ixit: readonly ReadFile<IxitEdition>[];
  readonly standards: readonly ReadFile<StandardEdition>[];
  readonly schemes: readonly ReadFile<SchemeEdition>[];
  readonly texts: readonly ReadFile<SchemeTexts>[];
  readonly crosswalks: readonly ReadFile<Crosswalk>[];
  readonly arrangements: readonly ReadFile<Arrangement>[];
  readonly policies: readonly ReadFile<EquivalencePolicy>[];
  readonly unread: readonly Unread[];
};

/** A complaint with the line it speaks of. */
export type Located = Complaint & { readonly line: number; readonly column: number };

/** Reads every document of a library; one that cannot be read hides no other. */
export async function readLibraryFiles(home: string, names: readonly string[]): Promise<LibraryFiles> {
  const unread: Unread[] = [];
  const read = async <S extends TSchema>(
    kind: DocumentKind<S>,
    files: readonly string[],
  ): Promise<readonly ReadFile<Static<S>>[]> => {
    const results = await Promise.all(files.map((file) => readFileAs(kind, join(home, file))));
    return results.flatMap((result, index) => {
      const file = files[index] ?? '';
      if (result.ok) return [{ ...result.value, file }];
      unread.push({ file, refusal: result.refusal });
      return [];
    });
  };
  const of = (pattern: RegExp) => names.filter((name) => pattern.test(name));
  return {
    facts: await read(FactsDictionaryKind, ['standards/facts.yaml']),
    ixit: await read(IxitEditionKind, of(/^standards\/[^/]+\/ixit-[^/]+\.yaml$/)),
    standards: await read(StandardEditionKind, of(/^standards\/[^/]+\/(?!ixit-)[^/]+\.yaml$/)),
    schemes: await read(SchemeEditionKind, of(/^schemes\/[^/]+\/[^/]+\.yaml$/)),
    texts: await read(SchemeTextsKind, of(/^schemes\/[^/]+\/texts\/[^/]+\.yaml$/)),
    crosswalks: await read(CrosswalkKind, of(/^crosswalk\/[^/]+\.yaml$/)),
    arrangements: await read(ArrangementKind, of(/^recognitions\/(?!policy\.yaml$)[^/]+\.yaml$/)),
    policies: await read(EquivalencePolicyKind, of(/^recognitions\/policy\.yaml$/)),
    unread,
  };
}

/** Schemes can be judged without being related to one another. */
const MAY_BE_ABSENT: readonly string[] = ['crosswalk', 'recognitions'];

/** Every file below the folders of a library, relative to its home, in order. */
export async function filesOf(home: string): Promise<readonly string[]> {
  const folders = await Promise.all(
    ['standards', 'schemes', ...MAY_BE_ABSENT].map((folder) =>
      readdir(join(home, folder), { recursive: true, withFileTypes: true }).catch((error: unknown) => {
        if (MAY_BE_ABSENT.includes(folder)) return [];
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

/** Adds the line and column of a complaint's place in the file it speaks of. */
export function located(
  complaint: Complaint,
  files: readonly Pick<ReadFile<unknown>, 'file' | 'placeOf'>[],
): Located {
  const place = files.find(({ file }) => file === complaint.file)?.placeOf(complaint.path);
  return { ...complaint, line: place?.line ?? 1, column: place?.column ?? 1 };
}

/** The documents of a library, whatever their kind. */
export function allOf(files: LibraryFiles): readonly ReadFile<unknown>[] {
  const { facts, ixit, standards, schemes, texts, crosswalks, arrangements, policies } = files;
  const related = [...crosswalks, ...arrangements, ...policies];
  return [...facts, ...ixit, ...standards, ...schemes, ...texts, ...related];
}
