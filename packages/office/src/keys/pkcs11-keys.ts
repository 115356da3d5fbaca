import { createHash } from 'node:crypto';

import { toBase64Url } from '@assay/attestation/base64';
import { ed25519Jwk, type PublicJwk, type Signer } from '@assay/attestation/key';

import { CKA, CKK, CKM, CKO, sessionOn, type Session } from './cryptoki.ts';
import { KeyFault } from './key-fault.ts';
import type { KeyAsked, KeyHolder } from './key-holder.ts';
import type { KeySettings } from './key-settings.ts';
import { kindOf } from './public-jwk.ts';
import { readSecret } from './secret.ts';

/** Curves by their object identifiers (RFC 5480, RFC 8410); PKCS #11 3.0 also names the second one by a printed word. */
const P256 = Buffer.from('06082a8648ce3d030107', 'hex');
const ED25519 = [Buffer.from('06032b6570', 'hex'), Buffer.from('130c656477617264733235353139', 'hex')];

/** Private keys on a token behind PKCS #11, found by label, made there, and never leaving it. */
export function pkcs11Keys({ pkcs11: settings }: KeySettings, folder: string): KeyHolder {
  if (!settings) throw new KeyFault('key-settings', 'keys.json has no member "pkcs11", and a key lies there');
  const { module, token, pin, prefix = 'assay-' } = settings;
  // Asked for each time: after a fault it signs in anew.
  const session = async () => sessionOn({ module, token, pin: await readSecret(pin, folder) });
  const find = async (key: KeyAsked) => findKey(session, key, token);
  return {
    place: (name) => `${prefix}${name}`,
    find,
    make: async (key) => {
      makeKey(await session(), key);
      const made = await find(key);
      if (!made)
        throw new KeyFault('no-such-key', `the token ${token} has made ${key.place} and does not have it`);
      return made;
    },
  };
}

async function findKey(
  session: () => Promise<Session>,
  { place, kid, alg }: KeyAsked,
  token: string,
): Promise<Signer | undefined> {
  const named = async (kind: number) => {
    const template = [
      { type: CKA.class, value: kind },
      { type: CKA.label, value: place },
    ];
    const [first, ...more] = (await session()).find(template);
    if (more.length > 0)
      throw new KeyFault('key-twice', `the token ${token} has several keys named ${place}`);
    return first;
  };
  const [privateKey, publicKey] = [await named(CKO.privateKey), await named(CKO.publicKey)];
  if (!privateKey && !publicKey) return undefined;
  if (!privateKey || !publicKey)
    throw new KeyFault('not-a-key', `the token ${token} has only one half of the key ${place}`);
  const publicJwk = jwkOf((await session()).read(publicKey, CKA.ecPoint));
  if (!publicJwk || kindOf(publicJwk) !== alg)
    throw new KeyFault('wrong-kind', `${place} on the token ${token}: is no key for ${alg}`);
  return {
    ...{ kid, alg, publicJwk },
    sign: async (bytes) => {
      const key = await named(CKO.privateKey);
      if (!key) throw new KeyFault('no-such-key', `the token ${token} has no key ${place} any more`);
      const [mechanism, message] =
        alg === 'ES256' ? [CKM.ecdsa, createHash('sha256').update(bytes).digest()] : [CKM.eddsa, bytes];
      const signature = new Uint8Array(await (await session()).sign(mechanism, key, message));
      if (signature.length !== 64)
        throw new KeyFault('signature-malformed', `${place}: signed ${signature.length} bytes, not 64`);
      return signature;
    },
  };
}

function makeKey(session: Session, { place, alg }: KeyAsked): void {
  const id = createHash('sha256').update(place).digest().subarray(0, 8);
  const both = [
    { type: CKA.token, value: true },
    { type: CKA.label, value: place },
    { type: CKA.id, value: id },
    { type: CKA.keyType, value: alg === 'ES256' ? CKK.ec : CKK.edwards },
  ];
  const privateKey = [
    ...both,
    { type: CKA.class, value: CKO.privateKey },
    { type: CKA.private, value: true },
    { type: CKA.sensitive, value: true },
    { type: CKA.extractable, value: false },
    { type: CKA.sign, value: true },
  ];
  const publicKey = [...both, { type: CKA.class, value: CKO.publicKey }, { type: CKA.verify, value: true }];
  const make = (curve: Uint8Array) => {
    const mechanism = alg === 'ES256' ? CKM.makeEc : CKM.makeEdwards;
    session.make(mechanism, [...publicKey, { type: CKA.ecParams, value: curve }], privateKey);
  };
  const [first, ...others] = alg === 'ES256' ? [P256] : ED25519;
  try {
    make(first ?? P256);
  } catch (error) {
    const [second] = others;
    if (!second) throw error;
    make(second);
  }
}

/** The point of a public key: a DER octet string, or with some tokens its content alone. */
function jwkOf(point: Uint8Array): PublicJwk | undefined {
  const bytes = point[0] === 0x04 && point[1] === point.length - 2 ? point.subarray(2) : point;
  if (bytes.length === 32) return ed25519Jwk(bytes);
  if (bytes.length !== 65 || bytes[0] !== 0x04) return undefined;
  const [x, y] = [toBase64Url(bytes.subarray(1, 33)), toBase64Url(bytes.subarray(33))];
  return { kty: 'EC', crv: 'P-256', x, y };
}
