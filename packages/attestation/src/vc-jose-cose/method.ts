import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** What WebCrypto needs of a JSON Web Key; whatever else its owner wrote is left aside. */
type Jwk = {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
  readonly d?: string;
};
/** How WebCrypto names a curve, and the hash that JOSE signs with on it. */
type Curve = { readonly name: string; readonly namedCurve?: string; readonly hash?: string };

/** A key as a controlled identifier document lists it, and perhaps its secret half. */
export type Method = {
  /** How the header of a signature names the key. */
  readonly kid: string | undefined;
  /** JOSE algorithms that this key may be used with; the first one is written. */
  readonly algorithms: readonly [string, ...string[]];
  readonly curve: Curve;
  readonly publicKey: Jwk;
  readonly secretKey: Jwk | undefined;
};

export type MethodRefusal = { readonly code: 'not-a-verification-method'; readonly why: string };

const ecdsa = (namedCurve: string, hash: string): Curve => ({ name: 'ECDSA', namedCurve, hash });

/** Keys of the suite, and how each curve signs (RFC 7518 section 3.1, RFC 8037, RFC 9864). */
const KEYS: Readonly<Record<string, Pick<Method, 'algorithms' | 'curve'>>> = {
  'EC P-256': { algorithms: ['ES256'], curve: ecdsa('P-256', 'SHA-256') },
  'EC P-384': { algorithms: ['ES384'], curve: ecdsa('P-384', 'SHA-384') },
  'EC P-521': { algorithms: ['ES512'], curve: ecdsa('P-521', 'SHA-512') },
  'OKP Ed25519': { algorithms: ['EdDSA', 'Ed25519'], curve: { name: 'Ed25519' } },
};

/** Reads a verification method of type JsonWebKey (Controlled Identifiers 1.0, section 2.2.2). */
export function parseMethod(value: unknown): Result<Method, MethodRefusal> {
  if (!isObject(value) || value['type'] !== 'JsonWebKey') return no('its type is not JsonWebKey');
  const { id, publicKeyJwk, secretKeyJwk } = value;
  const publicKey = jwkOf(publicKeyJwk);
  if (!publicKey || !isObject(publicKeyJwk)) return no('no publicKeyJwk');
  const name = `${publicKey.kty} ${publicKey.crv}`;
  const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
  if (!key) return no(`a key of another kind: ${name}`);
  if (publicKey.d !== undefined) return no('publicKeyJwk holds the secret');
  const secretKey = jwkOf(secretKeyJwk);
  if (secretKeyJwk !== undefined && !(secretKey?.d !== undefined && sameKey(publicKey, secretKey)))
    return no('secretKeyJwk is of another key');
  const own = typeof id === 'string' ? id : publicKeyJwk['kid'];
  return ok({ kid: typeof own === 'string' ? own : undefined, ...key, publicKey, secretKey });
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jwkOf(value: unknown): Jwk | undefined {
  if (!isObject(value)) return undefined;
  const { kty, crv, x, y, d } = value;
  if (typeof kty !== 'string' || typeof crv !== 'string' || typeof x !== 'string') return undefined;
  return { kty, crv, x, ...(typeof y === 'string' && { y }), ...(typeof d === 'string' && { d }) };
}

function sameKey(one: Jwk, other: Jwk): boolean {
  return one.kty === other.kty && one.crv === other.crv && one.x === other.x && one.y === other.y;
}

function no(why: string): Result<never, MethodRefusal> {
  return refuse({ code: 'not-a-verification-method', why });
}
