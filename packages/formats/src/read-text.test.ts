import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { below, decodeText, LARGEST_DOCUMENT, readBytes } from './read-text.ts';

let folder = '';
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-read-'));
  await mkdir(at('dossier/evidence'), { recursive: true });
  await writeFile(at('dossier/evidence/photo.txt'), 'a photo');
  await writeFile(at('secret.txt'), 'not yours');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a file', () => {
  test('of 100 MB is refused without being read', async () => {
    await writeFile(at('huge.yaml'), '');
    await truncate(at('huge.yaml'), 100 * 1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    const begun = performance.now();
    expect(await readBytes(at('huge.yaml'))).toMatchObject({
      ok: false,
      refusal: { code: 'file-too-large', bytes: 104_857_600, limit: LARGEST_DOCUMENT },
    });
    expect(performance.now() - begun).toBeLessThan(250);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(LARGEST_DOCUMENT);
  });

  test('of exactly the limit is read, of one byte more is not', async () => {
    await writeFile(at('edge'), new Uint8Array(11));
    expect(await readBytes(at('edge'), 11)).toMatchObject({ ok: true });
    expect(await readBytes(at('edge'), 10)).toMatchObject({ ok: false, refusal: { code: 'file-too-large' } });
  });

  test('that is not there, or lies under a file, is not found', async () => {
    for (const name of ['nothing.yaml', 'secret.txt/inside.yaml'])
      expect(await readBytes(at(name))).toMatchObject({
        ok: false,
        refusal: { code: 'no-such-file', file: at(name) },
      });
  });

  test('that is a folder or a device is not a file', async () => {
    for (const name of [folder, '/dev/null'])
      expect(await readBytes(name)).toMatchObject({ ok: false, refusal: { code: 'not-a-file' } });
  });

  test.skipIf(process.platform === 'win32')('that is a pipe is not waited for', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    expect(await readBytes(at('pipe'))).toMatchObject({ ok: false, refusal: { code: 'not-a-file' } });
  });

  test('that is a link to itself, or has a name too long, is not readable, and says why', async () => {
    await symlink(at('circle'), at('circle'));
    expect(await readBytes(at('circle'))).toMatchObject({
      refusal: { code: 'not-readable', problem: 'ELOOP' },
    });
    expect(await readBytes(at('n'.repeat(300)))).toMatchObject({
      refusal: { code: 'not-readable', problem: 'ENAMETOOLONG' },
    });
  });
});

describe('bytes', () => {
  test.each([
    ['of another encoding', [0x4d, 0xfc, 0x6c, 0x6c]],
    ['cut in the middle of a character', [0x61, 0xe2, 0x82]],
    ['of half a character', [0xed, 0xa0, 0x80]],
    ['of UTF-16', [0xff, 0xfe, 0x61, 0x00]],
    ['longer than a character needs', [0xc0, 0xaf]],
  ])('%s are not UTF-8', (_case, bytes) => {
    expect(decodeText('a.yaml', Uint8Array.from(bytes))).toMatchObject({
      ok: false,
      refusal: { code: 'not-utf-8' },
    });
  });

  test('with a byte order mark are text without it', () => {
    expect(decodeText('a.yaml', Uint8Array.from([0xef, 0xbb, 0xbf, 0x61]))).toEqual({ ok: true, value: 'a' });
  });
});

describe('a path that a document names', () => {
  test.each(['evidence/photo.txt', './evidence/../evidence/photo.txt'])(
    '%s stays below its folder',
    async (path) => {
      expect(await below(at('dossier'), path)).toMatchObject({ ok: true });
    },
  );

  test.each([
    '../secret.txt',
    'evidence/../../secret.txt',
    '..',
    '.',
    '',
    '../dossier-of-another/x',
    '/etc/passwd',
    'evidence/photo.txt\0.png',
  ])('%j leads out of it', async (path) => {
    expect(await below(at('dossier'), path)).toMatchObject({ ok: false, refusal: { code: 'path-escapes' } });
  });

  test('leads out of it through a link to a file, to a folder, or to a link', async () => {
    await symlink(at('secret.txt'), at('dossier/link.txt'));
    await symlink(folder, at('dossier/up'));
    await symlink('link.txt', at('dossier/link-to-link.txt'));
    for (const path of ['link.txt', 'up/secret.txt', 'link-to-link.txt'])
      expect(await below(at('dossier'), path)).toMatchObject({
        ok: false,
        refusal: { code: 'path-escapes' },
      });
  });

  test('may lead through a link that stays inside, and through a link to the folder itself', async () => {
    await symlink('evidence', at('dossier/papers'));
    await symlink(at('dossier'), at('another-way'));
    expect(await below(at('dossier'), 'papers/photo.txt')).toMatchObject({ ok: true });
    expect(await below(at('another-way'), 'evidence/photo.txt')).toMatchObject({ ok: true });
  });

  test('to nothing, also through a link that has lost its target, is not found', async () => {
    await symlink('gone.txt', at('dossier/lost.txt'));
    for (const path of ['evidence/nothing.txt', 'lost.txt', 'evidence/photo.txt/deeper'])
      expect(await below(at('dossier'), path)).toMatchObject({
        ok: false,
        refusal: { code: 'no-such-file' },
      });
  });
});
