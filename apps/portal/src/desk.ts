import type {
  LabelArtworkAsked,
  LabelArtworkRefusal,
  PrintGuide,
} from '@assay/office/6-register/label-artwork';
import type { PublicFile } from '@assay/office/6-register/public-desk';
import type { Story } from '@assay/office/rehearsal/story';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { LabelId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { CopiedState, LabelRecord, LabelState } from '@assay/vocabulary/label-record';
import type { RebuiltRecord } from '@assay/vocabulary/rebuilt-record';
import type { Result } from '@assay/vocabulary/result';

/** All that the public side of the portal asks of the office. Nothing here is confidential, nothing writes. */
export type PublicDesk = {
  readonly programme: {
    readonly title: string;
    readonly sandbox: boolean;
    readonly administrator: { readonly name: string; readonly contact: string };
    /** Scheme and host of the public addresses, without a closing slash. */
    readonly origin: string;
    /** There only where the register was rebuilt from public bytes: from which log, as of when. */
    readonly rebuilt?: { readonly from: string; readonly at: Instant };
  };
  /** Keyset page of the register; an empty text matches every label. */
  search(query: LabelQuery): Promise<LabelPage>;
  /** `undefined`: no such label. */
  record(id: LabelId): Promise<LabelRecord | undefined>;
  /**
   * Public artefacts by their URL path: /log/…, /status/…, /vc/…, /.well-known/did.json,
   * /L/{id}/credential|proof|bundle|qr.svg|offline-code.svg|offline-code.txt. Label ids arrive in upper case. `undefined`: no such file.
   */
  file(path: string): Promise<PublicFile | undefined>;
  /** A file to print the label from. `undefined`: no such label. */
  artwork(
    id: LabelId,
    asked: LabelArtworkAsked,
  ): Promise<Result<PublicFile, LabelArtworkRefusal> | undefined>;
  /** How the label may be printed, in a language. `undefined`: no such label. */
  printGuide(id: LabelId, language: string): Promise<Result<PrintGuide, LabelArtworkRefusal> | undefined>;
  /** The sandbox case walk. */
  story(): Promise<Story | undefined>;
  /** Sentence of a reason, in the reader's language. */
  readonly say: (reason: Reason) => string;
  ready(): Promise<boolean>;
  now(): Instant;
};

/** The desk of a register that was rebuilt from public bytes: it knows less of a label, and no case. */
export type RebuiltDesk = PublicDesk & {
  rebuiltRecord(id: LabelId): Promise<RebuiltRecord | undefined>;
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
  /** `stale` in a register that was rebuilt alone. */
  readonly state: CopiedState;
  readonly supportEnd: CalendarDate | null;
  readonly level: { readonly symbol: string; readonly name: string };
  /** Name of the scheme. */
  readonly scheme: string;
  readonly validUntil: Instant;
  readonly sandbox: boolean;
};
