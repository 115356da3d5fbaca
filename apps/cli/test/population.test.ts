import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { assay, build, ROOT } from './program.ts';

const SCHEME = 'singapore-cls@1.4';
let folder: string;

beforeAll(async () => {
  await build();
  folder = await mkdtemp(join(tmpdir(), 'assay-population-'));
  await mkdir(join(folder, 'products', 'lamp', 'reports'), { recursive: true });
  const lamp = join(ROOT, 'examples/sandbox-lamp');
  for (const name of ['dossier.yaml', 'technical-file.md'])
    await cp(join(lamp, name), join(folder, 'products/lamp', name));
  await cp(join(lamp, 'test-report.yaml'), join(folder, 'products/lamp/reports/test-report.yaml'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a folder of dossiers is encoded once and re-judged; what it was not encoded for is named', async () => {
  const file = join(folder, 'encoded');
  const mark = 'us-cyber-trust-mark@2024';
  const encoded = await assay(
    'population',
    'encode',
    join(folder, 'products'),
    file,
    '--scheme',
    mark,
    '--as-of',
    '2026-11-21',
  );
  expect(encoded).toMatchObject({ code: 0, out: '' });
  const same = await assay('population', 'rejudge', file, '--was', mark, '--scheme', mark);
  expect(same).toMatchObject({ code: 0, out: '' });
  expect(same.error).toContain('1 dossiers, as of 2026-11-21');
  const other = await assay('population', 'rejudge', file, '--was', SCHEME, '--scheme', SCHEME);
  expect(other.code).toBe(2);
  expect(other.error).toContain('etsi-en-303-645@2.1.1#5.1-1');
});
