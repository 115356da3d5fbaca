import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

import { table, type Bar } from '../judging/measure.ts';
import { buildForBrowsers } from '../../build-browser.ts';
import type { Weight } from '../../apps/portal/test/verifier-weight.ts';

const ROOT = join(import.meta.dirname, '../..');
const BUNDLE = join(ROOT, 'node_modules/.cache/assay-weigh-verifier.mjs');
/** The bar: everything that the page loads to verify, compressed. */
const MOST_BYTES = 60_000;

/** What the verifier page weighs on the line, from the answers of a running portal; the QR reader apart. */
export async function page(): Promise<{ report: string; bars: Bar[] }> {
  await buildForBrowsers();
  const { needed, total, decoder } = await weighed();
  const rows = [...needed].map(([path, bytes]) => [path.replace(/-[0-9a-f]{12}\./, '.'), bytes] as const);
  const kept = (bytes: number) => bytes.toLocaleString('en');
  return {
    report: table([
      ['the verifier page, brotli', 'bytes'],
      ...rows.map(([path, bytes]) => [path, kept(bytes)]),
      ['all of it', kept(total)],
      ['and a QR reader, where the browser has none', kept(decoder)],
    ]),
    bars: [
      {
        what: 'the verifier page, all that it needs',
        wanted: `under ${kept(MOST_BYTES)} bytes`,
        found: kept(total),
        held: total < MOST_BYTES,
      },
    ],
  };
}

/** Node does not read JSX, so the portal is bundled first, as `build.ts` does for the program. */
async function weighed(): Promise<Weight> {
  const contents = `
    import { openPortal } from '../src/open-portal.ts';
    import { sampleDesk } from './sample-desk.ts';
    import { verifierWeight } from './verifier-weight.ts';
    export async function weigh() {
      const portal = await openPortal(sampleDesk());
      try {
        return await verifierWeight(await portal.listen(0, '127.0.0.1'));
      } finally {
        await portal.close();
      }
    }`;
  await build({
    stdin: { contents, resolveDir: join(ROOT, 'apps/portal/test') },
    ...{ outfile: BUNDLE, bundle: true, packages: 'external', format: 'esm', platform: 'node' },
    ...{ jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'warning' },
    // Style and scripts are found from the folder of their sources.
    define: { 'import.meta.dirname': JSON.stringify(join(ROOT, 'apps/portal/src/layout')) },
  });
  try {
    return await parseWeigher(await import(BUNDLE))();
  } finally {
    rmSync(BUNDLE);
  }
}

function parseWeigher(module: unknown): () => Promise<Weight> {
  return (module as { readonly weigh: () => Promise<Weight> }).weigh;
}
