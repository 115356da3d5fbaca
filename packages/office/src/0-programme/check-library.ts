import { dirname, join, relative, resolve } from 'node:path';
import { readdir } from 'node:fs/promises';

import { checkOf, type Clause, type Severity } from '@assay/conformity/0-programme/checks';
import { readFileAs, type CannotRead, type ReadFile } from '@assay/formats/read-document';
import { editionRef } from '@assay/vocabulary/ids';
import { SchemeEditionKind, SchemeTextsKind, type SchemeEdition } from '@assay/vocabulary/scheme';

import { adviceOn, faultsIn } from './library-checks.ts';
import {
  allOf,
  filesOf,
  located,
  readLibraryFiles,
  type LibraryFiles,
  type Located,
  type Unread,
} from './library-files.ts';

/** A complaint with how much it weighs, and the clause that it looks to, if any. */
export type Weighed = Located & { readonly severity: Severity; readonly clause?: Clause };

/** All that was found, by file and line, and how many documents were looked at. */
export type CheckReport = {
  readonly complaints: readonly Weighed[];
  readonly files: number;
  readonly schemes: number;
  readonly standards: number;
};

/** Whether a library may be used: there is no fault in it. Warnings and notes do not change that. */
export function isSound({ complaints }: CheckReport): boolean {
  return !complaints.some(({ severity }) => severity === 'error');
}

/**
 * Looks at every document below `home`: its schema, itself, the others, and what a labelling programme is expected to
 * have. Everything is told at once; a file that cannot be read hides nothing but itself.
 */
export async function checkLibrary(home: string): Promise<CheckReport> {
  return reportOn(await readLibraryFiles(home, await filesOf(home)));
}

/** The same for one scheme file, wherever it lies, as if it stood in the library of `home`; its texts are those beside it. */
export async function checkSchemeFile(home: string, file: string): Promise<CheckReport> {
  const library = await readLibraryFiles(home, await filesOf(home));
  const within = relative(resolve(home), resolve(file)).replaceAll('\\', '/');
  const isThere = [...library.schemes, ...library.unread].some((one) => one.file === within);
  const [name, files] = isThere ? [within, library] : [file, await joined(library, file)];
  return reportOn(files, (one) => one === name || dirname(one) === join(dirname(name), 'texts'));
}

/** The library with one more scheme file, in place of the edition that bears its name. */
async function joined(library: LibraryFiles, file: string): Promise<LibraryFiles> {
  const unread: Unread[] = [];
  const folder = join(dirname(file), 'texts');
  const names = await readdir(folder).catch(() => []);
  const scheme = kept(await readFileAs(SchemeEditionKind, file), file, unread);
  const texts = [];
  for (const name of names.filter((one) => one.endsWith('.yaml')).sort())
    texts.push(...kept(await readFileAs(SchemeTextsKind, join(folder, name)), join(folder, name), unread));
  const same = scheme.map(refOf);
  return {
    ...library,
    schemes: [...library.schemes.filter((one) => !same.includes(refOf(one))), ...scheme],
    texts: [...library.texts, ...texts],
    unread: [...library.unread, ...unread],
  };
}

function kept<T>(
  read: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: CannotRead },
  file: string,
  unread: Unread[],
): readonly T[] {
  if (read.ok) return [read.value];
  unread.push({ file, refusal: read.refusal });
  return [];
}

function refOf({ document }: ReadFile<SchemeEdition>): string {
  return editionRef(document.id, document.edition);
}

function reportOn(files: LibraryFiles, isAsked: (file: string) => boolean = () => true): CheckReport {
  const all = allOf(files);
  const told = [...faultsIn(files), ...adviceOn(files)].filter(({ file }) => isAsked(file));
  const complaints = [
    ...files.unread.filter(({ file }) => isAsked(file)).flatMap(unreadAs),
    ...told.map((one) => located(one, all)),
  ].map((one) => ({ ...one, ...checkOf(one.code) }));
  return {
    complaints: complaints.sort(inOrder),
    files: [...all, ...files.unread].filter(({ file }) => isAsked(file)).length,
    schemes: files.schemes.filter(({ file }) => isAsked(file)).length,
    standards: files.standards.filter(({ file }) => isAsked(file)).length,
  };
}

/** A file that is no document of its kind: each place that is not as its schema asks, or the one reason why it cannot be read. */
function unreadAs({ file, refusal }: Unread): readonly Located[] {
  if (refusal.code === 'misfit')
    return refusal.faults.map(({ path, line, column, expected }) => ({
      ...{ file, path, line, column, code: 'misfit' },
      facts: { kind: refusal.kind, expected: expected.replace(/^must be /, '') },
    }));
  const { code, ...facts } = { ...refusal, file };
  const { line, column } = { line: 1, column: 1, ...refusal };
  return [{ file, path: '', line, column, code, facts }];
}

function inOrder(a: Weighed, b: Weighed): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
}
