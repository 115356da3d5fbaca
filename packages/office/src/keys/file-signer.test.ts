import { chmodSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { verifySignature } from '@assay/attestation/key';
import { passingFolder } from '@assay/records/test/folder';
import { expect, onTestFinished, test } from 'vitest';

import { fileSigner } from './file-signer.ts';

const KID = 'did:web:label.sandbox.example#vc-1';
const message = new TextEncoder().encode('sandbox');

function freshFolder(): string {
  const folder = passingFolder('keys-test');
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'keys');
}

test('a key is made once, for its owner alone, and signs what its public half verifies', async () => {
  const folder = freshFolder();
  for (const alg of ['ES256', 'Ed25519'] as const) {
    const file = join(folder, `${alg}.pem`);
    const made = await fileSigner(file, { kid: KID, alg });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await fileSigner(file, { kid: KID, alg });
    expect(again.publicJwk).toEqual(made.publicJwk);
    expect(await verifySignature(made.publicJwk, message, await again.sign(message))).toBe(true);
  }
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder).toSorted()).toEqual(['ES256.pem', 'Ed25519.pem']);
});

test('a key that others can read is refused, whoever of them, until its owner alone can', async () => {
  const file = join(freshFolder(), 'vc.pem');
  const { publicJwk } = await fileSigner(file, { kid: KID, alg: 'ES256' });
  for (const mode of [0o644, 0o640, 0o604, 0o660, 0o601]) {
    chmodSync(file, mode);
    await expect(fileSigner(file, { kid: KID, alg: 'ES256' })).rejects.toThrow(
      'others can read this private key',
    );
  }
  chmodSync(file, 0o600);
  expect((await fileSigner(file, { kid: KID, alg: 'ES256' })).publicJwk).toEqual(publicJwk);
});

test('a key for another algorithm, and a file that holds none, are refused and stay as they are', async () => {
  const file = join(freshFolder(), 'log.pem');
  await fileSigner(file, { kid: KID, alg: 'Ed25519' });
  await expect(fileSigner(file, { kid: KID, alg: 'ES256' })).rejects.toThrow('another algorithm');
  writeFileSync(file, 'sandbox');
  await expect(fileSigner(file, { kid: KID, alg: 'Ed25519' })).rejects.toThrow();
  expect(statSync(file).size).toBe(7);
});

test('two that make the same key at once hold the same key', async () => {
  const file = join(freshFolder(), 'vc.pem');
  const signers = await Promise.all(
    Array.from({ length: 8 }, () => fileSigner(file, { kid: KID, alg: 'ES256' })),
  );
  expect(new Set(signers.map(({ publicJwk }) => JSON.stringify(publicJwk))).size).toBe(1);
  expect(existsSync(file)).toBe(true);
});
