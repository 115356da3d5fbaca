import { beforeAll, describe, expect, test } from 'vitest';

import { DID, HOST, instant, ORIGIN, sandboxOffice, type Office } from '../test/sandbox-label.ts';
import { didDocument, didDocumentUrl, didOfHost, type DidKey } from './did.ts';
import { parseTrustAnchors, type TrustAnchors } from './trust.ts';
import { anchorsFromDid } from './trust-from-did.ts';

let office: Office;
let keys: readonly DidKey[];
beforeAll(async () => {
  office = await sandboxOffice();
  keys = [office.vc, office.status, office.log].map(({ kid, publicJwk }) => ({ kid, jwk: publicJwk }));
});
const service = {
  code: 'SB',
  name: 'Sandbox label administrator',
  scheme: { id: 'sandbox', name: 'Sandbox labels' },
  log: { origin: ORIGIN, url: `https://${ORIGIN}` },
};
const document = (list: readonly DidKey[] = keys, did = DID): unknown =>
  JSON.parse(JSON.stringify(didDocument(did, list, service)));

describe('did:web', () => {
  test('names the place of its document, by http on this machine only', () => {
    for (const [did, url] of [
      ['did:web:cla.example.org', 'https://cla.example.org/.well-known/did.json'],
      ['did:web:cla.example.org%3A8443', 'https://cla.example.org:8443/.well-known/did.json'],
      ['did:web:localhost%3A4303', 'http://localhost:4303/.well-known/did.json'],
      ['did:web:127.0.0.1%3A4303', 'http://127.0.0.1:4303/.well-known/did.json'],
      ['did:web:example.org:bodies:cla', 'https://example.org/bodies/cla/did.json'],
      ['did:web:localhost.example.org', 'https://localhost.example.org/.well-known/did.json'],
    ] as const) {
      expect(didDocumentUrl(did)).toEqual({ ok: true, value: url });
    }
    expect(didOfHost('localhost:4303')).toBe('did:web:localhost%3A4303');
  });

  test('of another method, or with a path that climbs or a host that is none, is refused', () => {
    for (const did of [
      'did:key:z6Mk',
      'did:web:',
      'did:web:a b',
      'did:web:example.org:..',
      'did:web:example.org:a%2Fb',
      'did:web:user@example.org',
      'did:web:example.org%3A',
      'did:web:EXAMPLE.org',
      'did:web:example.org:',
      'web:example.org',
    ]) {
      expect([did, didDocumentUrl(did).ok]).toEqual([did, false]);
    }
  });

  test('its document lists each key to assert with, and no key of another', () => {
    expect(document()).toMatchObject({
      id: DID,
      verificationMethod: [
        { id: office.vc.kid, type: 'JsonWebKey', controller: DID, publicKeyJwk: office.vc.publicJwk },
        {},
        {},
      ],
      assertionMethod: [office.vc.kid, office.status.kid, office.log.kid],
    });
    expect(() => didDocument('did:web:other.example', keys, service)).toThrow();
  });
});

describe('trust anchors from did.json', () => {
  test('hold the keys by use, the log key under its origin, one host, and no witness', () => {
    expect(office.anchors).toMatchObject({
      scheme: { qrHosts: [HOST] },
      administrators: [
        {
          code: 'SB',
          did: DID,
          status: 'active',
          keys: [{ use: 'vc' }, { use: 'status' }, { use: 'log' }],
          log: { origin: ORIGIN },
        },
      ],
      policy: 'quorum none\n',
    });
    expect(office.anchors.administrators[0]?.log.vkeys).toHaveLength(1);
  });

  test('are refused from a document of another host', async () => {
    expect((await anchorsFromDid(document(), 'label.sandbox.test')).ok).toBe(false);
  });

  test('void a revoked key and end a retired one', async () => {
    const [vc, status, log] = keys as readonly [DidKey, DidKey, DidKey];
    const ended = [
      { ...vc, expires: instant('2026-12-01T00:00:00Z') },
      { ...status, revoked: instant('2026-12-01T00:00:00Z') },
      { ...log, revoked: instant('2026-12-01T00:00:00Z') },
    ];
    const anchors = await anchorsFromDid(document(ended), HOST);
    expect(anchors).toMatchObject({
      value: {
        administrators: [
          {
            keys: [{ notAfter: '2026-12-01T00:00:00Z' }, { lastGoodIndex: -1 }, { lastGoodIndex: -1 }],
            log: { vkeys: [] },
          },
        ],
      },
    });
  });

  test('leave out keys without a known use and keys that may not assert', async () => {
    const odd = await anchorsFromDid(
      document(keys.map((key) => ({ ...key, kid: `${DID}#other-1` })).slice(0, 1)),
      HOST,
    );
    expect(odd).toMatchObject({ ok: true, value: { administrators: [{ keys: [], log: { vkeys: [] } }] } });
    const silent = await anchorsFromDid({ ...Object(document()), assertionMethod: [] }, HOST);
    expect(silent).toMatchObject({ ok: true, value: { administrators: [{ keys: [] }] } });
  });
});

describe('trust anchors from outside', () => {
  const wrong = (change: (anchors: TrustAnchors) => unknown) =>
    parseTrustAnchors(change(structuredClone(office.anchors)));
  const first = (anchors: TrustAnchors, change: object) => ({
    ...anchors,
    administrators: anchors.administrators.map((administrator) => ({ ...administrator, ...change })),
  });

  test('read back as they are', async () => {
    expect(await wrong((anchors) => anchors)).toEqual({ ok: true, value: office.anchors });
  });

  test('are refused where a member is unknown, a key is weak, foreign or doubled, or the policy does not read', async () => {
    const weak = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) };
    for (const change of [
      (a: TrustAnchors) => ({ ...a, version: 1 }),
      (a: TrustAnchors) => ({ ...a, policy: '' }),
      (a: TrustAnchors) => ({ ...a, policy: 'quorum some' }),
      (a: TrustAnchors) => ({ ...a, scheme: { ...a.scheme, qrHosts: [] } }),
      (a: TrustAnchors) => ({ ...a, scheme: { ...a.scheme, qrHosts: ['-'] } }),
      (a: TrustAnchors) => ({ ...a, administrators: [...a.administrators, ...a.administrators] }),
      (a: TrustAnchors) => first(a, { did: 'did:web:other.example' }),
      (a: TrustAnchors) => first(a, { status: 'unknown' }),
      (a: TrustAnchors) => first(a, { code: 'sb' }),
      (a: TrustAnchors) => first(a, { log: { ...a.administrators[0]?.log, origin: 'other.example/log' } }),
      (a: TrustAnchors) =>
        first(a, { keys: a.administrators[0]?.keys.map((key) => ({ ...key, use: 'log' })) }),
      (a: TrustAnchors) => first(a, { keys: [{ ...a.administrators[0]?.keys[2], jwk: weak }] }),
      (a: TrustAnchors) =>
        first(a, {
          keys: [
            {
              ...a.administrators[0]?.keys[0],
              notBefore: '2027-01-01T00:00:00Z',
              notAfter: '2026-01-01T00:00:00Z',
            },
          ],
        }),
    ]) {
      const result = await wrong(change);
      expect([change.toString(), result.ok]).toEqual([change.toString(), false]);
    }
  });
});
