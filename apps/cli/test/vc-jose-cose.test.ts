import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync, sign, type JsonWebKey } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assay, build, type Ran } from './program.ts';

// The cases of w3c/vc-jose-cose-test-suite (tests/test-mapping.js) that name JOSE, by their numbers there. Its inputs
// state no licence, so these are our own of the same form; the keys are new for each run.

const ISSUER = 'https://sandbox.example/issuer';
const CONTEXT = ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'];
const MINIMAL = {
  '@context': CONTEXT,
  id: 'https://sandbox.example/credentials/1',
  type: ['VerifiableCredential', 'SandboxCredential'],
  issuer: ISSUER,
  validFrom: '2010-01-01T19:23:24Z',
  credentialSchema: { id: 'https://sandbox.example/schema.json', type: 'JsonSchema' },
  credentialSubject: { id: 'did:example:123', sandbox: { says: 'nothing about anybody' } },
};
const FULL = {
  ...MINIMAL,
  validUntil: '2011-01-01T00:00:00Z',
  credentialStatus: { id: 'https://sandbox.example/status/3#94567', type: 'SandboxStatus' },
  evidence: [{ id: 'https://sandbox.example/evidence/1', type: ['SandboxEvidence'] }],
  termsOfUse: [{ id: 'https://sandbox.example/terms', type: 'SandboxTerms' }],
  refreshService: { id: 'https://sandbox.example/refresh', type: 'SandboxRefresh' },
};
const enveloped = (id: string) => ({
  '@context': CONTEXT[0],
  type: 'EnvelopedVerifiableCredential',
  id,
});
const PRESENTATION = {
  '@context': CONTEXT,
  id: 'urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5',
  type: ['VerifiablePresentation'],
  holder: ISSUER,
  verifiableCredential: [
    enveloped('data:application/vc+jwt,a.b.c'),
    enveloped('data:application/vc+sd-jwt,a.b.c~d~'),
    enveloped('data:application/vc+cose;base64,0oRY'),
  ],
};
const CURVES = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512', Ed25519: 'EdDSA' } as const;
type Curve = keyof typeof CURVES;
const pairs = new Map(
  (Object.keys(CURVES) as Curve[]).map((curve) => [
    curve,
    curve === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: curve }),
  ]),
);

const folder = mkdtempSync(join(tmpdir(), 'assay-vc-jose-cose-'));
const at = (name: string) => join(folder, name);
type Answered = Ran & { readonly result: unknown; readonly data: string };

