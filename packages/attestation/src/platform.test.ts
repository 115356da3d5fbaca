import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { PublicJwk } from './key.ts';
import * as browser from './platform.browser.ts';
import * as node from './platform.ts';

const PAIRS = {
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  Ed25519: generateKeyPairSync('ed25519'),
} as const;

test.each(['P-256', 'Ed25519'] as const)(
  'Node and a browser say the same of every %s signature, whole or changed',
  async (crv) => {
    const { privateKey, publicKey } = PAIRS[crv];
    const jwk = parseJwk(publicKey);
    const [here, there] = [await node.readyKey(jwk), await browser.readyKey(jwk)];
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 80 }),
        fc.option(fc.nat(63), { nil: undefined }),
        async (message, at) => {
          const made = signed(crv, privateKey, message);
          const signature = made.map((byte, place) => (place === at ? byte ^ 1 : byte));
          const asked = { message, signature };
          const verified = await node.verifyRaw(here, crv, asked);
          expect(verified).toBe(at === undefined);
          expect(await browser.verifyRaw(there, crv, asked)).toBe(verified);
        },
      ),
      { numRuns: 60 },
    );
  },
);

test('a number of a signature that begins with zeros, or is none, is told as it is', async () => {
  const { privateKey, publicKey } = PAIRS['P-256'];
  const key = await node.readyKey(parseJwk(publicKey));
  const short = (half: number) => {
    for (let n = 0; ; n += 1) {
      const message = Uint8Array.of(n >> 8, n);
      const signature = signed('P-256', privateKey, message);
      if (signature[half] === 0) return { message, signature };
    }
  };
  for (const half of [0, 32]) {
    const asked = short(half);
    expect(await node.verifyRaw(key, 'P-256', asked)).toBe(true);
    const none = asked.signature.map((byte, at) => (at >= half && at < half + 32 ? 0 : byte));
    expect(await node.verifyRaw(key, 'P-256', { ...asked, signature: none })).toBe(false);
  }
  const nothing = { message: new Uint8Array(), signature: new Uint8Array(64) };
  expect(await node.verifyRaw(key, 'P-256', nothing)).toBe(false);
});

function signed(crv: PublicJwk['crv'], key: KeyObject, message: Uint8Array): Uint8Array {
  return new Uint8Array(
    crv === 'P-256' ? sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }) : sign(null, message, key),
  );
}

function parseJwk(key: KeyObject): PublicJwk {
  return key.export({ format: 'jwk' }) as PublicJwk;
}
