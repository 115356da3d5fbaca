import { INSTANT_PATTERN, type Instant } from '@assay/vocabulary/instant';
import { refuse, type Result } from '@assay/vocabulary/result';
import { readDocument, shaped, Type, type Complaint, type Static } from '@assay/vocabulary/schema';

import { didOfHost } from './did.ts';
import { ed25519Bytes, type KeyUse } from './key.ts';
import { formatVkey, isKeyName, noteKey, SIGNATURE_TYPE } from './log/note-key.ts';
import { codeShape, didShape, kidShape, publicJwkShape, urlShape, wordsShape } from './shapes.ts';
import { parseTrustAnchors, type TrustAnchors, type TrustRefusal } from './trust.ts';

const instant = shaped<Instant>(INSTANT_PATTERN, 'an instant');
const DID_DOCUMENT = {
  name: 'did.json',
  schema: Type.Object({
    id: didShape,
    verificationMethod: Type.Array(
      Type.Object({
        id: kidShape,
        type: Type.Literal('JsonWebKey'),
        controller: didShape,
        publicKeyJwk: publicJwkShape,
        expires: Type.Optional(instant),
        revoked: Type.Optional(instant),
      }),
      { maxItems: 1_000 },
    ),
    assertionMethod: Type.Array(kidShape, { maxItems: 1_000 }),
    service: Type.Tuple([
      Type.Object({
        type: Type.Literal('CyberLabelAdministrator'),
        serviceEndpoint: urlShape,
        code: codeShape,
        name: wordsShape(),
        scheme: Type.Object({ id: wordsShape(), name: wordsShape() }),
        logOrigin: wordsShape(255),
      }),
    ]),
  }),
};
type DidDocument = Static<typeof DID_DOCUMENT.schema>;
type Method = DidDocument['verificationMethod'][number];

const ALWAYS = { notBefore: '1970-01-01T00:00:00Z', notAfter: '9999-12-31T23:59:59Z' };

/**
 * Derives trust anchors from the did.json that `host` served: for an installation without a trust list. They are only as
 * good as the DNS and TLS through which the document came, and whoever uses them says so. QR codes of `host` alone count;
 * nobody witnesses (`quorum none`). A revoked key is void for everything, because did.json cannot say since which leaf.
 */
export async function anchorsFromDid(
  value: unknown,
  host: string,
): Promise<Result<TrustAnchors, TrustRefusal>> {
  const shape = readDocument(DID_DOCUMENT, value);
  if (!shape.ok) return no(shape.refusal.complaints);
  const document = shape.value;
  if (document.id !== didOfHost(host)) return no([{ path: '/id', expected: didOfHost(host) }]);
  const [service] = document.service;
  if (!isKeyName(service.logOrigin)) return no([{ path: '/service/0/logOrigin', expected: 'a key name' }]);
  const methods = document.verificationMethod.filter(({ id }) => document.assertionMethod.includes(id));
  const logKeys = methods.filter((method) => useOf(method) === 'log' && method.revoked === undefined);
  return parseTrustAnchors({
    scheme: { id: service.scheme.id, name: service.scheme.name, qrHosts: [host] },
    administrators: [
      {
        code: service.code,
        did: document.id,
        name: service.name,
        status: 'active',
        keys: methods.flatMap(trustedKey),
        log: {
          origin: service.logOrigin,
          url: service.serviceEndpoint,
          vkeys: await Promise.all(logKeys.flatMap((method) => vkey(method, service.logOrigin))),
        },
      },
    ],
    policy: 'quorum none\n',
  });
}

/** Keys whose fragment names no use that we know are left out: they can then make nothing valid. */
function trustedKey(method: Method): readonly object[] {
  const use = useOf(method);
  if (use === undefined) return [];
  const { id, publicKeyJwk, expires, revoked } = method;
  const period = { notBefore: ALWAYS.notBefore, notAfter: expires ?? ALWAYS.notAfter };
  return [
    { kid: id, use, jwk: publicKeyJwk, ...period, ...(revoked === undefined ? {} : { lastGoodIndex: -1 }) },
  ];
}

function useOf({ id }: Method): KeyUse | undefined {
  const word = id.slice(id.indexOf('#') + 1).split('-')[0];
  return (['vc', 'status', 'qr', 'log'] as const).find((use) => use === word);
}

function vkey({ publicKeyJwk }: Method, origin: string): Promise<string>[] {
  const publicKey = ed25519Bytes(publicKeyJwk);
  if (publicKey === undefined) return [];
  return [noteKey({ name: origin, type: SIGNATURE_TYPE.ed25519, publicKey }).then(formatVkey)];
}

function no(complaints: readonly Complaint[]): Result<never, TrustRefusal> {
  return refuse({ code: 'not-trust-anchors', complaints });
}
