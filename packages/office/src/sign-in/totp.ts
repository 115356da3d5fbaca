import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Instant } from '@assay/vocabulary/instant';

/** RFC 6238 section 4: steps of 30 seconds from the epoch of Unix. */
const SECONDS = 30;
const DIGITS = 6;
/** Steps before and after this one whose codes count: clocks of phones are a little off (section 5.2). */
const WINDOW = 1;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The step of a moment. */
export function stepAt(at: Instant): number {
  return Math.floor(Date.parse(at) / 1000 / SECONDS);
}

/** The code of a step: HOTP of RFC 4226 section 5.3 with HMAC-SHA-1, which every authenticator app reckons with. */
export function codeOfStep(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The step whose code this is, among those that count now; undefined where it is none of theirs. */
export function stepOfCode(secret: Uint8Array, code: string, at: Instant): number | undefined {
  const given = Buffer.from(code.replace(/\s/g, ''));
  const now = stepAt(at);
  let found: number | undefined;
  for (let step = now - WINDOW; step <= now + WINDOW; step += 1) {
    const right = Buffer.from(codeOfStep(secret, step));
    if (given.length === right.length && timingSafeEqual(given, right)) found = step;
  }
  return found;
}

/** A secret as authenticator apps take it typed in: base 32 of RFC 4648 section 6, without padding. */
export function base32(bytes: Uint8Array): string {
  let [bits, held, text] = [0, 0, ''];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32[(held >> (bits - 5)) & 31] ?? '';
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + (BASE32[(held << (5 - bits)) & 31] ?? '') : text;
}

/** What a QR code hands to an authenticator app (Key Uri Format). */
export function otpauthUri(of: {
  readonly secret: Uint8Array;
  readonly issuer: string;
  readonly account: string;
}): string {
  const [issuer, account] = [encodeURIComponent(of.issuer), encodeURIComponent(of.account)];
  return `otpauth://totp/${issuer}:${account}?secret=${base32(of.secret)}&issuer=${issuer}&algorithm=SHA1&digits=${String(DIGITS)}&period=${String(SECONDS)}`;
}
