import type { EntryRefusal } from '../log/entry.ts';

/**
 * What a log, or something published beside it, does that it must not (trust layer, section 8). `index` is the leaf at
 * which it shows; `detail` is a few technical words.
 */
export type Offence = { readonly code: OffenceCode; readonly index: number; readonly detail: string };

export type OffenceCode =
  | EntryRefusal['code']
  | 'genesis-missing'
  | 'genesis-twice'
  | 'genesis-of-another-log'
  | 'foreign-issuer'
  | 'about-nothing'
  | TreeOffence
  | KeyOffence
  | LabelOffence
  | CredentialOffence
  | ListOffence;

/** What is served as the tree; `index` is the first leaf that is concerned. */
export type TreeOffence =
  'bundle-missing' | 'bundle-malformed' | 'entry-differs' | 'tile-missing' | 'tile-differs' | 'root-differs';

type KeyOffence =
  | 'foreign-key'
  | 'weak-key'
  | 'key-of-another-curve'
  | 'key-added-twice'
  | 'key-not-active'
  | 'last-good-index-ahead';

type LabelOffence =
  | 'wrong-check-character'
  | 'foreign-label'
  | 'not-granted-first'
  | 'granted-twice'
  | 'wrong-prev'
  | 'label-is-revoked'
  | 'illegal-transition'
  | 'place-taken'
  | 'place-moved'
  | 'no-such-place'
  | 'wrong-supersedes'
  | 'ends-before-it-begins';

type CredentialOffence =
  | 'credential-missing'
  | 'credential-of-another-hash'
  | 'credential-malformed'
  | 'credential-disagrees'
  | SignerOffence;

/** What is wrong with the key of a credential or a list at its place in the log. */
export type SignerOffence =
  | 'key-not-logged'
  | 'key-of-another-use'
  | 'key-retired'
  | 'key-revoked'
  | 'key-not-pinned'
  | 'key-differs'
  | 'outside-key-period'
  | 'wrong-signature';

type ListOffence =
  | 'seq-not-growing'
  | 'through-ahead'
  | 'through-went-back'
  | 'list-behind'
  | 'list-missing'
  | 'list-not-logged'
  | 'list-malformed'
  | 'list-contradicts-log';
