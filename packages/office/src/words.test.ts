import { TAKEN_FROM } from '@assay/conformity/0-programme/check-application';
import { CHECKS } from '@assay/conformity/0-programme/checks';
import { LABEL_REASONS } from '@assay/vocabulary/label-reason';
import { NOTICE_KINDS } from '@assay/vocabulary/notice';
import { ActivitySchema, CompetenceSchema, PartySchema } from '@assay/vocabulary/scheme';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readFileAs } from '@assay/formats/read-document';
import { SchemeTextsKind } from '@assay/vocabulary/scheme';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { loadWords, type Words } from './words.ts';

const ROOT = join(import.meta.dirname, '../../..');
const OUTCOMES = ['met', 'not-met', 'not-applicable', 'no-evidence', 'inconclusive', 'unanswered'];

/** What the open part of a code can be: codes that are put together from a word of the domain. */
const OPEN: Readonly<Record<string, readonly string[]>> = {
  'part-': OUTCOMES,
  'stated-': ['yes', 'no', 'not-applicable'],
  'verdict-': ['pass', 'fail', 'inconclusive', 'not-applicable'],
  'carried-': ['same', 'restated', 'part'],
  'renumbered-': ['same', 'restated', 'part'],
  'number-': ['stricter', 'weaker', 'neutral'],
  'unknown-': ['scheme', 'standard'],
};

/**
 * Refusals that one door alone meets: a command for operators, or the pages of a copy of other people's logs. It says
 * them in its own words, each in its place, and the compiler sees that it says all of them.
 */
const SAID_AT_THE_DOOR: readonly string[] = [
  ...['no-such-mail', 'mail-not-kept', 'mail-not-given-up'],
  ...['unknown-key', 'wrong-key-state', 'key-not-yet-public', 'key-not-in-trust-list', 'no-such-leaf'],
  ...['roots-missing', 'trust-list-without-us'],
  ...['log-offends', 'log-not-proven', 'folder-not-empty'],
  ...['alarm', 'not-its-checkpoint', 'too-few-witnesses', 'label-not-followed', 'evidence-incomplete'],
  'label-not-in-force',
  ...['copy-too-old', 'another-history', 'signed-by-revoked-key', 'entry-not-ours'],
  ...['key-differs', 'label-differs', 'credential-differs'],
  ...['key-reused', 'still-under-way'],
];

let texts: Readonly<Record<string, string>> = {};
let words: Words;

beforeAll(async () => {
  const file = await readFileAs(SchemeTextsKind, join(ROOT, 'texts/en.yaml'));
  if (!file.ok) throw new Error(JSON.stringify(file.refusal));
  texts = file.value.document.texts;
  words = await loadWords(ROOT);
});

/** Every code that the sources of a package hand over, found by how they write it. */
function codesIn(packages: string, pattern: RegExp): readonly string[] {
  return codesAmong(`packages/${packages}/src/**/*.ts`, pattern);
}
function codesAmong(files: string, pattern: RegExp): readonly string[] {
  const found = globSync(files, { cwd: ROOT })
    .filter((file) => !file.includes('.test.'))
    .flatMap((file) => [...readFileSync(join(ROOT, file), 'utf8').matchAll(pattern)])
    .map(([, code = '']) => code);
  return [...new Set(found.flatMap(spelledOut))].sort();
}

/** `part-${outcome}` in each of its forms. */
function spelledOut(code: string): readonly string[] {
  const [stem = '', open] = code.split('${');
  if (open === undefined) return [code];
  const endings = OPEN[stem];
  if (!endings) throw new Error(`nobody says what follows ${stem}`);
  return endings.map((ending) => `${stem}${ending}`);
}

const QUOTED = "['`]([a-z0-9-]+(?:\\$\\{[a-z.A-Z]+)?)\\}?['`]";

function reasons(): readonly string[] {
  return [
    ...OUTCOMES,
    // Why the state of a label changes: chosen at a desk, and said by nobody's code.
    ...Object.values(LABEL_REASONS).flat(),
    ...codesIn('{conformity,office}', new RegExp(`(?:(?:reason|said)\\(|reasonCode:)\\s*${QUOTED}`, 'g')),
  ];
}
const REFUSED = new RegExp(`refuse\\(\\s*(?:[^()]*\\? )?\\{\\s*code: ${QUOTED}`, 'g');

