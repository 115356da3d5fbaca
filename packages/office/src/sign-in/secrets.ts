import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { fromBase64Url, toBase64Url } from '@assay/attestation/base64';

import type { Dice } from './token.ts';

/** What the records may hold of secrets that must be read again: sealed with a key that is not in the database. */
export type Secrets = {
  /** Seals bytes for one purpose and one owner: what is put into another row cannot be opened there. */
  seal(secret: Uint8Array, place: string): Promise<Uint8Array>;
  /** Throws where the bytes were not sealed for this place with this key. */
  open(sealed: Uint8Array, place: string): Promise<Uint8Array>;
  /** A keyed hash: without the key nobody finds out by trying what was hashed. */
  blind(text: string): Promise<Uint8Array>;
};

/**
 * The secrets of an installation, by the key in a file of the data folder that its owner alone can read; it is made at
 * the first use. Whoever restores a backup of the records without it makes every second factor be set anew.
 */
export function openSecrets(path: string, random: Dice): Secrets {
  let kept: Promise<Keys> | undefined;
  const keys = (): Promise<Keys> => {
    kept ??= keysOf(path, random).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
  return {
    seal: async (secret, place) => {
      const { sealing } = await keys();
      const nonce = random(NONCE);
      const cipher = createCipheriv(CIPHER, sealing, nonce).setAAD(Buffer.from(place));
      return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    },
    open: async (sealed, place) => {
      const { sealing } = await keys();
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv(CIPHER, sealing, bytes.subarray(0, NONCE), { authTagLength: TAG })
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-TAG));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
    },
    blind: async (text) =>
      createHmac('sha256', (await keys()).blinding)
        .update(text)
        .digest(),
  };
}

const CIPHER = 'aes-256-gcm';
const [NONCE, TAG, LENGTH] = [12, 16, 32];

type Keys = { readonly sealing: Uint8Array; readonly blinding: Uint8Array };

async function keysOf(path: string, random: Dice): Promise<Keys> {
  const whole = (await read(path)) ?? (await make(path, random));
  const part = (name: string) =>
    new Uint8Array(hkdfSync('sha256', whole, '', `assay sign-in ${name}`, LENGTH));
  return { sealing: part('sealing'), blinding: part('blinding') };
}

async function read(path: string): Promise<Uint8Array | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  if ((found.mode & 0o077) !== 0)
    throw new Error(`${path}: others can read the key of sign-in secrets. Set its mode to 0600.`);
  const key = fromBase64Url((await readFile(path, 'utf8')).trim());
  if (key?.length !== LENGTH)
    throw new Error(`${path} is not a key of sign-in secrets: restore it from the backup of the data folder`);
  return key;
}

/** Made beside and then linked, so that of many processes that start at once one makes it and none reads half of it. */
async function make(path: string, random: Dice): Promise<Uint8Array> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const passing = `${path}.${toBase64Url(random(9))}`;
  await writeFile(passing, `${toBase64Url(random(LENGTH))}\n`, { mode: 0o600, flag: 'wx', flush: true });
  await link(passing, path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  await rm(passing);
  const made = await read(path);
  if (!made) throw new Error(`${path} was made and is gone`);
  return made;
}
