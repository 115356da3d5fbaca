import { createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import { beforeAll, describe, expect, test } from 'vitest';

import { DID, grantedBundle, NOW, sandboxOffice, type Office } from '../../test/sandbox-label.ts';
import { formatBundle, type Bundle } from '../bundle.ts';
import { toBase64Url } from '../base64.ts';
import type { P256Jwk, PublicJwk } from '../key.ts';
import { verifyBundle } from '../verify-label.ts';
import { readCompactJws, verifyCompactJws } from './compact-jws.ts';

const KID = `${DID}#vc-2026-1`;
const HEADER = { alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: KID };
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = pair.publicKey.export({ format: 'jwk' });
const pinned: P256Jwk = { kty: 'EC', crv: 'P-256', x: jwk.x ?? '', y: jwk.y ?? '' };
const PAYLOAD = { id: 'https://label.sandbox.example/vc/1' };

const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const input = (header: unknown, payload: unknown = PAYLOAD) => `${encoded(header)}.${encoded(payload)}`;
/** Signed as node:crypto does by itself, which is DER for ECDSA. */
const der = (text: string, key: KeyObject = pair.privateKey) => sign('sha256', Buffer.from(text), key);
const raw = (text: string, key: KeyObject = pair.privateKey) =>
  sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
const signed = (text: string, signature: Buffer) => `${text}.${signature.toString('base64url')}`;

async function found(text: string, key: PublicJwk = pinned): Promise<string> {
  const read = readCompactJws(text);
  if (!read.ok) return read.refusal.code;
  const verified = await verifyCompactJws(read.value, key);
  return verified.ok ? 'verified' : verified.refusal.code;
}

describe('the algorithm of a signature', () => {
  test('is the one of the pinned key: signed rightly it verifies', async () => {
    expect(await found(signed(input(HEADER), raw(input(HEADER))))).toBe('verified');
  });

  test.each(['none', 'None', 'NONE', 'nOnE'])('is never %s, with or without a signature', async (alg) => {
    const text = input({ ...HEADER, alg });
    for (const signature of [Buffer.alloc(0), raw(text), Buffer.alloc(64)])
      expect(await found(signed(text, signature))).toBe('header-not-allowed');
  });

  test.each(['HS256', 'HS384', 'HS512'])(
    'is never %s, whatever form of the public key was the secret',
    async (alg) => {
      const text = input({ ...HEADER, alg });
      const [x = '', y = ''] = [jwk.x, jwk.y];
      const secrets = [
        pair.publicKey.export({ format: 'pem', type: 'spki' }),
        pair.publicKey.export({ format: 'der', type: 'spki' }),
        JSON.stringify(pinned),
        Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]),
      ];
      for (const secret of secrets) {
        const mac = createHmac(alg.replace('HS', 'sha'), secret).update(text).digest();
        expect(await found(signed(text, mac))).toBe('header-not-allowed');
        // The same under the name of the right algorithm, at the right length.
        const named = input(HEADER);
        const passed = createHmac('sha512', secret).update(named).digest();
        expect(await found(signed(named, passed))).toBe('wrong-signature');
      }
    },
  );

  test('is not another curve, another hash or the encoding of another library', async () => {
    const text = input(HEADER);
    expect(await found(signed(text, der(text)))).toBe('wrong-signature');
    const larger = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(await found(signed(text, raw(text, larger.privateKey)))).toBe('wrong-signature');
    const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    expect(await found(signed(text, raw(text, k1.privateKey)))).toBe('wrong-signature');
    const other = sign('sha384', Buffer.from(text), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' });
    expect(await found(signed(text, other))).toBe('wrong-signature');
    for (const alg of [
      'ES384',
      'ES512',
      'ES256K',
      'RS256',
      'PS256',
      'ESP256',
      'EdDSA25519',
      'es256',
      '',
      7,
      null,
    ])
      expect([alg, await found(signed(input({ ...HEADER, alg }), raw(input({ ...HEADER, alg }))))]).toEqual([
        alg,
        'header-not-allowed',
      ]);
  });

  test('is not that of a key of another kind, though the header says so', async () => {
    const edwards = generateKeyPairSync('ed25519');
    const { x = '' } = edwards.publicKey.export({ format: 'jwk' });
    const text = input({ ...HEADER, alg: 'EdDSA' });
    const sealed = signed(text, sign(null, Buffer.from(text), edwards.privateKey));
    expect(await found(sealed, { kty: 'OKP', crv: 'Ed25519', x })).toBe('verified');
    expect(await found(sealed)).toBe('algorithm-not-of-this-key');
    const es = signed(input(HEADER), raw(input(HEADER)));
    expect(await found(es, { kty: 'OKP', crv: 'Ed25519', x })).toBe('algorithm-not-of-this-key');
  });

  test('all zeros, and r or s of nought or of the order of the group, sign nothing', async () => {
    const text = input(HEADER);
    const good = raw(text);
    const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
    for (const half of [Buffer.alloc(32), order, Buffer.alloc(32, 255)])
      for (const signature of [
        Buffer.concat([half, half]),
        Buffer.concat([half, good.subarray(32)]),
        Buffer.concat([good.subarray(0, 32), half]),
      ])
        expect(await found(signed(text, signature))).toBe('wrong-signature');
  });
});

