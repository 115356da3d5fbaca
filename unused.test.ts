import { expect, test } from 'vitest';

import { isTest, parseSource, readSources, targetOf, type Source } from './sources.ts';

const IN_BROWSERS = 'what build-browser.ts begins with';
const ACT = 'an act that a case may need and the rehearsal does not';

/** Files and single exports that are used from outside this repository, or by a runtime, and why. */
const PUBLIC: Readonly<Record<string, string>> = {
  'apps/cli/src/assay.ts': 'the program itself',
  'apps/cli/bin/assay.js': 'what npm links as the command',
  'packages/office/src/1-application/submit-application.ts#resubmitApplication': ACT,
  'packages/office/src/1-application/take-in-application.ts#returnApplication': ACT,
  'packages/office/src/3-review/review-case.ts#reopenCase': ACT,
  'packages/office/src/7-surveillance/act-on-label.ts#withdrawLabel': ACT,
  'packages/attestation/src/verify-label.ts': 'the verifier, published to run without the rest of Assay',
  'packages/formats/src/standard-webhooks.ts': 'what receivers of calls verify them with',
  'apps/portal/src/verifier/main.tsx': IN_BROWSERS,
  'apps/portal/src/verifier/worker.ts': IN_BROWSERS,
  'apps/portal/src/verifier/decoder.ts': IN_BROWSERS,
  'apps/portal/src/sign-in/passkey-script.ts': IN_BROWSERS,
  'packages/vocabulary/src/checker.browser.ts': 'what bundlers for browsers take for checker.ts',
  'packages/attestation/src/platform.browser.ts': 'what bundlers for browsers take for platform.ts',
  'packages/attestation/src/log/merkle-tree.ts#consistencyProof':
    'what the keeper of a log answers a witness with',
  'packages/attestation/src/log/merkle-tree.ts#nodesOf': 'for whoever holds a whole log in memory',
  'packages/attestation/src/log/note.ts#signatureLine': 'for witnesses, who add a line to a note',
};

const everything = readSources(import.meta.dirname);

test('every export has a reader outside the tests', () => {
  expect(unused(everything)).toEqual([]);
});

test('what is public is there', () => {
  const places = everything.flatMap(({ path, exports }) => [
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
 * Exports that no other file outside the tests imports, and files that none does. What its own file uses may be shown
 * to a test as well: a table of rules, a limit of a specification.
 * A type stays where its own file speaks of it again (it names a part of another export) and in the
 * vocabulary, whose types are the words of documents that others write.
 */
function unused(sources: readonly Source[]): readonly string[] {
  const shipped = sources.filter(
    ({ path }) => /^(packages|apps)\/[^/]+\/(src|bin)\//.test(path) && !isTest(path),
  );
  const readers = readersAmong(shipped);
  const tests = readersAmong(sources.filter(({ path }) => !shipped.some((one) => one.path === path)));
  return shipped.flatMap(({ path, exports }) => {
    if (path in PUBLIC) return [];
    const read = readers.get(path);
    if (!read) return [`${path} is imported by nobody`];
    if (read.has('*')) return [];
    const inVocabulary = path.startsWith('packages/vocabulary/');
    return exports
      .filter(({ name }) => !(`${path}#${name}` in PUBLIC))
      .filter(({ name }) => !read.has(name))
      .filter(
        ({ name, isType, usedInside }) => !usedInside || !(isType || tests.get(path)?.has(name) === true),
      )
      .filter(({ isType }) => !(isType && inVocabulary))
      .map(({ name }) => `${path} exports ${name}`);
  });
}

/** Which names of each file the given sources import. */
function readersAmong(sources: readonly Source[]): ReadonlyMap<string, ReadonlySet<string>> {
  const readers = new Map<string, Set<string>>();
  for (const { imports } of sources)
    for (const one of imports) {
      const target = targetOf(one);
      if (target === undefined) continue;
      const names = readers.get(target) ?? new Set<string>();
      for (const name of one.names) names.add(name);
      readers.set(target, names);
    }
  return readers;
}
