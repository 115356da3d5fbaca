import { scrypt, timingSafeEqual } from 'node:crypto';

import { fromBase64Url, toBase64Url } from '@assay/attestation/base64';

import type { Dice } from './token.ts';

/** Costs of scrypt (RFC 7914): 32 MiB three times over, one of the settings that OWASP holds equal. Kept with each hash. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_LENGTH = 32;
/** A hash in the records may ask for no more than this, whatever it says. */
const MOST = { N: 2 ** 20, r: 32, p: 16, bytes: 512 * 1024 * 1024 };
const SHAPE = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9_-]{22,86})\$([A-Za-z0-9_-]{43})$/;

/** What is kept of a password: `scrypt$N$r$p$salt$key`. */
export async function hashPassword(password: string, random: Dice): Promise<string> {
  const salt = random(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, toBase64Url(salt), toBase64Url(key)].join('$');
}

/**
 * Whether a password is the one of a hash. Without a hash it takes as long and the answer is no, so that nobody learns
 * from the time who has an account.
 */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const { cost, salt, key } = parse(hash ?? NOBODYS);
  const derived = await derive(password, salt, cost);
  return timingSafeEqual(derived, key) && hash !== undefined;
}

/** A hash that no password is known of. */
const NOBODYS = ['scrypt', COST.N, COST.r, COST.p, 'A'.repeat(22), 'A'.repeat(43)].join('$');

type Cost = { readonly N: number; readonly r: number; readonly p: number };

function parse(hash: string): { readonly cost: Cost; readonly salt: Uint8Array; readonly key: Uint8Array } {
  const [, n, r, p, salt, key] = SHAPE.exec(hash) ?? [];
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const bytes = { salt: fromBase64Url(salt ?? ''), key: fromBase64Url(key ?? '') };
  if (!bytes.salt || !bytes.key || cost.N > MOST.N || cost.r > MOST.r || cost.p > MOST.p)
    throw new Error('a password is kept in a form that nobody here wrote');
  return { cost, salt: bytes.salt, key: bytes.key };
}

function derive(password: string, salt: Uint8Array, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_LENGTH, { ...cost, maxmem: MOST.bytes }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
