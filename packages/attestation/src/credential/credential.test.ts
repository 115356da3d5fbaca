import { CompactSign, compactVerify, importJWK } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';

import { ed25519Signer, p256Signer, STATEMENT, DID, instant } from '../../test/sandbox-label.ts';
import { toBase64Url } from '../base64.ts';
import { utf8 } from '../bytes.ts';
import type { Signer } from '../key.ts';
import { readCompactJws, verifyCompactJws } from './compact-jws.ts';
import { checkIssuable } from './issuable.ts';
import { buildLabelCredential, signLabelCredential, type LabelCredential } from './label-credential.ts';
import type { LabelStatement } from './label-statement.ts';
import { readLabelCredential } from './read-label-credential.ts';

const KID = `${DID}#vc-2026-1`;
let signer: Signer;
let credential: LabelCredential;
let jws: string;
beforeAll(async () => {
  signer = await p256Signer(KID);
  credential = built(STATEMENT);
  jws = await signLabelCredential(credential, signer);
});

function built(statement: LabelStatement): LabelCredential {
  const result = buildLabelCredential(statement);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

const jwsOf = (header: object, payload: object = credential, signature = 'AAAA') =>
  [JSON.stringify(header), JSON.stringify(payload)].map((part) => toBase64Url(utf8(part))).join('.') +
  `.${signature}`;
const code = (text: string) => {
  const read = readCompactJws(text);
  return read.ok ? null : read.refusal.code;
};
const HEADER = { alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: KID };

describe('the credential of a label', () => {
  test('says in every name that it is of the sandbox, and marks it', () => {
    expect(credential).toMatchObject({
      name: `Sandbox cybersecurity label ${STATEMENT.labelId}`,
      credentialSubject: { name: 'Sandbox label of Sandbox gateway', cyberLabel: { sandbox: true } },
    });
    expect(JSON.stringify(built({ ...STATEMENT, sandbox: false }))).not.toContain('"sandbox":');
  });

  test('has exactly the members of the specification', () => {
    expect(Object.keys(credential)).toEqual([
      '@context',
      'type',
      'id',
      'name',
      'issuer',
      'validFrom',
      'validUntil',
      'credentialStatus',
      'credentialSubject',
    ]);
    expect(credential['credentialStatus']).toEqual(
      ['revocation', 'suspension'].map((purpose) => ({
        id: `https://label.sandbox.example/status/${purpose}/3#4711`,
        type: 'BitstringStatusListEntry',
        statusPurpose: purpose,
        statusListIndex: '4711',
        statusListCredential: `https://label.sandbox.example/status/${purpose}/3`,
      })),
    );
  });

  test('is not issued with an unknown member at the top or deep inside, or with one missing', () => {
    expect(checkIssuable({ ...credential, evidence: [] })).toMatchObject({
      ok: false,
      refusal: { code: 'not-issuable' },
    });
    expect(
      checkIssuable({
        ...credential,
        credentialSubject: { ...Object(credential['credentialSubject']), colour: 'red' },
      }).ok,
    ).toBe(false);
    for (const member of Object.keys(credential)) {
      const less = Object.fromEntries(Object.entries(credential).filter(([key]) => key !== member));
      expect([member, checkIssuable(less).ok]).toEqual([member, false]);
    }
  });

  test('is not issued for a statement that a verifier would refuse', () => {
    for (const wrong of [
      { validUntil: instant('2026-11-19T00:00:00Z') },
      { validFrom: instant('2026-02-30T00:00:00Z') },
      {
        labelId:
          `${STATEMENT.labelId.slice(0, 10)}${STATEMENT.labelId.endsWith('A') ? 'B' : 'A'}` as typeof STATEMENT.labelId,
      },
      { status: { ...STATEMENT.status, url: 'https://label.sandbox.example/lists' } },
      { assessments: [] },
      { issuer: { did: 'did:key:z6Mk', name: 'Sandbox' } },
      { holder: { id: 'no url', name: 'Sandbox' } },
    ]) {
      expect([wrong, buildLabelCredential({ ...STATEMENT, ...wrong }).ok]).toEqual([wrong, false]);
    }
  });

  test('does not read with contexts out of order, another type, or lists that disagree', () => {
    const statuses = credential['credentialStatus'] as readonly Record<string, string>[];
    for (const wrong of [
      { '@context': (credential['@context'] as string[]).toReversed() },
      { type: ['VerifiableCredential', 'Other'] },
      { credentialStatus: statuses.toReversed() },
      { credentialStatus: [statuses[0], { ...statuses[1], statusListIndex: '4712' }] },
      { credentialStatus: statuses[0] },
      { validUntil: '2028-11-20T00:00:00+00:00' },
    ]) {
      expect([wrong, readLabelCredential({ ...credential, ...wrong }).ok]).toEqual([wrong, false]);
    }
  });
});

describe('the compact JWS', () => {
  test('bears exactly the four header members and verifies with another library', async () => {
    expect(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString()).toBe(
      `{"alg":"ES256","typ":"vc+jwt","cty":"vc","kid":"${KID}"}`,
    );
    const { payload } = await compactVerify(jws, await importJWK({ ...signer.publicJwk }, 'ES256'));
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(credential);
  });

  test('of another header is refused', () => {
    expect(code(jwsOf(HEADER))).toBeNull();
    expect(code(jwsOf({ alg: 'ES256', kid: KID }))).toBeNull();
    for (const header of [
      { ...HEADER, alg: 'none' },
      { ...HEADER, alg: 'HS256' },
      { ...HEADER, alg: 'ES384' },
      { ...HEADER, typ: 'JWT' },
      { ...HEADER, typ: 'application/vc+jwt' },
      { ...HEADER, cty: 'vp' },
      { ...HEADER, crit: ['b64'], b64: false },
      { ...HEADER, jwk: signer.publicJwk },
      { alg: 'ES256' },
      { kid: KID },
    ]) {
      expect([header, code(jwsOf(header))]).toEqual([header, 'header-not-allowed']);
    }
  });

  test('that wraps a credential in vc or vp is refused', () => {
    expect(code(jwsOf(HEADER, { ...credential, vc: {} }))).toBe('wrapped-credential');
    expect(code(jwsOf(HEADER, { vp: credential }))).toBe('wrapped-credential');
    expect(code(jwsOf(HEADER, [credential]))).toBe('payload-not-an-object');
  });

  test('with stray bits, padding, or not of three parts is malformed', () => {
    const last = jws.at(-1) ?? '';
    const stray = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const next = stray[stray.indexOf(last) + 1] ?? '';
    for (const text of [
      `${jws.slice(0, -1)}${next}`,
      `${jws}=`,
      `${jws}.`,
      jws.replace('.', '..'),
      `${jws} `,
      '',
      'a.b',
    ]) {
      expect(code(text)).toBe('malformed-jws');
    }
    expect(code('A'.repeat(300_000))).toBe('jws-too-long');
  });

  test('takes its algorithm from the key, whatever the header says', async () => {
    const read = readCompactJws(jws);
    if (!read.ok) throw new Error(read.refusal.code);
    const edwards = await ed25519Signer(KID);
    expect(await verifyCompactJws(read.value, signer.publicJwk)).toEqual({ ok: true, value: true });
    expect(await verifyCompactJws(read.value, edwards.publicJwk)).toMatchObject({
      refusal: { code: 'algorithm-not-of-this-key' },
    });
    expect(await verifyCompactJws(read.value, (await p256Signer(KID)).publicJwk)).toMatchObject({
      refusal: { code: 'wrong-signature' },
    });
  });

  test('signed elsewhere with Ed25519 verifies under either of its names', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
    if (!('privateKey' in pair)) throw new Error('a pair was asked for');
    const { x = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    for (const alg of ['Ed25519', 'EdDSA']) {
      const text = await new CompactSign(utf8(JSON.stringify(credential)))
        .setProtectedHeader({ ...HEADER, alg })
        .sign(pair.privateKey);
      const read = readCompactJws(text);
      expect(read.ok && (await verifyCompactJws(read.value, { kty: 'OKP', crv: 'Ed25519', x }))).toEqual({
        ok: true,
        value: true,
      });
    }
  });

  test('never leaves a signer that answers something else than its raw signature', async () => {
    const broken = { ...signer, sign: () => Promise.resolve(new Uint8Array(70)) };
    await expect(signLabelCredential(credential, broken)).rejects.toThrow('does not verify');
    await expect(signLabelCredential(credential, await ed25519Signer(KID))).rejects.toThrow('ES256');
  });
});
