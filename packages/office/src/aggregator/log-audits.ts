import { openAudit, type Audit } from '@assay/attestation/audit/open-audit';
import type { TrustAnchors, TrustedAdministrator } from '@assay/attestation/trust';
import { dateOf, type CalendarDate } from '@assay/vocabulary/instant';

import { sha256 } from '../hash.ts';
import type { Aggregator } from './aggregator.ts';
import { mirroredEntries } from './mirrored-tree.ts';

/** The state of the public audit of each log that is followed, in memory: what is mirrored can always be replayed. */
export type LogAudits = {
  /** The audit of a log after its first `size` entries, as they are mirrored. */
  after(administrator: TrustedAdministrator, size: number): Promise<Audit>;
  /** Keeps an audit of which all that it has taken is mirrored. */
  keep(administrator: TrustedAdministrator, audit: Audit, size: number): void;
  /** Forgets an audit, because it is about to take what may not be accepted. */
  forget(origin: string): void;
};

type Kept = {
  readonly audit: Audit;
  readonly anchors: TrustAnchors;
  readonly day: CalendarDate;
  readonly size: number;
};

/** Audits are opened when they are first asked for, and anew when the trust list has changed or a day is over. */
export function openLogAudits({ records, trust, clock }: Aggregator): LogAudits {
  const kept = new Map<string, Kept>();
  const keep: LogAudits['keep'] = (administrator, audit, size) => {
    kept.set(administrator.log.origin, {
      ...{ audit, size, anchors: trust().anchors, day: dateOf(clock()) },
    });
  };
  return {
    async after(administrator, size) {
      const { origin } = administrator.log;
      const [{ anchors }, now] = [trust(), clock()];
      const known = kept.get(origin);
      if (known?.size === size && known.anchors === anchors && known.day === dateOf(now)) return known.audit;
      const audit = openAudit({ anchors, administrator, hash: sha256, now });
      for await (const { entry } of mirroredEntries(records.read, { origin, from: 0, to: size }))
        audit.take(entry);
      keep(administrator, audit, size);
      return audit;
    },
    keep,
    forget(origin) {
      kept.delete(origin);
    },
  };
}
