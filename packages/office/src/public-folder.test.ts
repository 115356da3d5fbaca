import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { passingFolder } from '@assay/records/test/folder';
import { expect, onTestFinished, test } from 'vitest';

import { openPublicFolder } from './public-folder.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

function freshRoot(): string {
  const root = passingFolder('public-test');
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  return root;
}

test('what is replaced is read as it was last written, and anybody may read it', async () => {
  const root = freshRoot();
  const folder = openPublicFolder(root);
  expect(await folder.read('log/2026/checkpoint')).toBeUndefined();
  expect(() => folder.readNow('log/2026/checkpoint')).toThrow();
  await folder.replace('log/2026/checkpoint', utf8('one'));
  await folder.replace('log/2026/checkpoint', utf8('two'));
  expect(await folder.read('log/2026/checkpoint')).toEqual(utf8('two'));
  expect(folder.readNow('log/2026/checkpoint')).toEqual(utf8('two'));
  expect(statSync(join(root, 'log/2026/checkpoint')).mode & 0o444).toBe(0o444);
  expect(readdirSync(join(root, 'log/2026'))).toEqual(['checkpoint']);
});

test('what is written once may be written again alike, and never otherwise', async () => {
  const folder = openPublicFolder(freshRoot());
  await folder.writeOnce('tile/0/000.p/5', utf8('five'));
  await folder.writeOnce('tile/0/000.p/5', utf8('five'));
  await expect(folder.writeOnce('tile/0/000.p/5', utf8('FIVE'))).rejects.toThrow('two histories');
  expect(await folder.read('tile/0/000.p/5')).toEqual(utf8('five'));
});

test('what a killed process left behind is in nobody’s way, not even under the same process id', async () => {
  const root = freshRoot();
  await mkdir(join(root, 'status'));
  for (let n = 1; n < 40; n += 1) writeFileSync(join(root, `status/.${process.pid}-${n}.tmp`), 'half');
  const folder = openPublicFolder(root);
  await folder.replace('status/0', utf8('whole'));
  expect(await folder.read('status/0')).toEqual(utf8('whole'));
  expect(readdirSync(join(root, 'status'))).toHaveLength(40);
});

test('a path that is a folder is an alarm, and leaves nothing half-written', async () => {
  const root = freshRoot();
  await mkdir(join(root, 'L/record.json'), { recursive: true });
  await expect(openPublicFolder(root).replace('L/record.json', utf8('{}'))).rejects.toThrow();
  expect(readdirSync(join(root, 'L'))).toEqual(['record.json']);
});
