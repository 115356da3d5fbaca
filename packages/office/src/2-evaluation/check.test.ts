import { copyFile, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseCalendarDate, type CalendarDate } from '@assay/vocabulary/instant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { loadLibrary, type Library } from '../0-programme/load-library.ts';
import { loadWords, type Words } from '../words.ts';
import { checkFiles, type Check } from './check.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const RUUVI = join(ROOT, 'examples/ruuvi-gateway');
const LAMP = join(ROOT, 'examples/sandbox-lamp');
const PROGRAMME = join(ROOT, 'examples/sandbox/programme.yaml');
const LAMP_REPORT = join(LAMP, 'test-report.yaml');

let library: Library;
let words: Words;
let folder = '';
let asOf: CalendarDate;

beforeAll(async () => {
  const loaded = await loadLibrary(ROOT);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal));
  library = loaded.value;
  words = await loadWords(ROOT);
  const day = parseCalendarDate('2026-11-20');
  if (!day.ok) throw new Error('no such day');
  asOf = day.value;
  folder = await mkdtemp(join(tmpdir(), 'assay-judge-'));
  await copyFile(join(LAMP, 'technical-file.md'), join(folder, 'technical-file.md'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Judges against the U.S. mark unless told. */
function check(asked: Partial<Check> & Pick<Check, 'dossier'>) {
  const against = { kind: 'scheme' as const, name: 'us-cyber-trust-mark' };
  return checkFiles(library, { reports: [], against, level: 1, asOf, ...asked });
}

async function refusal(asked: Partial<Check> & Pick<Check, 'dossier'>) {
  const judged = await check(asked);
  if (judged.ok) throw new Error('it was judged');
  // A refusal that has no sentence would be shown as its code.
  expect(words.refusal(judged.refusal)).not.toBe(judged.refusal.code);
  return judged.refusal;
}

/** A copy of a file of the lamp with one thing exchanged, beside the lamp's evidence. */
async function changed(name: string, from: string, to: string): Promise<string> {
  const text = await readFile(join(LAMP, name), 'utf8');
  if (!text.includes(from)) throw new Error(`${name} does not say ${from}`);
  const file = join(folder, name);
  await writeFile(file, text.replace(from, to));
  return file;
}

describe('a judgement', () => {
  test('carries the digest of everything that it rests on, and is the same whenever it is made', async () => {
    const asked = { dossier: join(LAMP, 'dossier.yaml'), reports: [LAMP_REPORT], programme: PROGRAMME };
    const [first, second] = [await check(asked), await check(asked)];
    expect(first).toEqual(second);
    const digests = JSON.stringify(first.ok && first.value.inputs).match(/sha256:[0-9a-f]{64}/g) ?? [];
    expect(new Set(digests).size).toBeGreaterThanOrEqual(5);
  });

  test('counts as assessed only with a report of a body that the programme recognises', async () => {
    const dossier = join(LAMP, 'dossier.yaml');
    const levels = async (more: Partial<Check>) => {
      const judged = await check({ dossier, ...more });
      return judged.ok ? judged.value.evaluation.level : judged.refusal;
    };
    expect(await levels({})).toEqual({ asked: 1, declared: 1, assessed: 0 });
    expect(await levels({ reports: [LAMP_REPORT] })).toEqual({ asked: 1, declared: 1, assessed: 0 });
    expect(await levels({ programme: PROGRAMME })).toEqual({ asked: 1, declared: 1, assessed: 0 });
  });

  test('says nothing in a code: every reason in it has a sentence', async () => {
    const judged = await Promise.all([
      check({
        dossier: join(LAMP, 'dossier-app-fails.yaml'),
        reports: [join(LAMP, 'test-report-app-fails.yaml')],
      }),
      check({
        dossier: join(RUUVI, 'dossier.yaml'),
        reports: [join(RUUVI, 'self-assessment.yaml')],
        against: { kind: 'standard', name: 'etsi-en-303-645@3.1.3' },
        level: 2,
      }),
    ]);
    for (const one of judged) {
      if (!one.ok) throw new Error(one.refusal.code);
      const { findings, gaps } = one.value.evaluation;
      const roots = [
        ...findings.flatMap(({ because, parts }) => [because, ...parts.map((part) => part.because)]),
        ...gaps.map(({ closes }) => closes),
      ];
      const mute = roots.flatMap(all).filter((reason) => {
        const said = words.reason(reason);
        return said === reason.code || said.includes('{') || said.includes('undefined');
      });
      expect(mute).toEqual([]);
    }
  });
});

type Tree = {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly because: readonly Tree[];
};
function all(reason: Tree): readonly Tree[] {
  return [reason, ...reason.because.flatMap(all)];
}

describe('what cannot be judged is refused by its name', () => {
  const dossier = join(LAMP, 'dossier.yaml');

  test.each<readonly [string, Partial<Check>, object]>([
    [
      'a scheme that is not there',
      { against: { kind: 'scheme', name: 'x' } },
      { code: 'unknown-scheme', scheme: 'x' },
    ],
    [
      'an edition that is not there',
      { against: { kind: 'scheme', name: 'singapore-cls@9' } },
      { code: 'unknown-scheme' },
    ],
    [
      'a standard that is not there',
      { against: { kind: 'standard', name: 'x@1' } },
      { code: 'unknown-standard' },
    ],
    [
      'a standard asked for as a scheme',
      { against: { kind: 'scheme', name: 'nist-ir-8425@2022' } },
      { code: 'unknown-scheme' },
    ],
    ['__proto__ as a scheme', { against: { kind: 'scheme', name: '__proto__' } }, { code: 'unknown-scheme' }],
    ['level 2 of a binary scheme', { level: 2 }, { code: 'unknown-level', asked: 2, levels: '1' }],
    [
      'level 5 of four',
      { against: { kind: 'scheme', name: 'singapore-cls' }, level: 5 },
      { code: 'unknown-level', levels: '1, 2, 3, 4' },
    ],
    ['a report that is not there', { reports: ['gone.yaml'] }, { code: 'no-such-file', file: 'gone.yaml' }],
    ['a dossier in place of a report', { reports: [dossier] }, { code: 'misfit', file: dossier }],
    ['a programme that is none', { programme: dossier }, { code: 'misfit', file: dossier }],
    [
      'a report about another product',
      { reports: [join(RUUVI, 'self-assessment.yaml')] },
      { code: 'report-on-another-object' },
    ],
  ])('%s', async (_case, asked, expected) => {
    expect(await refusal({ dossier, ...asked })).toMatchObject(expected);
  });

  test('a product of an excluded category names the category', async () => {
    const medical = await changed('dossier.yaml', 'category: smart-lighting', 'category: medical-device');
    const refused = await refusal({ dossier: medical });
    expect(refused).toMatchObject({
      code: 'out-of-scope',
      grounds: [{ code: 'category-excluded', facts: { category: 'medical-device' } }],
    });
  });

  test.each([
    ['firmwareVersion', "firmwareVersion: '1.0'", "firmwareVersion: '1.1'"],
    ['hardwareVersion', "hardwareVersion: 'A1'", "hardwareVersion: 'A2'"],
  ])('a report on another %s', async (member, from, to) => {
    const reports = [await changed('test-report.yaml', from, to)];
    expect(await refusal({ dossier, reports })).toMatchObject({ code: 'report-on-another-object', member });
  });

  test.each<readonly [string, readonly [string, string], object]>([
    [
      'a fact that there is not',
      ['connects_to_internet:', 'connects_to_mars:'],
      { path: '/facts/connects_to_mars', line: 33 },
    ],
    [
      'an answer that there is not',
      ["connects_to_internet: 'yes'", "connects_to_internet: 'perhaps'"],
      { code: 'wrong-answer', line: 33 },
    ],
    [
      'a component twice',
      ['- id: lamp-app', '- id: lamp'],
      { code: 'duplicate-id', path: '/components/1', line: 22 },
    ],
    [
      'a statement about nothing',
      ["provision: 'nist-ir-8425@2022#AI.1'", "provision: 'nist-ir-8425@2022#AI.99'"],
      { code: 'dangling-reference' },
    ],
    [
      'evidence that covers nothing',
      ["      - 'nist-ir-8425@2022#AI.1'", "      - 'nist-ir-8425@2022#AI.99'"],
      { code: 'dangling-reference' },
    ],
  ])('a dossier with %s', async (_case, [from, to], complaint) => {
    const file = await changed('dossier.yaml', from, to);
    const refused = await refusal({ dossier: file });
    expect(refused).toMatchObject({
      code: 'document-inconsistent',
      file,
      complaints: expect.arrayContaining([expect.objectContaining({ file, ...complaint })]) as unknown,
    });
  });
});

describe('evidence beside a dossier', () => {
  const at = (path: string) => changed('dossier.yaml', "path: 'technical-file.md'", `path: '${path}'`);

  test('whose bytes are not those that the dossier states is refused with both digests', async () => {
    const dossier = await changed('dossier.yaml', 'sha256:6f52109c', 'sha256:00000000');
    expect(await refusal({ dossier })).toMatchObject({
      code: 'digest-differs',
      file: 'technical-file.md',
      found: expect.stringMatching(/^sha256:6f52109c/) as string,
      stated: expect.stringMatching(/^sha256:00000000/) as string,
    });
  });

  test.each(['../secret.md', '/etc/passwd', 'a/../../secret.md', '.'])('may not lie at %s', async (path) => {
    expect(await refusal({ dossier: await at(path) })).toMatchObject({ code: 'path-escapes', file: path });
  });

  test('may not lie behind a link that leads out', async () => {
    await symlink(join(ROOT, 'LICENSE'), join(folder, 'link.md'));
    expect(await refusal({ dossier: await at('link.md') })).toMatchObject({ code: 'path-escapes' });
  });

  test('that is missing or too large is refused', async () => {
    expect(await refusal({ dossier: await at('gone.md') })).toMatchObject({ code: 'no-such-file' });
    await writeFile(join(folder, 'huge.md'), '');
    await truncate(join(folder, 'huge.md'), 100 * 1024 * 1024);
    expect(await refusal({ dossier: await at('huge.md') })).toMatchObject({ code: 'file-too-large' });
  });
});
