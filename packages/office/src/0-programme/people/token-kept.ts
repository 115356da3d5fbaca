import { hashOfToken } from '../../sign-in/token.ts';

/** What is kept of the token of an invitation: its SHA-256 in hexadecimal digits. */
export function tokenKept(token: string): string {
  return Buffer.from(hashOfToken(token)).toString('hex');
}
