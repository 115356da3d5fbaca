import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { agreementsIn, type Agreement } from '@assay/conformity/0-programme/agreement';
import { isInForce } from '@assay/conformity/0-programme/catalogue';
import { comparisonIn } from '@assay/conformity/0-programme/equivalence';
import { instrumentsFor } from '@assay/conformity/0-programme/instrument';
import { editionRef } from '@assay/vocabulary/ids';
import { parseCalendarDate, type CalendarDate } from '@assay/vocabulary/instant';
import { beforeAll, describe, expect, test } from 'vitest';

import { compareAll, compareLabels } from '../src/0-programme/compare-labels.ts';
import { resolveLabel } from '../src/0-programme/label-name.ts';
import { loadLibrary, type Library } from '../src/0-programme/load-library.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PAGE = 'docs/recognition-disagreements.md';
const TODAY = day('2026-11-20');

function day(text: string): CalendarDate {
  const read = parseCalendarDate(text);
  if (!read.ok) throw new Error(text);
  return read.value;
}

let library: Library;
let agreements: readonly Agreement[];

beforeAll(async () => {
  const read = await loadLibrary(ROOT);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal, null, 1));
  library = read.value;
  const { catalogue } = library;
  if (!catalogue.policy) throw new Error('there is no policy');
  agreements = agreementsIn(catalogue, comparisonIn(catalogue, catalogue.policy), TODAY);
});