function refusals(): readonly string[] {
  const codes = codesIn('{conformity,office,formats}', REFUSED);
  const typed = codesIn('formats', /readonly code: ((?:'[a-z0-9-]+'(?: \| )?)+)/g)
    .flatMap((union) => union.split(' | '))
    .map((code) => code.replaceAll("'", ''));
  return [...new Set([...codes, ...typed])].filter((code) => !SAID_AT_THE_DOOR.includes(code));
}
/** Refusals of the layers around: some have a sentence here, others are told of where they are met. */
function refusedAround(): readonly string[] {
  return [
    ...codesIn('{records,vocabulary}', REFUSED),
    ...codesAmong('apps/portal/src/**/*.{ts,tsx}', REFUSED),
    ...codesAmong('packages/attestation/src/detached-jws.ts', REFUSED),
  ];
}
/** Notes of an import; of those that were taken nothing is said. */
function notes(): readonly string[] {
  const told = codesIn('formats', /(?:renamed|missing|doubtful|notTaken|lost)\(\s*'([a-z-]+)'/g);
  // Some are chosen among several before they are told.
  const chosen = codesIn('formats', /'([a-z-]+)'/g).filter((code) => Object.hasOwn(texts, `note.${code}`));
  return [...new Set([...told, ...chosen])];
}

/** What mail tells of, and what is around it. */
function mails(): readonly string[] {
  return ['sandbox', 'frame', ...NOTICE_KINDS];
}

/** Of a dossier, report or release, found by how the sources write them; of schemes, standards and crosswalks, those of the list. */
function complaints(): readonly string[] {
  const found = globSync('packages/{conformity,office}/src/{1-application,7-surveillance}/check-*.ts', {
    cwd: ROOT,
  })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(join(ROOT, file), 'utf8').matchAll(/[{,]\s*code: '([a-z-]+)',\s*facts\b/g),
    ]);
  return [...new Set([...found.map(([, code = '']) => code), ...findings()])].sort();
}

/** Codes that are told with why it matters and with a remedy. */
function findings(): readonly string[] {
  return [...Object.keys(CHECKS), 'misfit'];
}

describe('every code that a person may meet has a sentence', () => {
  test.each([
    ['reason', reasons, 30],
    ['refusal', refusals, 30],
    ['complaint', complaints, 9],
    ['why', findings, 50],
    ['remedy', findings, 50],
    ['note', notes, 50],
    ['mailSubject', mails, 15],
    ['mailText', mails, 15],
  ])('as a %s', (kind, codes, atLeast) => {
    // Fewer would mean that the sources are written in a way that this test does not see.
    expect(codes().length).toBeGreaterThanOrEqual(atLeast);
    expect(codes().filter((code) => !Object.hasOwn(texts, `${kind}.${code}`))).toEqual([]);
  });
});

test('what one door alone says is said at a door', () => {
  const doors = globSync('apps/*/src/**/*.{ts,tsx}', { cwd: ROOT })
    .filter((file) => !file.includes('.test.'))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join();
  expect(SAID_AT_THE_DOOR.filter((code) => !doors.includes(`'${code}'`))).toEqual([]);
});

test('no sentence is for a code that nothing hands over', () => {
  const said = new Set([
    ...reasons().map((code) => `reason.${code}`),
    ...refusals().map((code) => `refusal.${code}`),
    ...complaints().map((code) => `complaint.${code}`),
    ...['unreadable', ...findings()].flatMap((code) => [`why.${code}`, `remedy.${code}`]),
    'basis.iso-iec-27404',
    ...notes().map((code) => `note.${code}`),
    ...codesWithWords().map((code) => `word.${code}`),
    ...mails().flatMap((kind) => [`mailSubject.${kind}`, `mailText.${kind}`]),
    ...refusedAround().map((code) => `refusal.${code}`),
    ...membersNamed(),
    ...DISCLOSED.map((field) => `disclosed.${field}`),
  ]);
  expect(Object.keys(texts).filter((key) => !said.has(key))).toEqual([]);
});

/** What a developer discloses; the rest comes with the label. */
const DISCLOSED = [
  ...(['passwordChange', 'secureConfiguration', 'updates', 'securityInformation'] as const),
  ...(['supportPeriod', 'inventories', 'contact'] as const),
];

/** The members of a dossier that the form of any scheme asks for, or that must be published. */
function membersNamed(): readonly string[] {
  const asked = globSync('schemes/*/*.yaml', { cwd: ROOT }).flatMap((file) => {
    const [, form = ''] =
      /^applicationForm:([^]*?)^[a-z]/m.exec(readFileSync(join(ROOT, file), 'utf8')) ?? [];
    return [...form.matchAll(/(\/[a-zA-Z/]+)/g)].map(([, pointer = '']) => pointer);
  });
  const published = Object.values(TAKEN_FROM).flat();
  return [...new Set([...asked, ...published])].map((one) => `member${one.replaceAll('/', '.')}`);
}

