import type { Outcome } from '@assay/attestation/verify/outcome';
import { unreachable } from '@assay/vocabulary/result';

import { sentencesOf, wordOf, type Standing } from '../layout/standing.ts';
import type { Answer, CheckName, Part, Reason } from './answer.ts';

/** How an answer looks: as a label of that standing, or as one that this device could not check. */
export type Look = Standing | 'not-checked';

/** A label that is valid while nobody promises updates any longer must not look simply valid, here as on its page. */
export function lookOf({ outcome, reason, supportEnd }: Answer, today: string): Look {
  switch (outcome) {
    case 'VALID':
      return supportEnd !== null && supportEnd < today ? 'support-ended' : 'valid';
    case 'SUSPENDED':
      return 'suspended';
    case 'REVOKED':
      return 'revoked';
    case 'EXPIRED':
      return 'expired';
    case 'UNKNOWN_LABEL':
      return 'unknown';
    case 'NOT_YET_VALID':
      return 'not-yet-valid';
    case 'INVALID':
      return 'invalid';
    case 'STALE':
      return UNCHECKED.has(reason) ? 'not-checked' : 'stale';
    default:
      return unreachable(outcome);
  }
}

const UNCHECKED: ReadonlySet<Reason> = new Set([
  ...(['no-keys', 'keys-refused', 'address-only', 'other-host', 'no-list', 'log-unproven'] as const),
]);

/** The one word beside the shape. */
export function lookWord(look: Look): string {
  return look === 'not-checked' ? 'Not checked' : wordOf(look);
}

export type Said = { readonly headline: string; readonly meaning: string };

/** The answer in plain words. */
export function sayingOf(answer: Answer, look: Look): Said {
  const label = answer.sandbox ? 'This sandbox label' : 'This label';
  const because = REASONS[answer.reason];
  if (because) return { headline: because.headline, meaning: because.meaning(answer.about ?? '') };
  if (look === 'invalid')
    return {
      headline: 'Not proven: do not rely on this code',
      meaning:
        'At least one check failed. It may be a forgery, or a copy with a mistake in it. The checks below say which.',
    };
  if (look === 'not-checked' || look === 'stale') return OLD;
  if (look === 'valid' && answer.offline)
    return {
      headline: `${label} is valid, as far as this device can tell`,
      meaning: 'The code is genuine, and the lists kept on this device neither revoke nor suspend it.',
    };
  const said = sentencesOf(look, label);
  return look === 'valid'
    ? { ...said, meaning: 'It is signed, stands in the public log, and is neither revoked nor suspended.' }
    : said;
}

const OLD: Said = {
  headline: 'The evidence is too old to say what holds today',
  meaning: 'It is genuine, but what has been decided since cannot be seen in it.',
};
const DO_NOT = 'Do not rely on the mark.';

type Because = { readonly headline: string; readonly meaning: (about: string) => string };
const REASONS: Readonly<Record<Reason, Because | null>> = {
  checked: null,
  'evidence-old': null,
  'not-a-code': {
    headline: 'This is no code of a label',
    meaning: () =>
      'Paste the whole text of the code: the address of a label page, with the digits after # if there are any, or a bundle.',
  },
  'not-a-label-url': {
    headline: 'This is not the address of a label page',
    meaning: () => `A label's address is https://, a host of the scheme, /L/ and the label code. ${DO_NOT}`,
  },
  'foreign-host': {
    headline: 'This address is not of the register: do not rely on it',
    meaning: (host) =>
      `It leads to ${host}, which is no host of this scheme. A look-alike site could show whatever it likes there. Do not open it.`,
  },
  'malformed-label-id': {
    headline: 'This is no label code',
    meaning: () =>
      'A label code has eleven letters and digits. Compare it with the packaging, character by character.',
  },
  'wrong-check-character': {
    headline: 'This label code is mistyped',
    meaning: () =>
      'Its last character does not fit the others: at least one of them is wrong. Compare it with the packaging.',
  },
  'no-keys': {
    headline: 'This device does not know yet whose signatures count',
    meaning: () => 'Open this page once with a connection. From then on it also works without one.',
  },
  'keys-refused': {
    headline: 'The list of whose signatures count was refused',
    meaning: () =>
      'The host published a list that its roots have not signed, or that is not in force. Nothing can be checked with it.',
  },
  'keys-ended': {
    headline: 'The list of whose signatures count has ended',
    meaning: () => 'A newer one could not be had. Open this page with a connection and check again.',
  },
  'address-only': {
    headline: 'This cannot be checked here now',
    meaning: () =>
      'The code holds an address and nothing more, and there is no connection to ask the register. Check again with one.',
  },
  'other-host': {
    headline: 'This has to be checked on another host of the scheme',
    meaning: (host) =>
      `The label is of ${host}, which belongs to the scheme. This page asks its own host only: open the one there.`,
  },
  'no-list': {
    headline: 'The signature is good, but the state was not checked',
    meaning: () =>
      'No list is kept on this device that says whether the label has been suspended or revoked. Check again with a connection.',
  },
  'list-ended': {
    headline: 'The lists kept on this device are too old',
    meaning: () =>
      'The code is genuine. Whether the label still holds today they cannot say. Check again with a connection.',
  },
  'log-forked': {
    headline: 'The log shows two different histories: do not rely on this label',
    meaning: () =>
      'What the log shows now does not continue what this browser saw before. Both are signed. The evidence is kept and can be saved above.',
  },
  'log-unproven': {
    headline: 'The log could not be compared with what was seen before',
    meaning: () =>
      'Everything else holds, but whether the log only grew since then needs a connection. Check again with one.',
  },
  'code-and-register-differ': {
    headline: 'The code and the register contradict each other: do not rely on this code',
    meaning: () =>
      'Both are signed, but they do not speak of the same product or the same place in the lists.',
  },
};

