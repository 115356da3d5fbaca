import type { AccountEvent } from '@assay/records/account-event';

import type { AccountEventCode } from '../sign-in/account-act.ts';
import type { Notice } from './compose-mail.ts';

/** Where somebody looks after how they sign in. */
const ACCOUNT = '/account';

/**
 * What somebody is told by mail of an event of their account, or of one that they recover. Absent: nothing, since it lets
 * nobody in or was seen on the page where it was done.
 */
export function accountNotice(
  event: Pick<AccountEvent, 'person' | 'facts'> & { readonly code: string },
): Notice | undefined {
  return isKnown(event.code) ? NOTICES[event.code]?.(event) : undefined;
}

type Happened = Parameters<typeof accountNotice>[0];
type Telling = (event: Happened) => Notice | undefined;

/** A code with hyphens is no word that a sentence can choose by. */
const changed: Telling = ({ code }) => ({
  kind: 'ways-in-changed',
  facts: { change: code.replaceAll('-', '_') },
  path: ACCOUNT,
});

const NOTICES: Readonly<Record<AccountEventCode, Telling | undefined>> = {
  'signed-in': ({ facts: { strange, device } }) =>
    strange === true ? { kind: 'new-device', facts: { device }, path: ACCOUNT } : undefined,
  'passkey-added': changed,
  'passkey-removed': changed,
  'passkey-doubted': () => ({ kind: 'passkey-doubted', facts: {}, path: ACCOUNT }),
  'password-set': changed,
  'password-removed': changed,
  'recovery-codes-made': changed,
  'recovery-code-used': () => ({ kind: 'recovery-used', facts: {}, path: ACCOUNT }),
  'recovery-link-made': (event) => recovery(event, 'recovery-link-made', 'made'),
  'recovery-link-used': (event) => recovery(event, 'recovery-used', 'used'),
  'sign-in-link-made': () => ({ kind: 'sign-in-link-made', facts: {}, path: ACCOUNT }),
  'identity-bound': changed,
  'sessions-ended': undefined,
  'api-key-made': ({ person, facts: { name, until, holder } }) => ({
    kind: 'api-key-made',
    facts: { name, until: String(until).slice(0, 10), whose: holder === person ? 'own' : 'service' },
    path: ACCOUNT,
  }),
  'api-key-revoked': undefined,
};

/** Whoever is recovered is told one thing, the manager who does it another. */
function recovery(
  { person, facts: { person: recovered } }: Happened,
  kind: 'recovery-link-made' | 'recovery-used',
  step: 'made' | 'used',
): Notice {
  return recovered === person
    ? { kind, facts: {}, path: ACCOUNT }
    : { kind: 'recovery-watched', facts: { step }, path: ACCOUNT };
}

function isKnown(code: string): code is AccountEventCode {
  return Object.hasOwn(NOTICES, code);
}
