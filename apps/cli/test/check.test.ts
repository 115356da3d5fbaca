import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, build, ROOT, type Ran } from './program.ts';

const RUUVI = 'examples/ruuvi-gateway';
const LAMP = 'examples/sandbox-lamp';
const AS_PUBLISHED = `${RUUVI}/dossier.yaml`;
const WHAT_IF = `${RUUVI}/what-if/dossier.yaml`;
const CLS = ['--scheme', 'singapore-cls', '--as-of', '2026-11-20'];
const US = ['--scheme', 'us-cyber-trust-mark', '--as-of', '2026-11-20'];
const PROGRAMME = ['--programme', 'examples/sandbox/programme.yaml'];

type Said = { readonly says: string; readonly code: string; readonly because: readonly Said[] };
type Finding = {
  readonly requirement: string;
  readonly outcome: string;
  readonly because: Said;
  readonly parts?: readonly { readonly part: string; readonly outcome: string; readonly because: Said }[];
};
type Answer = {
  readonly level: { readonly asked: number; readonly declared: number; readonly assessed: number };
  readonly counts: Readonly<Record<string, number>>;
  readonly principles?: readonly { readonly principle: string; readonly declared: number }[];
  readonly findings: readonly Finding[];
  readonly gaps: readonly { readonly requirement: string; readonly kind: string; readonly closes: string }[];
  readonly inputs: unknown;
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-check-'));
  await build();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function answer(...args: readonly string[]): Promise<Answer & { readonly code: number }> {
  const { code, out, error } = await assay('check', ...args, '--format', 'json');
  expect(error).toBe('');
  return { ...parseAnswer(out), code };
}

function parseAnswer(out: string): Answer {
  return JSON.parse(out) as Answer;
}

function missing({ gaps }: Answer): readonly string[] {
  return gaps.filter(({ kind }) => kind !== 'assessment').map(({ requirement }) => requirement);
}

function finding({ findings }: Answer, requirement: string): Finding {
  const found = findings.find((one) => one.requirement === requirement);
  if (!found) throw new Error(`nothing was found about ${requirement}`);
  return found;
}

/** Every code in a tree of reasons. */
function codes(reason: Said): readonly string[] {
  return [reason.code, ...reason.because.flatMap(codes)];
}

/** A copy of the lamp's dossier, beside its evidence, with one thing exchanged. */
async function lamp(name: string, from: string, to: string): Promise<string> {
  const text = await readFile(join(ROOT, LAMP, 'dossier.yaml'), 'utf8');
  if (!text.includes(from)) throw new Error(`the dossier does not say ${from}`);
  await copyFile(join(ROOT, LAMP, 'technical-file.md'), join(folder, 'technical-file.md'));
  await writeFile(join(folder, name), text.replace(from, to));
  return join(folder, name);
}

describe('the gateway as published, against the Singapore scheme', () => {
  test.each([[[]], [['--report', `${RUUVI}/self-assessment.yaml`]]])(
    'misses level 1 by its support period alone, with reports %j',
    async (reports) => {
      const judged = await answer(AS_PUBLISHED, ...CLS, '--level', '1', ...reports);
      expect(judged.code).toBe(1);
      expect(judged.level).toEqual({ asked: 1, declared: 0, assessed: 0 });
      expect(missing(judged)).toEqual(['etsi-en-303-645@2.1.1#5.3-13']);
      expect(finding(judged, 'etsi-en-303-645@2.1.1#5.3-13').outcome).toBe('not-met');
      expect(judged.counts).toMatchObject({ met: 12, notMet: 1 });
    },
  );

  test('answers in the JSON that other programs read', async () => {
    const { out } = await assay('check', AS_PUBLISHED, ...CLS, '--format', 'json');
    const judged = parseAnswer(out);
    const names = (one: object) => Object.keys(one).sort();
    expect(names(judged)).toEqual(
      ['scheme', 'edition', 'asOf', 'level', 'counts', 'findings', 'gaps', 'questions', 'inputs'].sort(),
    );
    expect(judged).toMatchObject({ scheme: 'singapore-cls', edition: '1.4', asOf: '2026-11-20' });
    expect(names(judged.counts)).toEqual(
      ['met', 'notMet', 'notApplicable', 'noEvidence', 'inconclusive', 'unanswered'].sort(),
    );
    // Beyond the agreed members: the level that asks, and what is found by the level's method alone.
    const known = [
      'requirement',
      'title',
      'outcome',
      'because',
      'evidence',
      'confidence',
      'level',
      'assessed',
    ];
    for (const one of judged.findings) {
      const rest = names(one).filter((name) => name !== 'parts' && name !== 'aggregation');
      expect(rest).toEqual([...known].sort());
    }
    for (const gap of judged.gaps)
      expect(names(gap)).toEqual(expect.arrayContaining(['requirement', 'kind', 'closes']));
    expect(JSON.stringify(judged.inputs)).toMatch(/sha256:[0-9a-f]{64}/);
  });

  test('is far from level 2: the gaps name every provision of clauses 5.8 to 6 that the file is silent on', async () => {
    const judged = await answer(AS_PUBLISHED, ...CLS, '--level', '2');
    expect(judged.code).toBe(1);
    expect(missing(judged)).toEqual(
      ['5.3-13', '5.8-2', '5.8-3', '5.11-1', '5.13-1', '6-1', '6-2', '6-3', '6-5'].map(
        (id) => `etsi-en-303-645@2.1.1#${id}`,
      ),
    );
    expect(finding(judged, 'etsi-en-303-645@2.1.1#5.8-2').outcome).toBe('no-evidence');
  });

  test('says the same on every run', async () => {
    const args = ['check', AS_PUBLISHED, ...CLS, '--level', '2', '--format', 'json'];
    const [first, second] = await Promise.all([assay(...args), assay(...args)]);
    expect(first.out).toBe(second.out);
  });
});

test('against EN 303 645 V3.1.3 itself, 5.3-14 is not applicable because its condition is false, and 5.3-2 has a derived verdict', async () => {
  const judged = await answer(
    ...[AS_PUBLISHED, '--standard', 'etsi-en-303-645@3.1.3', '--level', '2', '--as-of', '2026-11-20'],
    ...['--report', `${RUUVI}/self-assessment.yaml`],
  );
  const candour = finding(judged, 'etsi-en-303-645@3.1.3#5.3-14');
  expect(candour.outcome).toBe('not-applicable');
  expect(codes(candour.because)).toEqual(['not-applicable', 'does-not-apply', 'condition-false', 'fact']);
  const update = finding(judged, 'etsi-en-303-645@3.1.3#5.3-2');
  expect(update.outcome).toBe('met');
  expect(codes(update.because)).toContain('verdict-derived');
  expect(codes(finding(judged, 'etsi-en-303-645@3.1.3#5.3-3').because)).not.toContain('verdict-derived');
});

describe('the what-if copy with a support end date', () => {
  test('reaches level 1 as declared', async () => {
    const judged = await answer(WHAT_IF, ...CLS);
    expect(judged.code).toBe(0);
    expect(judged.level).toEqual({ asked: 1, declared: 1, assessed: 0 });
    expect(missing(judged)).toEqual([]);
  });

  test('reaches it as assessed only with the report of a laboratory that the programme recognises', async () => {
    const report = ['--report', `${RUUVI}/sandbox-laboratory-report.yaml`];
    const runs = await Promise.all([
      assay('check', WHAT_IF, ...CLS, '--assessed'),
      assay('check', WHAT_IF, ...CLS, '--assessed', ...PROGRAMME),
      assay('check', WHAT_IF, ...CLS, '--assessed', ...report),
      assay('check', WHAT_IF, ...CLS, '--assessed', ...report, ...PROGRAMME),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([1, 1, 1, 0]);
  });
});

describe('the lamp with its app and service, against the U.S. mark', () => {
  test('carries the mark as declared', async () => {
    expect((await answer(`${LAMP}/dossier.yaml`, ...US)).code).toBe(0);
  });

  test('does not carry it where one component of three fails: the finding names the app', async () => {
    const judged = await answer(
      ...[`${LAMP}/dossier-app-fails.yaml`, ...US, '--report', `${LAMP}/test-report-app-fails.yaml`],
    );
    expect(judged.code).toBe(1);
    expect(missing(judged)).toEqual(['nist-ir-8425@2022#SU.1']);
    const { parts = [] } = finding(judged, 'nist-ir-8425@2022#SU.1');
    expect(parts.map(({ part, outcome }) => `${part}: ${outcome}`)).toEqual([
      'lamp: met',
      'lamp-app: not-met',
      'lamp-cloud: met',
    ]);
  });

  test('and the table says why in the row itself', async () => {
    const { out } = await assay(
      ...['check', `${LAMP}/dossier-app-fails.yaml`, ...US],
      ...['--report', `${LAMP}/test-report-app-fails.yaml`],
    );
    const row = out.slice(out.indexOf('\nSU.1')).split('\nSU.2')[0]?.replaceAll(/\s+/g, ' ');
    expect(row).toMatch(/NOT MET Verified updates: .* on lamp-app: fail\./);
  });
});

describe('a scheme that asks by category, by class or by principle', () => {
  /** A copy of the gateway's dossier, as if it were a product of another kind. */
  async function gatewayAs(category: string): Promise<string> {
    const text = await readFile(join(ROOT, AS_PUBLISHED), 'utf8');
    const file = join(folder, `as-${category}.yaml`);
    await writeFile(file, text.replace('category: sensor-gateway', `category: ${category}`));
    return file;
  }

  test('asks a home gateway for its profile, of which nobody can say that it is met', async () => {
    const judged = await answer(await gatewayAs('home-gateway'), ...CLS);
    expect(judged.code).toBe(1);
    expect(judged.findings).toHaveLength(13 + 3 + 3);
    expect(missing(judged)).toEqual([
      'etsi-en-303-645@2.1.1#5.3-13',
      'etsi-ts-103-848@sp-151-4a-1.1#7.3-1',
      'etsi-ts-103-848@sp-151-4a-1.1#7.3-4',
      'etsi-ts-103-848@sp-151-4a-1.1#7.3-7',
    ]);
  });

  test('tells the class of the product, and holds an important one to a notified body', async () => {
    const CRA = ['--scheme', 'eu-cra', '--as-of', '2026-11-20'];
    const [plain, listed] = await Promise.all(
      ['sensor-gateway', 'broadband-router'].map(async (one) => answer(await gatewayAs(one), ...CRA)),
    );
    expect(plain).toMatchObject({ code: 1, productClass: 'default' });
    expect(listed).toMatchObject({ code: 1, productClass: 'important-one' });
    expect(plain?.findings).toHaveLength(36);
    expect(listed?.findings).toHaveLength(36);
    const { out } = await assay('check', AS_PUBLISHED, ...CRA);
    expect(out).toContain('class default');
  });

  test('shows the level of each principle, and the whole as the lowest of them', async () => {
    const VECTOR = ['--scheme', 'principle-vector-illustration', '--as-of', '2026-11-20'];
    const [judged, shown, gaps] = await Promise.all([
      answer(AS_PUBLISHED, ...VECTOR),
      assay('check', AS_PUBLISHED, ...VECTOR),
      assay('gap', AS_PUBLISHED, ...VECTOR, '--format', 'json'),
    ]);
    expect(judged.level).toEqual({ asked: 1, declared: 0, assessed: 0 });
    const declared = Object.fromEntries(
      (judged.principles ?? []).map((one) => [one.principle, one.declared]),
    );
    expect(declared).toEqual({
      'no-universal-passwords': 3,
      'secured-interfaces': 3,
      'proven-cryptography': 3,
      'security-by-default': 0,
      'verified-software': 3,
      'automatic-updates': 3,
      'vulnerability-reporting': 3,
      'security-expiration-date': 0,
    });
    for (const [principle, level] of Object.entries(declared))
      expect(shown.out).toMatch(new RegExp(`^${principle} +declared ${String(level)} `, 'm'));
    expect(JSON.parse(gaps.out)).toMatchObject({ schemes: [{ principles: judged.principles }] });
  });
});

/** Nothing was judged: exit 2, a sentence on the error stream, nothing where the answer would have been. */
function expectRefused({ code, out, error }: Ran, ...says: readonly string[]): void {
  expect({ code, out }).toEqual({ code: 2, out: '' });
  for (const saying of says) expect(error).toContain(saying);
  expect(error).not.toMatch(/^\s+at /m);
}

describe('what cannot be judged', () => {
  test('a product of a category that the scheme excludes', async () => {
    const dossier = await lamp('medical.yaml', 'category: smart-lighting', 'category: medical-device');
    expectRefused(await assay('check', dossier, ...CLS), 'medical-device');
    expectRefused(await assay('check', dossier, ...US), 'medical-device');
  });

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['a level that is no number', [AS_PUBLISHED, ...CLS, '--level', 'two'], ['--level two', 'number']],
    ['level 0', [AS_PUBLISHED, ...CLS, '--level', '0'], ['--level 0']],
    ['a level that the scheme lacks', [AS_PUBLISHED, ...CLS, '--level', '5'], ['no level 5', '1, 2, 3, 4']],
    ['a scheme that is not there', [AS_PUBLISHED, '--scheme', 'x'], ['no scheme x', 'singapore-cls@1.4']],
    ['no scheme', [AS_PUBLISHED], ['--scheme']],
    ['a scheme and a standard', [AS_PUBLISHED, ...CLS, '--standard', 'x@1'], ['--standard']],
    ['an option that there is not', [AS_PUBLISHED, ...CLS, '--levle', '1'], ['--levle', '--help']],
    ['an option without its value', [AS_PUBLISHED, '--scheme'], ['--scheme', '--help']],
    ['a format that there is not', [AS_PUBLISHED, ...CLS, '--format', 'xml'], ['table and json']],
    ['a day that is none', [AS_PUBLISHED, '--scheme', 'x', '--as-of', '2026-02-30'], ['2026-02-30']],
    ['two dossiers', [AS_PUBLISHED, WHAT_IF, ...CLS], ['one dossier']],
    ['no dossier', CLS, ['one dossier']],
    ['a file that is not there', ['nothing.yaml', ...CLS], ['nothing.yaml', 'Check the path']],
    [
      'a report in place of a dossier',
      [`${LAMP}/test-report.yaml`, ...CLS],
      ['test-report.yaml:', '/laboratory'],
    ],
  ])('%s', async (_case, args, says) => {
    expectRefused(await assay('check', ...args), ...says);
  });

  test('a report on another firmware', async () => {
    const dossier = await lamp('firmware.yaml', "firmwareVersions: ['1.0']", "firmwareVersions: ['1.1']");
    expectRefused(await assay('check', dossier, ...US, '--report', `${LAMP}/test-report.yaml`), '1.0', '1.1');
  });

  test.each<readonly [string, readonly [string, string], readonly string[]]>([
    ['malformed', ["brand: 'Sandbox'", "brand: 'Sandbox"], ['wrong.yaml:9:10']],
    [
      'with an unknown member',
      ['  brand:', '  brnad: x\n  brand:'],
      ['wrong.yaml:9:3', '/product/brnad', 'spelling'],
    ],
    [
      'with a wrong type',
      ["version: '1.0'", 'version: 1.0'],
      ['wrong.yaml:', '/components/0/version', 'string'],
    ],
    ['with a component twice', ['- id: lamp-app', '- id: lamp'], ['wrong.yaml:', '/components/1', 'lamp']],
    ['with an alias', ["brand: 'Sandbox'", 'brand: *x'], ['wrong.yaml:9:10', 'Write the value out']],
  ])('a dossier %s, with the line that is wrong', async (_case, [from, to], says) => {
    expectRefused(await assay('check', await lamp('wrong.yaml', from, to), ...US), ...says);
  });

  test('a dossier of 100 MB, at once', async () => {
    await writeFile(join(folder, 'huge.yaml'), '');
    await truncate(join(folder, 'huge.yaml'), 100 * 1024 * 1024);
    expectRefused(await assay('check', join(folder, 'huge.yaml'), ...US), '104,857,600 bytes');
  });
});

test('what goes to a pipe is plain text, in lines that fit', async () => {
  const { out } = await assay('check', AS_PUBLISHED, ...CLS, '--level', '2');
  expect(out).not.toContain('\u001b');
  for (const line of out.split('\n')) {
    expect(line.length).toBeLessThanOrEqual(100);
    expect(line).toBe(line.trimEnd());
  }
});
