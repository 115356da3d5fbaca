import type { AlarmCode } from '@assay/attestation/audit/accept-checkpoint';
import type { OffenceCode } from '@assay/attestation/audit/offence';

/** Why a copy of the log is not replayed into the records; `at` is the file, the key or the leaf that is to blame. */
export type NotRecovered = {
  readonly code:
    | AlarmCode
    | OffenceCode
    /** Somebody has seen a longer log than this copy has. */
    | 'copy-too-old'
    /** The records begin otherwise than the copy. */
    | 'another-history'
    /** Only a key signed it that the copy itself says was stolen. */
    | 'signed-by-revoked-key'
    | 'entry-not-ours'
    | 'key-differs'
    | 'label-differs'
    | 'credential-differs';
  readonly at: string;
};
