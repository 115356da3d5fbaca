import type { Checkpoint } from '@assay/attestation/log/checkpoint';
import type { TrustedAdministrator } from '@assay/attestation/trust';

import type { Aggregator } from './aggregator.ts';
import type { LogAudits } from './log-audits.ts';

/** What each step of a look at one log works with. */
export type Watching = {
  readonly aggregator: Aggregator;
  readonly administrator: TrustedAdministrator;
  readonly audits: LogAudits;
};

/** A checkpoint as it was served: read, and signed by its log. */
export type Offered = Checkpoint & { readonly text: string };
