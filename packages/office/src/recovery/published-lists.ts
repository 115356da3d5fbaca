import type { EntryOf } from '@assay/attestation/log/entry';
import type { StatusList } from '@assay/records/status-list';

import { sha256 } from '../hash.ts';
import type { LostEntry } from './plan-recovery.ts';
import type { RecoverySource } from './recovery-source.ts';

/** Of each list the newest publication of which these entries tell: the bytes of older ones are nowhere any more. */
export function newestLists(entries: readonly LostEntry[]): ReadonlySet<LostEntry> {
  const newest = new Map<string, LostEntry>();
  for (const one of entries)
    if (one.entry.type === 'statuslist.published')
      newest.set(`${one.entry.purpose} ${String(one.entry.list)}`, one);
  return new Set(newest.values());
}

/**
 * The publications among these entries that are the newest of their lists. One whose bytes are not at hand is kept without
 * them: no key has signed that, so it is due, and the next publication bears the next number.
 */
export async function publishedLists(
  source: RecoverySource,
  newest: ReadonlySet<LostEntry>,
  entries: readonly LostEntry[],
): Promise<readonly StatusList[]> {
  const found: StatusList[] = [];
  for (const one of entries)
    if (newest.has(one) && one.entry.type === 'statuslist.published')
      found.push(await published(source, one.entry));
  return found;
}

async function published(
  source: RecoverySource,
  { purpose, list, seq, jwsHash, through, time }: EntryOf<'statuslist.published'>,
): Promise<StatusList> {
  const bytes = await source.statusList({ purpose, list });
  const isIt = bytes && Buffer.from(sha256(bytes)).toString('base64url') === jwsHash;
  const jws = isIt === true ? new TextDecoder().decode(bytes) : '';
  return { purpose, list, seq, jws, jwsHash, through, publishedAt: time };
}
