import type { Entry } from '@assay/attestation/log/entry';
import { encodeEntry } from '@assay/attestation/log/entry';
import { leafHash } from '@assay/attestation/log/merkle-tree';
import { appendLeaves, leafCount, takeFence, type NewLeaf } from '@assay/records/log';
import { readyForLog, type ReadyEntry } from '@assay/records/outbox';
import type { LabelId } from '@assay/vocabulary/ids';
import { parseInstant, type Instant } from '@assay/vocabulary/instant';

import { sha256 } from '../hash.ts';
import { administratorOf, type Office } from '../office.ts';
import { entryOf } from './entry-of.ts';

const BATCH = 256;

/**
 * Trust layer section 7, step 3: gives everything that waits its place in the log, in the order it was sent, in one
 * transaction. Handed back: how many leaves were added. Another writer's turn is no fault: nothing is added then.
 */
export async function integrate(office: Office): Promise<number> {
  const administrator = administratorOf(office);
  const log = { administrator, log: office.log.origin };
  const fence = await office.records.write((tx) => takeFence(tx, log));
  const ready = await readyForLog(office.records.read, { administrator, limit: BATCH });
  if (ready.length === 0) return 0;
  const from = await leafCount(office.records.read, log);
  const leaves = leavesOf(office, ready, from);
  const appended = await office.records.write((tx) => appendLeaves(tx, { fence, from, leaves }));
  return appended.ok ? leaves.length : 0;
}

/** Each label's entries chain by `prev`; within one batch that is the leaf just made. */
function leavesOf(office: Office, ready: readonly ReadyEntry[], from: number): readonly NewLeaf[] {
  const newest = new Map<LabelId, number>();
  const time = office.clock();
  return ready.map((row, at) => {
    const prev = row.label ? (newest.get(row.label.id) ?? row.label.lastLeaf) : null;
    if (row.label) newest.set(row.label.id, from + at);
    const entry = entryOf(office, row, { time, prev });
    const bytes = encoded(entry);
    return { entry: bytes, hash: leafHash(sha256, bytes), seq: row.seq, ...effectOf(entry, row) };
  });
}

function encoded(entry: Entry): Uint8Array {
  const bytes = encodeEntry(entry);
  if (!bytes.ok) throw new Error(`this cannot be logged: ${JSON.stringify(bytes.refusal)}`);
  return bytes.value;
}

function effectOf(entry: Entry, { label }: ReadyEntry): Pick<NewLeaf, 'effect'> {
  if (!label) return {};
  if (entry.type === 'label.granted') return { effect: { kind: 'granted', label: label.id } };
  if (entry.type !== 'label.status') return {};
  const suspended = entry.to === 'suspended';
  return {
    effect: {
      kind: 'status',
      label: label.id,
      suspended,
      revoked: entry.to === 'revoked',
      since: known(entry.effective),
    },
  };
}

function known(text: string): Instant {
  const instant = parseInstant(text);
  if (!instant.ok) throw new Error(`not an instant: ${text}`);
  return instant.value;
}
