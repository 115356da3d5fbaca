import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

import type { Signer } from '@assay/attestation/key';

import { syncFolder } from '../write-whole.ts';
import { rawFromDer } from './der-signature.ts';
import { KeyFault } from './key-fault.ts';
import type { KeyAsked, KeyKind } from './key-holder.ts';
import { kindOf, publicJwkOf } from './public-jwk.ts';

const ENCRYPTED = '-----BEGIN ENCRYPTED PRIVATE KEY-----';

/**
 * A signer whose private key lies in a file: PKCS #8 PEM, mode 0600, made on first use; encrypted (PBES2 with AES-256)
 * where there is a passphrase. A file that others on the machine can read is refused: it may have been copied.
 */
export async function fileSigner(
  file: string,
  { kid, alg }: Omit<KeyAsked, 'place'>,
  passphrase?: string,
): Promise<Signer> {
  const found = await existingFileSigner(file, kid, passphrase);
  const signer = found ?? signerOf(await makeKey(file, alg, passphrase), kid);
  if (signer.alg !== alg)
    throw new KeyFault('wrong-kind', `${file}: holds a key for another algorithm than ${alg}`);
  return signer;
}

/** The signer of a file that must be there already: a ceremony never makes a key by the way. Absent: no such file. */
export async function existingFileSigner(
  file: string,
  kid: string,
  passphrase?: string,
): Promise<Signer | undefined> {
  const key = await readKey(file, passphrase);
  return key && signerOf(key, kid);
}

function signerOf(key: KeyObject, kid: string): Signer {
  const publicJwk = publicJwkOf(createPublicKey(key));
  const alg = kindOf(publicJwk);
  return {
    kid,
    alg,
    publicJwk,
    // By another thread; as DER, since Node takes half as long where it is given the key alone.
    sign: async (bytes) =>
      alg === 'ES256'
        ? rawFromDer(await signed('sha256', bytes, key))
        : new Uint8Array(await signed(null, bytes, key)),
  };
}

const signed = promisify(sign);

async function readKey(file: string, passphrase: string | undefined): Promise<KeyObject | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return undefined;
  if ((found.mode & 0o077) !== 0)
    throw new KeyFault(
      'others-can-read',
      `${file}: others can read this private key. Replace it, or set its mode to 0600 if it was never exposed.`,
    );
  const pem = await readFile(file, 'utf8');
  if (pem.startsWith(ENCRYPTED) !== (passphrase !== undefined))
    throw passphrase === undefined
      ? new KeyFault('wrong-passphrase', `${file}: is encrypted, and keys.json names no passphrase for it`)
      : new KeyFault(
          'not-encrypted',
          `${file}: is not encrypted, though there is a passphrase. Encrypt it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in ${file} -out NEW, then put NEW in its place with mode 0600.`,
        );
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    throw passphrase === undefined
      ? new KeyFault('not-a-key', `${file}: holds no private key`, cause)
      : new KeyFault('wrong-passphrase', `${file}: the passphrase does not open this key`, cause);
  }
}

/** A key is there whole or not at all, and of two that are made at once the first stays. */
async function makeKey(file: string, alg: KeyKind, passphrase: string | undefined): Promise<KeyObject> {
  const { privateKey } =
    alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // Named for the key itself, so for no other that is being made.
  const temporary = `${file}.${publicJwkOf(createPublicKey(privateKey)).x}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem', ...sealed(passphrase) }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(temporary, file).catch(unlessThere);
  await rm(temporary);
  await syncFolder(dirname(file));
  const kept = await readKey(file, passphrase);
  if (!kept) throw new Error(`${file}: was made and is not there`);
  return kept;
}

function sealed(passphrase: string | undefined) {
  return passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}
