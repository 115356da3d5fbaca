import type { CaseId, LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { holdLock, type Reader, type Tx } from './open.ts';
import type { Tables } from './tables.ts';

/** Labels in one status list: the smallest length that hides which one is asked about (16 KiB of bits). */
const LIST_LENGTH = 131_072;

/** A position in the status lists; the same for every purpose, never given twice. */
export type Slot = { readonly list: number; readonly index: number };

/** A label on its way through issuing (trust-layer.md section 7). Public only when `granted`. */
export type IssuedLabel = {
  readonly id: LabelId;
  readonly case: CaseId;
  readonly state: 'pending' | 'integrated' | 'granted';
  readonly slot: Slot;
  /** The credential's text as it was frozen at the request. */
  readonly payload: string;
  /** The first signature that was stored; later ones are thrown away. */
  readonly signed: Signature | null;
  /** Position of the entry that granted it, and of its newest entry; null until it is in the log. */
  readonly leaf: number | null;
  readonly lastLeaf: number | null;
};

export type Signature = { readonly jws: string; readonly vcHash: string };
export type LabelIdTaken = { readonly code: 'label-id-taken'; readonly label: LabelId };

type Request = {
  readonly administrator: string;
  readonly id: LabelId;
  /** Names the decision that grants the label: asked twice with one key, one label. */
  readonly idempotencyKey: string;
  readonly case: CaseId;
  /** The text to be signed, which names the slot. */
  readonly payload: (slot: Slot) => string;
};

/**
 * Step 1: the label that this key already asked for, or a new pending one at the next free slot, and its place in the
 * outbox. Refuses an id that another label has: draw again.
 */
export async function requestLabel(
  tx: Tx,
  { administrator, id, idempotencyKey, case: caseId, payload }: Request,
): Promise<Result<{ readonly label: IssuedLabel; readonly repeated: boolean }, LabelIdTaken>> {
  await holdOutbox(tx, administrator);
  const earlier = await labels(tx)
    .where('administrator', '=', administrator)
    .where('idem', '=', idempotencyKey)
    .executeTakeFirst();
  if (earlier) return ok({ label: labelOf(earlier), repeated: true });
  if (await readLabel(tx, { administrator, id })) return refuse({ code: 'label-id-taken', label: id });
  const slot = await nextSlot(tx, administrator);
  const row = {
    ...{ administrator, id, idem: idempotencyKey, case_id: caseId, state: 'pending' as const },
    ...{ list: slot.list, idx: slot.index, payload: payload(slot) },
    ...{ jws: null, vc_hash: null, leaf: null, last_leaf: null },
  };
  await tx.insertInto('label').values(row).execute();
  await tx
    .insertInto('outbox')
    .values({ administrator, kind: 'label.granted', label: id, members: '{}' })
    .execute();
  return ok({ label: labelOf(row), repeated: false });
}

/** Labels whose credential is still to be signed. */
export async function unsignedLabels(reader: Reader, administrator: string): Promise<readonly IssuedLabel[]> {
  const rows = await labels(reader)
    .where('administrator', '=', administrator)
    .where('jws', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(labelOf);
}

/** Step 2: keeps the credential unless one was kept before. Returns the one that counts. */
export async function storeSignature(
  tx: Tx,
  { administrator, id, jws, vcHash }: Signature & { readonly administrator: string; readonly id: LabelId },
): Promise<Signature> {
  await tx
    .updateTable('label')
    .set({ jws, vc_hash: vcHash })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('jws', 'is', null)
    .execute();
  const label = await readLabel(tx, { administrator, id });
  if (!label?.signed) throw new Error(`label ${id} was never requested`);
  return label.signed;
}

/** Step 7: labels whose entry lies below a published size become public. Returns those that became so now. */
export async function markGranted(
  tx: Tx,
  { administrator, before }: { readonly administrator: string; readonly before: number },
): Promise<readonly LabelId[]> {
  const rows = await tx
    .updateTable('label')
    .set({ state: 'granted' })
    .where('administrator', '=', administrator)
    .where('state', '=', 'integrated')
    .where('leaf', '<', before)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** One label, in whatever state. */
export async function readLabel(
  reader: Reader,
  { administrator, id }: { readonly administrator: string; readonly id: LabelId },
): Promise<IssuedLabel | undefined> {
  const row = await labels(reader)
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && labelOf(row);
}

/** The label whose credential has this hash. */
export async function labelOfCredential(
  reader: Reader,
  { administrator, vcHash }: { readonly administrator: string; readonly vcHash: string },
): Promise<IssuedLabel | undefined> {
  const row = await labels(reader)
    .where('administrator', '=', administrator)
    .where('vc_hash', '=', vcHash)
    .executeTakeFirst();
  return row && labelOf(row);
}

/** One writer of labels and outbox at a time: slots follow without gap, and outbox numbers in the order of commits. */
export async function holdOutbox(tx: Tx, administrator: string): Promise<void> {
  await holdLock(tx, 'outbox', administrator);
}

async function nextSlot(reader: Reader, administrator: string): Promise<Slot> {
  const last = await reader
    .selectFrom('label')
    .select(['list', 'idx'])
    .where('administrator', '=', administrator)
    .orderBy('list', 'desc')
    .orderBy('idx', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return { list: 0, index: 0 };
  return last.idx + 1 < LIST_LENGTH
    ? { list: last.list, index: last.idx + 1 }
    : { list: last.list + 1, index: 0 };
}

function labels(reader: Reader) {
  return reader
    .selectFrom('label')
    .select(['id', 'case_id', 'state', 'list', 'idx', 'payload', 'jws', 'vc_hash', 'leaf', 'last_leaf']);
}

type Row = Omit<Tables['label'], 'administrator' | 'idem'>;

function labelOf({
  id,
  case_id,
  state,
  list,
  idx,
  payload,
  jws,
  vc_hash,
  leaf,
  last_leaf,
}: Row): IssuedLabel {
  const signed = jws === null || vc_hash === null ? null : { jws, vcHash: vc_hash };
  return { id, case: case_id, state, slot: { list, index: idx }, payload, signed, leaf, lastLeaf: last_leaf };
}
