import { parseEntry, type EntryOf } from '@assay/attestation/log/entry';
import type { LoggedStatus } from '@assay/conformity/6-register/as-logged';
import { leavesBetween, type Log } from '@assay/records/log';
import type { Reader } from '@assay/records/open';
import { parseInstant } from '@assay/vocabulary/instant';

const EVENT_OF = {
  granted: 'LabelRestored',
  suspended: 'LabelSuspended',
  revoked: 'LabelWithdrawn',
} as const satisfies Record<EntryOf<'label.status'>['to'], LoggedStatus['type']>;

/** The event that an entry tells of. */
export function statusOf({ to, effective }: EntryOf<'label.status'>): LoggedStatus {
  const at = parseInstant(effective);
  if (!at.ok) throw new Error(`not an instant: ${effective}`);
  return { type: EVENT_OF[to], at: at.value };
}

/** The newest change of a label's state that the log tells of at a leaf or, by the label's chain, before it. */
export async function newestStatus(
  reader: Reader,
  log: Log,
  leaf: number,
): Promise<LoggedStatus | undefined> {
  const [found] = await leavesBetween(reader, { ...log, from: leaf, to: leaf + 1 });
  const read = found && parseEntry(found.entry);
  if (read?.ok !== true) throw new Error(`${log.log}: leaf ${String(leaf)} is no entry`);
  const entry = read.value;
  if (entry.type === 'label.status') return statusOf(entry);
  return 'prev' in entry && entry.prev !== null ? newestStatus(reader, log, entry.prev) : undefined;
}
