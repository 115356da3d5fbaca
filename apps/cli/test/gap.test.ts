import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { objections } from '@assay/formats/test/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, build, ROOT } from './program.ts';

const DOSSIER = 'examples/ruuvi-gateway/dossier.yaml';
const WHAT_IF = 'examples/ruuvi-gateway/what-if/dossier.yaml';

type Gaps = {
  readonly schemes: readonly {
    readonly scheme: string;
    readonly level: { readonly asked: number; readonly declared: number };
    readonly counts: Readonly<Record<string, number>>;
  }[];
  readonly outOfScope: readonly { readonly scheme: string }[];
  readonly fixes: readonly {
    readonly requirement: string;
    readonly waits: readonly string[];
    readonly unlocks: readonly string[];
    readonly offers: readonly {
      readonly from: string;
      readonly relation: string;
      readonly confidence: string;
    }[];
  }[];
};

type Step = {
  readonly provision: string;
  readonly unlocks: readonly string[];
  readonly related: readonly string[];
  readonly helps: readonly object[];
  readonly confidence: string;
};

function parseGaps(text: string): Gaps {
  return JSON.parse(text) as Gaps;
}

beforeAll(build, 60_000);

test('one dossier is held against every scheme in force, and the step that unlocks most comes first', async () => {
  const { code, out } = await assay('gap', DOSSIER, '--format', 'json');
  const { schemes, fixes, outOfScope } = parseGaps(out);
  expect(code).toBe(1);
  expect(schemes.find(({ scheme }) => scheme === 'singapore-cls@1.4')).toMatchObject({
    level: { asked: 1, declared: 0 },
    counts: { met: 12, notMet: 1 },
  });
  expect(fixes[0]).toMatchObject({
    requirement: 'etsi-en-303-645@2.1.1#5.3-13',
    waits: expect.arrayContaining(['singapore-cls@1.4', 'germany-bsi-smart-consumer@2022']) as unknown,
    unlocks: ['singapore-cls@1.4'],
  });
  expect(outOfScope.map(({ scheme }) => scheme)).toEqual(['nist-consumer-software@2022']);
});

test('what is shown for EN 303 645 is offered where another standard asks for the like, with its relation', async () => {
  const { out } = await assay(
    'gap',
    DOSSIER,
    '--scheme',
    'jc-star',
    '--scheme',
    'us-cyber-trust-mark',
    '--format',
    'json',
  );
  const { schemes, fixes } = parseGaps(out);
  expect(schemes.every(({ counts }) => counts['met'] === 0)).toBe(true);
  const access = fixes.find(({ requirement }) => requirement === 'nist-ir-8425@2022#IAC.1.b');
  expect(access?.offers).toContainEqual({
    ...{ from: 'etsi-en-303-645@2.1.1#5.1-1', relation: 'subset', strength: 'strong', confidence: 'likely' },
  });
  const offered = fixes.flatMap(({ offers }) => offers.map(({ from }) => from));
  expect(offered).not.toContain('etsi-en-303-645@2.1.1#5.3-13');
});

test('where level 1 is reached the next one is asked', async () => {
  const { out } = await assay('gap', WHAT_IF, '--scheme', 'singapore-cls', '--format', 'json');
  const { schemes, fixes } = parseGaps(out);
  expect(schemes).toMatchObject([{ scheme: 'singapore-cls@1.4', level: { asked: 2, declared: 1 } }]);
  expect(fixes.map(({ requirement }) => requirement.split('#')[1])).toEqual([
    '5.8-2',
    '5.8-3',
    '5.11-1',
    '5.13-1',
    '6-1',
    '6-2',
    '6-3',
    '6-5',
  ]);
});

test('the table and the Markdown say the same schemes, and that likeness settles nothing', async () => {
  const [shown, markdown] = await Promise.all([
    assay('gap', DOSSIER),
    assay('gap', DOSSIER, '--format', 'md'),
  ]);
  for (const { out } of [shown, markdown]) {
    for (const scheme of ['jc-star@2025', 'uk-psti@2025', 'us-cyber-trust-mark@2024'])
      expect(out).toContain(scheme);
    expect(out).toContain('it settles nothing by itself');
  }
  expect(shown.out).toMatch(/^singapore-cls@1\.4 +0\/4 +12 +1 /m);
  expect(markdown.out).toMatch(/^\| scheme \|/m);
});

test('an edition that is named is judged, and where it is not in force on the day that is said', async () => {
  const named = ['gap', DOSSIER, '--scheme', 'singapore-cls@1.4', '--format', 'json'];
  const [today, early, byId] = await Promise.all([
    assay(...named),
    assay(...named, '--as-of', '2024-01-01'),
    assay('gap', DOSSIER, '--scheme', 'singapore-cls', '--as-of', '2000-01-01'),
  ]);
  expect(today).toMatchObject({ code: 1, error: '' });
  for (const { out } of [today, early])
    expect(parseGaps(out).schemes.map(({ scheme }) => scheme)).toEqual(['singapore-cls@1.4']);
  expect(early.error).toContain('singapore-cls@1.4 is not in force on 2024-01-01');
  expect(byId).toMatchObject({ code: 2, out: '' });
  expect(byId.error).toContain('singapore-cls@1.4 (from 2025-04-01');
});

test('gaps of other standards stand under the step that may help with them, each through its relation', async () => {
  const { out } = await assay('gap', DOSSIER, '--format', 'json');
  const [step] = (JSON.parse(out) as { steps: readonly Step[] }).steps;
  expect(step).toMatchObject({
    provision: 'etsi-en-303-645@2.1.1#5.3-13',
    unlocks: ['singapore-cls@1.4'],
    related: expect.arrayContaining(['jc-star@2025', 'uk-psti@2025', 'us-cyber-trust-mark@2024']) as unknown,
  });
  expect(step?.helps).toContainEqual({
    ...{ requirement: 'uk-psti@2023#S1-3', relation: 'intersects', strength: 'strong', confidence: 'sure' },
  });
});

