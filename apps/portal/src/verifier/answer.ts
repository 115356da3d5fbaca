import type { CheckId, OfflineCheckId, Outcome } from '@assay/attestation/verify/outcome';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';

import type { Believed } from './believed.ts';
import type { ListDates } from './kept-lists.ts';

/** Checks that only somebody with a memory, or with two papers in hand, can make. */
type OwnCheckId = 'log-growth' | 'code-agreement';
export type CheckName = CheckId | OfflineCheckId | OwnCheckId;
export type MadeCheck = { readonly id: CheckName; readonly ok: boolean; readonly detail: string };

/** One of the things that were checked: the label's own evidence, the signed code, and what this browser knows beside. */
export type Part = {
  readonly kind: 'register' | 'code' | 'own';
  readonly outcome: Outcome;
  readonly checks: readonly MadeCheck[];
};

/** Why the outcome is what it is, where the outcome alone would not tell a reader enough. */
export type Reason =
  | 'checked'
  | 'not-a-code'
  | 'not-a-label-url'
  | 'foreign-host'
  | 'malformed-label-id'
  | 'wrong-check-character'
  | 'no-keys'
  | 'keys-refused'
  | 'keys-ended'
  | 'address-only'
  | 'other-host'
  | 'no-list'
  | 'list-ended'
  | 'evidence-old'
  | 'log-forked'
  | 'log-unproven'
  | 'code-and-register-differ';

/** What a reader is told. What is not proven is not shown: an INVALID answer has no product. */
export type Answer = {
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** The host that a sentence speaks of. */
  readonly about: string | null;
  readonly labelId: string | null;
  readonly product: { readonly brand: string; readonly model: string; readonly name: string | null } | null;
  readonly sandbox: boolean;
  readonly level: string | null;
  readonly scheme: string | null;
  readonly until: Instant | null;
  readonly supportEnd: CalendarDate | null;
  /** Of the older of the two status lists. */
  readonly lists: ListDates | null;
  /** Whether only the code itself and what is kept here were looked at. */
  readonly offline: boolean;
  readonly witnessed: boolean;
  readonly parts: readonly Part[];
  readonly source: Believed['source'] | null;
};

/** An answer before, or without, any check. */
export function plain(outcome: Outcome, reason: Reason, more: Partial<Answer> = {}): Answer {
  return {
    ...{ outcome, reason, about: null, labelId: null, product: null, sandbox: false, level: null },
    ...{ scheme: null, until: null, supportEnd: null, lists: null, offline: false, witnessed: false },
    ...{ parts: [], source: null },
    ...more,
  };
}
