import { sql } from 'kysely';

import type { CaseId, LabelId } from '@assay/vocabulary/ids';

import { putCaseLabels } from './case-desk.ts';
import { holdOutbox, type Frozen, type Signature, type Slot } from './label.ts';
import type { Log } from './log.ts';
import type { Reader, Tx } from './open.ts';
import type { Outgoing } from './outbox.ts';
import type { StatusList } from './status-list.ts';

type Keyed = { readonly administrator: string };

/** A label that the public log has and restored records do not. */
export type LostLabel = Frozen & {
  readonly id: LabelId;
  readonly case: CaseId;
  readonly slot: Slot;
  readonly signed: Signature;
};

/** Puts the logged credential in the place of whatever a label was signed with that is not in the log yet. */
export async function takeLoggedSignature(
  tx: Tx,
  { administrator, id, signed }: Keyed & { readonly id: LabelId; readonly signed: Signature },
): Promise<void> {
  const { jws, vcHash: vc_hash, offlineCode: offline_code } = signed;
  const { numUpdatedRows } = await tx
    .updateTable('label')
    .set({ jws, vc_hash, offline_code })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('leaf', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`${id} is not waiting for its entry`);
}

/** Adds a label as it was when it was signed; its leaf comes with its entry. Asked for again, its case has this label. */
export async function addLostLabel(
  tx: Tx,
  { administrator, id, case: caseId, slot, payload, facts, signed }: Keyed & LostLabel,
): Promise<void> {
  await holdOutbox(tx, administrator);
  const { jws, vcHash: vc_hash, offlineCode: offline_code } = signed;
  await tx
    .insertInto('label')
    .values({
      ...{ administrator, id, idem: caseId, case_id: caseId, state: 'pending' },
      ...{ list: slot.list, idx: slot.index, payload, facts, jws, vc_hash, offline_code },
    })
    .execute();
  await putCaseLabels(tx, { administrator, issued: [[caseId, id]] });
}

/** Whose place in the status lists it is; absent where nobody has it yet. */
export async function labelAtPlace(
  reader: Reader,
  { administrator, slot }: Keyed & { readonly slot: Slot },
): Promise<LabelId | undefined> {
  const row = await reader
    .selectFrom('label')
    .select('id')
    .where('administrator', '=', administrator)
    .where('list', '=', slot.list)
    .where('idx', '=', slot.index)
    .executeTakeFirst();
  return row?.id;
}

/** The label that a case was asked for; absent where it was not. */
export async function labelOfCase(
  reader: Reader,
  { administrator, case: caseId }: Keyed & { readonly case: CaseId },
): Promise<LabelId | undefined> {
  const row = await reader
    .selectFrom('label')
    .select('id')
    .where('administrator', '=', administrator)
    .where('idem', '=', caseId)
    .executeTakeFirst();
  return row?.id;
}

/** Everything that waits for the log, in its order. */
export async function waitingForLog(
  reader: Reader,
  administrator: string,
): Promise<readonly (Outgoing & { readonly seq: number })[]> {
  return reader
    .selectFrom('outbox')
    .select(['seq', 'kind', 'label', 'members'])
    .where('administrator', '=', administrator)
    .orderBy('seq')
    .execute();
}

/** Takes rows out of the outbox whose entries are in the log already. */
export async function takeFromOutbox(
  tx: Tx,
  { administrator, seqs }: Keyed & { readonly seqs: readonly number[] },
): Promise<void> {
  await tx
    .deleteFrom('outbox')
    .where('administrator', '=', administrator)
    .where(sql<boolean>`seq = any(${seqs}::bigint[])`)
    .execute();
}

/** Keeps a publication that the log tells of; one of the same number that is kept stays. */
export async function keepLoggedList(
  tx: Tx,
  { administrator, publishedAt: published_at, jwsHash: jws_hash, ...list }: Keyed & StatusList,
): Promise<void> {
  await tx
    .insertInto('status_list')
    .values({ administrator, ...list, jws_hash, published_at })
    .onConflict((found) => found.columns(['administrator', 'purpose', 'list', 'seq']).doNothing())
    .execute();
}

/** Lets everything behind a size be shown once more: what the public folder lost with the records is put there again. */
export async function showFrom(
  tx: Tx,
  { administrator, log, size }: Log & { readonly size: number },
): Promise<void> {
  await tx
    .updateTable('published')
    .set({ size })
    .where('administrator', '=', administrator)
    .where('log', '=', log)
    .where('size', '>', size)
    .execute();
  await tx
    .updateTable('label')
    .set({ state: 'integrated' })
    .where('administrator', '=', administrator)
    .where('state', '=', 'granted')
    .where('leaf', '>=', size)
    .execute();
}
