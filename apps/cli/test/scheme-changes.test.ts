import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, bash, build, ROOT, type Ran } from './program.ts';

async function inTurn(
  scripts: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<readonly Ran[]> {
  const ran: Ran[] = [];
  for (const script of scripts) ran.push(await bash(script, ROOT, variables));
  return ran;
}

let folder = '';
let draft = '';
let population = '';

/** A draft of the Singapore scheme: 5.4-1 comes down to level 1, 5.3-13 goes up to 2, and there is a grace of 12 weeks. */
async function draftOf(file: string): Promise<string> {
  const text = await readFile(join(ROOT, 'schemes/singapore-cls/1.4.yaml'), 'utf8');
  return text
    .replace("edition: '1.4'", 'edition: draft')
    .replace("from: '2025-04-01'", "from: '2027-04-01'")
    .replace("'5.3-13', '5.3-16'", "'5.3-16', '5.4-3'")
    .replace("'5.4-3', '5.4-4'", "'5.3-13', '5.4-4'")
    .replace('rule: standardChange.rule', 'rule: standardChange.rule\n  grace: standard-change-grace')
    .replace('settings:\n', `settings:\n${GRACE}`)
    .concat(file.endsWith('unsound.yaml') ? 'colour: red\n' : '');
}
const GRACE = `  - id: standard-change-grace
    value: 12
    unit: weeks
    effectiveFrom: '2027-04-01'
    source: invented for a test
    confidence: sure
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-changes-'));
  population = join(folder, 'population');
  draft = join(folder, 'draft.yaml');
  for (const file of [draft, join(folder, 'unsound.yaml')]) await writeFile(file, await draftOf(file));
  await cp(join(ROOT, 'examples/ruuvi-gateway/what-if'), join(population, 'what-if'), { recursive: true });
  await mkdir(join(population, 'lamp'));
  for (const file of ['dossier.yaml', 'technical-file.md'])
    await cp(join(ROOT, 'examples/sandbox-lamp', file), join(population, 'lamp', file));
  await build();
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

type Diff = {
  readonly counts: Readonly<Record<string, number>>;
  readonly changes: readonly { readonly what: string; readonly item: string; readonly why: string }[];
};
type Fates = {
  readonly counts: Readonly<Record<string, number>>;
  readonly products: readonly {
    readonly product: string;
    readonly standing: string;
    readonly ends?: object;
    readonly owes: readonly { readonly requirement: string; readonly closes: string }[];
  }[];
  readonly unreadable: readonly { readonly product: string; readonly code: string; readonly says: string }[];
};
const parseDiff = (text: string): Diff => JSON.parse(text) as Diff;
const parseFates = (text: string): Fates => JSON.parse(text) as Fates;

describe('assay scheme diff', () => {
  test('says which requirements a draft moves, and which way each change goes', async () => {
    const { code, out, error } = await assay(
      'scheme',
      'diff',
      'singapore-cls@1.4',
      draft,
      '--format',
      'json',
    );
    const { changes, counts } = parseDiff(out);
    expect({ code, error }).toEqual({ code: 1, error: '' });
    const moved = changes.filter(({ what }) => what === 'moved').map(({ item }) => item.split('#')[1]);
    expect(moved.sort()).toEqual(['5.3-13', '5.4-3']);
    expect(counts).toMatchObject({ stricter: 1, weaker: 1 });
    expect(changes.every(({ why }) => why.includes(' '))).toBe(true);
  });

  test('of an edition and itself finds nothing, and of two that differ tells a reader and a page the same', async () => {
    const [same, shown, page] = await Promise.all([
      assay('scheme', 'diff', 'uk-psti@2025', 'uk-psti@2025'),
      assay('scheme', 'diff', 'singapore-cls@1.4', draft),
      assay('scheme', 'diff', 'singapore-cls@1.4', draft, '--format', 'md'),
    ]);
    expect(same).toMatchObject({ code: 0, error: '' });
    for (const { out } of [shown, page]) expect(out).toContain('etsi-en-303-645@2.1.1#5.4-3: 2 → 1');
  });

  test.each([
    [['singapore-cls@1.4']],
    [['singapore-cls@1.4', 'nowhere@1']],
    [['singapore-cls@1.4', 'nowhere.yaml']],
    [['singapore-cls@1.4', 'jc-star@2025', '--format', 'pdf']],
    [['examples/sandbox-lamp/dossier.yaml', 'jc-star@2025']],
  ])('%j is refused with a remedy', async (args) => {
    const { code, out, error } = await assay('scheme', 'diff', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).not.toMatch(/^\s+at /m);
  });

  test('refuses an unsound draft with its line', async () => {
    const { code, error } = await assay('scheme', 'diff', 'singapore-cls@1.4', join(folder, 'unsound.yaml'));
    expect(code).toBe(2);
    expect(error).toMatch(/unsound\.yaml:\d+:\d+ .*colour/);
  });
});

describe('assay scheme simulate', () => {
  const simulate = (...args: readonly string[]) => assay('scheme', 'simulate', ...args);

  test('says who lapses, from which day, and what each one owes', async () => {
    const common = ['--population', population, '--as-of', '2026-11-22'];
    const { code, out } = await simulate(draft, ...common, '--level', '2', '--format', 'json');
    const { counts, products } = parseFates(out);
    expect(code).toBe(1);
    expect(counts).toEqual({ keeps: 0, lapses: 2, ended: 0, 'holds-none': 0, unreadable: 0 });
    expect(products.map(({ ends }) => ends)).toEqual([
      { on: '2027-06-24', by: 'grace' },
      { on: '2027-06-24', by: 'grace' },
    ]);
    for (const { owes } of products) expect(owes.every(({ closes }) => closes.includes(' '))).toBe(true);
    const [table, page] = await Promise.all(
      ['table', 'md'].map((format) => simulate(draft, ...common, '--level', '2', '--format', format)),
    );
    for (const shown of [table, page]) {
      expect(shown?.code).toBe(1);
      expect(shown?.out).toContain('2027-06-24');
      expect(shown?.out).toContain('#6-5');
    }
  });

  test('takes what an earlier edition carried as held, and takes nothing from those who still show it', async () => {
    const { code, out } = await simulate(draft, '--population', population);
    expect(code).toBe(0);
    expect(out).toMatch(/what-if +keeps its label/);
    expect(out).toMatch(/lamp +holds no label/);
  });

  test('names each product that cannot be read, shows the others, and is never fine with it', async () => {
    const mixed = join(folder, 'mixed');
    await cp(population, mixed, { recursive: true });
    await mkdir(join(mixed, 'empty'));
    await mkdir(join(mixed, 'torn'));
    await writeFile(join(mixed, 'torn/dossier.yaml'), 'dossier: torn\ncolour: red\n');
    await writeFile(join(mixed, 'loose.yaml'), 'dossier: loose\n');
    await writeFile(join(mixed, 'README.md'), 'A page is no product.\n');
    await symlink(join(mixed, 'lamp'), join(mixed, 'way-out'));
    const { code, out, error } = await simulate(draft, '--population', mixed, '--format', 'json');
    const { products, unreadable } = parseFates(out);
    expect(code).toBe(2);
    expect(products.map(({ product }) => product)).toEqual(['lamp', 'what-if']);
    expect(unreadable.map(({ product, code: why }) => [product, why])).toEqual([
      ['empty', 'no-such-file'],
      ['loose.yaml', 'not-a-product-folder'],
      ['torn', 'misfit'],
      ['way-out', 'not-a-product-folder'],
    ]);
    expect(error).toMatch(/torn\/dossier\.yaml:2:1 .*colour/);
    const csv = await simulate(draft, '--population', mixed, '--format', 'csv');
    expect(csv.out.split('\r\n')).toHaveLength(7);
  });

  test('hears what a product states of its own label, and does not take another for it', async () => {
    const stated = join(folder, 'stated');
    await cp(join(population, 'what-if'), join(stated, 'what-if'), { recursive: true });
    const guard = join(stated, 'what-if/assay.yaml');
    const held = (labels: string) => `guard: what-if
provenance: { kind: what-if, note: 'Invented for a test.', sources: [] }
dossier: dossier.yaml
reports: []
labels: ${labels}
release: { firmware: '1' }
`;
    const label = (level: number) =>
      `{ scheme: singapore-cls@1.4, level: ${String(level)}, validUntil: '2027-05-31', firmwareVersions: ['1'] }`;
    await writeFile(guard, held(`[${label(2)}]`));
    const two = await simulate(draft, '--population', stated, '--format', 'json', '--as-of', '2026-11-22');
    expect(parseFates(two.out).products).toMatchObject([
      {
        standing: 'lapses',
        shortAlready: true,
        ends: { on: '2027-06-01', by: 'own-term' },
        held: { by: 'stated' },
      },
    ]);
    await writeFile(guard, held('[]'));
    expect((await simulate(draft, '--population', stated)).out).toMatch(/what-if +holds no label/);
    await writeFile(guard, held(`[${label(1)}, ${label(2)}]`));
    expect(await simulate(draft, '--population', stated)).toMatchObject({ code: 2 });
  });

  test.each([
    [[]],
    [['singapore-cls@1.4']],
    [['singapore-cls@1.4', '--population', '/nothing/here']],
    [['singapore-cls@1.4', '--population', 'standards', '--level', '0']],
    [['singapore-cls@1.4', '--population', 'standards', '--as-of', '2026-02-30']],
    [['nowhere@1', '--population', 'standards']],
  ])('%j is refused with a remedy', async (args) => {
    const { code, out, error } = await simulate(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error.length).toBeGreaterThan(20);
    expect(error).not.toMatch(/^\s+at /m);
  });
});

describe('the page for scheme owners', () => {
  test('shows commands that work as they stand: a draft, what it asks, and whom it costs a label', async () => {
    const page = await readFile(join(ROOT, 'docs/scheme-changes.md'), 'utf8');
    const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
    const work = join(folder, 'exercise');
    await mkdir(work);
    const [drafted, asked, simulated, ...more] = await inTurn(blocks, { WORK: work });
    expect(more).toEqual([]);
    expect(drafted).toMatchObject({ code: 0 });
    expect(asked).toMatchObject({ code: 1 });
    expect(asked?.out).toContain('etsi-en-303-645@2.1.1#5.3-13');
    expect(simulated).toMatchObject({ code: 1 });
    expect(simulated?.out).toMatch(/lamp +LAPSES/);
    expect(simulated?.out).toMatch(/lamp-two +holds no label/);
    expect(simulated?.out).toContain('2027-09-16');
  });
});
