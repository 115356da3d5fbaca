import type { AccountEvent, AccountEventCode } from '@assay/office/sign-in/account';

/** What happened to an account, in a sentence. */
export function sayEvent({ code, facts }: AccountEvent): string {
  const fact = (name: string) => {
    const value = facts[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return isKnown(code) ? SAID[code](fact) : code;
}

type Say = (fact: (name: string) => string) => string;

const BY: Readonly<Record<string, string>> = {
  passkey: 'with a passkey',
  password: 'with password and code',
  openid: 'with the account of the organisation',
  link: 'by a link',
};

const SAID: Readonly<Record<AccountEventCode, Say>> = {
  'signed-in': (fact) => `Signed in ${BY[fact('via')] ?? ''} on ${fact('device')}.`,
  'passkey-added': (fact) => `Passkey “${fact('name')}” set up.`,
  'passkey-removed': (fact) => `Passkey “${fact('name')}” removed.`,
  'passkey-doubted': (fact) =>
    `Passkey “${fact('name')}” was used by something that may be a copy of it, and not believed. Remove it.`,
  'password-set': () => 'Password, code and recovery codes set up.',
  'password-removed': () => 'Password, code and recovery codes removed.',
  'recovery-codes-made': () => 'New recovery codes made; the old ones no longer work.',
  'recovery-code-used': (fact) => `A recovery code was used; ${fact('left')} are left.`,
  'recovery-link-made': (fact) => `A link to begin anew was made for ${fact('person')}.`,
  'recovery-link-used': (fact) => `The link to begin anew of ${fact('person')} was used.`,
  'sign-in-link-made': () => 'A link to sign in was made by whoever runs this installation.',
  'identity-bound': (fact) => `Account with ${fact('provider')} linked.`,
  'sessions-ended': (fact) => `Sessions ended: ${fact('count')}.`,
  'api-key-made': (fact) => `API key “${fact('name')}” made.`,
  'api-key-revoked': (fact) => `API key “${fact('name')}” revoked.`,
};

function isKnown(code: string): code is AccountEventCode {
  return Object.hasOwn(SAID, code);
}
