import { crc32 } from 'node:zlib';

import type { Dice } from './token.ts';

const PREFIX = 'assay_';
const DRAWN = 26;
const CHECK = 6;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SHAPE = /^assay_[0-9A-Za-z]{32}$/;

/**
 * The text of a new API key: `assay_`, 26 characters by chance (154 bits) and 6 that check them, so that a scanner of
 * leaked secrets knows one from its look-alikes and a mistyped one costs no question to the database.
 */
export function newApiKeyText(random: Dice): string {
  const drawn = byChance(random);
  return `${PREFIX}${drawn}${checkOf(drawn)}`;
}

/** Whether a text has the shape and the check of an API key. */
export function isApiKeyText(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const drawn = text.slice(PREFIX.length, PREFIX.length + DRAWN);
  return text.endsWith(checkOf(drawn));
}

/** Characters of base 62, each as likely as another: bytes from 248 on, which would make some likelier, are drawn again. */
function byChance(random: Dice): string {
  let drawn = '';
  while (drawn.length < DRAWN)
    for (const byte of random(32)) if (byte < 248 && drawn.length < DRAWN) drawn += BASE62[byte % 62] ?? '';
  return drawn;
}

/** CRC-32 in base 62, the most significant digit first. */
function checkOf(drawn: string): string {
  let rest = crc32(`${PREFIX}${drawn}`);
  let text = '';
  for (let digit = 0; digit < CHECK; digit += 1) {
    text = (BASE62[rest % 62] ?? '') + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
