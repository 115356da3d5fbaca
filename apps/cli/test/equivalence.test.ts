import { beforeAll, describe, expect, test } from 'vitest';

import { assay, build } from './program.ts';

const DAY = ['--as-of', '2026-11-20'];

type Side = { readonly scheme: string; readonly level: number };
type Direction = {
  readonly source: Side;
  readonly target: Side;
  readonly verdict: string;
  readonly confidence: string;
  readonly recognised: { readonly level: number; readonly from: number };
  readonly dimensions: Readonly<Record<string, { readonly gaps: number; readonly blocking: number }>>;
  readonly gaps: readonly {
    readonly kind: string;
    readonly severity: string;
    readonly remedy: string;
    readonly says: string;
    readonly testCases: readonly string[];
  }[];
  readonly published: readonly { readonly effect: string; readonly cap: number }[];
};
type Labels = {
  readonly pairs: readonly { readonly there: Direction; readonly back: Direction }[];
  readonly inputs: { readonly digest: string };
};
type Matrix = {
  readonly labels: readonly string[];
  readonly pairs: readonly { readonly source: string; readonly target: string; readonly verdict: string }[];
};

function parseLabels(text: string): Labels {
  return JSON.parse(text) as Labels;
}
function parseMatrix(text: string): Matrix {
  return JSON.parse(text) as Matrix;
}

beforeAll(build, 60_000);

test('two labels are compared both ways, with the published arrangement beside the verdict', async () => {
  const { code, out, error } = await assay(
    ...['equivalence', 'singapore-cls:2', 'germany-bsi-smart-consumer', ...DAY, '--format', 'json'],
  );
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const { pairs, inputs } = parseLabels(out);
  const [{ there, back } = { there: undefined, back: undefined }] = pairs;
  expect(there).toMatchObject({
    source: { scheme: 'singapore-cls@1.4', level: 2 },
    verdict: 'with-conditions',
    recognised: { level: 1, from: 2 },
    published: [{ effect: 'simplified-application', cap: 1 }],
  });
  expect(back).toMatchObject({ target: { level: 2 }, dimensions: { rigour: { gaps: 32, blocking: 0 } } });
  const cases = back?.gaps.filter(({ kind }) => kind === 'rigour').map(({ testCases }) => testCases[0]);
  expect(cases).toContain('etsi-en-303-645@2.1.1#5.1-1-1');
  expect(Object.keys(there?.dimensions ?? {})).toEqual(
    expect.arrayContaining(['coverage', 'rigour', 'scope', 'validity', 'surveillance', 'publication']),
  );
  expect(inputs.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('exit 1 where something blocks one of the others, and every format names what', async () => {
  const args = ['equivalence', 'jc-star', 'uk-psti', 'us-cyber-trust-mark', ...DAY];
  const [shown, markdown] = await Promise.all([assay(...args), assay(...args, '--format', 'md')]);
  for (const { code, out } of [shown, markdown]) {
    expect(code).toBe(1);
    const words = out.replaceAll(/\s+/g, ' ');
    for (const saying of [
      'NOT EQUIVALENT',
      'jc-star@2025:1 -> us-cyber-trust-mark@2024:1',
      'S1-1',
      'automatic-deemed',
      'technical proposal',
    ])
      expect(words).toContain(saying);
  }
  expect(shown.out).toContain('BLOCKS');
  expect(shown.out.split('\n').every((line) => line.length <= 120)).toBe(true);
});

test('the matrix has every ordered pair of labels, in the same signs as table and Markdown', async () => {
  const runs = await Promise.all(
    ['json', 'table', 'md'].map((format) => assay('equivalence', '--matrix', ...DAY, '--format', format)),
  );
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  const [json, shown, markdown] = runs.map(({ out }) => out);
  const { labels, pairs } = parseMatrix(json ?? '');
  expect(pairs).toHaveLength(labels.length * (labels.length - 1));
  expect(new Set(pairs.map(({ source, target }) => `${source} ${target}`)).size).toBe(pairs.length);
  const signs = (line: string) => line.match(/[-=+][?*]*(?=\s|$)/g) ?? [];
  const rows = (text: string) => text.split('\n').filter((line) => /^\|? ?\s*\d+ [a-z-]+@/.test(line));
  const tableSigns = rows(shown ?? '').map((line) => signs(line).join(' '));
  expect(tableSigns).toHaveLength(labels.length);
  expect(rows(markdown ?? '').map((line) => signs(line).join(' '))).toEqual(tableSigns);
  const wanted = { equivalent: '=', 'with-conditions': '+', not: '-' } as Readonly<Record<string, string>>;
  for (const [index, label] of labels.entries())
    expect(tableSigns[index]?.split(' ').map((one) => one[0])).toEqual(
      pairs.filter(({ source }) => source === label).map(({ verdict }) => wanted[verdict]),
    );
});

describe('what cannot be compared', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['a scheme alone', ['singapore-cls'], ['one or more others', '--matrix']],
    ['a matrix of one', ['--matrix', 'singapore-cls'], ['--matrix compares all']],
    ['an unknown scheme', ['singapore-cls', 'nowhere'], ['no scheme nowhere', 'jc-star@2025']],
    ['a malformed name', ['jc-star', 'singapore-cls:two'], ['singapore-cls:two names no label']],
    ['a format that there is not', ['--matrix', '--format', 'svg'], ['table, json, md']],
  ])('%s', async (_case, args, says) => {
    const { code, out, error } = await assay('equivalence', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const saying of says) expect(error).toContain(saying);
  });
});
