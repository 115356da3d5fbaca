/**
 * A key management service that speaks the JSON protocol of AWS KMS for GetPublicKey and Sign, with keys of node:crypto: a
 * peer on the wire for the AWS SDK as it is. It refuses what AWS documents to refuse.
 */
import { createServer, type Server } from 'node:http';
import {
  createECDH,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';

import { derOf } from './der.ts';

type Key = { readonly spec: string; readonly usage: string; readonly key: KeyObject };
type Asked = {
  readonly KeyId: string;
  readonly Message?: string;
  readonly MessageType?: string;
  readonly SigningAlgorithm?: string;
};

export type KmsPeer = {
  readonly endpoint: string;
  /** Makes a key under an alias; `usage` is SIGN_VERIFY unless told. */
  create(alias: string, spec: string, usage?: string): void;
  /** What was asked, in order: `Sign DIGEST ECDSA_SHA_256`. */
  readonly asked: string[];
  /** From now on every request fails with this error. */
  fail(error: string | undefined): void;
  close(): Promise<void>;
};

export async function kmsPeer(): Promise<KmsPeer> {
  const keys = new Map<string, Key>();
  const asked: string[] = [];
  let failing: string | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const action = String(request.headers['x-amz-target']).replace('TrentService.', '');
      const body = parseAsked(Buffer.concat(chunks).toString());
      asked.push([action, body.MessageType, body.SigningAlgorithm].filter(Boolean).join(' '));
      const signed = String(request.headers.authorization).startsWith('AWS4-HMAC-SHA256 ');
      const answer = !signed
        ? refused('MissingAuthenticationTokenException')
        : failing === undefined
          ? answerTo(action, body, keys)
          : refused(failing);
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${String(portOf(server))}`,
    create: (alias, spec, usage = 'SIGN_VERIFY') => {
      keys.set(alias, { spec, usage, key: keyOf(spec) });
    },
    asked,
    fail: (error) => {
      failing = error;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

type Answer = { readonly status: number; readonly body: object };

function answerTo(action: string, { KeyId, ...asked }: Asked, keys: ReadonlyMap<string, Key>): Answer {
  const alias = KeyId.replace(/^arn:aws:kms:eu-sandbox-1:000000000000:key\//, '');
  const found = keys.get(alias);
  if (!found) return refused('NotFoundException');
  const id = `arn:aws:kms:eu-sandbox-1:000000000000:key/${alias}`;
  const { spec, usage, key } = found;
  if (action === 'GetPublicKey') {
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
    return {
      status: 200,
      body: { KeyId: id, PublicKey: spki.toString('base64'), KeySpec: spec, KeyUsage: usage },
    };
  }
  const message = Buffer.from(asked.Message ?? '', 'base64');
  const raw = asked.MessageType === 'RAW';
  if (message.length === 0 || message.length > 4_096) return refused('ValidationException');
  const { SigningAlgorithm: algorithm } = asked;
  const signature =
    spec === 'ECC_NIST_P256' && algorithm === 'ECDSA_SHA_256'
      ? ecdsa(key, message, raw)
      : spec === 'ECC_NIST_EDWARDS25519' && algorithm === 'ED25519_SHA_512' && raw
        ? sign(null, message, key)
        : undefined;
  return signature
    ? {
        status: 200,
        body: { KeyId: id, Signature: signature.toString('base64'), SigningAlgorithm: algorithm },
      }
    : refused('ValidationException');
}

function refused(name: string): Answer {
  return { status: 400, body: { __type: name, message: `sandbox: ${name}` } };
}

let signed = 0;

/**
 * node:crypto hashes by itself and takes no digest, so ECDSA (FIPS 186-5, section 6.4.1) is written out; its one point
 * multiplication is that of node:crypto. Every second signature has a first number of 31 bytes or fewer.
 */
function ecdsa(key: KeyObject, message: Buffer, raw: boolean): Buffer | undefined {
  const digest = raw ? createHash('sha256').update(message).digest() : message;
  if (digest.length !== 32) return undefined;
  const d = bigOf(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));
  const short = (signed += 1) % 2 === 0;
  for (;;) {
    const point = createECDH('prime256v1');
    point.generateKeys();
    const r = bigOf(point.getPublicKey().subarray(1, 33)) % ORDER;
    if (r === 0n || (short && r >= 2n ** 248n)) continue;
    const s = (inverse(bigOf(point.getPrivateKey())) * (bigOf(digest) + r * d)) % ORDER;
    if (s !== 0n) return Buffer.from(derOf(r, s));
  }
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** By Fermat: the order is prime. */
function inverse(value: bigint): bigint {
  let [result, base] = [1n, value % ORDER];
  for (let exponent = ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent % 2n === 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
}

function bigOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function keyOf(spec: string): KeyObject {
  if (spec === 'ECC_NIST_P256') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  if (spec === 'RSA_2048') return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return generateKeyPairSync('ed25519').privateKey;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('it listens on a port');
  return address.port;
}

function parseAsked(text: string): Asked {
  return JSON.parse(text) as Asked;
}
