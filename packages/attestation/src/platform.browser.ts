/** What `platform.ts` is in Node, by WebCrypto: for pages and workers. */
import type { PublicJwk } from './key.ts';

/** A key made ready to verify with. */
export type ReadyKey = CryptoKey;

/** Rejects for what the platform does not take for a key. */
export function readyKey(jwk: PublicJwk): Promise<ReadyKey> {
  return crypto.subtle.importKey('jwk', { ...jwk }, ALGORITHMS[jwk.crv][0], false, ['verify']);
}

/** Whether these are the raw 64 bytes, r‖s or of RFC 8032, by the key over the message. */
export function verifyRaw(
  key: ReadyKey,
  crv: PublicJwk['crv'],
  { message, signature }: { readonly message: Uint8Array; readonly signature: Uint8Array },
): Promise<boolean> {
  return crypto.subtle.verify(ALGORITHMS[crv][1], key, new Uint8Array(signature), new Uint8Array(message));
}

const ALGORITHMS = {
  'P-256': [
    { name: 'ECDSA', namedCurve: 'P-256' },
    { name: 'ECDSA', hash: 'SHA-256' },
  ],
  Ed25519: [{ name: 'Ed25519' }, { name: 'Ed25519' }],
} as const;
