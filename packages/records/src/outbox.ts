import type { LabelId } from '@assay/vocabulary/ids';

import { holdOutbox, readLabel, type IssuedLabel } from './label.ts';
import type { Reader, Tx } from './open.ts';

type Members = Readonly<Record<string, unknown>>;

/** What is to become an entry of the log: its type, the label it speaks of, and the members it will carry. */
export type Outgoing = {
  readonly kind: string;
  readonly label: LabelId | null;
  readonly members: Members;
};

/** A row that may be logged now. `label` is as it stood before this batch. */
export type ReadyEntry = {
  readonly seq: number;
  readonly kind: string;
  readonly label: IssuedLabel | null;
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
    .where('outbox.administrator', '=', administrator)
    .where((row) => row.or([row('outbox.label', 'is', null), row('label.jws', 'is not', null)]))
    .orderBy('outbox.seq')
    .limit(limit)
    .execute();
  const found = new Map<LabelId, IssuedLabel | undefined>();
  for (const { label } of rows)
    if (label !== null && !found.has(label))
      found.set(label, await readLabel(reader, { administrator, id: label }));
  return rows.map(({ seq, kind, label, members }) => ({
    seq,
    kind,
    label: label === null ? null : (found.get(label) ?? null),
    members,
  }));
}
