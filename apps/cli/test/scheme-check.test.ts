import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { assay, build, ROOT } from './program.ts';

type Complaint = {
  readonly severity: string;
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly clause?: { readonly clause: string; readonly confidence: string; readonly basis: string };
};
type Report = {
  readonly sound: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly complaints: readonly Complaint[];
};
type Sarif = {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number; readonly startColumn: number };
        };
      }[];
    }[];
  }[];
};

let folder = '';
let draft = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-scheme-check-'));
  draft = join(folder, 'a draft.yaml');
  const scheme = await readFile(join(ROOT, 'schemes/us-cyber-trust-mark/2024.yaml'), 'utf8');
  await writeFile(
    draft,
    scheme.replace("'AI.1'", "'AI.99'").replace('method: laboratory-test\n', 'method: guesswork\n'),
  );
  await cp(join(ROOT, 'schemes/us-cyber-trust-mark/texts'), join(folder, 'texts'), { recursive: true });
  await build();
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the JSON gives for everything that is told where, what, why and the remedy', async () => {
  const [broken, sound] = await Promise.all([
    assay('scheme', 'check', draft, '--format', 'json'),
    assay('scheme', 'check', '--format', 'json'),
  ]);
  expect(broken).toMatchObject({ code: 1, error: '' });
  expect(sound).toMatchObject({ code: 0, error: '' });
  expect(parseReport(broken.out)).toMatchObject({ sound: false, counts: { error: 2 } });
  expect(parseReport(sound.out)).toMatchObject({ sound: true, counts: { error: 0 } });
  const complaints = [broken, sound].flatMap(({ out }) => parseReport(out).complaints);
  const faults = complaints.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  expect(faults.sort()).toEqual(['dangling-reference', 'requirement-without-method']);
  for (const { file, line, column, what, why, remedy, code, clause } of complaints) {
    expect(file).toMatch(/\.yaml$/);
    expect(line * column).toBeGreaterThan(0);
    for (const said of [what, why, remedy]) expect(said).toMatch(/^\S.{10,}\.$/);
    expect(what).not.toBe(code);
    if (clause) expect(clause.basis).toContain('its body text was not seen');
  }
});

test('the SARIF log points at the line of each, and at the rule behind it', async () => {
  const { code, out } = await assay('scheme', 'check', draft, '--format', 'sarif');
  expect(code).toBe(1);
  const log = parseSarif(out);
  expect(log.version).toBe('2.1.0');
  const [run] = log.runs;
  const rules = run?.tool.driver.rules.map(({ id }) => id) ?? [];
  expect(new Set(rules).size).toBe(rules.length);
  for (const { ruleId, ruleIndex } of run?.results ?? []) expect(rules[ruleIndex]).toBe(ruleId);
  const text = await readFile(draft, 'utf8');
  const line = text.slice(0, text.indexOf("'AI.99'")).split('\n').length;
  expect(run?.results.find(({ ruleId }) => ruleId === 'dangling-reference')).toMatchObject({
    level: 'error',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: expect.stringMatching(/^file:\/\/\/.*a%20draft\.yaml$/) as unknown },
          region: { startLine: line, startColumn: 9 },
        },
      },
    ],
  });
});

test('the table groups by file, says each reason once for its group, and holds no colour in a pipe', async () => {
  const { code, out } = await assay('scheme', 'check', draft);
  expect(code).toBe(1);
  expect(out).toContain(`${draft}\n\n  error  `);
  expect(out).toMatch(/\n {4}why {5}\S/);
  expect(out).toMatch(/\n {4}remedy {2}\S/);
  expect(out).toMatch(/\n {4}source {2}ISO\/IEC 27404:2025, clause 7\.2, as known from/);
  expect(out.trimEnd().split('\n').at(-1)).toMatch(
    /^not sound: 2 errors, \d+ warnings?, \d+ notes? in \d+ files/,
  );
  expect(out).not.toContain('\u001b');
});

test('a format that there is not is a wrong call', async () => {
  expect(await assay('scheme', 'check', '--format', 'xml')).toMatchObject({ code: 2, out: '' });
});

function parseReport(text: string): Report {
  return JSON.parse(text) as Report;
}

function parseSarif(text: string): Sarif {
  return JSON.parse(text) as Sarif;
}
