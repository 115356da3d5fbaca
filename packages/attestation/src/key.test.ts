import { createPublicKey } from 'node:crypto';

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { DID, p256Signer, sandboxOffice, type Office } from '../test/sandbox-label.ts';
import { toBase64Url } from './base64.ts';
import { isStrictKey, verifySignature, type P256Jwk } from './key.ts';
import { parseTrustAnchors } from './trust.ts';
import { parseRoots } from './trust-list/trust-list.ts';

const FIELD = 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff';
const coordinate = (hex: string) => toBase64Url(Uint8Array.from(Buffer.from(hex.padStart(64, '0'), 'hex')));
const p256 = (x: string, y: string): P256Jwk => ({ kty: 'EC', crv: 'P-256', x, y });

let office: Office;
beforeAll(async () => {
  office = await sandboxOffice();
});

describe('a P-256 key', () => {
  test('lies on its curve: the published base point does, and so does every key that is made', async () => {
    const base = p256(
      coordinate('6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296'),
      coordinate('4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5'),
    );
    expect(isStrictKey(base)).toBe(true);
    for (let i = 0; i < 20; i += 1)
      expect(isStrictKey((await p256Signer(`${DID}#vc-1`)).publicJwk)).toBe(true);
  });

  test('with any coordinates is one for us exactly where OpenSSL takes it for one', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toBase64Url);
    const { x, y } = p256Of(office);
    const near = fc.tuple(fc.constantFrom('x', 'y'), fc.nat(31), fc.nat(7)).map(([which, at, bit]) => {
      const flipped = Buffer.from(which === 'x' ? x : y, 'base64url');
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at);
      return which === 'x' ? p256(toBase64Url(flipped), y) : p256(x, toBase64Url(flipped));
    });
    const key = fc.oneof(
      near,
      fc.tuple(bytes, bytes).map(([a, b]) => p256(a, b)),
      fc.constant(p256(x, y)),
    );
    fc.assert(fc.property(key, (jwk) => isStrictKey(jwk) === openSslTakes(jwk)));
  });

  test('off the curve, beyond the field or cut short makes neither anchors nor a root, and verifies nothing', async () => {
    const { x, y } = p256Of(office);
    for (const bad of [
      p256(y, x),
      p256(x, coordinate('1')),
      p256(coordinate('0'), coordinate('0')),
      p256(coordinate(FIELD), y),
      p256(x, coordinate(FIELD)),
    ]) {
      expect(isStrictKey(bad)).toBe(false);
      expect(await verifySignature(bad, Uint8Array.of(1), new Uint8Array(64))).toBe(false);
      expect(parseRoots({ rootKeys: [bad], rootThreshold: 1 })).toMatchObject({
        refusal: { complaints: [{ path: '/rootKeys/0' }] },
      });
      expect(await parseTrustAnchors(withVcKey(bad))).toMatchObject({
        refusal: { complaints: [{ path: '/administrators/0/keys/0/jwk' }] },
      });
    }
    expect(isStrictKey(p256(x.slice(4), y))).toBe(false);
    expect(await parseTrustAnchors(withVcKey(p256(x, y)))).toMatchObject({ ok: true });
  });
});

function p256Of({ vc }: Office): P256Jwk {
  if (vc.publicJwk.kty !== 'EC') throw new Error('credentials are signed with P-256');
  return vc.publicJwk;
}

function withVcKey(jwk: P256Jwk): unknown {
  const { administrators, ...rest } = office.anchors;
  return {
    ...rest,
    administrators: administrators.map(({ keys, ...one }) => ({
      ...one,
      keys: keys.map((key) => (key.use === 'vc' ? { ...key, jwk } : key)),
    })),
  };
}

function openSslTakes(jwk: P256Jwk): boolean {
  try {
    createPublicKey({ key: { ...jwk }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}
