import type { WaysIn } from '@assay/records/password';

/**
 * Whether nobody could sign in any more without one passkey, or without the password. An account with an organisation
 * is no way in of one's own: the organisation may close it, and it leads to that one seat.
 */
export function isLastWayIn(way: 'passkey' | 'password', ways: WaysIn): boolean {
  const passkeys = ways.passkeys - (way === 'passkey' ? 1 : 0);
  const password = way !== 'password' && ways.password && ways.secondFactor;
  return passkeys < 1 && !password;
}
