import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { keptTexts } from './kept-texts.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-texts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('texts are kept ready, read anew where the file changed or what was kept is half a file', async () => {
  const file = join(folder, 'en.yaml');
  const cache = join(folder, 'cache');
  const write = (word: string) => writeFile(file, `language: en\ntexts: { reason.met: ${word} }\n`);
  await write('Met');
  expect(await keptTexts(file, 'en', cache)).toEqual({ 'reason.met': 'Met' });
  expect(await keptTexts(file, 'en', cache)).toEqual({ 'reason.met': 'Met' });
  await write('Holds');
  expect(await keptTexts(file, 'en', cache)).toEqual({ 'reason.met': 'Holds' });
  const kept = await readdir(cache);
  expect(kept).toHaveLength(1);
  await writeFile(join(cache, kept[0] ?? ''), '{ "reason.met": "Ho');
  expect(await keptTexts(file, 'en', cache)).toEqual({ 'reason.met': 'Holds' });
});
