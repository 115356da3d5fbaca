/**
 * Bundles the command line into `apps/cli/dist/assay.js`: our workspaces inside, most of other people's packages outside,
 * what is imported on demand in files of its own, so that `assay check` does not wait for a web server to load. What the
 * portal's pages run in browsers is built beside it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { build, type OutputFile, type Plugin } from 'esbuild';

import { buildForBrowsers } from './build-browser.ts';

const ROOT = import.meta.dirname;
const ENTRY = join(ROOT, 'apps/cli/src/assay.ts');
const DIST = join(ROOT, 'apps/cli/dist');

/**
 * Outside packages of hundreds of small files that every command needs: finding and reading them one by one takes longer
 * than the work of most commands.
 */
const TAKEN_IN: ReadonlySet<string> = new Set(['yaml', 'typebox', '@formatjs/intl']);

/** Names of all outside packages that a workspace declares. */
function outsiders(): string[] {
  const names = ['packages', 'apps'].flatMap((kind) =>
    readdirSync(join(ROOT, kind)).flatMap((name) => {
      const path = join(ROOT, kind, name, 'package.json');
      return existsSync(path) ? parseDependencies(readFileSync(path, 'utf8')) : [];
    }),
  );
  return [...new Set(names)].filter((name) => !name.startsWith('@assay/') && !TAKEN_IN.has(name));
}

function parseDependencies(text: string): string[] {
  const { dependencies, optionalDependencies } = JSON.parse(text) as {
    dependencies?: object;
    optionalDependencies?: object;
  };
  return Object.keys({ ...dependencies, ...optionalDependencies });
}

/**
 * A source that reads a file beside itself (a migration, a style sheet) must find it from the bundle too:
 * `import.meta` goes on speaking of the place of the source.
 */
const sourcesKeepTheirPlace: Plugin = {
  name: 'sources keep their place',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/](packages|apps)[\\/][^\\/]+[\\/]src[\\/].*\.tsx?$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const shebang = path === ENTRY && !text.startsWith('#!') ? '#!/usr/bin/env node\n' : '';
      const url = `new URL(${JSON.stringify(relative(DIST, path).replaceAll('\\', '/'))}, import.meta.url)`;
      const file = `process.getBuiltinModule('node:url').fileURLToPath(${url})`;
      const places = new Map([
        ['url', `${url}.href`],
        ['filename', file],
        ['dirname', `process.getBuiltinModule('node:path').dirname(${file})`],
      ]);
      const contents = text.replaceAll(
        /\bimport\.meta\.(url|filename|dirname)\b/g,
        (whole, part: string) => places.get(part) ?? whole,
      );
      return { contents: shebang + contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

if (!existsSync(ENTRY)) {
  process.stderr.write(`${relative(ROOT, ENTRY)} is not there: nothing to build\n`);
  process.exit(1);
}
const { outputFiles } = await build({
  entryPoints: [ENTRY],
  outdir: DIST,
  absWorkingDir: ROOT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  external: outsiders(),
  sourcemap: true,
  // What is taken in may be CommonJS and ask for Node's own modules.
  banner: { js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);" },
  jsx: 'automatic',
  jsxImportSource: 'preact',
  jsxDev: false,
  plugins: [sourcesKeepTheirPlace],
  logLevel: 'warning',
  write: false,
});
putInPlace(outputFiles);
await buildForBrowsers();

/** A program that starts while another build runs sees each file whole, before or after. */
function putInPlace(made: readonly OutputFile[]): void {
  mkdirSync(DIST, { recursive: true });
  for (const { path, contents } of made) {
    const beside = `${path}.${process.pid}`;
    writeFileSync(beside, contents, { mode: path.endsWith('assay.js') ? 0o755 : 0o644 });
    renameSync(beside, path);
  }
}
