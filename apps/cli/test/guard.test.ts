import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { assay, bash, build, ROOT, type Ran } from './program.ts';

const LAMP = join(ROOT, 'examples/sandbox-lamp');
const TODAY = ['--as-of', '2026-11-22'];
const made: string[] = [];

beforeAll(build, 60_000);
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A maker's repository: the lamp's papers, and a checkout of Assay beside them. */
async function repository(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-maker-'));
  made.push(folder);
  await cp(LAMP, folder, { recursive: true });
  await symlink(ROOT, join(folder, '.assay-checkout'));
  return folder;
}

type Answer = {
  readonly breaches: readonly {
    readonly code: string;
    readonly severity: string;
    readonly file: string;
    readonly line: number;
    readonly says: string;
  }[];
};
const parseAnswer = (text: string): Answer => JSON.parse(text) as Answer;

describe('assay guard', () => {
  test('lets a release pass that breaks nothing, and says whose it is', async () => {
    const { code, out, error } = await assay('guard', join(LAMP, 'assay.yaml'), ...TODAY);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toContain('Invented for the sandbox');
    expect(out).toContain('us-cyber-trust-mark@2024');
  });

  test('stops one that no label covers, with file, line, and what the scheme asks of such a change', async () => {
    const { code, out } = await assay(
      ...['guard', join(LAMP, 'assay.yaml'), '--release', '1.1', '--format', 'json', ...TODAY],
    );
    const { breaches } = parseAnswer(out);
    expect(code).toBe(1);
    expect(breaches.map(({ code: what }) => what)).toEqual([
      'release-needs-change-class',
      'release-not-in-dossier',
    ]);
    const [first] = breaches;
    const lines = (await readFile(join(LAMP, 'assay.yaml'), 'utf8')).split('\n');
    expect(lines[(first?.line ?? 0) - 1]).toContain('firmwareVersions');
    for (const named of ['identical', 'permissive', 'other']) expect(first?.says).toContain(`${named}:`);
  });

  test('warns of what ends soon and lets it pass; a page says the same as the table', async () => {
    const asOf = ['--as-of', '2029-10-20'];
    const [shown, page, later] = await Promise.all([
      assay('guard', join(LAMP, 'assay.yaml'), ...asOf),
      assay('guard', join(LAMP, 'assay.yaml'), ...asOf, '--format', 'md'),
      assay('guard', join(LAMP, 'assay.yaml'), ...asOf, '--soon', '10'),
    ]);
    expect([shown.code, page.code, later.code]).toEqual([0, 0, 0]);
    for (const { out } of [shown, page]) expect(out).toMatch(/warning[\s\S]*2029-11-20/);
    expect(later.out).not.toContain('warning');
  });

  test('cannot tell where a member is not known, and says in which line', async () => {
    const folder = await repository();
    await appendFile(join(folder, 'assay.yaml'), 'colour: red\n');
    const { code, out, error } = await assay('guard', join(folder, 'assay.yaml'), ...TODAY);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(/assay\.yaml:\d+:\d+ .*colour/);
  });

  test.each([
    [['nowhere.yaml']],
    [['examples/sandbox-lamp/assay.yaml', '--format', 'pdf']],
    [['examples/sandbox-lamp/assay.yaml', '--soon', 'tomorrow']],
    [['examples/sandbox-lamp/assay.yaml', '--release', ' ']],
    [['examples/sandbox-lamp/assay.yaml', 'more']],
  ])('%j is refused with a remedy', async (args) => {
    const { code, out, error } = await assay('guard', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).not.toMatch(/^\s+at /m);
  });
});

type Variables = Readonly<Record<string, string>>;

type Action = {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly { readonly run: string; readonly shell: string; readonly env?: Variables }[];
  };
};

