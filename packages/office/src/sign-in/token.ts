import { createHmac } from 'node:crypto';

import { toBase64Url } from '@assay/attestation/base64';
import { parseApiKeyId, parseSessionId, type ApiKeyId, type SessionId } from '@assay/vocabulary/ids';
import type { Result } from '@assay/vocabulary/result';

import { sha256 } from '../hash.ts';

/** Random bytes, which arrive from the app. */
export type Dice = (count: number) => Uint8Array;

/** 256 random bits as text: what a cookie or a link carries. Only its hash is kept. */
export function newToken(random: Dice): string {
  return toBase64Url(random(32));
}

/** What is kept of a token, or of anything else with enough chance in it. */
export function hashOfToken(token: string): Uint8Array {
  return sha256(new TextEncoder().encode(token));
}

/** What a session's forms are bound to: made of its token, so that it need not be kept and says nothing of it. */
export function csrfOf(token: string): string {
  return createHmac('sha256', token).update('assay forms of a session').digest('base64url');
}

export function newSessionId(random: Dice): SessionId {
  return madeHere(parseSessionId(`session_${sixteen(random)}`));
}

export function newApiKeyId(random: Dice): ApiKeyId {
  return madeHere(parseApiKeyId(`key_${sixteen(random)}`));
}

const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** 80 random bits as 16 characters of Crockford's base 32. */
function sixteen(random: Dice): string {
  return Array.from(random(16), (byte) => BASE32[byte % 32]).join('');
}

function madeHere<T>(id: Result<T, unknown>): T {
  if (!id.ok) throw new Error('an id made here has its shape');
  return id.value;
}
