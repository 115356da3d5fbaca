import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { Instant } from '@assay/vocabulary/instant';

import { isHost, webOrigin } from './host.ts';
import type { PublicJwk } from './key.ts';

/** A key as did.json lists it; its use is the first word of the fragment: `vc-2026-1`, `status-2026`, `log-2026`. */
export type DidKey = {
  readonly kid: string;
  readonly jwk: PublicJwk;
  /** When the key was retired, and whether it was compromised (Controlled Identifiers 1.0). */
  readonly expires?: Instant;
  readonly revoked?: Instant;
};

/** What did.json says beside the keys, so that a single installation can be verified without a trust list. */
export type AdministratorService = {
  readonly code: string;
  readonly name: string;
  readonly scheme: { readonly id: string; readonly name: string };
  readonly log: { readonly origin: string; readonly url: string };
};

export type DidRefusal = { readonly code: 'malformed-did'; readonly did: string };

/** `did:web` of a host; the colon of a port is written `%3A`. */
export function didOfHost(host: string): string {
  if (!isHost(host)) throw new TypeError(`not a host: ${host}`);
  return `did:web:${host.replace(':', '%3A')}`;
}

/** Where the document of a did:web identifier lies: https, or http for this machine itself. */
export function didDocumentUrl(did: string): Result<string, DidRefusal> {
  const [scheme, method, host = '', ...path] = did.split(':');
  const decoded = host.replace(/%3a/i, ':');
  const plain = path.every((segment) => /^[A-Za-z0-9._-]+$/.test(segment) && !/^\.+$/.test(segment));
  if (scheme !== 'did' || method !== 'web' || !isHost(decoded) || !plain)
    return refuse({ code: 'malformed-did', did });
  return ok(`${webOrigin(decoded)}/${path.length === 0 ? '.well-known' : path.join('/')}/did.json`);
}

/** The document behind `did`: every key a `JsonWebKey` that may assert, and the administrator's own service entry. */
export function didDocument(did: string, keys: readonly DidKey[], service: AdministratorService): object {
  for (const { kid } of keys) {
    if (!kid.startsWith(`${did}#`)) throw new TypeError(`${kid} is not a key of ${did}`);
  }
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'],
    id: did,
    verificationMethod: keys.map(({ kid, jwk, expires, revoked }) => ({
      id: kid,
      type: 'JsonWebKey',
      controller: did,
      publicKeyJwk: jwk,
      ...(expires === undefined ? {} : { expires }),
      ...(revoked === undefined ? {} : { revoked }),
    })),
    assertionMethod: keys.map(({ kid }) => kid),
    service: [
      {
        id: `${did}#label-administrator`,
        type: 'CyberLabelAdministrator',
        serviceEndpoint: service.log.url,
        code: service.code,
        name: service.name,
        scheme: service.scheme,
        logOrigin: service.log.origin,
      },
    ],
  };
}