describe('the action', () => {
  const read = async () => parse(await readFile(join(ROOT, 'action.yml'), 'utf8')) as Action;

  /** Runs each step as the runner does: inputs only ever as variables. */
  async function runs(folder: string, given: Variables): Promise<Ran> {
    const { inputs, runs: action } = await read();
    let last: Ran = { code: 0, out: '', error: '' };
    for (const { run, env = {} } of action.steps) {
      const filled = Object.entries(env).map(([name, value]): readonly [string, string] => {
        const input = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value)?.[1] ?? '';
        return [name, given[input] ?? inputs[input]?.default ?? ''];
      });
      const variables: Variables = Object.fromEntries([...filled, ['GITHUB_ACTION_PATH', ROOT]]);
      last = await bash(run, folder, variables);
      if (last.code !== 0) return last;
    }
    return last;
  }

  test('describes every input, hands each to a step, and never writes one into a script', async () => {
    const { inputs, runs: action } = await read();
    expect(action.using).toBe('composite');
    expect(Object.values(inputs).every(({ description }) => description.length > 20)).toBe(true);
    const handed = action.steps.flatMap(({ env = {} }) => Object.values(env));
    expect(handed.sort()).toEqual(
      Object.keys(inputs)
        .map((name) => `\${{ inputs.${name} }}`)
        .sort(),
    );
    for (const { run, shell } of action.steps) {
      expect(shell).toBe('bash');
      expect(run).not.toContain('${{');
    }
  });

  test('passes a release that its labels cover and fails one that they do not', async () => {
    const folder = await repository();
    expect(await runs(folder, { 'as-of': '2026-11-22' })).toMatchObject({ code: 0 });
    const failed = await runs(folder, { 'as-of': '2026-11-22', release: '1.1', assessed: 'true' });
    expect(failed.code).toBe(1);
    expect(failed.out).toMatch(/^assay\.yaml:\d+:\d+ error/m);
  });

  test('takes an input for what it is, whatever it looks like', async () => {
    const folder = await repository();
    const { code, out } = await runs(folder, { 'as-of': '2026-11-22', release: '$(touch taken); "`id`' });
    expect(code).toBe(1);
    expect(out).toContain('$(touch taken)');
    expect(await bash('test -e taken', folder)).toMatchObject({ code: 1 });
    expect(await runs(folder, { file: '--format=json' })).toMatchObject({ code: 2 });
  });
});

describe('the recipe', () => {
  const blocks = async (language: string) => {
    const page = await readFile(join(ROOT, 'docs/maker-ci.md'), 'utf8');
    return [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
      ([, block = '']) => block,
    );
  };
  const yaml = async () => (await blocks('yaml')).map((block): unknown => parse(block));

  test('for a plain shell passes what holds and fails what does not', async () => {
    const [printed = ''] = await blocks('sh');
    const script = onTheDay(printed);
    const folder = await repository();
    expect(await bash(script, folder, { VERSION: '1.0' })).toMatchObject({ code: 0 });
    expect(await bash(script, folder, { VERSION: '1.1' })).toMatchObject({ code: 1 });
  });

  test('for GitLab runs the same', async () => {
    const jobs = (await yaml()).find((block) => JSON.stringify(block).includes('CI_COMMIT_TAG'));
    const { script } = (jobs as Readonly<Record<string, { readonly script: readonly string[] }>>)[
      'release-guard'
    ] ?? { script: [] };
    const ran = await bash(onTheDay(script.join('\n')), await repository(), { CI_COMMIT_TAG: '1.1' });
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('not for 1.1');
  });

  test('for GitHub hands the action only inputs that it has', async () => {
    const workflow = (await yaml()).find((block) => JSON.stringify(block).includes('"jobs"'));
    const { steps } = (workflow as { readonly jobs: { readonly guard: { readonly steps: readonly Step[] } } })
      .jobs.guard;
    const { inputs } = parse(await readFile(join(ROOT, 'action.yml'), 'utf8')) as Action;
    const guarding = steps.find(({ uses }) => uses === './.assay-checkout');
    expect(Object.keys(guarding?.with ?? {}).filter((name) => !(name in inputs))).toEqual([]);
    expect(steps.some((step) => step.with?.['path'] === '.assay-checkout')).toBe(true);
  });

  test('shows a document that is one', async () => {
    const [example = ''] = await blocks('yaml');
    const folder = await repository();
    await writeFile(join(folder, 'assay.yaml'), example);
    expect(await assay('guard', join(folder, 'assay.yaml'), ...TODAY)).toMatchObject({ code: 0 });
  });
});

/** As printed, save for the day: the example's label ends one day, and this test must not. */
function onTheDay(script: string): string {
  return script.replace('assay guard ', 'assay guard --as-of 2026-11-22 ');
}

type Step = { readonly uses: string; readonly with?: Readonly<Record<string, string>> };
