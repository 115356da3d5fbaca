import { describe, expect, test } from 'vitest';

import { keepsContract } from '../../test/key-contract.ts';
import { holderOf } from './key-holder.ts';
import type { KeySettings } from './key-settings.ts';

/**
 * A token to test with: the library of its maker, its name, its PIN; and `pkcs11js` where Node finds it. For SoftHSM:
 * `softhsm2-util --init-token --free --label sandbox --pin 1234 --so-pin 1234`, ASSAY_TEST_PKCS11_MODULE with the path of
 * libsofthsm2.so, ASSAY_TEST_PKCS11_TOKEN=sandbox, ASSAY_TEST_PKCS11_PIN=1234.
 */
const MODULE = process.env['ASSAY_TEST_PKCS11_MODULE'];
const TOKEN = process.env['ASSAY_TEST_PKCS11_TOKEN'] ?? '';
const NAMED: NonNullable<KeySettings['pkcs11']> = {
  ...{ module: MODULE ?? '/nowhere/library.so', token: TOKEN || 'sandbox' },
  pin: { environment: 'ASSAY_TEST_PKCS11_PIN' },
  prefix: `test-${String(process.pid)}-`,
};

const holder = (changes: Partial<NonNullable<KeySettings['pkcs11']>> = {}) =>
  holderOf('pkcs11', { pkcs11: { ...NAMED, ...changes } }, '/nowhere');
const asked = { place: 'a', kid: 'did:web:label.sandbox.example#vc-1', alg: 'ES256' } as const;

describe.skipIf(MODULE === undefined)(
  'a token behind PKCS #11 (skipped unless ASSAY_TEST_PKCS11_MODULE names one)',
  () => {
    test.each(['ES256', 'Ed25519'] as const)('keeps the contract of a key holder for %s', async (alg) => {
      await keepsContract({ holder: holder(), name: `${alg.toLowerCase()}-1`, alg });
    });

    test('that is not there, or opens to another PIN, is named', async () => {
      await expect(holder({ token: 'no such token' }).find(asked)).rejects.toMatchObject({
        code: 'token-away',
      });
      await expect(holder({ module: '/nowhere/library.so' }).find(asked)).rejects.toMatchObject({
        code: 'token-away',
      });
    });
  },
);

test('a PIN that is nowhere, settings that name no token, and a package that is not installed are named', async () => {
  await expect(holder({ pin: { environment: 'ASSAY_TEST_NOT_SET' } }).find(asked)).rejects.toMatchObject({
    code: 'secret-missing',
  });
  expect(() => holderOf('pkcs11', {}, '/nowhere')).toThrow('has no member "pkcs11"');
  if (MODULE !== undefined) return;
  process.env['ASSAY_TEST_PKCS11_PIN'] = '1234';
  await expect(holder().find(asked)).rejects.toMatchObject({
    code: 'package-missing',
    message: expect.stringContaining('npm install --no-save pkcs11js@2.1.7') as string,
  });
});
