import { leafHash } from '@assay/attestation/log/merkle-tree';
import type { Entry } from '@assay/attestation/log/entry';
import { publishedSize } from '@assay/records/checkpoint';
import { appendLeaves, leafCount, type NewLeaf } from '@assay/records/log';
import { readyForLog, type ReadyEntry } from '@assay/records/outbox';
import type { LabelId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import { sha256 } from '../hash.ts';
import { statusOf } from '../6-register/logged-status.ts';
import { showLabels } from '../6-register/publish-labels.ts';
import { administratorOf, type Office } from '../office.ts';
import { entryOf } from './entry-of.ts';
import type { Turn } from './turn.ts';

/** Four full bundles of entries: as many as a checkpoint should wait for. */
const BATCH = 1024;

/**
 * Trust layer section 7, step 3: gives what waits its place in the log, in the order it was sent, in one transaction; at
 * most so many as one checkpoint should cover. Throws where another writer has taken the log over.
 */
export async function integrate({ office, fence }: Turn): Promise<void> {
  const administrator = administratorOf(office);
  const ready = await readyForLog(office.records.read, { administrator, limit: BATCH });
  if (ready.length === 0) return;
  await showBefore(office, ready);
  const from = await leafCount(office.records.read, fence);
  const time = office.clock();
  const leaves = leavesOf(ready, { from, time, issuer: office.did });
  const appended = await office.records.write((tx) => appendLeaves(tx, { fence, from, leaves }));
  if (!appended.ok)
    throw new Error(`${fence.log}: another writer has come between: ${JSON.stringify(appended.refusal)}`);
}

/** What the entry before did to a label is shown before the next one is logged: a label is shown by its newest entry. */
async function showBefore(office: Office, ready: readonly ReadyEntry[]): Promise<void> {
  const newest = Math.max(-1, ...ready.map(({ label }) => label?.lastLeaf ?? -1));
  const log = { administrator: administratorOf(office), log: office.log.origin };
  if (newest >= (await publishedSize(office.records.read, log))) await showLabels(office);
}

type Beginning = { readonly from: number; readonly time: Instant; readonly issuer: string };

/** Each label's entries chain by `prev`; within one batch that is the leaf just made. */
function leavesOf(ready: readonly ReadyEntry[], { from, time, issuer }: Beginning): readonly NewLeaf[] {
  const newest = new Map<LabelId, number>();
  return ready.map((row, at) => {
    const prev = row.label ? (newest.get(row.label.id) ?? row.label.lastLeaf) : null;
    if (row.label) newest.set(row.label.id, from + at);
    const { entry, bytes } = entryOf(row, { issuer, time, prev });
    return { entry: bytes, hash: leafHash(sha256, bytes), seq: row.seq, ...effectOf(entry, row) };
  });
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
      since: statusOf(entry).at,
    },
  };
}
