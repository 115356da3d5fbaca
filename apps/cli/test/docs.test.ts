import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { assay, build, ROOT } from './program.ts';

const PAGE = 'docs/gap-formats.md';
const commands = [...(await readFile(join(ROOT, PAGE), 'utf8')).matchAll(/^npx assay (.+)$/gm)].map(
  ([, words = '']) => words,
);

let folder = '';
beforeAll(async () => {
  await build();
  folder = await mkdtemp(join(tmpdir(), 'assay-docs-'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the page of formats has a command for each format', () => {
  const named = commands.map((command) => /--format (\w+)/.exec(command)?.[1] ?? 'table');
  expect(named.sort()).toEqual(['cyclonedx', 'html', 'json', 'md', 'oscal', 'oscal', 'sarif', 'table']);
});

test.concurrent.each(commands)('works as it stands: %s', async (command) => {
  const words = command.split(' ');
  const place = words.indexOf('--output') + 1;
  if (place > 0) words[place] = join(folder, words[place] ?? '');
  const { code, out, error } = await assay(...words);
  expect(code, error).toBeLessThan(2);
  const made = place > 0 ? (await stat(words[place] ?? '')).size : out.length;
  expect(made).toBeGreaterThan(500);
});
