import type { MirrorPage, MirrorQuery, ProvenLabel } from '@assay/office/aggregator/mirror-labels';
import type { LogOnMirror } from '@assay/office/aggregator/mirror-logs';
import type { PublicFile } from '@assay/office/6-register/public-desk';
import type { LabelId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';

/** All that the door of an aggregator asks of it. Everything is public, and nothing writes. */
export type AggregatorDesk = {
  /** Scheme and host of the public addresses, without a closing slash. */
  readonly origin: string;
  /** What the site is called, and whether all of it is a sandbox. */
  site(): Promise<Site>;
  /** Absent: the cursor is of nobody's making. */
  search(query: MirrorQuery): Promise<MirrorPage | undefined>;
  label(id: LabelId): Promise<ProvenLabel | undefined>;
  /** `evidence-incomplete`: a status list is still on its way. */
  evidence(
    id: LabelId,
    what: Evidence,
  ): Promise<Result<PublicFile, { readonly code: 'label-not-followed' | 'evidence-incomplete' }>>;
  credential(sha256: string): Promise<PublicFile | undefined>;
  /** A file of a mirrored log, by the hash of its origin and the path below. */
  mirror(originHash: string, path: string): Promise<PublicFile | undefined>;
  logs(): Promise<readonly LogOnMirror[]>;
  /** `trust-list.json` where a signed list is believed, `policy`. */
  trust(name: 'trust-list.json' | 'policy'): PublicFile | undefined;
  ready(): Promise<boolean>;
  now(): Instant;
};

export type Evidence = 'credential' | 'proof' | 'bundle';
export type Site = { readonly title: string; readonly sandbox: boolean };