test('what an application may lack has words, in every scheme', () => {
  const named = [...membersNamed(), ...DISCLOSED.map((field) => `disclosed.${field}`)];
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((key) => !Object.hasOwn(texts, key))).toEqual([]);
  const lacks = { code: 'member-missing', facts: { pointer: '/disclosures/sbom' } };
  expect(words.reason(lacks)).toContain('SBOM');
  expect(words.reason(lacks)).not.toContain('/');
});

test('each activity, competence and party, and each part of a programme, has a word of its own', () => {
  expect(codesWithWords().filter((code) => !Object.hasOwn(texts, `word.${code}`))).toEqual([]);
});

/** The codes of a method, as its schema lists them, and what a labelling programme is expected to have. */
function codesWithWords(): readonly string[] {
  const framework = readFileSync(join(ROOT, 'packages/conformity/src/0-programme/framework.ts'), 'utf8');
  const wanted = [...framework.matchAll(/(?:component\(|rule\(|role: )'([a-z-]+)'/g)];
  expect(wanted.length).toBeGreaterThanOrEqual(17);
  return [
    ...[ActivitySchema, CompetenceSchema, PartySchema].flatMap(
      (schema) => (schema as unknown as { readonly enum: readonly string[] }).enum,
    ),
    ...wanted.map(([, id = '']) => id),
  ];
}

test('a remedy stands once for many places, and so names no facts', () => {
  const naming = Object.entries(texts).filter(
    ([key, text]) => /^(why|remedy)\./.test(key) && /[{}]/.test(text),
  );
  expect(naming).toEqual([]);
});

describe('a sentence', () => {
  test('says its facts, in words where the fact is a word of the domain', () => {
    expect(
      words.reason({
        code: 'close-by-assessment',
        facts: { activity: 'functional-test', party: 'third', competence: 'accredited' },
      }),
    ).toMatch(/third party/);
    expect(
      words.refusal({ code: 'file-too-large', file: 'a.yaml', bytes: 104_857_600, limit: 8_388_608 }),
    ).toContain('104,857,600 bytes');
    expect(words.complaint({ code: 'duplicate-id', facts: { id: '5.3-13' } })).toContain('5.3-13');
  });

  test('names the part only where there is one', () => {
    const facts = { laboratory: 'Sandbox Laboratory', summary: 'Seen.' };
    expect(words.reason({ code: 'verdict-pass', facts })).toBe('Sandbox Laboratory: pass. Seen.');
    expect(words.reason({ code: 'verdict-pass', facts: { ...facts, part: 'app' } })).toBe(
      'Sandbox Laboratory on app: pass. Seen.',
    );
  });

  test('shows braces and tags of a text that somebody wrote as they are', () => {
    const reason = 'uses {braces}, <b>tags</b> and it’s fine';
    expect(words.reason({ code: 'stated-yes', facts: { reason } })).toContain(reason);
  });

  test('of a list names its items', () => {
    expect(words.reason({ code: 'close-by-fact', facts: { facts: 'a, b' } })).toBe('Answer: a, b.');
    expect(
      words.refusal({
        code: 'wrong-stage',
        stage: 'decided',
        act: 'review',
        allowed: ['evaluated', 'reviewed'],
      }),
    ).toContain('evaluated, reviewed');
  });

  test('that is missing is shown as its code, never as nothing, whatever the code is called', () => {
    for (const code of ['no-such-code', 'constructor', '__proto__', ''])
      expect(words.refusal({ code })).toBe(code);
  });
});

describe('the texts', () => {
  let home = '';
  afterAll(() => rm(home, { recursive: true, force: true }));

  test('are refused loudly where their file is broken: the program would be mute without them', async () => {
    home = await mkdtemp(join(tmpdir(), 'assay-words-'));
    await mkdir(join(home, 'texts'));
    await writeFile(join(home, 'texts/en.yaml'), 'language: en\ntexts:\n  reason.met: [Met]\n');
    await expect(loadWords(home)).rejects.toThrow(/texts\/en\.yaml.*reason\.met/);
    await expect(loadWords(home, 'fi')).rejects.toThrow(/no-such-file/);
  });
});
