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

function signed(crv: PublicJwk['crv'], key: KeyObject, message: Uint8Array): Uint8Array {
  return new Uint8Array(
    crv === 'P-256' ? sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }) : sign(null, message, key),
  );
}

function parseJwk(key: KeyObject): PublicJwk {
  return key.export({ format: 'jwk' }) as PublicJwk;
}
