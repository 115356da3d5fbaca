import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const TESTS = join(ROOT, 'apps/portal/test');

/** Runs what a file beside the tests of the portal exports. Node does not read JSX, so it is bundled first, as `build.ts` does for the program. */
export async function fromPortalTests(file: string): Promise<unknown> {
  const bundle = join(ROOT, `node_modules/.cache/assay-bench-${file}.mjs`);
  await build({
    entryPoints: [join(TESTS, `${file}.ts`)],
    ...{ outfile: bundle, bundle: true, packages: 'external', format: 'esm', platform: 'node' },
    ...{ jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'warning' },
    // Style and scripts are found from the folder of their sources.
    define: { 'import.meta.dirname': JSON.stringify(join(ROOT, 'apps/portal/src/layout')) },
  });
  try {
    return await import(bundle);
  } finally {
    rmSync(bundle);
  }
}
