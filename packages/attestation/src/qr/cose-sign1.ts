import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { verifySignature, type PublicJwk, type Signer } from '../key.ts';
import { thumbprint } from '../thumbprint.ts';
import { fromCbor, listIn, toCbor } from './cbor.ts';

/** COSE header parameters (RFC 9052 section 3.1). */
const ALG = 1;
const KID = 4;
/** Algorithms by their COSE number: RFC 9864, and the polymorphic ones of RFC 9053 that it replaces. */
const CURVE_OF = new Map<unknown, PublicJwk['crv']>([
  [-19, 'Ed25519'],
  [-8, 'Ed25519'],
  [-9, 'P-256'],
  [-7, 'P-256'],
]);
const NUMBER_OF = { Ed25519: -19, ES256: -9 } as const;

/** A COSE_Sign1 taken apart, not yet verified. */
export type CoseSign1 = {
  readonly protectedHeader: Uint8Array;
  readonly curve: PublicJwk['crv'];
  /** First 4 bytes of the RFC 7638 thumbprint of the key. */
  readonly kid: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
};

export type CoseRefusal = {
  readonly code: 'malformed-cose' | 'header-not-allowed' | 'algorithm-not-of-this-key' | 'wrong-signature';
};

/** How a QR payload names its key: too short to be unique by chance, so a trust list refuses two of the same. */
export async function shortKid(jwk: PublicJwk): Promise<Uint8Array> {
  return (await thumbprint(jwk)).slice(0, 4);
}

/**
 * Signs as an untagged COSE_Sign1 (RFC 9052 section 4.2) whose protected header holds algorithm and key id, and nothing
 * is unprotected. The signature is verified before it leaves.
 */
export async function signCose(payload: Uint8Array, aad: Uint8Array, signer: Signer): Promise<Uint8Array> {
  const header = new Map<number, unknown>([
    [ALG, NUMBER_OF[signer.alg]],
    [KID, await shortKid(signer.publicJwk)],
  ]);
  const protectedHeader = toCbor(header);
  const signature = await signer.sign(toBeSigned(protectedHeader, aad, payload));
  const bytes = toCbor([protectedHeader, new Map(), payload, signature]);
  const read = readCose(bytes);
  const verified = read.ok ? await verifyCose(read.value, aad, signer.publicJwk) : read;
  if (!verified.ok) throw new Error(`the key ${signer.kid} made a signature that does not verify`);
  return bytes;
}

/** Takes a COSE_Sign1 apart; only the header that `signCose` writes is allowed. */
export function readCose(bytes: Uint8Array): Result<CoseSign1, CoseRefusal> {
  const parts = listIn(fromCbor(bytes));
  if (parts?.length !== 4) return refuse({ code: 'malformed-cose' });
  const [protectedHeader, unprotected, payload, signature] = parts;
  if (!isBytes(protectedHeader) || !isBytes(payload) || !isBytes(signature))
    return refuse({ code: 'malformed-cose' });
  const header = fromCbor(protectedHeader);
  if (!(unprotected instanceof Map) || unprotected.size > 0 || !(header instanceof Map) || header.size !== 2)
    return refuse({ code: 'header-not-allowed' });
  const curve = CURVE_OF.get(header.get(ALG));
  const kid: unknown = header.get(KID);
  if (curve === undefined || !isBytes(kid) || kid.length !== 4) return refuse({ code: 'header-not-allowed' });
  return ok({ protectedHeader, curve, kid, payload, signature });
}

/** Verifies with a pinned key, which says which algorithm is allowed; the header may only agree. */
export async function verifyCose(
  cose: CoseSign1,
  aad: Uint8Array,
  jwk: PublicJwk,
): Promise<Result<true, CoseRefusal>> {
  if (cose.curve !== jwk.crv) return refuse({ code: 'algorithm-not-of-this-key' });
  const message = toBeSigned(cose.protectedHeader, aad, cose.payload);
  return (await verifySignature(jwk, message, cose.signature))
    ? ok(true)
    : refuse({ code: 'wrong-signature' });
}

/** Sig_structure of RFC 9052 section 4.4. */
function toBeSigned(protectedHeader: Uint8Array, aad: Uint8Array, payload: Uint8Array): Uint8Array {
  return toCbor(['Signature1', protectedHeader, aad, payload]);
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