describe('the header of a signature', () => {
  test.each<readonly [string, object]>([
    ['crit', { crit: ['exp'] }],
    ['crit of nothing', { crit: [] }],
    ['b64', { b64: false, crit: ['b64'] }],
    ['b64 alone', { b64: true }],
    ['a key of its own', { jwk }],
    ['the address of a key', { jku: 'https://evil.example/jwks' }],
    ['a certificate', { x5c: ['MII='] }],
    ['the address of a certificate', { x5u: 'https://evil.example/cert' }],
    ['the thumbprint of one', { x5t: 'AAAA', 'x5t#S256': 'AAAA' }],
    ['compression', { zip: 'DEF' }],
    ['an address', { url: 'https://evil.example' }],
    ['anything else', { sandbox: true }],
  ])('carries no %s', async (_case, more) => {
    const text = input({ ...HEADER, ...more });
    expect(await found(signed(text, raw(text)))).toBe('header-not-allowed');
  });

  test('names each member once, and so does the payload', async () => {
    for (const header of [
      JSON.stringify(HEADER).replace('{', '{"alg":"none",'),
      JSON.stringify(HEADER).replace('}', ',"kid":"did:web:evil.example#vc-1"}'),
      JSON.stringify(HEADER).replace('}', ',"\\u0061lg":"ES256"}'),
    ])
      expect(await found(signed(input(header), raw(input(header))))).toBe('header-not-allowed');
    const twice = '{"validUntil":"2020-01-01T00:00:00Z","validUntil":"2030-01-01T00:00:00Z"}';
    expect(await found(signed(input(HEADER, twice), raw(input(HEADER, twice))))).toBe(
      'payload-not-an-object',
    );
  });
});

describe('a label whose credential is signed in another way', () => {
  let office: Office;
  let bundle: Bundle;
  beforeAll(async () => {
    office = await sandboxOffice();
    bundle = await grantedBundle(office);
  });

  test.each<readonly [string, (head: string, payload: string) => string]>([
    ['with no algorithm', (_head, payload) => `${encoded({ ...HEADER, alg: 'none' })}.${payload}.`],
    [
      'with the public key as a secret',
      (_head, payload) => {
        const text = `${encoded({ ...HEADER, alg: 'HS256' })}.${payload}`;
        const key = createPublicKey({ key: { ...office.vc.publicJwk }, format: 'jwk' });
        const secret = key.export({ format: 'pem', type: 'spki' });
        return signed(text, createHmac('sha256', secret).update(text).digest());
      },
    ],
    [
      'by a key that it brings along',
      (_head, payload) => {
        const text = `${encoded({ ...HEADER, jwk })}.${payload}`;
        return signed(text, raw(text));
      },
    ],
    ['by a stranger', (head, payload) => signed(`${head}.${payload}`, raw(`${head}.${payload}`))],
    ['by nobody', (head, payload) => `${head}.${payload}.${toBase64Url(new Uint8Array(64))}`],
  ])('%s is INVALID', async (_case, forge) => {
    const [head = '', payload = ''] = bundle.credential.split('.');
    const forged = formatBundle({ ...bundle, credential: forge(head, payload) });
    const { outcome, checks, product } = await verifyBundle({
      bundle: forged,
      anchors: office.anchors,
      now: NOW,
    });
    expect([outcome, product]).toEqual(['INVALID', null]);
    const failed = checks.filter(({ ok }) => !ok).map(({ id }) => id);
    expect(failed.some((id) => id === 'credential-form' || id === 'credential-signature')).toBe(true);
  });
});
