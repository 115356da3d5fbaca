import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { checkLibrary, checkSchemeFile, isSound, type CheckReport } from './check-library.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const US = 'schemes/us-cyber-trust-mark/2024.yaml';
const UK = 'schemes/uk-psti/2025.yaml';
const NIST = 'standards/nist-ir-8425/2022.yaml';
const UK_STANDARD = 'standards/uk-psti/2023.yaml';
const FACTS = 'standards/facts.yaml';
const TEXTS = [
  'schemes/us-cyber-trust-mark/texts/en.yaml',
  'schemes/us-cyber-trust-mark/texts/es.yaml',
  'schemes/uk-psti/texts/en.yaml',
];

/** Two schemes with their standards: small, and real. */
let folder = '';
let home = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-check-'));
  home = join(folder, 'home');
});
beforeEach(async () => {
  await rm(home, { recursive: true, force: true });
  for (const file of [US, UK, NIST, UK_STANDARD, FACTS, ...TEXTS]) {
    await mkdir(dirname(join(home, file)), { recursive: true });
    await cp(join(ROOT, file), join(home, file));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function change(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(home, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  await writeFile(join(home, file), text.replace(from, to));
}

const faults = ({ complaints }: CheckReport): readonly string[] =>
  complaints
    .filter(({ severity }) => severity === 'error')
    .map(({ file, code, path }) => `${file} ${code} ${path}`);

test('a library with warnings and notes alone is sound, and tells of them', async () => {
  const report = await checkLibrary(home);
  expect(isSound(report)).toBe(true);
  expect(report).toMatchObject({ schemes: 2, standards: 2, files: 8 });
  expect(new Set(report.complaints.map(({ severity }) => severity))).toEqual(new Set(['warning', 'note']));
  expect(report.complaints).toContainEqual(
    expect.objectContaining({ code: 'one-language-only', file: 'schemes/uk-psti/texts/en.yaml', line: 2 }),
  );
});

test('what looks to a clause says which, and how well it is known', async () => {
  const { complaints } = await checkLibrary(home);
  expect(complaints.find(({ code }) => code === 'component-missing')).toMatchObject({
    ...{ file: US, path: '/recognitions', severity: 'warning' },
    clause: { clause: '7.2', confidence: 'likely' },
  });
});

describe('a file that cannot be read', () => {
  test('hides no fault of another file', async () => {
    await change(UK, 'levelModel: binary', 'levelModel: trinary');
    await change(US, "'AI.1', 'AI.2'", "'AI.1', 'AI.99'");
    expect(faults(await checkLibrary(home))).toEqual([
      `${UK} misfit /levelModel`,
      `${US} dangling-reference /requirements/0/provisions/1`,
    ]);
  });

  test.each<readonly [string, readonly [file: string, from: string, to: string], readonly string[]]>([
    ['a standard', [NIST, 'publisher: NIST', 'publisher: *nobody'], [`${NIST} aliases-refused `]],
    ['a standard', [NIST, "edition: '2022'", 'edition: 2022'], [`${NIST} misfit /edition`]],
    ['the facts', [FACTS, '    type: yes-no\n', ''], [`${FACTS} misfit /facts/0`]],
    [
      'the texts',
      ['schemes/uk-psti/texts/en.yaml', 'language: en', 'language: 5'],
      ['schemes/uk-psti/texts/en.yaml misfit /language'],
    ],
  ])('%s is told once, not again wherever it is missed', async (_what, how, expected) => {
    await change(...how);
    expect(faults(await checkLibrary(home))).toEqual(expected);
  });
});

test('a scheme in a folder of another name is told, for its texts would not be found', async () => {
  await change(UK, "id: 'uk-psti'", "id: 'uk-psti-2'");
  expect(faults(await checkLibrary(home))).toEqual([`${UK} folder-misnamed /id`]);
});

describe('one scheme file', () => {
  test('within the library is told of alone, with its texts, even where the rest is broken', async () => {
    await change(UK, 'levelModel: binary', 'levelModel: trinary');
    await change(US, "'AI.1', 'AI.2'", "'AI.1', 'AI.99'");
    const report = await checkSchemeFile(home, join(home, US));
    expect(faults(report)).toEqual([`${US} dangling-reference /requirements/0/provisions/1`]);
    expect(report).toMatchObject({ files: 3, schemes: 1, standards: 0 });
    expect(faults(await checkSchemeFile(home, join(home, UK)))).toEqual([`${UK} misfit /levelModel`]);
  });

  test('that lies elsewhere is checked as if it stood there, in place of the edition of its name', async () => {
    const draft = join(folder, 'draft', '2024.yaml');
    await rm(dirname(draft), { recursive: true, force: true });
    await mkdir(join(dirname(draft), 'texts'), { recursive: true });
    await cp(join(home, TEXTS[0] ?? ''), join(dirname(draft), 'texts/en.yaml'));
    await writeFile(draft, (await readFile(join(home, US), 'utf8')).replace("'AI.1'", "'AI.99'"));
    expect(faults(await checkSchemeFile(home, draft))).toEqual([
      `${draft} dangling-reference /requirements/0/provisions/0`,
    ]);
    await writeFile(join(dirname(draft), 'texts/fi.yaml'), 'language: fi\ntexts: [none]\n');
    await writeFile(draft, 'id: [');
    expect(faults(await checkSchemeFile(home, draft))).toEqual([
      `${draft} malformed `,
      `${join(dirname(draft), 'texts/fi.yaml')} misfit /texts`,
    ]);
  });
});
