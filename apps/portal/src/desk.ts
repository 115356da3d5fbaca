import type { Evaluation, Reason } from '@assay/vocabulary/evaluation';
import type { CaseId, LabelId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { LabelRecord, LabelState } from '@assay/vocabulary/label-record';

/** All that the public side of the portal asks of the office. Nothing here is confidential, nothing writes. */
export type PublicDesk = {
  readonly programme: {
    readonly title: string;
    readonly sandbox: boolean;
    readonly administrator: { readonly name: string; readonly contact: string };
    /** Scheme and host of the public addresses, without a closing slash. */
    readonly origin: string;
  };
  /** Keyset page of the register; an empty text matches every label. */
  search(query: LabelQuery): Promise<LabelPage>;
  /** `undefined`: no such label. */
  record(id: LabelId): Promise<LabelRecord | undefined>;
  /**
   * Public artefacts by their URL path: /log/…, /status/…, /vc/…, /.well-known/did.json,
   * /L/{id}/credential|proof|bundle, /L/{id}/qr.svg. Label ids arrive in upper case. `undefined`: no such file.
   */
  file(path: string): Promise<PublicFile | undefined>;
  /** The sandbox case walk. */
  story(): Promise<Story | undefined>;
  /** Sentence of a reason, in the reader's language. */
  readonly say: (reason: Reason) => string;
  ready(): Promise<boolean>;
  now(): Instant;
};

export type LabelQuery = {
  readonly text: string;
  readonly state?: LabelState;
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
};

export type LabelPage = { readonly labels: readonly LabelSummary[]; readonly next?: string };

/** One row of the register. */
export type LabelSummary = {
  readonly labelId: LabelId;
  readonly product: string;
  readonly brand: string;
  readonly manufacturer: string;
  readonly state: LabelState;
  readonly supportEnd: CalendarDate | null;
  readonly level: { readonly symbol: string; readonly name: string };
  /** Name of the scheme. */
  readonly scheme: string;
  readonly validUntil: Instant;
  readonly sandbox: boolean;
};

export type PublicFile = {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Seconds for which anyone may cache it. */
  readonly maxAge: number | 'immutable';
};

/** Cases that a sandbox has walked, told for the public. */
export type Story = { readonly cases: readonly StoryCase[] };

export type StoryCase = {
  readonly case: CaseId;
  readonly title: string;
  readonly provenance: {
    readonly kind: LabelRecord['provenance']['kind'];
    readonly note: string;
    /** For a what-if: what it changes. */
    readonly changes?: readonly string[];
  };
  readonly steps: readonly StoryStep[];
  readonly evaluation: Evaluation;
  /** The same dossier judged for the next level: its gaps are what is missing. */
  readonly nextLevel?: Evaluation;
  readonly label?: LabelId;
};

export type StoryStep = {
  readonly stage: Stage;
  readonly title: string;
  readonly at: Instant;
  readonly by: string;
  readonly says: string;
};

/** The eight stages of a case and its label, by the name of their folders. */
export type Stage =
  | '0-programme'
  | '1-application'
  | '2-evaluation'
  | '3-review'
  | '4-decision'
  | '5-label'
  | '6-register'
  | '7-surveillance';