describe('the contract of the W3C vc-jose-cose suite', () => {
  beforeAll(async () => {
    await build();
    for (const curve of pairs.keys()) writeFileSync(at(`${curve}.json`), JSON.stringify(keyFile(curve)));
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe('issues', () => {
    test.each([
      ['1: a credential with P-256', 'credential_jose', MINIMAL, 'P-256'],
      ['2: one with every optional member, P-384', 'credential_jose', FULL, 'P-384'],
      ['3: a presentation, P-256', 'presentation_jose', PRESENTATION, 'P-256'],
      ['4: a presentation, P-521', 'presentation_jose', PRESENTATION, 'P-521'],
      ['a credential with Ed25519', 'credential_jose', MINIMAL, 'Ed25519'],
    ] as const)('%s, which then verifies', async (_case, feature, document, curve) => {
      const issued = await suite('issue', { feature, input: JSON.stringify(document), curve });
      expect([issued.code, issued.result]).toEqual([0, 'success']);
      const [header = '', payload = ''] = issued.data.split('.').map(decoded);
      const media = feature === 'credential_jose' ? ['vc+jwt', 'vc'] : ['vp+jwt', 'vp'];
      expect(JSON.parse(header)).toEqual({
        alg: CURVES[curve],
        typ: media[0],
        cty: media[1],
        kid: `${ISSUER}#${curve}`,
      });
      expect(JSON.parse(payload)).toEqual(document);
      const verified = await suite('verify', { feature, input: issued.data, curve });
      expect([verified.code, verified.result, JSON.parse(verified.data)]).toEqual([0, 'success', document]);
    });

    test.each<readonly [string, object]>([
      ['5: members that nobody defines', { ...MINIMAL, badExtension: { huh: 'what' } }],
      ['15: the claim vc', { ...MINIMAL, vc: MINIMAL }],
      ['no context', { ...MINIMAL, '@context': [] }],
      ['another type', { ...MINIMAL, type: ['SandboxCredential'] }],
      ['an issuer that is no URL', { ...MINIMAL, issuer: 'somebody' }],
      ['a subject of whom nothing is said', { ...MINIMAL, credentialSubject: {} }],
      ['no subject', { ...MINIMAL, credentialSubject: [] }],
      ['an end before its beginning', { ...MINIMAL, validUntil: '2009-12-31T00:00:00Z' }],
      ['a beginning without an offset', { ...MINIMAL, validFrom: '2010-01-01T19:23:24' }],
      ['a status without a type', { ...MINIMAL, credentialStatus: { id: 'https://sandbox.example/s' } }],
      ['iss of somebody else', { ...MINIMAL, iss: 'https://sandbox.example/other' }],
    ])('nothing for %s', async (_case, document) => {
      const input = JSON.stringify(document);
      const issued = await suite('issue', { feature: 'credential_jose', input, curve: 'P-256' });
      expect([issued.code, issued.result]).toEqual([1, 'failure']);
    });
  });

  describe('verifies', () => {
    test.each<readonly [string, Record<string, unknown>, Curve]>([
      [
        '6: iat is text, as in the inputs of the suite',
        { iat: '2010-01-01T19:23:24Z', iss: ISSUER },
        'P-256',
      ],
      ['6: iat is a number', { iat: 1_262_373_804, iss: ISSUER }, 'P-256'],
      ['8: iss is the issuer', { iss: ISSUER, jti: MINIMAL.id }, 'Ed25519'],
    ])('%s', async (_case, more, curve) => {
      const verified = await verify('credential_jose', { ...MINIMAL, ...more }, curve);
      expect([verified.code, verified.result]).toEqual([0, 'success']);
    });

    test('7: a presentation that has ended is told, and is no failure', async () => {
      const ended = { ...PRESENTATION, iss: ISSUER, iat: 1_734_311_050, exp: 1_734_397_450 };
      const verified = await verify('presentation_jose', ended, 'P-384');
      expect([verified.code, verified.result]).toEqual([0, 'success']);
      expect(JSON.parse(verified.out)).toMatchObject({ expired: '2024-12-17T01:04:10.000Z' });
      expect(JSON.parse(verified.out)).toMatchObject({ result: 'success', data: verified.data });
      const full = await verify('credential_jose', FULL, 'P-256');
      expect(JSON.parse(full.out)).toMatchObject({
        result: 'success',
        expired: FULL.validUntil.replace('Z', '.000Z'),
      });
    });

    test.each<readonly [string, string, string, Curve]>([
      ['9: a key of another curve', 'credential_jose', jws(MINIMAL, 'P-521'), 'Ed25519'],
      ['10: an unsecured credential', 'credential_jose', JSON.stringify(MINIMAL), 'Ed25519'],
      ['11: an unsecured presentation', 'presentation_jose', JSON.stringify(PRESENTATION), 'Ed25519'],
      ['12: another signature', 'credential_jose', exchanged(jws(MINIMAL, 'Ed25519')), 'Ed25519'],
      [
        '13: a media type of nobody',
        'credential_jose',
        jws(MINIMAL, 'Ed25519', { typ: 'bad+typ' }),
        'Ed25519',
      ],
      [
        '14: the same in a presentation',
        'presentation_jose',
        jws(PRESENTATION, 'Ed25519', { cty: 'bad+cty' }),
        'Ed25519',
      ],
      [
        '15: vc and vp claims',
        'credential_jose',
        jws({ ...MINIMAL, vc: 'oops', vp: 'nooo' }, 'Ed25519'),
        'Ed25519',
      ],
      [
        '16: a presentation of what is no credential',
        'presentation_jose',
        jws({ ...PRESENTATION, verifiableCredential: [enveloped('not-a-credential')] }, 'Ed25519'),
        'Ed25519',
      ],
      [
        '16: a presentation of an unsecured one',
        'presentation_jose',
        jws({ ...PRESENTATION, verifiableCredential: [MINIMAL] }, 'P-256'),
        'P-256',
      ],
      ['a presentation for a credential', 'credential_jose', jws(PRESENTATION, 'P-256'), 'P-256'],
      ['no algorithm at all', 'credential_jose', `${encoded({ alg: 'none' })}.${encoded(MINIMAL)}.`, 'P-256'],
      [
        'another algorithm of the same key',
        'credential_jose',
        jws(MINIMAL, 'P-256', { alg: 'ES384' }),
        'P-256',
      ],
      [
        'a critical header that nobody understands',
        'credential_jose',
        jws(MINIMAL, 'P-256', { crit: ['b64'], b64: false }),
        'P-256',
      ],
      [
        'iss of somebody else',
        'credential_jose',
        jws({ ...MINIMAL, iss: 'https://sandbox.example/other' }, 'P-256'),
        'P-256',
      ],
    ])('not %s', async (_case, feature, input, curve) => {
      const verified = await suite('verify', { feature, input, curve });
      expect([verified.code, verified.result]).toEqual([1, 'failure']);
    });
  });

  test('answers indeterminate for what it does not offer, and error for what it cannot read', async () => {
    const other = await suite('verify', { feature: 'credential_cose', input: 'x', curve: 'P-256' });
    expect([other.code, other.result]).toEqual([1, 'indeterminate']);
    for (const more of [
      { feature: 'credential' },
      { key: 'none.json' },
      { keyFile: '{}' },
      { input: 'no JSON' },
    ]) {
      const asked = { feature: 'credential_jose', input: JSON.stringify(MINIMAL), curve: 'P-256' as const };
      const answered = await suite('issue', { ...asked, ...more });
      expect([more, answered.code, answered.result]).toEqual([more, 2, 'error']);
    }
    const own = { ...keyFile('P-256'), secretKeyJwk: undefined };
    const secretless = {
      feature: 'credential_jose',
      input: JSON.stringify(MINIMAL),
      curve: 'P-256' as const,
    };
    const unsigned = await suite('issue', { ...secretless, keyFile: JSON.stringify(own) });
    expect([unsigned.code, unsigned.result]).toEqual([2, 'error']);
  });

  test('needs all of its four files and names', async () => {
    for (const words of [
      ['issue'],
      ['verify', '--input', 'x', '--key', 'y', '--feature', 'credential_jose'],
    ]) {
      const { code, error } = await assay(...words);
      expect([code, error]).toEqual([2, expect.stringContaining('all four')]);
    }
  });
});

type Asked = {
  readonly feature: string;
  readonly input: string;
  readonly curve: Curve;
  readonly key?: string;
  readonly keyFile?: string;
};

async function suite(
  fn: 'issue' | 'verify',
  { feature, input, curve, key, keyFile: own }: Asked,
): Promise<Answered> {
  writeFileSync(at('input'), input);
  if (own !== undefined) writeFileSync(at('own.json'), own);
  const file = key ?? (own === undefined ? `${curve}.json` : 'own.json');
  const ran = await assay(
    fn,
    '--input',
    at('input'),
    '--key',
    at(file),
    '--feature',
    feature,
    '--output',
    at('out.json'),
  );
  const written = JSON.parse(readFileSync(at('out.json'), 'utf8')) as { result: unknown; data: string };
  expect(Object.keys(written)).toEqual(['result', 'data']);
  return { ...ran, ...written };
}

function verify(feature: string, document: object, curve: Curve): Promise<Answered> {
  return suite('verify', { feature, input: `${jws(document, curve)}\n`, curve });
}

function keyFile(curve: Curve): object {
  const { publicKey, privateKey } = pair(curve);
  const publicKeyJwk: JsonWebKey = publicKey.export({ format: 'jwk' });
  const secretKeyJwk: JsonWebKey = privateKey.export({ format: 'jwk' });
  return {
    id: `${ISSUER}#${curve}`,
    type: 'JsonWebKey',
    controller: ISSUER,
    publicKeyJwk: { ...publicKeyJwk, alg: CURVES[curve] },
    secretKeyJwk: { ...secretKeyJwk, alg: CURVES[curve] },
  };
}

/** Secured with node:crypto, as another implementation would. */
function jws(document: object, curve: Curve, header: object = {}): string {
  const [typ, cty] = 'holder' in document ? ['vp+jwt', 'vp'] : ['vc+jwt', 'vc'];
  const input = `${encoded({ alg: CURVES[curve], typ, cty, ...header })}.${encoded(document)}`;
  const hash = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512', Ed25519: null }[curve];
  const key = { key: pair(curve).privateKey, dsaEncoding: 'ieee-p1363' as const };
  return `${input}.${sign(hash, Buffer.from(input), key).toString('base64url')}`;
}

function exchanged(text: string): string {
  return `${text.slice(0, -40)}${text.at(-40) === 'A' ? 'B' : 'A'}${text.slice(-39)}`;
}

function pair(curve: Curve) {
  const found = pairs.get(curve);
  if (!found) throw new Error(curve);
  return found;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decoded(part: string): string {
  return Buffer.from(part, 'base64url').toString();
}
