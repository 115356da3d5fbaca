import type { Alarm } from '@assay/attestation/audit/accept-checkpoint';

/** Why a look at a log brought nothing newer. The copy that is held stays as it is, and stays served. */
export type Fault =
  /** The administrator cannot be reached, or answers with something else than what was asked for. */
  | { readonly code: 'unreachable'; readonly address: string; readonly why: string }
  /** Something that must be there is not. */
  | { readonly code: 'missing'; readonly address: string }
  /** An address in the trust list, or made from it, that is not fetched: of another host, or not encrypted. */
  | { readonly code: 'address-not-allowed'; readonly address: string }
  /** No checkpoint, or one that is not of this log, or that no key of it has signed. */
  | { readonly code: 'not-its-checkpoint'; readonly why: Alarm }
  | { readonly code: 'too-few-witnesses' }
  /** Tiles or entries that do not lead to the root that was signed. */
  | { readonly code: 'tiles-differ'; readonly size: number }
  | { readonly code: 'entries-differ'; readonly index: number }
  | AlarmFault;

/** A look that raised an alarm, or met the contradiction of an earlier one again. */
export type AlarmFault = { readonly code: 'alarm'; readonly kind: AlarmKind };

/**
 * `rollback`: smaller than what was signed before. `fork`: another history than what was signed before.
 * `misconduct`: an entry, a credential or a list that the rules of a log forbid.
 */
export type AlarmKind = 'rollback' | 'fork' | 'misconduct';

/** What goes wrong while something is fetched, on its way up to whoever looks. */
export class FetchFault extends Error {
  override readonly name = 'FetchFault';
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}