/** The rows of the page: its first five columns are computed, the last is written by hand. */
async function pageRows(): Promise<readonly (readonly string[])[]> {
  const page = await readFile(join(ROOT, PAGE), 'utf8');
  return page
    .split('\n')
    .filter((line) => /^\| `/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

function rowOf({ entry, source, target, computed, differences }: Agreement): readonly string[] {
  const label = ({ scheme, level }: Agreement['source']) => `${scheme}:${String(level)}`;
  const differs = differences.length === 0 ? 'agrees' : differences.join(', ');
  return [
    entry.id,
    `${label(source)} as ${label(target)}`,
    entry.effect,
    `${computed.verdict} (${computed.confidence})`,
    differs,
  ];
}

describe('the comparison beside what has been published', () => {
  test('the page lists every direction as it comes out today, each with an explanation by hand', async () => {
    const rows = await pageRows();
    expect(rows.map((row) => row.slice(0, 5))).toEqual(agreements.map(rowOf));
    for (const [id, , , , , explanation = ''] of rows)
      expect(explanation.length, `${String(id)} needs its explanation`).toBeGreaterThan(40);
  });

  test('every published direction between schemes that are held is looked at', () => {
    const between = library.catalogue.recognitions.flatMap(({ entries }) =>
      entries.filter(({ from, to }) => !('outside' in from) && !('outside' in to)),
    );
    expect(agreements.map(({ entry }) => entry.id)).toEqual(between.map(({ id }) => id).sort());
  });
});

test('whatever recognition a scheme in force tells of has its arrangement', () => {
  const { schemes, recognitions } = library.catalogue;
  const named = recognitions.map(({ entries }) =>
    entries.flatMap(({ from, to }) => [from, to]).flatMap((side) => ('scheme' in side ? [side.scheme] : [])),
  );
  for (const scheme of schemes.values())
    if (isInForce(scheme, TODAY))
      expect(named.filter((ids) => ids.includes(scheme.id)).length, scheme.id).toBeGreaterThanOrEqual(
        scheme.recognitions.length,
      );
});

describe('an instrument on a day', () => {
  type Asked = { readonly asOf?: string; readonly category?: string };
  const held = (label: string, target: string, { asOf = '2026-11-20', category }: Asked = {}) => {
    const { catalogue } = library;
    const [source, other] = [label, target].map((name) => resolveLabel(catalogue, name, TODAY));
    if (!source?.ok || !other?.ok) throw new Error(`${label} or ${target} is not held`);
    const [found] = instrumentsFor(catalogue, {
      source: { scheme: source.value.scheme, level: source.value.level ?? 1 },
      target: other.value.scheme,
      category,
      asOf: day(asOf),
    });
    return found && { effect: found.effect, cap: found.cap, failed: found.failed.map(({ code }) => code) };
  };

  test('deems the Singapore label to comply with the law of the United Kingdom, from its first day on', () => {
    const ask = (asOf: string) => held('singapore-cls@1.4:1', 'uk-psti@2025', { asOf });
    expect(ask('2025-12-04')).toEqual({ effect: 'automatic-deemed', cap: 1, failed: [] });
    expect(ask('2025-12-03')).toMatchObject({ effect: 'not-recognised', failed: ['instrument-not-yet'] });
  });

  test('counts for some levels alone, and caps the higher ones', () => {
    const ask = (level: number) => held(`singapore-cls:${String(level)}`, 'germany-bsi-smart-consumer');
    expect(ask(1)).toMatchObject({ effect: 'not-recognised', failed: ['instrument-other-level'] });
    expect(ask(4)).toMatchObject({ effect: 'simplified-application', cap: 1 });
  });

  test('does not hold for a category that it leaves out', () => {
    const ask = (category: string) => held('germany-bsi-smart-consumer:1', 'singapore-cls', { category });
    expect(ask('smart-lock')).toMatchObject({
      effect: 'not-recognised',
      failed: ['instrument-other-category'],
    });
    expect(ask('smart-camera')).toMatchObject({ effect: 'not-known', cap: 2, failed: [] });
  });

  test('is for no other edition than the one it pins, not while suspended, and not from its last day on', () => {
    const { catalogue } = library;
    const source = catalogue.schemes.get(editionRef('singapore-cls', '1.4'));
    const target = [...catalogue.schemes.values()].find(({ id }) => id === 'uk-psti');
    const [arrangement] = catalogue.recognitions.filter(
      (one) => one.arrangement === 'singapore-united-kingdom',
    );
    const [entry] = arrangement?.entries ?? [];
    if (!source || !target || !arrangement || !entry) throw new Error('not held');
    const ask = (more: Partial<typeof entry>, edition = source.edition) =>
      instrumentsFor(
        { recognitions: [{ ...arrangement, entries: [{ ...entry, ...more }] }] },
        {
          ...{ source: { scheme: { ...source, edition }, level: 1 }, target },
          ...{ category: undefined, asOf: TODAY },
        },
      )[0]?.failed.map(({ code }) => code);
    const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
    expect(ask({})).toEqual([]);
    expect(ask({}, '1.5')).toEqual(['instrument-other-edition']);
    expect(ask({ suspensions: [{ from: day('2026-11-01'), ...sourced }] })).toEqual(['instrument-suspended']);
    expect(ask({ suspensions: [{ from: day('2026-10-01'), to: day('2026-11-01'), ...sourced }] })).toEqual(
      [],
    );
    expect(ask({ inForce: { from: day('2026-01-01'), to: TODAY, ...sourced } })).toEqual([
      'instrument-ended',
    ]);
  });
});

describe('asking for a comparison', () => {
  const ask = (source: string, ...others: readonly string[]) =>
    compareLabels(library, { source, others, category: undefined, asOf: TODAY });

  test('a scheme without a level stands for its highest where it is held, for the highest recognised where it is sought', () => {
    const found = ask('germany-bsi-smart-consumer', 'singapore-cls');
    if (!found.ok) throw new Error(JSON.stringify(found.refusal));
    const [pair] = found.value.pairs;
    expect(pair?.there.technical).toMatchObject({ target: { level: 2 }, verdict: 'with-conditions' });
    expect(pair?.back.technical).toMatchObject({ source: { level: 4 }, recognised: { level: 1, from: 2 } });
  });

  test('tells what it was made from, the same each time', () => {
    const [one, other] = [ask('jc-star', 'uk-psti'), ask('jc-star', 'uk-psti')];
    expect(one).toEqual(other);
    if (!one.ok) throw new Error('refused');
    expect(Object.keys(one.value.inputs.documents)).toEqual(
      expect.arrayContaining(['jc-star@2025', 'uk-psti@2025', 'recognitions/policy.yaml']),
    );
    expect(digestOf(one)).not.toBe(digestOf(ask('jc-star', 'uk-psti:1')));
  });

  test.each([
    { names: ['singapore-cls', 'nowhere'], code: 'unknown-scheme' },
    { names: ['singapore-cls@9', 'jc-star'], code: 'unknown-scheme-edition' },
    { names: ['nowhere@1', 'jc-star'], code: 'unknown-scheme' },
    { names: ['singapore-cls:7', 'jc-star'], code: 'unknown-level' },
    { names: ['singapore-cls', 'singapore-cls'], code: 'same-label-twice' },
    { names: ['singapore-cls:2', 'singapore-cls@1.4:2'], code: 'same-label-twice' },
    { names: ['jc-star', 'uk-psti', 'uk-psti'], code: 'same-label-twice' },
  ])('$names is refused: $code', ({ names: [source = '', ...others], code }) => {
    expect(ask(source, ...others)).toMatchObject({ ok: false, refusal: { code } });
  });

  test.each([
    '',
    ':1',
    'cls:0',
    'cls:',
    'cls@:1',
    'a@1:2:3',
    'CLS',
    'a b',
    '../x',
    'cls:1e1',
    'cls@1@2',
    'cls:-1',
  ])('"%s" names no label', (label) => {
    expect(ask('jc-star', label)).toMatchObject({ refusal: { code: 'malformed-label-name', label } });
  });

  test('before any edition is in force is refused, and a category that is none', () => {
    const early = { source: 'jc-star', others: ['uk-psti'], category: undefined, asOf: day('2020-01-01') };
    expect(compareLabels(library, early)).toMatchObject({ refusal: { code: 'no-edition-in-force' } });
    const odd = { source: 'jc-star', others: ['uk-psti'], category: 'Smart TV', asOf: TODAY };
    expect(compareLabels(library, odd)).toMatchObject({ refusal: { code: 'malformed-category' } });
  });

  test('a category that one of the two does not take is never recognised', () => {
    const found = compareLabels(library, {
      ...{ source: 'singapore-cls', others: ['germany-bsi-smart-consumer'] },
      ...{ category: 'broadband-router', asOf: TODAY },
    });
    expect(found).toMatchObject({ value: { pairs: [{ there: { technical: { verdict: 'not' } } }] } });
  });

  test('without a policy nothing is compared', () => {
    const without = { ...library, catalogue: { ...library.catalogue, policy: undefined } };
    expect(compareAll(without, TODAY)).toMatchObject({ refusal: { code: 'no-equivalence-policy' } });
  });
});

test('the matrix has every ordered pair of levels of every edition in force, in well under two seconds', () => {
  const before = performance.now();
  const found = compareAll(library, TODAY);
  const took = performance.now() - before;
  if (!found.ok) throw new Error('refused');
  const { labels, cells } = found.value;
  const names = labels.map(({ scheme, level }) => `${scheme.id}@${scheme.edition}:${String(level)}`);
  const pairs = cells.map(({ technical: { source, target } }) =>
    [source, target].map(({ scheme, level }) => `${scheme}:${String(level)}`).join(' '),
  );
  const wanted = names.flatMap((one) =>
    names.filter((other) => other !== one).map((other) => `${one} ${other}`),
  );
  expect(pairs).toEqual(wanted);
  expect(names.length).toBeGreaterThanOrEqual(10);
  expect(took).toBeLessThan(2_000);
});

function digestOf(answer: ReturnType<typeof compareLabels>): string {
  return answer.ok ? answer.value.inputs.digest : '';
}
