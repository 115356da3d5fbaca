import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { populationOf, productIn } from './population.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-population-'));
  for (const name of ['b', 'a', '.hidden', 'guarded', 'tested/reports'])
    await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'README.md'), 'No product.');
  await writeFile(join(folder, 'loose.json'), '{}');
  await symlink(join(folder, 'a'), join(folder, 'link'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const guard = (more: string) => `guard: sandbox
provenance: { kind: fictional, note: 'Invented for a test.', sources: [] }
labels: []
release: { firmware: '1' }
${more}`;

describe('a population', () => {
  test('is every folder in order, and whatever else somebody might count on', async () => {
    expect(await populationOf(folder)).toMatchObject({
      value: ['a', 'b', 'guarded', 'link', 'loose.json', 'tested'],
    });
  });

  test('that is empty, not there, a file or beyond its limit is refused', async () => {
    expect(await populationOf(join(folder, 'a'))).toMatchObject({ refusal: { code: 'population-empty' } });
    for (const name of ['nowhere', 'loose.json'])
      expect(await populationOf(join(folder, name))).toMatchObject({ refusal: { code: 'no-such-folder' } });
    expect(await populationOf(folder, 6)).toMatchObject({ ok: true });
    expect(await populationOf(folder, 5)).toMatchObject({
      refusal: { code: 'population-too-large', limit: 5 },
    });
  });
});

describe('a product', () => {
  test('has its reports in order beside its dossier', async () => {
    for (const name of ['2.yaml', '1.yaml', 'notes.txt'])
      await writeFile(join(folder, 'tested/reports', name), '');
    expect(await productIn(folder, 'tested')).toMatchObject({
      value: {
        papers: {
          dossier: join(folder, 'tested/dossier.yaml'),
          reports: ['1.yaml', '2.yaml'].map((name) => join(folder, 'tested/reports', name)),
        },
      },
    });
  });

  test('is neither a file nor a link', async () => {
    for (const name of ['loose.json', 'link'])
      expect(await productIn(folder, name)).toMatchObject({ refusal: { code: 'not-a-product-folder' } });
  });

  test('with more reports than anybody reads is refused', async () => {
    await mkdir(join(folder, 'b/reports'));
    await Promise.all(
      Array.from({ length: 201 }, (_, at) => writeFile(join(folder, `b/reports/${String(at)}.yaml`), '')),
    );
    expect(await productIn(folder, 'b')).toMatchObject({ refusal: { code: 'too-many-reports', limit: 200 } });
  });

  test('says in assay.yaml where its papers lie, which is nowhere outside its folder', async () => {
    const file = join(folder, 'guarded/assay.yaml');
    for (const name of ['papers.yaml', 'test.yaml']) await writeFile(join(folder, 'guarded', name), '');
    await writeFile(file, guard('dossier: papers.yaml\nreports: [test.yaml]\n'));
    expect(await productIn(folder, 'guarded')).toMatchObject({
      value: { papers: { dossier: join(folder, 'guarded/papers.yaml') }, guard: { guard: 'sandbox' } },
    });
    await writeFile(file, guard('dossier: papers.yaml\nreports: [../loose.json]\n'));
    expect(await productIn(folder, 'guarded')).toMatchObject({ refusal: { code: 'path-escapes' } });
    await writeFile(file, guard('dossier: papers.yaml\n'));
    expect(await productIn(folder, 'guarded')).toMatchObject({ refusal: { code: 'misfit' } });
  });
});
