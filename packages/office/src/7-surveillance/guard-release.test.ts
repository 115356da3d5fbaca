import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CalendarDate } from '@assay/vocabulary/instant';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { loadLibrary, type Library } from '../0-programme/load-library.ts';
import { guardRelease } from './guard-release.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const DAY = '2026-11-22' as CalendarDate;
const made: string[] = [];
let library: Library;

beforeAll(async () => {
  const loaded = await loadLibrary(ROOT, join(ROOT, 'node_modules/.cache/assay'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal));
  library = loaded.value;
});
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

/** The lamp's repository with one document changed. */
async function changed(file: string, from: string | RegExp, to: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-guard-'));
  made.push(folder);
  await cp(join(ROOT, 'examples/sandbox-lamp'), folder, { recursive: true });
  const text = await readFile(join(folder, file), 'utf8');
  expect(text).toMatch(from);
  await writeFile(join(folder, file), text.replace(from, to));
  return folder;
}

function guarded(folder: string) {
  const file = join(folder, 'assay.yaml');
  return guardRelease(library, { file, asOf: DAY, view: 'declared', soonDays: 60 });
}

/** The breaches of a release: what, and the words on the line that each names. */
async function breachesOf(folder: string) {
  const answer = await guarded(folder);
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
  return Promise.all(
    answer.value.breaches.map(async ({ code, file, line, closes }) => {
      const lines = (await readFile(file, 'utf8')).split('\n');
      return { code, line: lines[line - 1] ?? '', closes: closes?.code };
    }),
  );
}

describe('a release', () => {
  test('for which the dossier takes a statement back is stopped at that statement, with what would mend it', async () => {
    const folder = await changed('dossier.yaml', /(8425@2022#SU\.1'\n {4}supported: )'yes'/, "$1'no'");
    const found = await breachesOf(folder);
    expect(found.map(({ code }) => code)).toEqual(['level-lost', 'requirement-open']);
    expect(found[0]?.line).toContain('level: 1');
    expect(found[1]).toMatchObject({
      line: expect.stringContaining('SU.1') as string,
      closes: 'close-by-product',
    });
  });

  test('whose evidence or inventory is another file than was stated is stopped at the digest', async () => {
    const sbom = `  sbom: { path: sbom.json, digest: 'sha256:${'0'.repeat(64)}' }\n`;
    const folder = await changed('assay.yaml', "firmware: '1.0'\n", `firmware: '1.0'\n${sbom}`);
    await writeFile(join(folder, 'sbom.json'), '{}');
    await appendFile(join(folder, 'technical-file.md'), 'One more line.\n');
    const found = await breachesOf(folder);
    expect(found.map(({ code }) => code)).toEqual(['sbom-differs', 'evidence-differs']);
    for (const { line } of found) expect(line).toContain('digest');
  });

  test('whose report is about another object is stopped in the report', async () => {
    const folder = await changed('test-report.yaml', "firmwareVersion: '1.0'", "firmwareVersion: '0.9'");
    expect(await breachesOf(folder)).toMatchObject([
      { code: 'report-on-another-object', line: expect.stringContaining('0.9') as string },
    ]);
  });
});

describe('nobody can tell', () => {
  test.each<[string, string | RegExp, string, object]>([
    ['assay.yaml', 'guard: sandbox-lamp', 'guard: sandbox-lamp\ncolour: red', { code: 'misfit' }],
    ['assay.yaml', 'lamp\n', 'lamp\nlabels: []\n', { code: 'malformed' }],
    ['assay.yaml', 'mark@2024', 'mark@1999', { complaints: [{ path: '/labels/0/scheme', line: 11 }] }],
    ['assay.yaml', 'level: 1', 'level: 2', { complaints: [{ path: '/labels/0/level' }] }],
    ['assay.yaml', 'dossier: dossier.yaml', 'dossier: ../../../etc/hostname', { code: 'path-escapes' }],
    ['assay.yaml', 'dossier: dossier.yaml', 'dossier: nowhere.yaml', { code: 'no-such-file' }],
    ['assay.yaml', '[test-report.yaml]', '[dossier.yaml]', { code: 'misfit' }],
    [
      'assay.yaml',
      'release:\n',
      "release:\n  sbom: { path: /etc/hostname, digest: 'sha256:0' }\n",
      { code: 'misfit' },
    ],
    [
      'assay.yaml',
      'labels:\n',
      "labels:\n  - { scheme: us-cyber-trust-mark@2024, level: 1, firmwareVersions: ['1'] }\n",
      { complaints: [{ code: 'duplicate-id', path: '/labels/1' }] },
    ],
    ['dossier.yaml', 'dossier: sandbox-lamp', 'dossier: [', { code: 'malformed' }],
  ])('where %s has %s as %s', async (file, from, to, refusal) => {
    expect(await guarded(await changed(file, from, to))).toMatchObject({ ok: false, refusal });
  });
});
