import { createHash, createPublicKey } from 'node:crypto';

import type { KMSClient } from '@aws-sdk/client-kms';
import type { Signer } from '@assay/attestation/key';

import { rawFromDer } from './der-signature.ts';
import { KeyFault } from './key-fault.ts';
import type { KeyAsked, KeyHolder, KeyKind } from './key-holder.ts';
import type { KeySettings } from './key-settings.ts';
import { kindOf, publicJwkOf } from './public-jwk.ts';

const PACKAGE = '@aws-sdk/client-kms@3.1162.0';
/** Of a message that is signed as it is; a digest has no such limit. */
const RAW_LIMIT = 4_096;
const SPEC_OF = { ES256: 'ECC_NIST_P256', Ed25519: 'ECC_NIST_EDWARDS25519' } as const;
type Settings = NonNullable<KeySettings['aws-kms']>;

/**
 * Private keys in AWS KMS, found by alias. KMS never makes one from here: who may use a key, and whether it can be deleted,
 * is for its operator to say. Credentials of the caller come from where the AWS SDK looks for them.
 */
export function kmsKeys({ 'aws-kms': settings }: KeySettings): KeyHolder {
  if (!settings)
    throw new KeyFault('key-settings', 'keys.json has no member "aws-kms", and a key lies there');
  const find = async (key: KeyAsked) => findKey(await clientOf(settings), key, settings);
  return {
    place: (name) => `${settings.prefix ?? 'alias/assay-'}${name}`,
    find,
    make: async ({ place, kid, alg }) => {
      throw new KeyFault(
        'no-such-key',
        `${kid}: aws-kms in ${settings.region} has no key ${place}. Create one with key spec ${SPEC_OF[alg]} and usage SIGN_VERIFY, give it this alias, and run this again.`,
      );
    },
  };
}

async function findKey(
  client: Client,
  { place, kid, alg }: KeyAsked,
  settings: Settings,
): Promise<Signer | undefined> {
  const known = await client.publicKey(place);
  if (!known) return undefined;
  const { id, spki, usage } = known;
  const publicJwk = publicJwkOf(createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }));
  if (kindOf(publicJwk) !== alg || usage !== 'SIGN_VERIFY')
    throw new KeyFault('wrong-kind', `${place} in ${settings.region}: is no key that signs ${alg}`);
  // By its id from now on: an alias can be made to mean another key.
  return { kid, alg, publicJwk, sign: (bytes) => client.sign(id, alg, bytes) };
}

type Client = {
  publicKey(
    place: string,
  ): Promise<{ readonly id: string; readonly spki: Uint8Array; readonly usage: string } | undefined>;
  sign(id: string, alg: KeyKind, bytes: Uint8Array): Promise<Uint8Array>;
};

/** One client for each set of settings: it keeps its connections. */
const clients = new Map<string, Promise<Client>>();

function clientOf(settings: Settings): Promise<Client> {
  const name = JSON.stringify(settings);
  const client = clients.get(name) ?? openClient(settings);
  clients.set(name, client);
  client.catch(() => clients.delete(name));
  return client;
}

async function openClient({ region, endpoint }: Settings): Promise<Client> {
  const sdk = await import('@aws-sdk/client-kms').catch((cause: unknown) => {
    throw new KeyFault(
      'package-missing',
      `install the package first: npm install --no-save ${PACKAGE}`,
      cause,
    );
  });
  const kms: KMSClient = new sdk.KMSClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 5_000 },
  });
  const away = (cause: unknown): never => {
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new KeyFault('kms-away', `aws-kms in ${region} cannot be used: ${why}`, cause);
  };
  return {
    publicKey: async (place) => {
      const found = await kms.send(new sdk.GetPublicKeyCommand({ KeyId: place })).catch((cause: unknown) => {
        if (cause instanceof sdk.NotFoundException) return undefined;
        return away(cause);
      });
      if (!found) return undefined;
      const { KeyId: id, PublicKey: spki, KeyUsage: usage } = found;
      return id !== undefined && spki && usage !== undefined
        ? { id, spki, usage }
        : away('an answer without a key');
    },
    sign: async (id, alg, bytes) => {
      if (alg === 'Ed25519' && bytes.length > RAW_LIMIT)
        throw new KeyFault('message-too-long', `aws-kms signs at most ${RAW_LIMIT} bytes with Ed25519`);
      const asked =
        alg === 'ES256'
          ? ({ Message: digest(bytes), MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' } as const)
          : ({ Message: bytes, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' } as const);
      const { Signature: signature } = await kms
        .send(new sdk.SignCommand({ KeyId: id, ...asked }))
        .catch(away);
      if (!signature) return away('an answer without a signature');
      return alg === 'ES256' ? rawFromDer(signature) : new Uint8Array(signature);
    },
  };
}

function digest(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
