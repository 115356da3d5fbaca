import { beforeAll, expect, test } from 'vitest';

import { assay, build } from './program.ts';

const DOSSIER = 'examples/ruuvi-gateway/dossier.yaml';
const WHAT_IF = 'examples/ruuvi-gateway/what-if/dossier.yaml';

type Gaps = {
  readonly schemes: readonly {
    readonly scheme: string;
    readonly level: { readonly asked: number; readonly declared: number };
    readonly counts: Readonly<Record<string, number>>;
  }[];
  readonly outOfScope: readonly { readonly scheme: string }[];
  readonly fixes: readonly {
    readonly requirement: string;
    readonly waits: readonly string[];
    readonly unlocks: readonly string[];
    readonly offers: readonly {
      readonly from: string;
      readonly relation: string;
      readonly confidence: string;
    }[];
  }[];
};

function parseGaps(text: string): Gaps {
  return JSON.parse(text) as Gaps;
}

beforeAll(build, 60_000);

test('one dossier is held against every scheme in force, and the step that unlocks most comes first', async () => {
  const { code, out } = await assay('gap', DOSSIER, '--format', 'json');
  const { schemes, fixes, outOfScope } = parseGaps(out);
  expect(code).toBe(1);
  expect(schemes.find(({ scheme }) => scheme === 'singapore-cls@1.4')).toMatchObject({
    level: { asked: 1, declared: 0 },
    counts: { met: 12, notMet: 1 },
  });
  expect(fixes[0]).toMatchObject({
    requirement: 'etsi-en-303-645@2.1.1#5.3-13',
    waits: expect.arrayContaining(['singapore-cls@1.4', 'germany-bsi-smart-consumer@2022']) as unknown,
    unlocks: ['singapore-cls@1.4'],
  });
  expect(outOfScope.map(({ scheme }) => scheme)).toEqual(['nist-consumer-software@2022']);
});

test('what is shown for EN 303 645 is offered where another standard asks for the like, with its relation', async () => {
  const { out } = await assay(
    'gap',
    DOSSIER,
    '--scheme',
    'jc-star',
    '--scheme',
    'us-cyber-trust-mark',
    '--format',
    'json',
  );
  const { schemes, fixes } = parseGaps(out);
  expect(schemes.every(({ counts }) => counts['met'] === 0)).toBe(true);
  const access = fixes.find(({ requirement }) => requirement === 'nist-ir-8425@2022#IAC.1.b');
  expect(access?.offers).toContainEqual({
    ...{ from: 'etsi-en-303-645@2.1.1#5.1-1', relation: 'subset', strength: 'strong', confidence: 'likely' },
  });
  const offered = fixes.flatMap(({ offers }) => offers.map(({ from }) => from));
  expect(offered).not.toContain('etsi-en-303-645@2.1.1#5.3-13');
});

test('where level 1 is reached the next one is asked', async () => {
  const { out } = await assay('gap', WHAT_IF, '--scheme', 'singapore-cls', '--format', 'json');
  const { schemes, fixes } = parseGaps(out);
  expect(schemes).toMatchObject([{ scheme: 'singapore-cls@1.4', level: { asked: 2, declared: 1 } }]);
  expect(fixes.map(({ requirement }) => requirement.split('#')[1])).toEqual([
    '5.8-2',
    '5.8-3',
    '5.11-1',
    '5.13-1',
    '6-1',
    '6-2',
    '6-3',
    '6-5',
  ]);
});

test('the table and the Markdown say the same schemes, and that an offer settles nothing', async () => {
  const [shown, markdown] = await Promise.all([
    assay('gap', DOSSIER),
    assay('gap', DOSSIER, '--format', 'md'),
  ]);
  for (const { out } of [shown, markdown])
    for (const scheme of ['jc-star@2025', 'uk-psti@2025', 'us-cyber-trust-mark@2024'])
      expect(out).toContain(scheme);
  expect(shown.out).toContain('it settles nothing by itself');
  expect(markdown.out).toMatch(/^\| scheme \|/m);
});

test('an edition that is named is judged, and where it is not in force on the day that is said', async () => {
  const named = ['gap', DOSSIER, '--scheme', 'singapore-cls@1.4', '--format', 'json'];
  const [today, early, byId] = await Promise.all([
    assay(...named),
    assay(...named, '--as-of', '2024-01-01'),
    assay('gap', DOSSIER, '--scheme', 'singapore-cls', '--as-of', '2000-01-01'),
  ]);
  expect(today).toMatchObject({ code: 1, error: '' });
  for (const { out } of [today, early])
    expect(parseGaps(out).schemes.map(({ scheme }) => scheme)).toEqual(['singapore-cls@1.4']);
  expect(early.error).toContain('singapore-cls@1.4 is not in force on 2024-01-01');
  expect(byId).toMatchObject({ code: 2, out: '' });
  expect(byId.error).toContain('singapore-cls@1.4 (from 2025-04-01');
});

test('an unknown scheme, an unknown format and a missing file are wrong calls', async () => {
  for (const args of [
    ['--scheme', 'nowhere'],
    ['--scheme', 'singapore-cls@0.1'],
    ['--format', 'pdf'],
    ['--as-of', '2026-02-30'],
  ])
    expect(await assay('gap', DOSSIER, ...args)).toMatchObject({ code: 2, out: '' });
  expect(await assay('gap', 'nowhere.yaml')).toMatchObject({ code: 2, out: '' });
});
