import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { passingFolder } from '@assay/records/test/folder';
import { describe, expect, onTestFinished, test } from 'vitest';

import { keepsContract } from '../../test/key-contract.ts';
import { holderOf } from './key-holder.ts';
import { providerFor, readKeySettings, type KeySettings } from './key-settings.ts';

function dataFolder(): string {
  const folder = passingFolder('file-keys-test');
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

const asked = (name: string, alg: 'ES256' | 'Ed25519' = 'ES256') => ({
  ...{ place: `${name}.pem`, alg, kid: `did:web:label.sandbox.example#${name}` },
});

describe('keys in files', () => {
  test.each(['ES256', 'Ed25519'] as const)('keep the contract of a key holder for %s', async (alg) => {
    const folder = dataFolder();
    await keepsContract({ holder: holderOf('file', {}, folder), name: 'vc-2', alg });
    expect(statSync(join(folder, 'keys', 'vc-2.pem')).mode & 0o777).toBe(0o600);
  });

  test.each(['ES256', 'Ed25519'] as const)('keep it encrypted, for %s', async (alg) => {
    const folder = dataFolder();
    writeFileSync(join(folder, 'passphrase'), 'sesame of the sandbox\r\n', { mode: 0o600 });
    const holder = holderOf('file', { file: { passphrase: { file: 'passphrase' } } }, folder);
    await keepsContract({ holder, name: 'vc-2', alg });
    const file = join(folder, 'keys', 'vc-2.pem');
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('the first key of a use bears no number, as it did when there were no others', () => {
    const holder = holderOf('file', {}, '/nowhere');
    expect(['vc-1', 'vc-2', 'qr-11'].map((name) => holder.place(name))).toEqual([
      'vc.pem',
      'vc-2.pem',
      'qr-11.pem',
    ]);
  });

  test('another passphrase, none, or one for a key without: each is named, and no key is made in its place', async () => {
    const folder = dataFolder();
    process.env['ASSAY_TEST_PASSPHRASE'] = 'sesame';
    const sealed: KeySettings = { file: { passphrase: { environment: 'ASSAY_TEST_PASSPHRASE' } } };
    const open = (settings: KeySettings) => holderOf('file', settings, folder);
    await open(sealed).make(asked('vc-2'));
    await open({}).make(asked('vc-3'));
    process.env['ASSAY_TEST_PASSPHRASE'] = 'other';
    await expect(open(sealed).find(asked('vc-2'))).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await expect(open(sealed).make(asked('vc-2'))).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await expect(open({}).find(asked('vc-2'))).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await expect(open(sealed).find(asked('vc-3'))).rejects.toMatchObject({ code: 'not-encrypted' });
    process.env['ASSAY_TEST_PASSPHRASE'] = 'sesame';
    expect(await open(sealed).find(asked('vc-2'))).toBeDefined();
  });

  test('a passphrase that others can read, or that is not there, opens nothing', async () => {
    const folder = dataFolder();
    const file = join(folder, 'passphrase');
    const holder = holderOf('file', { file: { passphrase: { file } } }, folder);
    await expect(holder.make(asked('vc-2'))).rejects.toMatchObject({ code: 'secret-missing' });
    writeFileSync(file, '\n', { mode: 0o600 });
    await expect(holder.make(asked('vc-2'))).rejects.toMatchObject({ code: 'secret-missing' });
    writeFileSync(file, 'sesame\n');
    chmodSync(file, 0o644);
    await expect(holder.make(asked('vc-2'))).rejects.toMatchObject({ code: 'others-can-read' });
  });
});

describe('keys.json', () => {
  test('says for each use who holds its keys, and nothing that nobody knows', async () => {
    const folder = dataFolder();
    expect(await readKeySettings(folder)).toEqual({});
    const file = join(folder, 'keys.json');
    const pkcs11 = { module: '/usr/lib/token.so', token: 'sandbox', pin: { file: 'pin' } };
    writeFileSync(file, JSON.stringify({ uses: { vc: 'pkcs11' }, pkcs11 }));
    const settings = await readKeySettings(folder);
    expect([providerFor(settings, 'vc'), providerFor(settings, 'log')]).toEqual(['pkcs11', 'file']);
    for (const bad of [
      '',
      '[]',
      '{"uses":{"vc":"pkcs11"}}',
      '{"uses":{"vc":"cloud"}}',
      '{"uses":{"witness":"file"}}',
      '{"more":1}',
      JSON.stringify({ pkcs11: { ...pkcs11, pin: '1234' } }),
      JSON.stringify({ pkcs11: { ...pkcs11, pin: { environment: 'a b' } } }),
      JSON.stringify({ file: { passphrase: { environment: 'A', file: 'b' } } }),
      '{"aws-kms":{"region":"EU"}}',
      '{"aws-kms":{"region":"eu-sandbox-1","prefix":"assay-"}}',
      JSON.stringify({ uses: {}, more: 'x'.repeat(64 * 1024) }),
    ]) {
      writeFileSync(file, bad);
      await expect(readKeySettings(folder), bad.slice(0, 80)).rejects.toMatchObject({ code: 'key-settings' });
    }
    rmSync(file);
    mkdirSync(file);
    await expect(readKeySettings(folder)).rejects.toMatchObject({ code: 'key-settings' });
  });
});