export const PART_NAMES: Readonly<Record<Part['kind'], string>> = {
  register: 'The label’s evidence: credential, log and status lists',
  code: 'The code by itself, as it is checked without a connection',
  own: 'What only this browser can compare',
};

/** The outcome of one part beside the others. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  VALID: 'valid',
  SUSPENDED: 'suspended',
  REVOKED: 'revoked',
  EXPIRED: 'expired',
  NOT_YET_VALID: 'not yet valid',
  UNKNOWN_LABEL: 'not on the register',
  INVALID: 'not proven',
  STALE: 'not settled',
};

/** What each check asks, in the words of a reader who wants to know. */
export const CHECK_NAMES: Readonly<Record<CheckName, string>> = {
  'bundle-form': 'The evidence is complete and in its one form',
  'credential-form': 'The credential is a signed document',
  'credential-model': 'The credential is a label and says all that a label must',
  'label-id': 'It is the label that was asked for, on a host of the scheme',
  administrator: 'Its administrator is one that the scheme names',
  'credential-key': 'The key is one that the administrator signs labels with',
  'credential-signature': 'The signature is right',
  'entry-form': 'The log entry reads',
  'entry-agreement': 'Log entry and credential say the same',
  'proof-form': 'The proof of logging reads',
  'log-signature': 'The log has signed the state of its tree',
  'log-witnesses': 'As many witnesses have seen it as the policy asks',
  'log-inclusion': 'The entry stands in that tree',
  'log-freshness': 'The evidence is fresh',
  'key-period': 'The key was in its time',
  'key-not-revoked': 'The key was not revoked',
  'status-revocation': 'The label is not revoked',
  'status-suspension': 'The label is not suspended',
  'validity-dates': 'Today lies in the label’s time',
  'qr-form': 'The code has a signed part',
  'label-url': 'The address is of a host of the scheme',
  'qr-key': 'The key is one that the administrator signs codes with',
  'qr-signature': 'The signature is right, for this label on this host',
  'qr-statement': 'What is signed reads',
  'log-growth': 'The log continues what this browser saw before',
  'code-agreement': 'Code and register speak of the same',
};

/** What no check here can tell, whatever came out. */
export function notSaid({ offline, witnessed, outcome }: Answer): readonly string[] {
  if (outcome === 'INVALID' || outcome === 'UNKNOWN_LABEL') return [];
  return [
    'That the thing in your hand is the product that was labelled: a printed code can be copied. Compare brand and model.',
    'That the product cannot be attacked, or how its maker handles personal data.',
    ...(offline
      ? [
          'What has been decided since the lists were made.',
          'Whether the label stands in the public log: that is seen with a connection only.',
        ]
      : witnessed
        ? []
        : ['That the log shows everybody the same: no independent witness has countersigned it.']),
  ];
}
