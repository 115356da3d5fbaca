import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { build } from 'esbuild';
import { expect, test } from 'vitest';

import { grantedBundle, NOW, sandboxOffice } from './sandbox-label.ts';
import { formatBundle } from '../src/bundle.ts';

const FOLDER = join(import.meta.dirname, '..');
const page = await readFile(join(FOLDER, 'README.md'), 'utf8');
const modules = [...page.matchAll(/^\| `@assay\/attestation\/([^|]+)\|/gm)].flatMap(([, names = '']) =>
  names.split(',').map((name) => `@assay/attestation/${name.replaceAll('`', '').trim()}`),
);

test('every module that the page names is there, and builds for a browser without anything of Node', async () => {
  expect(modules.length).toBeGreaterThan(20);
  const contents = modules.map((name, i) => `export * as m${String(i)} from '${name}';`).join('\n');
  await expect(bundled(contents)).resolves.toBeDefined();
});

test('a module that serves only the others cannot be imported', async () => {
  await expect(bundled("export * from '@assay/attestation/verify/report';")).rejects.toThrow();
});

test('the example on the page tells a label in force from a changed one', async () => {
  const example = /```ts\n(.+?)```/s.exec(page)?.[1] ?? '';
  const { faultsOf } = parseExample(await import(`data:text/javascript;base64,${await bundled(example)}`));
  const office = await sandboxOffice();
  const bundle = formatBundle(await grantedBundle(office));
  expect(await faultsOf(bundle, JSON.parse(JSON.stringify(office.anchors)), NOW)).toEqual([]);
  const changed = bundle.replace(/("credential":"[^"]{40})./, '$1_');
  expect((await faultsOf(changed, office.anchors, NOW)).slice(0, 2)).toEqual(['INVALID', 'credential-form']);
});

/** What a bundler for browsers makes of a module, base 64. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: FOLDER, loader: 'ts' },
    ...{ bundle: true, format: 'esm', platform: 'browser', write: false, logLevel: 'silent' },
  });
  return Buffer.from(outputFiles[0]?.contents ?? new Uint8Array()).toString('base64');
}

type Example = { readonly faultsOf: (bundle: string, pinned: unknown, at: string) => Promise<string[]> };

function parseExample(module: unknown): Example {
  return module as Example;
}
