/**
 * Builds what the portal's verifier page runs in browsers into `apps/portal/dist`: the page's script, its service worker,
 * the QR reader for browsers that have none, and the script that asks for passkeys, each with a compressed copy. `verifier.json` names them; it is written
 * last, so that a portal that starts meanwhile finds the old set or the new one, whole.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

import { build } from 'esbuild';

const ROOT = import.meta.dirname;
const SOURCES = join(ROOT, 'apps/portal/src/verifier');
const DIST = join(ROOT, 'apps/portal/dist');

const ENTRIES = {
  verifier: 'main.tsx',
  worker: 'worker.ts',
  decoder: 'decoder.ts',
  passkey: '../sign-in/passkey-script.ts',
} as const;

/** Builds all of it; the same sources give the same names and bytes. */
export async function buildForBrowsers(): Promise<void> {
  mkdirSync(DIST, { recursive: true });
  const names: Record<string, string> = {};
  for (const [part, entry] of Object.entries(ENTRIES)) names[part] = await builtScript(part, entry);
  putInPlace('verifier.json', JSON.stringify(names));
  const current = new Set(['verifier.json', ...Object.values(names).flatMap((name) => [name, `${name}.br`])]);
  // One that another build is just putting in its place ends in the number of its process.
  for (const name of readdirSync(DIST))
    if (!current.has(name) && /\.(js|br)$/.test(name)) rmSync(join(DIST, name), { force: true });
}

async function builtScript(part: string, entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(SOURCES, entry)],
    ...{ bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022', write: false },
    ...{ jsx: 'automatic', jsxImportSource: 'preact', jsxDev: false, legalComments: 'none' },
    logLevel: 'warning',
  });
  const [made] = outputFiles;
  if (!made) throw new Error(`nothing was built from ${entry}`);
  const name = `${part}-${createHash('sha256').update(made.contents).digest('hex').slice(0, 12)}.js`;
  putInPlace(name, made.contents);
  putInPlace(
    `${name}.br`,
    brotliCompressSync(made.contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  );
  return name;
}

function putInPlace(name: string, contents: string | Uint8Array): void {
  const beside = join(DIST, `${name}.${String(process.pid)}`);
  writeFileSync(beside, contents);
  renameSync(beside, join(DIST, name));
}
