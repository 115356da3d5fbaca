import { appendFile, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { loadLibrary } from './load-library.ts';

const ROOT = join(import.meta.dirname, '../../../..');

async function copied(): Promise<{ readonly home: string; readonly cache: string }> {
  const home = await mkdtemp(join(tmpdir(), 'assay-prebuilt-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  for (const folder of ['standards', 'schemes', 'crosswalk', 'recognitions'])
    await cp(join(ROOT, folder), join(home, folder), { recursive: true });
  return { home, cache: join(home, 'cache') };
}

test('a library that was kept is the library that was read, frozen like it', async () => {
  const { home, cache } = await copied();
  const read = await loadLibrary(home, cache);
  expect(await readdir(cache)).toHaveLength(1);
  const kept = await loadLibrary(home, cache);
  expect(kept).toEqual(read);
  if (!kept.ok) throw new Error('not sound');
  const [first] = [...kept.value.catalogue.schemes.values()];
  expect(Object.isFrozen(first) && Object.isFrozen(first?.levels) && Object.isFrozen(first?.levels[0])).toBe(
    true,
  );
});

test('a file that changed is read anew, and what was kept of the old one goes', async () => {
  const { home, cache } = await copied();
  await loadLibrary(home, cache);
  const [before] = await readdir(cache);
  await appendFile(join(home, 'standards/facts.yaml'), '\n# one line more\n');
  expect((await loadLibrary(home, cache)).ok).toBe(true);
  const after = await readdir(cache);
  expect(after).toHaveLength(1);
  expect(after).not.toEqual([before]);
});

test('a library with a fault is refused whatever was kept, and is not kept', async () => {
  const { home, cache } = await copied();
  await loadLibrary(home, cache);
  await appendFile(join(home, 'standards/facts.yaml'), '\nunheard_of: 1\n');
  expect((await loadLibrary(home, cache)).ok).toBe(false);
  expect((await loadLibrary(home, cache)).ok).toBe(false);
});

test('a folder that cannot be written costs nothing but time', async () => {
  const { home } = await copied();
  await writeFile(join(home, 'occupied'), '');
  expect((await loadLibrary(home, join(home, 'occupied'))).ok).toBe(true);
});
