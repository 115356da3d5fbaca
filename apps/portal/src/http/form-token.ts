import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A token for one form, made of the secret of a session: whoever has not seen a page of that session cannot make one.
 * Another one each time, so that pages that are sent compressed give nothing away by their length.
 */
export function formToken(secret: string): string {
  const nonce = randomBytes(NONCE).toString('base64url');
  return `${nonce}.${proofOf(secret, nonce).toString('base64url')}`;
}

/** Whether a token was made with this secret. */
export function isTokenOf(secret: string, token: string): boolean {
  const [, nonce, proof] = TOKEN.exec(token) ?? [];
  if (nonce === undefined || proof === undefined) return false;
  return timingSafeEqual(proofOf(secret, nonce), Buffer.from(proof, 'base64url'));
}

/** A secret for a browser in which nobody has signed in yet, or what makes a sending known when it comes twice. */
export function freshSecret(): string {
  return randomBytes(NONCE).toString('base64url');
}

export const SECRET_PATTERN = /^[A-Za-z0-9_-]{22}$/;

const NONCE = 16;
const TOKEN = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

function proofOf(secret: string, nonce: string): Buffer {
  return createHmac('sha256', secret).update(`assay form ${nonce}`).digest();
}