describe('--output', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-gap-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const LAMP = 'examples/sandbox-lamp/dossier.yaml';

  test('writes the file whole, says so on the error stream, and says when it took the place of another', async () => {
    const file = join(folder, 'gaps.html');
    const first = await assay('gap', LAMP, '--format', 'html', '--output', file);
    expect(first).toMatchObject({ code: 1, out: '' });
    expect(first.error).toMatch(/^Wrote .*gaps\.html \([\d,]+ bytes\)\.$/m);
    expect(await readFile(file, 'utf8')).toMatch(/^<!DOCTYPE html>[^]*<\/html>\n$/);
    const again = await assay('gap', LAMP, '--format', 'md', '--output', file);
    expect(again.error).toMatch(/^Replaced /m);
    expect(await readFile(file, 'utf8')).toMatch(/^# Gaps of Sandbox/);
    expect(await readdir(folder)).toEqual(['gaps.html']);
  });

  test('refuses a folder, a place that is not there and the dossier itself, also by another name', async () => {
    const dossier = join(folder, 'dossier.yaml');
    await cp(join(ROOT, 'examples/sandbox-lamp'), folder, { recursive: true });
    const before = await readFile(dossier, 'utf8');
    await symlink(dossier, join(folder, 'link.yaml'));
    const places = [folder, join(folder, 'nowhere/gaps.md'), dossier, join(folder, 'link.yaml')];
    const ran = await Promise.all(
      places.map((file) => assay('gap', dossier, '--format', 'md', '--output', file)),
    );
    expect(ran.map(({ code, out }) => [code, out])).toEqual(places.map(() => [2, '']));
    expect(await readFile(dossier, 'utf8')).toBe(before);
  });
});

test('a product that no scheme takes: other formats say so, OSCAL has no word for it', async () => {
  const formats = ['table', 'html', 'sarif', 'cyclonedx', 'oscal'];
  const ran = await Promise.all(
    formats.map((format) => assay('gap', DOSSIER, '--scheme', 'nist-consumer-software', '--format', format)),
  );
  expect(ran.map(({ code }) => code)).toEqual([0, 0, 0, 0, 2]);
  expect(ran.at(-1)?.out).toBe('');
});

describe('the crosswalk', () => {
  test('leaves as an OSCAL mapping collection that its schema accepts, with every pair', async () => {
    const [oscal, json] = await Promise.all([
      assay('crosswalk', 'export', 'etsi-en-303-645', '--as-of', '2026-11-22'),
      assay('crosswalk', 'export', '--format', 'json'),
    ]);
    const document = JSON.parse(oscal.out) as { 'mapping-collection': { mappings: { maps: object[] }[] } };
    expect(objections('oscal-mapping', document)).toEqual([]);
    const maps = document['mapping-collection'].mappings.flatMap((mapping) => mapping.maps);
    expect(maps).toHaveLength((JSON.parse(json.out) as { pairs: object[] }).pairs.length);
    expect(maps).toContainEqual(expect.objectContaining({ 'confidence-score': { category: 'uncertain' } }));
  });

  test('is listed, and one that is not there is a wrong call', async () => {
    expect((await assay('crosswalk', 'list')).out.split('\n')).toContain('etsi-en-303-645');
    const wrong = [['export', 'nowhere'], ['export', '../schemes'], ['export', '--format', 'pdf'], []];
    const ran = await Promise.all(wrong.map((args) => assay('crosswalk', ...args)));
    expect(ran.map(({ code, out }) => [code, out])).toEqual(wrong.map(() => [2, '']));
  });
});

test('the table waits for no page and no export', async () => {
  const command = await chunkIn('assay.js', 'gap');
  const formats = await loaded(command);
  const table = await loaded(await chunkIn(command, 'gap-table'));
  expect(`${formats}${table}`).not.toMatch(/from\s*"preact|assessment-results|errata01|bomFormat/);
  const html = await loaded(await chunkIn(command, 'gap-report.page'));
  expect(html).toMatch(/from\s*"preact/);
});

/** The file of the built program that another one imports on demand under a name. */
async function chunkIn(file: string, name: string): Promise<string> {
  const text = await readFile(join(ROOT, 'apps/cli/dist', file), 'utf8');
  const found = new RegExp(`import\\("\\./(${name}-[A-Z0-9]+\\.js)"\\)`).exec(text)?.[1];
  if (found === undefined) throw new Error(`${file} asks for no ${name}`);
  return found;
}

/** The text of a file of the built program with all that it imports at once. */
async function loaded(file: string, seen = new Set<string>()): Promise<string> {
  if (seen.has(file)) return '';
  seen.add(file);
  const text = await readFile(join(ROOT, 'apps/cli/dist', file), 'utf8');
  const next = [...text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)].map(([, name = '']) => name);
  const below: string[] = [];
  for (const one of next) below.push(await loaded(one, seen));
  return [text, ...below].join('\n');
}

test('an unknown scheme, an unknown format and a missing file are wrong calls', async () => {
  for (const args of [
    ['--scheme', 'nowhere'],
    ['--scheme', 'singapore-cls@0.1'],
    ['--format', 'pdf'],
    ['--as-of', '2026-02-30'],
  ])
    expect(await assay('gap', DOSSIER, ...args)).toMatchObject({ code: 2, out: '' });
  expect(await assay('gap', 'nowhere.yaml')).toMatchObject({ code: 2, out: '' });
});
