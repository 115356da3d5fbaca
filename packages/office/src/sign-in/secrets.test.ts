import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { passingFolder } from '@assay/records/test/folder';
import { expect, test } from 'vitest';

import { openSecrets } from './secrets.ts';

const random = (count: number) => new Uint8Array(randomBytes(count));
const SECRET = new TextEncoder().encode('twenty bytes of chance');

test('what was sealed is opened in its own place alone, and only whole', async () => {
  const secrets = openSecrets(join(passingFolder('secrets'), 'keys/sign-in.key'), random);
  const sealed = await secrets.seal(SECRET, 'totp person_rita-reviewer');
  expect(Buffer.from(sealed).includes(Buffer.from(SECRET))).toBe(false);
  expect(Buffer.from(await secrets.open(sealed, 'totp person_rita-reviewer'))).toEqual(Buffer.from(SECRET));
  await expect(secrets.open(sealed, 'totp person_omar-owner')).rejects.toThrow();
  for (let place = 0; place < sealed.length; place += 1) {
    const bent = Uint8Array.from(sealed);
    bent[place] = (bent[place] ?? 0) ^ 1;
    await expect(secrets.open(bent, 'totp person_rita-reviewer')).rejects.toThrow();
  }
  await expect(secrets.open(sealed.subarray(0, 20), 'totp person_rita-reviewer')).rejects.toThrow();
});

test('many processes that start at once have one key, which nobody else reads', async () => {
  const folder = passingFolder('secrets');
  const path = join(folder, 'keys/sign-in.key');
  const blinded = await Promise.all(Array.from({ length: 8 }, () => openSecrets(path, random).blind('one')));
  expect(new Set(blinded.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(1);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'keys'))).toEqual(['sign-in.key']);
});

test('a key that others can read, or that is none, is refused', async () => {
  const path = join(passingFolder('secrets'), 'sign-in.key');
  const secrets = openSecrets(path, random);
  writeFileSync(path, 'no key\n', { mode: 0o600 });
  await expect(secrets.blind('one')).rejects.toThrow(/restore it/);
  chmodSync(path, 0o644);
  await expect(secrets.blind('one')).rejects.toThrow(/others can read/);
});
