import type { LabelId } from '@assay/vocabulary/ids';

import { holdOutbox } from './label.ts';
import type { Reader, Tx } from './open.ts';

type Members = Readonly<Record<string, unknown>>;

/** What is to become an entry of the log: its type, the label it speaks of, and the members it will carry. */
export type Outgoing = {
  readonly kind: string;
  readonly label: LabelId | null;
  readonly members: Members;
};

/** A row that may be logged now. `label` is as it stood before this batch: signed, and perhaps in the log already. */
export type ReadyEntry = {
  readonly seq: number;
  readonly kind: string;
  readonly label: {
    readonly id: LabelId;
    readonly vcHash: string;
    readonly lastLeaf: number | null;
  } | null;
  readonly members: Members;
};

/** Asks for an entry in the log, in the transaction of the fact that causes it: a status change, a key, the genesis. */
export async function sendToLog(
  tx: Tx,
  { administrator, kind, label, members }: Outgoing & { readonly administrator: string },
): Promise<void> {
  await holdOutbox(tx, administrator);
  await tx
    .insertInto('outbox')
    .values({ administrator, kind, label, members: JSON.stringify(members) })
    .execute();
}

/**
 * Puts what waits and speaks of a label behind everything else that waits, in the order that it had: what was signed anew
 * with a new key must not come before the entry that announces the key.
 */
export async function sendLabelsLast(tx: Tx, administrator: string): Promise<void> {
  await holdOutbox(tx, administrator);
  const rows = await tx
    .deleteFrom('outbox')
    .where('administrator', '=', administrator)
    .where('label', 'is not', null)
    .returning(['seq', 'kind', 'label', 'members'])
    .execute();
  for (const { kind, label, members } of rows.toSorted((one, other) => one.seq - other.seq))
    await tx
      .insertInto('outbox')
      .values({ administrator, kind, label, members: JSON.stringify(members) })
      .execute();
}

/**
 * Step 3, first half: what waits for the log, in the order it was sent. Whatever speaks of a label waits until that
 * label's credential is signed.
 */
export async function readyForLog(
  reader: Reader,
  { administrator, limit }: { readonly administrator: string; readonly limit: number },
): Promise<readonly ReadyEntry[]> {
  const rows = await reader
    .selectFrom('outbox')
    .leftJoin('label', (on) =>
      on.onRef('label.administrator', '=', 'outbox.administrator').onRef('label.id', '=', 'outbox.label'),
    )
    .select(['outbox.seq', 'outbox.kind', 'outbox.label', 'outbox.members'])
    .select(['label.vc_hash', 'label.last_leaf'])
    .where('outbox.administrator', '=', administrator)
    .where((row) => row.or([row('outbox.label', 'is', null), row('label.jws', 'is not', null)]))
    .orderBy('outbox.seq')
    .limit(limit)
    .execute();
  return rows.map(({ seq, kind, label: id, members, vc_hash, last_leaf }) => {
    const label = id !== null && vc_hash !== null ? { id, vcHash: vc_hash, lastLeaf: last_leaf } : null;
    return { seq, kind, label, members };
  });
}

/** The number of the newest row that waits, signed or not; absent where nothing waits. */
export async function outboxEnd(reader: Reader, administrator: string): Promise<number | undefined> {
  const row = await reader
    .selectFrom('outbox')
    .select('seq')
    .where('administrator', '=', administrator)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seq;
}
