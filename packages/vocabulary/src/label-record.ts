import type { Disclosures } from './dossier.ts';
import type { BodyId, CaseId, EditionRef, LabelId } from './ids.ts';
import type { ProvenanceKind } from './provenance.ts';
import type { CalendarDate, Instant } from './instant.ts';
import type { DisclosureField } from './scheme.ts';

/** State of a label at a moment. `expired` is computed, never written; precedence: revoked, expired, suspended, valid. */
export type LabelState = 'valid' | 'suspended' | 'revoked' | 'expired';

/**
 * State of a label as a copy of public bytes can tell it. `stale`: what proves it is too old to rely on, so it may have
 * been suspended or revoked since; computed, never written. Revoked and expired stay what they are.
 */
export type CopiedState = LabelState | 'stale';

/** One public step in a label's life. */
export type LabelStep = {
  readonly at: Instant;
  readonly what: 'issued' | 'surveillance-opened' | 'suspended' | 'restored' | 'withdrawn';
  readonly reasonCode?: string;
};

/** What the public may read of one label: everything a label page shows, nothing confidential. */
export type LabelRecord = LabelFacts & {
  readonly state: LabelState;
  readonly stateSince: Instant;
  readonly history: readonly LabelStep[];
  /** Whether independent witnesses have cosigned the log that holds the label. */
  readonly witnessed: boolean;
  readonly evidence: { readonly origin: string; readonly index: number; readonly credential: string };
  /** What a reader reads in the code that is verified without a connection; absent where none was made. */
  readonly offlineCode?: string;
};

/** What a label states from its issue to its end. */
export type LabelFacts = {
  readonly labelId: LabelId;
  readonly sandbox: boolean;
  readonly provenance: {
    readonly kind: ProvenanceKind;
    readonly note: string;
  };
  readonly scheme: {
    readonly edition: EditionRef;
    readonly name: string;
    readonly jurisdiction: string;
    readonly owner: string;
  };
  readonly level: {
    readonly rank: number;
    readonly of: number;
    readonly name: string;
    readonly symbol: string;
  };
  readonly product: {
    readonly name: string;
    readonly brand: string;
    readonly manufacturer: string;
    readonly models: readonly string[];
    readonly gtins: readonly string[];
    readonly category: string;
  };
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  readonly supportEnd: CalendarDate | null;
  /** Why there is no end date: the product gets no security updates, or the maker has published no date. */
  readonly supportState: 'promised' | 'unsupported' | 'not-published';
  readonly administrator: { readonly name: string; readonly contact: string };
  readonly laboratory: { readonly body: BodyId; readonly name: string } | null;
  readonly disclosures: Disclosures;
  /** What the scheme publishes about a product, in its own order. */
  readonly publishes: readonly DisclosureField[];
  /** Where to report vulnerabilities; null where the scheme does not publish it. */
  readonly contact: string | null;
  /** What the maker has declared, in the words of the scheme; empty where the scheme does not publish it. */
  readonly declarations: readonly string[];
  readonly doesNotSay: readonly string[];
  readonly case: CaseId;
};
