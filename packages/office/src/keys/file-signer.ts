import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Signer, PublicJwk } from '@assay/attestation/key';

import { syncFolder } from '../write-whole.ts';

export type KeyKind = 'ES256' | 'Ed25519';

/**
 * A signer whose private key lies in a file: PKCS #8 PEM, mode 0600, made on first use. A file that others on the
 * machine can read is refused: it may have been copied.
 */
export async function fileSigner(file: string, kid: string, alg: KeyKind): Promise<Signer> {
  const signer = (await existingFileSigner(file, kid)) ?? signerOf(await makeKey(file, alg), kid);
  if (signer.alg !== alg) throw new Error(`${file}: holds a key for another algorithm than ${alg}`);
  return signer;
}

/** The signer of a file that must be there already: a ceremony never makes a key by the way. Absent: no such file. */
export async function existingFileSigner(file: string, kid: string): Promise<Signer | undefined> {
  const key = await readKey(file);
  return key && signerOf(key, kid);
}

function signerOf(key: KeyObject, kid: string): Signer {
  const publicJwk = publicJwkOf(key);
  const alg = publicJwk.kty === 'EC' ? 'ES256' : 'Ed25519';
  return {
    kid,
    alg,
    publicJwk,
    sign: (bytes) =>
      Promise.resolve(
        new Uint8Array(
          alg === 'ES256'
            ? sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
            : sign(null, bytes, key),
        ),
      ),
  };
}

async function readKey(file: string): Promise<KeyObject | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return undefined;
  if ((found.mode & 0o077) !== 0)
    throw new Error(
      `${file}: others can read this private key. Replace it, or set its mode to 0600 if it was never exposed.`,
    );
  return createPrivateKey(await readFile(file));
}

/** A key is there whole or not at all, and of two that are made at once the first stays. */
async function makeKey(file: string, alg: KeyKind): Promise<KeyObject> {
  const { privateKey } =
    alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // Named for the key itself, so for no other that is being made.
  const temporary = `${file}.${publicJwkOf(privateKey).x}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(temporary, file).catch(unlessThere);
  await rm(temporary);
  await syncFolder(dirname(file));
  const kept = await readKey(file);
  if (!kept) throw new Error(`${file}: was made and is not there`);
  return kept;
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

function publicJwkOf(key: KeyObject): PublicJwk {
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  if (jwk.kty === 'EC' && jwk.crv === 'P-256' && jwk.x !== undefined && jwk.y !== undefined)
    return { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y };
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519' && jwk.x !== undefined)
    return { kty: 'OKP', crv: 'Ed25519', x: jwk.x };
  throw new Error('a signing key is P-256 or Ed25519');
}
