import { canonicalJson } from '@assay/attestation/canonical-json';
import { raiseAlarm } from '@assay/records/mirror-watch';

import { digestOf } from '../digest.ts';
import { originHash, type Aggregator } from './aggregator.ts';
import type { AlarmKind } from './fault.ts';

export type Contradiction = {
  readonly origin: string;
  readonly kind: AlarmKind;
  /** What was held then, as a signed note; absent where nothing was. */
  readonly held?: string;
  /** What was offered, as a signed note. */
  readonly offered: string;
  /** What shows the contradiction, beside the notes; the same of the same is the same alarm. */
  readonly detail: Readonly<Record<string, unknown>>;
};

/**
 * Keeps what a log has signed against itself, in the database and as files, for good. True where it is new: the same
 * contradiction met again is kept once.
 */
export async function keepAlarm(aggregator: Aggregator, found: Contradiction): Promise<boolean> {
  const { origin, kind, held, offered, detail } = found;
  const text = canonicalJson(detail);
  const evidenceHash = digestOf(text).slice('sha256:'.length);
  const raisedAt = aggregator.clock();
  const path = `${originHash(origin)}/${kind}-${evidenceHash.slice(0, 16)}`;
  // Files first: they are written again as they were where a crash comes between.
  await aggregator.keepEvidence(`${path}/offered.note`, offered);
  if (held !== undefined) await aggregator.keepEvidence(`${path}/held.note`, held);
  await aggregator.keepEvidence(
    `${path}/about.json`,
    `${JSON.stringify({ origin, kind, ...detail }, null, 2)}\n`,
  );
  return aggregator.records.write((tx) =>
    raiseAlarm(tx, {
      ...{ origin, kind, evidenceHash, heldNote: held ?? null, offeredNote: offered, detail, raisedAt },
    }),
  );
}
