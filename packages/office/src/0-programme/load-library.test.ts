import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { schemeInForce } from '@assay/conformity/0-programme/catalogue';
import { parseCalendarDate } from '@assay/vocabulary/instant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { loadLibrary, type LibraryUnusable } from './load-library.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const US = 'schemes/us-cyber-trust-mark/2024.yaml';
const US_TEXTS = 'schemes/us-cyber-trust-mark/texts/en.yaml';
const NIST = 'standards/nist-ir-8425/2022.yaml';
const FACTS = 'standards/facts.yaml';
const IXIT = 'standards/etsi-ts-103-701/ixit-1.1.1.yaml';

/** One scheme with the standard that it selects from, and one edition of IXIT tables: small, and real. */
let sound = '';
let home = '';

beforeAll(async () => {
  sound = await mkdtemp(join(tmpdir(), 'assay-library-'));
  home = join(sound, 'broken');
  for (const file of [US, US_TEXTS, NIST, FACTS, IXIT]) {
    await mkdir(dirname(join(sound, file)), { recursive: true });
    await cp(join(ROOT, file), join(sound, file));
  }
});
afterAll(() => rm(sound, { recursive: true, force: true }));

type Change = readonly [file: string, from: string, to: string];

/** Loads a copy of the small library in which one piece of one file is exchanged. */
async function broken(...changes: readonly Change[]): Promise<LibraryUnusable> {
  await rm(home, { recursive: true, force: true });
  for (const folder of ['standards', 'schemes'])
    await cp(join(sound, folder), join(home, folder), { recursive: true });
  for (const [file, from, to] of changes) {
    const text = await readFile(join(home, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
    await writeFile(join(home, file), text.replace(from, to));
  }
  const library = await loadLibrary(home);
  if (library.ok) throw new Error('the library was taken as it was');
  return library.refusal;
}

/** Line on which a text stands in the file that was broken. */
async function lineOf(file: string, part: string): Promise<number> {
  const text = await readFile(join(home, file), 'utf8');
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

test('the standards and schemes of this repository are sound', async () => {
  const library = await loadLibrary(ROOT);
  if (!library.ok) throw new Error(JSON.stringify(library.refusal, null, 1));
  const { catalogue, ixit, digests, texts } = library.value;
  expect([...catalogue.schemes.keys()]).toEqual(
    expect.arrayContaining(['singapore-cls@1.4', 'us-cyber-trust-mark@2024']),
  );
  expect([...catalogue.standards.keys()]).toEqual(
    expect.arrayContaining(['etsi-en-303-645@2.1.1', 'etsi-en-303-645@3.1.3', 'nist-ir-8425@2022']),
  );
  expect(ixit.map(({ tables }) => tables.length)).toContain(29);
  expect([...digests.keys()].sort()).toEqual(
    [...catalogue.schemes.keys(), ...catalogue.standards.keys()].sort(),
  );
  expect([...digests.values()].every((digest) => /^sha256:[0-9a-f]{64}$/.test(digest))).toBe(true);
  expect([...texts.keys()].sort()).toEqual(
    [...new Set([...catalogue.schemes.values()].map(({ id }) => id))].sort(),
  );
  const directions = catalogue.recognitions.flatMap(({ entries }) => entries);
  expect(directions.length).toBeGreaterThanOrEqual(16);
  expect(catalogue.policy?.policy).toBe('default');
  const day = parseCalendarDate('2026-07-01');
  if (!day.ok) throw new Error('no such day');
  expect(schemeInForce(catalogue, 'singapore-cls', day.value)?.edition).toBe('1.4');
});

test('the small library is sound before anything in it is broken', async () => {
  expect(await loadLibrary(sound)).toMatchObject({ ok: true });
});

test('a recognition of a scheme that is not held is refused, and one that is half written too', async () => {
  await broken([US, 'levelModel: binary', 'levelModel: 5']);
  await cp(join(sound, US), join(home, US));
  await cp(join(ROOT, 'recognitions'), join(home, 'recognitions'), { recursive: true });
  const library = await loadLibrary(home);
  if (library.ok) throw new Error('the library was taken as it was');
  expect(library.refusal.complaints).toContainEqual(
    expect.objectContaining({
      file: 'recognitions/japan-singapore.yaml',
      path: '/entries/0/from/scheme',
      code: 'dangling-reference',
      line: 12,
    }),
  );
  const file = 'recognitions/policy.yaml';
  const policy = await readFile(join(ROOT, file), 'utf8');
  await writeFile(join(home, file), policy.replace('value: 5', 'value: half'));
  expect(await loadLibrary(home)).toMatchObject({
    refusal: { unreadable: [{ code: 'misfit', faults: [{ path: '/limits/uncovered/value' }] }] },
  });
});

test('it is frozen: nobody changes a rule while it is in force', async () => {
  const library = await loadLibrary(sound);
  const [scheme] = library.ok ? library.value.catalogue.schemes.values() : [];
  expect(() => Object.assign(scheme?.levels[0] ?? {}, { rank: 0 })).toThrow(TypeError);
});

describe('a document that is not what its schema asks is refused with file, path and line', () => {
  test.each<readonly [string, Change, string, string]>([
    [
      'an unknown member',
      [US, 'levelModel: binary', 'levelModle: binary\nlevelModel: binary'],
      '/levelModle',
      'levelModle',
    ],
    [
      'an unknown member of a provision',
      [NIST, '    modality: mandatory', '    modalty: x\n    modality: mandatory'],
      '/provisions/0/modalty',
      '    modalty',
    ],
    ['a wrong type', [US, '  - rank: 1', "  - rank: 'one'"], '/levels/0/rank', "  - rank: 'one'"],
    [
      'a word that there is not',
      [US, 'levelModel: binary', 'levelModel: trinary'],
      '/levelModel',
      'levelModel',
    ],
    ['an id without its quotes', [NIST, "edition: '2022'", 'edition: 2022'], '/edition', 'edition: 2022'],
    ['a missing member', [FACTS, '    type: yes-no\n', ''], '/facts/0', "  - id: 'uses_passwords'"],
    [
      'a text that is no text',
      [US_TEXTS, 'scheme.title: U.S. Cyber Trust Mark', 'scheme.title: [x]'],
      '/texts/scheme.title',
      'scheme.title',
    ],
    ['a wrong kind of IXIT table', [IXIT, 'kind: list', 'kind: lits'], '/tables/0/kind', 'kind: lits'],
  ])('%s', async (_case, change, path, at) => {
    const { unreadable } = await broken(change);
    expect(unreadable).toMatchObject([
      { code: 'misfit', file: join(home, change[0]), faults: [{ path, line: await lineOf(change[0], at) }] },
    ]);
  });

  test('malformed YAML', async () => {
    const { unreadable } = await broken([NIST, 'publisher: NIST', 'publisher: "NIST']);
    expect(unreadable).toMatchObject([{ code: 'malformed', file: join(home, NIST), line: 5, column: 12 }]);
  });

  test('a member given twice', async () => {
    const { unreadable } = await broken([US, 'levelModel: binary', 'status: open\nlevelModel: binary']);
    const line = await lineOf(US, 'status: open\nlevelModel');
    expect(unreadable).toMatchObject([{ code: 'malformed', file: join(home, US), line, column: 1 }]);
  });

  test('several files at once, each by its name', async () => {
    const { unreadable } = await broken(
      [NIST, 'publisher: NIST', 'publisher: *nobody'],
      [US, 'levelModel: binary', 'levelModel: 5'],
    );
    expect(new Set(unreadable.map(({ code }) => code))).toEqual(new Set(['aliases-refused', 'misfit']));
  });

  test('a folder without a facts dictionary', async () => {
    await broken([US, 'levelModel: binary', 'levelModel: 5']);
    await rm(join(home, FACTS));
    expect(await loadLibrary(home)).toMatchObject({
      ok: false,
      refusal: {
        unreadable: expect.arrayContaining([{ code: 'no-such-file', file: join(home, FACTS) }]) as unknown,
      },
    });
  });
});

describe('documents that contradict themselves or each other are refused with file, path and line', () => {
  test.each<readonly [string, Change, { readonly code: string; readonly path: string }, string]>([
    [
      'a provision that no standard has',
      [US, "'AI.1', 'AI.2'", "'AI.1', 'AI.99'"],
      { code: 'dangling-reference', path: '/requirements/0/provisions/1' },
      "'AI.99'",
    ],
    [
      'a standard that is not loaded',
      [US, "from: 'nist-ir-8425@2022'", "from: 'nist-ir-8425@2021'"],
      { code: 'dangling-reference', path: '/requirements/0/from' },
      "from: 'nist-ir-8425@2021'",
    ],
    [
      'a method that is not declared',
      [US, "- id: 'laboratory-test'", "- id: 'laboratory-tests'"],
      { code: 'requirement-without-method', path: '/requirements/0/method' },
      'method: laboratory-test\n',
    ],
    [
      'a fact that the dictionary lacks',
      [US, 'fact: is_fda_regulated_medical_device', 'fact: is_a_toaster'],
      { code: 'undeclared-fact', path: '/scope/exclusions/1/when' },
      'when: { fact: is_a_toaster',
    ],
    [
      'a section that the standard lacks',
      [NIST, "    section: 'AI'", "    section: 'AX'"],
      { code: 'dangling-reference', path: '/provisions/0/section' },
      "section: 'AX'",
    ],
    [
      'a provision twice in a standard',
      [NIST, "  - id: 'AI.1'\n", "  - id: 'AI'\n"],
      { code: 'duplicate-id', path: '/provisions/1' },
      "- id: 'AI'\n    section: 'AI'\n    title: Product",
    ],
    [
      'a fact twice in the dictionary',
      [FACTS, "'uses_preinstalled_passwords'", "'uses_passwords'"],
      { code: 'duplicate-id', path: '/facts/1' },
      "- id: 'uses_passwords'\n    question: 'Are",
    ],
    [
      'an IXIT field twice',
      [IXIT, "id: 'description'", "id: 'id'"],
      { code: 'duplicate-id', path: '/tables/0/fields/1' },
      "- id: 'id'\n",
    ],
    [
      'a provision selected twice',
      [US, "'AI.1', 'AI.2'", "'AI.1', 'AI.1'"],
      { code: 'provision-selected-twice', path: '/requirements/0/provisions/1' },
      "'AI.1'",
    ],
    [
      'a level that no requirement leads to',
      [US, '  - rank: 1', '  - rank: 2'],
      { code: 'unreachable-level', path: '/levels/0' },
      '  - rank: 2',
    ],
    [
      'a missing text',
      [US_TEXTS, 'scheme.title: ', 'scheme.titel: '],
      { code: 'text-missing', path: '/title' },
      'title: scheme.title',
    ],
  ])('%s', async (_case, change, expected, at) => {
    const { complaints, unreadable } = await broken(change);
    expect(unreadable).toEqual([]);
    const found = complaints.find(({ code }) => code === expected.code);
    const file = expected.code === 'text-missing' || change[0] === FACTS ? (found?.file ?? '') : change[0];
    expect(found).toMatchObject({ ...expected, file, line: await lineOf(file, at) });
  });

  test('two editions of a scheme that are in force on the same days, each pointing at the other', async () => {
    await broken([US, 'levelModel: binary', 'levelModel: 5']);
    const later = (await readFile(join(sound, US), 'utf8')).replace("edition: '2024'", "edition: '2025'");
    await cp(join(sound, US), join(home, US));
    await writeFile(join(home, 'schemes/us-cyber-trust-mark/2025.yaml'), later);
    const library = await loadLibrary(home);
    expect(library).toMatchObject({
      ok: false,
      refusal: {
        complaints: [
          {
            code: 'overlapping-editions',
            path: '/inForce',
            facts: { edition: '2024', other: '2025' },
            line: 8,
          },
          {
            code: 'overlapping-editions',
            path: '/inForce',
            facts: { edition: '2025', other: '2024' },
            line: 8,
          },
        ],
      },
    });
  });

  test('one edition in two files', async () => {
    await broken([US, 'levelModel: binary', 'levelModel: 5']);
    await cp(join(sound, US), join(home, US));
    await cp(join(sound, NIST), join(home, 'standards/nist-ir-8425/copy.yaml'));
    expect(await loadLibrary(home)).toMatchObject({
      ok: false,
      refusal: { complaints: [{ code: 'duplicate-id', path: '/edition', line: 3 }] },
    });
  });

  test('a scheme without texts', async () => {
    await broken([US, 'levelModel: binary', 'levelModel: 5']);
    await cp(join(sound, US), join(home, US));
    await rm(join(home, US_TEXTS));
    expect(await loadLibrary(home)).toMatchObject({
      ok: false,
      refusal: { complaints: [{ code: 'no-texts', file: US, line: 2 }] },
    });
  });

  test('a level that cannot be reached because the one below it is missing', async () => {
    const levels = '  - rank: 1\n';
    const { complaints } = await broken([US, levels, '  - rank: 3\n']);
    expect(complaints.map(({ code, path }) => `${code} ${path}`)).toEqual(
      expect.arrayContaining([
        'unreachable-level /levels/0',
        'unreachable-level /levels/0/rank',
        'dangling-reference /requirements/0/level',
      ]),
    );
  });
});
