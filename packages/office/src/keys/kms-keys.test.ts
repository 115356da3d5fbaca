import { createServer } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { keepsContract } from '../../test/key-contract.ts';
import { kmsPeer, type KmsPeer } from '../../test/kms-peer.ts';
import { holderOf } from './key-holder.ts';

const SPEC = { ES256: 'ECC_NIST_P256', Ed25519: 'ECC_NIST_EDWARDS25519' } as const;
const asked = (place: string, alg: 'ES256' | 'Ed25519' = 'ES256') => ({
  ...{ place, alg, kid: 'did:web:label.sandbox.example#vc-1' },
});

/** The AWS SDK as it is, against a peer that speaks the protocol of KMS. */
describe('a key in AWS KMS', () => {
  let peer: KmsPeer;
  beforeAll(async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'SANDBOX';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'sandbox';
    peer = await kmsPeer();
  });
  afterAll(() => peer.close());

  const holder = (endpoint = peer.endpoint) =>
    holderOf('aws-kms', { 'aws-kms': { region: 'eu-sandbox-1', endpoint } }, '/nowhere');

  test('keeps the contract of a key holder for ES256, by a digest, so that no message is too long', async () => {
    await keepsContract({
      ...{ holder: holder(), name: 'vc-1', alg: 'ES256' },
      before: ({ place, alg }) => {
        peer.create(place, SPEC[alg]);
      },
    });
    const signed = new Set(peer.asked.filter((one) => one.startsWith('Sign')));
    expect([...signed]).toEqual(['Sign DIGEST ECDSA_SHA_256']);
  });

  test('keeps it for Ed25519 as far as KMS does: 4,096 bytes', async () => {
    peer.asked.length = 0;
    await keepsContract({
      ...{ holder: holder(), name: 'log-1', alg: 'Ed25519', limit: 4_096 },
      before: ({ place, alg }) => {
        peer.create(place, SPEC[alg]);
      },
    });
    const signed = new Set(peer.asked.filter((one) => one.startsWith('Sign')));
    expect([...signed]).toEqual(['Sign RAW ED25519_SHA_512']);
  });

  test('is found by an alias under the prefix of the settings', () => {
    const settings = { region: 'eu-sandbox-1', endpoint: peer.endpoint, prefix: 'alias/sandbox/' };
    const prefixed = holderOf('aws-kms', { 'aws-kms': settings }, '/nowhere');
    expect(prefixed.place('qr-3')).toBe('alias/sandbox/qr-3');
    expect(holder().place('qr-3')).toBe('alias/assay-qr-3');
  });

  test('of another kind, or for another use, is refused', async () => {
    peer.create('alias/rsa', 'RSA_2048');
    peer.create('alias/agreement', 'ECC_NIST_P256', 'KEY_AGREEMENT');
    for (const place of ['alias/rsa', 'alias/agreement'])
      await expect(holder().find(asked(place))).rejects.toMatchObject({ code: 'wrong-kind' });
  });

  test('that cannot be reached or used is named, and is there again when KMS is', async () => {
    peer.create('alias/there', 'ECC_NIST_P256');
    const signer = await holder().find(asked('alias/there'));
    if (!signer) throw new Error('it was created');
    for (const error of ['AccessDeniedException', 'DisabledException', 'KMSInvalidStateException']) {
      peer.fail(error);
      await expect(signer.sign(Uint8Array.of(1))).rejects.toMatchObject({
        name: 'KeyFault',
        code: 'kms-away',
        message: expect.stringContaining(error) as string,
      });
      await expect(holder().find(asked('alias/there'))).rejects.toMatchObject({ code: 'kms-away' });
    }
    peer.fail(undefined);
    expect(await signer.sign(Uint8Array.of(1))).toHaveLength(64);
    await expect(holder(await nowhere()).find(asked('alias/there'))).rejects.toMatchObject({
      code: 'kms-away',
    });
  });

  test('without settings is a fault of the settings', () => {
    expect(() => holderOf('aws-kms', {}, '/nowhere')).toThrow('has no member "aws-kms"');
  });
});

/** An address at which nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${String(port)}`;
}
