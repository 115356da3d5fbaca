import { expect, test } from 'vitest';

import { isTest, parseSource, readSources, targetOf, type Source } from './sources.ts';

/** Files and single exports that are used from outside this repository, or by a runtime, and why. */
const PUBLIC: Readonly<Record<string, string>> = {
  'apps/cli/src/assay.ts': 'the program itself',
  'packages/attestation/src/verify-label.ts': 'the verifier, published to run without the rest of Assay',
  'packages/attestation/src/log/merkle-proof.ts#verifyConsistency':
    'for auditors, who hold an older checkpoint',
};

test('every export has a reader outside the tests', () => {
  expect(unused(readSources(import.meta.dirname))).toEqual([]);
});

test('what is public is there', () => {
  const sources = readSources(import.meta.dirname);
  const places = sources.flatMap(({ path, exports }) => [
    path,
    ...exports.map(({ name }) => `${path}#${name}`),
  ]);
  expect(Object.keys(PUBLIC).filter((place) => !places.includes(place))).toEqual([]);
});

test('an export that only a test reads is found, one that a neighbour reads is not', () => {
  const rule = parseSource(
    'packages/conformity/src/rule.ts',
    'export function judge(): Verdict {}; export type Verdict = 1; export const spare = 1; export type Alone = 2;',
  );
  const act = parseSource(
    'packages/office/src/act.ts',
    "import { judge } from '@assay/conformity/rule'; judge();",
  );
  const trial = parseSource(
    'packages/conformity/src/rule.test.ts',
    "import { spare } from './rule.ts'; spare;",
  );
  const main = parseSource('apps/cli/src/assay.ts', "await import('@assay/office/act');");
  expect(unused([rule, act, trial, main])).toEqual([
    'packages/conformity/src/rule.ts exports spare',
    'packages/conformity/src/rule.ts exports Alone',
  ]);
});

test('a file that nothing imports is found', () => {
  const island = parseSource('packages/formats/src/lost.ts', 'const quiet = 1;');
  expect(unused([island])).toEqual(['packages/formats/src/lost.ts is imported by nobody']);
});

/**
 * Exports that no other file outside the tests imports, and files that none does.
 * A type stays where its own file speaks of it again (it names a part of another export) and in the
 * vocabulary, whose types are the words of documents that others write.
 */
function unused(sources: readonly Source[]): readonly string[] {
  const shipped = sources.filter(
    ({ path }) => /^(packages|apps)\/[^/]+\/(src|bin)\//.test(path) && !isTest(path),
  );
  const readers = new Map<string, Set<string>>();
  for (const { imports } of shipped)
    for (const one of imports) {
      const target = targetOf(one);
      if (target === undefined) continue;
      const names = readers.get(target) ?? new Set<string>();
      for (const name of one.names) names.add(name);
      readers.set(target, names);
    }
  return shipped.flatMap(({ path, exports }) => {
    if (path in PUBLIC) return [];
    const read = readers.get(path);
    if (!read) return [`${path} is imported by nobody`];
    if (read.has('*')) return [];
    const inVocabulary = path.startsWith('packages/vocabulary/');
    return exports
      .filter(({ name }) => !(`${path}#${name}` in PUBLIC))
      .filter(({ name, isType, usedInside }) => !read.has(name) && !(isType && (usedInside || inVocabulary)))
      .map(({ name }) => `${path} exports ${name}`);
  });
}
