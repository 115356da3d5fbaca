import type { LabelId } from './ids.ts';
import type { CalendarDate, Instant } from './instant.ts';
import type { CopiedState } from './label-record.ts';

/** One public step in a label's life, as its log tells it. */
export type RebuiltStep = {
  readonly index: number;
  readonly at: Instant;
  readonly what: 'issued' | 'amended' | 'suspended' | 'restored' | 'withdrawn';
  readonly reasonCode?: string;
};

type Named = { readonly id: string; readonly name: string };

/**
 * What can be said of a label from public bytes alone: its credential and its log entries. What only the administrator
 * knew (category, laboratory, disclosures, what the scheme publishes) is not in it.
 */
export type RebuiltRecord = {
  readonly labelId: LabelId;
  readonly sandbox: boolean;
  readonly state: CopiedState;
  /** Where it is `stale`: since when nothing proves it any more. */
  readonly stateSince: Instant;
  readonly scheme: Named;
  readonly profile: Named;
  readonly tier: string;
  readonly product: {
    readonly name: string;
    readonly brand: string;
    readonly model: string;
    readonly gtins: readonly string[];
  };
  readonly holder: Named;
  readonly administrator: Named;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  readonly supportEnd: CalendarDate | null;
  /** Number of the status lists in which it has its place. */
  readonly statusList: number;
  readonly history: readonly RebuiltStep[];
  readonly evidence: { readonly origin: string; readonly index: number; readonly credential: string };
};

/** Where a rebuilt register came from, and what is missing in it. */
export type Rebuilt = {
  readonly from: string;
  /** When it was rebuilt; it says nothing about what happened afterwards. */
  readonly at: Instant;
  readonly host: string;
  readonly log: {
    readonly origin: string;
    readonly path: string;
    readonly size: number;
    readonly root: string;
  };
  readonly witnessed: boolean;
  /** When a witness cosigned the log last; null where nobody has to, or nobody did. */
  readonly cosignedAt: Instant | null;
  readonly administrator: { readonly code: string; readonly did: string; readonly name: string };
  readonly scheme: Named;
  readonly sandbox: boolean;
  readonly labels: number;
  /** Offences of the log, and the labels that are left out for them. */
  readonly offences: readonly { readonly code: string; readonly index: number; readonly detail: string }[];
  readonly leftOut: readonly LabelId[];
};
