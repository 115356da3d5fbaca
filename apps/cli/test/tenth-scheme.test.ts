import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { build, ROOT, type Ran } from './program.ts';

const SCHEME = 'sandbox-republic-label';
const DOSSIER = 'examples/ruuvi-gateway/dossier.yaml';
const WHAT_IF = 'examples/ruuvi-gateway/what-if/dossier.yaml';

/** An installation: the program as it was built and the data, with one scheme more. No source lies in it. */
let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'assay-tenth-'));
  await build();
  const shared = ['standards', 'schemes', 'crosswalk', 'texts', 'examples', 'apps/cli/package.json'];
  await Promise.all([
    ...[...shared, 'apps/cli/dist'].map((path) =>
      cp(join(ROOT, path), join(home, path), { recursive: true, filter: isOfAnInstallation }),
    ),
    borrowPackages(),
  ]);
  await cp(join(import.meta.dirname, 'tenth-scheme'), join(home, 'schemes', SCHEME), { recursive: true });
}, 60_000);
afterAll(() => rm(home, { recursive: true, force: true }));

/** No source, no map, no file that another build is just writing. */
function isOfAnInstallation(path: string): boolean {
  return !/\.(ts|map|\d+)$/.test(path);
}

/** Other people's packages stay where they are; what the program keeps ready beside them is this installation's own. */
async function borrowPackages(): Promise<void> {
  await mkdir(join(home, 'node_modules'));
  const names = (await readdir(join(ROOT, 'node_modules'))).filter((name) => !name.startsWith('.'));
  await Promise.all(
    names.map((name) => symlink(join(ROOT, 'node_modules', name), join(home, 'node_modules', name))),
  );
}

function assay(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(home, 'apps/cli/dist/assay.js'), ...args],
      { cwd: home, maxBuffer: 64 * 1024 * 1024 },
      (failed, out, error) => {
        resolve({ code: failed ? Number(failed.code) : 0, out, error });
      },
    );
  });
}

test('a scheme more is a folder of data: it is checked, listed and shown', async () => {
  const [checked, listed, shown] = await Promise.all([
    assay('scheme', 'check'),
    assay('scheme', 'list', '--format', 'json'),
    assay('scheme', 'show', SCHEME),
  ]);
  expect(checked).toMatchObject({ code: 0, error: '' });
  expect(JSON.parse(listed.out)).toContainEqual({
    id: SCHEME,
    edition: '1',
    status: 'open',
    levelModel: 'cumulative',
    levels: 2,
    inForce: { from: '2026-01-01', to: null },
  });
  expect(shown.code).toBe(0);
  expect(shown.out).toContain('Label of the Sandbox Republic');
  expect(shown.out).toContain('The test plan is approved before the test.');
});

test('a dossier is judged by it, with what it adds for the category of the product', async () => {
  const args = ['--scheme', SCHEME, '--format', 'json'];
  const [published, promised, tested] = await Promise.all([
    assay('check', DOSSIER, ...args),
    assay('check', WHAT_IF, ...args),
    assay('check', WHAT_IF, ...args, '--level', '2', '--assessed'),
  ]);
  expect([published.code, promised.code, tested.code]).toEqual([1, 0, 1]);
  const { gaps, findings } = JSON.parse(published.out) as {
    readonly gaps: readonly { readonly requirement: string }[];
    readonly findings: readonly { readonly requirement: string }[];
  };
  expect(gaps.map(({ requirement }) => requirement)).toEqual(['etsi-en-303-645@2.1.1#5.3-13']);
  expect(findings.map(({ requirement }) => requirement.split('#')[1])).toEqual([
    '5.1-1',
    '5.2-1',
    '5.3-9',
    '5.3-13',
  ]);
});

test('it stands in the matrix beside the others, and the step that it shares with them unlocks it too', async () => {
  const { code, out } = await assay('gap', DOSSIER, '--format', 'json');
  const { schemes, fixes } = JSON.parse(out) as {
    readonly schemes: readonly { readonly scheme: string }[];
    readonly fixes: readonly { readonly requirement: string; readonly unlocks: readonly string[] }[];
  };
  expect(code).toBe(1);
  expect(schemes.map(({ scheme }) => scheme)).toContain(`${SCHEME}@1`);
  expect(fixes[0]).toMatchObject({
    requirement: 'etsi-en-303-645@2.1.1#5.3-13',
    unlocks: [`${SCHEME}@1`, 'singapore-cls@1.4'],
  });
});
