import { buildForBrowsers } from '../../build-browser.ts';
import type { Weight } from '../../apps/portal/test/verifier-weight.ts';
import { table, type Bar } from '../judging/measure.ts';
import { fromPortalTests } from '../portal-bundle.ts';

/** The bar: everything that the page loads to verify, compressed. */
const MOST_BYTES = 60_000;

/** What the verifier page weighs on the line, from the answers of a running portal; the QR reader apart. */
export async function page(): Promise<{ report: string; bars: Bar[] }> {
  await buildForBrowsers();
  const { needed, total, decoder } = await parseWeigher(await fromPortalTests('weigh-verifier'))();
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

function parseWeigher(module: unknown): () => Promise<Weight> {
  return (module as { readonly weigh: () => Promise<Weight> }).weigh;
}
