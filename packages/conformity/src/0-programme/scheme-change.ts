import type { Reason } from '@assay/vocabulary/evaluation';
import type { EditionRef } from '@assay/vocabulary/ids';

/**
 * Which way a change bears on whoever must live by the rules. `neutral`: it asks neither more nor less; `changed`:
 * something else is asked, and the data does not say whether that is more or less. It is never guessed.
 */
export type Direction = 'stricter' | 'weaker' | 'neutral' | 'changed';

/** One difference between two editions of a scheme. */
export type SchemeChange = {
  readonly what: 'added' | 'removed' | 'altered' | 'renumbered' | 'moved';
  /** Member of the scheme document, or `texts` for a sentence. */
  readonly member: string;
  /** What in that member: the id of an item, the reference of a requirement; empty where the member is one whole. */
  readonly item: string;
  /** Which side of it, as names joined by `/`; empty where the item as a whole came or went. */
  readonly aspect: string;
  readonly before?: string;
  readonly after?: string;
  /** The product categories for which a requirement changes so; absent: all. */
  readonly categories?: readonly string[];
  readonly direction: Direction;
  readonly because: Reason;
};

/** Everything that differs between two editions: of `after` as seen from `before`. */
export type SchemeDiff = {
  readonly before: EditionRef;
  readonly after: EditionRef;
  readonly changes: readonly SchemeChange[];
};

/** What is read out of one difference: which way it goes, and why. */
export type Reading = Pick<SchemeChange, 'direction' | 'because'>;

/** The direction in which a number or rank goes, where the higher asks more. */
export function upward(before: number, after: number): 'stricter' | 'weaker' | 'neutral' {
  return after === before ? 'neutral' : after > before ? 'stricter' : 'weaker';
}
