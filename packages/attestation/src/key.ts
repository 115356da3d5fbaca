import { fromBase64Url, toBase64Url } from './base64.ts';
import { toHex } from './bytes.ts';
import { readyKey, verifyRaw, type ReadyKey } from './platform.ts';

/** Public keys as the trust list and did.json carry them. */
export type P256Jwk = {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
};
export type Ed25519Jwk = { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };
export type PublicJwk = P256Jwk | Ed25519Jwk;

/** `vc` signs credentials, `status` status lists, `qr` offline QR payloads, `log` checkpoints. */
export type KeyUse = 'vc' | 'status' | 'qr' | 'log';

/**
 * A private key wherever it lives: file, PKCS #11 token or cloud KMS. `sign` answers the raw 64 bytes of the algorithm
 * over the message itself: r‖s for ES256 (SHA-256 inside, never DER), RFC 8032 for Ed25519.
 */
export interface Signer {
  readonly kid: string;
  readonly alg: 'ES256' | 'Ed25519';
  readonly publicJwk: PublicJwk;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Whether this is the raw signature of `message` by the key. False, never an exception, for any malformed input. */
export async function verifySignature(
  jwk: PublicJwk,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (signature.length !== 64) return false;
  try {
    const key = await verifyingKey(jwk);
    if (key === undefined) return false;
    return await verifyRaw(key, jwk.crv, { message, signature });
  } catch {
    return false;
  }
}

/** Keys made ready for the platform, by their coordinates: few keys sign very many things. The oldest go first. */
const ready = new Map<string, Promise<ReadyKey | undefined>>();
const MOST_READY = 256;

/** Undefined for a key that may not be believed. */
async function verifyingKey(jwk: PublicJwk): Promise<ReadyKey | undefined> {
  const name = `${jwk.crv} ${jwk.x} ${jwk.kty === 'EC' ? jwk.y : ''}`;
  const known = ready.get(name);
  if (known) return known;
  const made = isStrictKey(jwk) ? readyKey(jwk) : Promise.resolve(undefined);
  const [oldest] = ready.keys();
  if (ready.size === MOST_READY && oldest !== undefined) ready.delete(oldest);
  ready.set(name, made);
  return made;
}

/** The JWK of 32 raw Ed25519 public key bytes. */
export function ed25519Jwk(publicKey: Uint8Array): Ed25519Jwk {
  return { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) };
}

/** The raw 32 bytes of an Ed25519 key, or undefined for another kind of key or a malformed one. */
export function ed25519Bytes(jwk: PublicJwk): Uint8Array | undefined {
  const bytes = jwk.kty === 'OKP' ? fromBase64Url(jwk.x) : undefined;
  return bytes?.length === 32 ? bytes : undefined;
}

const FIELD = 2n ** 255n - 19n;
/** The y coordinates of the eight points whose order divides 8: a signature under them proves nothing. */
const LOW_ORDER_Y = new Set([
  0n,
  1n,
  FIELD - 1n,
  littleEndian('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'),
  littleEndian('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'),
]);

/** P-256, y² = x³ − 3x + b over this field (NIST SP 800-186, section 3.2.1.3). Its cofactor is 1: no point is weak. */
const P256_FIELD = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const P256_B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/**
 * Whether a key may be believed at all: coordinates of 32 bytes, smaller than the field; a P-256 point that lies on the
 * curve; an Ed25519 point that is not of low order. Platform libraries differ in what they let pass at verification
 * (trust layer, section 8), and a list of keys is read where no signature is at hand, so it is checked here.
 */
export function isStrictKey(jwk: PublicJwk): boolean {
  if (jwk.kty === 'EC') return isOnP256(fromBase64Url(jwk.x), fromBase64Url(jwk.y));
  const bytes = ed25519Bytes(jwk);
  if (bytes === undefined) return false;
  const y = littleEndian(toHex(bytes)) % 2n ** 255n;
  return y < FIELD && !LOW_ORDER_Y.has(y);
}

function isOnP256(xBytes: Uint8Array | undefined, yBytes: Uint8Array | undefined): boolean {
  if (xBytes?.length !== 32 || yBytes?.length !== 32) return false;
  const [x, y] = [BigInt(`0x${toHex(xBytes)}`), BigInt(`0x${toHex(yBytes)}`)];
  if (x >= P256_FIELD || y >= P256_FIELD) return false;
  return (x * x * x - 3n * x + P256_B - y * y) % P256_FIELD === 0n;
}

function littleEndian(hex: string): bigint {
  return BigInt(`0x${(hex.match(/../g) ?? []).toReversed().join('')}`);
}
