import { sql, type Insertable } from 'kysely';

import type { CaseId, LabelId } from '@assay/vocabulary/ids';
import { ok, type Result } from '@assay/vocabulary/result';

import { lookedUpBy } from './looked-up.ts';
import { holdLock, type Reader, type Tx } from './open.ts';
import type { Tables } from './tables.ts';

/** Length of one status list, trust-layer.md section 5. */
const LIST_LENGTH = 131_072;
/** Two draws of forty bits that meet are rare; so many in a row are a broken source of chance. */
const MOST_DRAWS = 100;

/** A position in the status lists; the same for every purpose, never given twice. */
export type Slot = { readonly list: number; readonly index: number };

/** What a label states, frozen at the request: the text of its credential, and what the register will say of it. */
export type Frozen = { readonly payload: string; readonly facts: string };

/** A label on its way through issuing (trust-layer.md section 7). Public only when `granted`. */
export type IssuedLabel = Frozen & {
  readonly id: LabelId;
  readonly case: CaseId;
  readonly state: 'pending' | 'integrated' | 'granted';
  readonly slot: Slot;
  /** The first signatures that were stored; later ones are thrown away. */
  readonly signed: Signature | null;
  /** Position of the entry that granted it, and of its newest entry; null until it is in the log. */
  readonly leaf: number | null;
  readonly lastLeaf: number | null;
};

/** The credential, the hash by which the log names it, and the text of the code that is verified offline. */
export type Signature = { readonly jws: string; readonly vcHash: string; readonly offlineCode: string };

type Keyed = { readonly administrator: string };
/** Names the decision that grants the label: asked twice with one key, one label. */
type Asked = { readonly idempotencyKey: string; readonly case: CaseId };
type Requests<A extends Asked, R> = Keyed & {
  readonly asked: readonly A[];
  /** Draws an id; one that another label has is drawn again. */
  readonly mint: () => LabelId;
  /** States a label, or refuses it; a refused one takes neither id nor slot. */
  readonly state: (asked: A, place: { readonly id: LabelId; readonly slot: Slot }) => Result<Stated, R>;
};
/** `members`: what its entry in the log will say, but for what is not known before it is signed. */
type Stated = Frozen & { readonly members: Readonly<Record<string, unknown>> };
export type Requested = { readonly id: LabelId; readonly repeated: boolean };

/**
 * Step 1 for any number of labels at once: for each the label that its key already asked for, or a new pending one at
 * the next free slot with its place in the outbox, or why there is none. The answers stand in the order of the questions.
 */
export async function requestLabels<A extends Asked, R>(
  tx: Tx,
  { administrator, asked, mint, state }: Requests<A, R>,
): Promise<readonly Result<Requested, R>[]> {
  await holdOutbox(tx, administrator);
  const known = await askedBefore(tx, administrator, asked);
  const ids = await freeIds(tx, administrator, { count: asked.length - known.size, mint });
  const rows: NewRow[] = [];
  const sent: NewEntry[] = [];
  let slot = await nextSlot(tx, administrator);
  const answers = asked.map((one): Result<Requested, R> => {
    const earlier = known.get(one.idempotencyKey);
    if (earlier !== undefined) return ok({ id: earlier, repeated: true });
    const id = ids[rows.length];
    if (id === undefined) throw new Error('unreachable: an id was drawn for each');
    const stated = state(one, { id, slot });
    if (!stated.ok) return stated;
    known.set(one.idempotencyKey, id);
    const { members, ...frozen } = stated.value;
    rows.push(rowOf(administrator, one, { id, slot, ...frozen }));
    sent.push({ administrator, kind: 'label.granted', label: id, members: JSON.stringify(members) });
    slot = slotAfter(slot);
    return ok({ id, repeated: false });
  });
  if (rows.length > 0) {
    await tx.insertInto('label').values(rows).execute();
    await tx.insertInto('outbox').values(sent).execute();
  }
  return answers;
}

/** Labels whose credential is still to be signed, the oldest slots first. */
export async function unsignedLabels(
  reader: Reader,
  { administrator, limit }: Keyed & { readonly limit: number },
): Promise<readonly (Frozen & { readonly id: LabelId; readonly slot: Slot })[]> {
  const rows = await reader
    .selectFrom('label')
    .select(['id', 'list', 'idx', 'payload', 'facts'])
    .where('administrator', '=', administrator)
    .where('jws', 'is', null)
    .orderBy('list')
    .orderBy('idx')
    .limit(limit)
    .execute();
  return rows.map(({ id, list, idx, payload, facts }) => ({
    ...{ id, payload, facts },
    slot: { list, index: idx },
  }));
}

/** Step 2: keeps the signatures of each label unless some were kept before. */
export async function storeSignatures(
  tx: Tx,
  { administrator, signed }: Keyed & { readonly signed: readonly (Signature & { readonly id: LabelId })[] },
): Promise<void> {
  const column = (name: keyof Signature | 'id') => signed.map((one) => one[name]);
  await sql`
    update label
    set jws = made.jws, vc_hash = made.vc_hash, offline_code = made.offline_code
    from (
      select id, jws, vc_hash, offline_code
      from unnest(
        ${column('id')}::text[], ${column('jws')}::text[], ${column('vcHash')}::text[], ${column('offlineCode')}::text[]
      ) as one (id, jws, vc_hash, offline_code)
    ) as made
    where label.administrator = ${administrator} and label.id = made.id and label.jws is null
      and ${lookedUpBy(
        'label.id',
        signed.map(({ id }) => id),
      )}
  `.execute(tx);
}

/** Takes their signatures from the labels that are not in the log yet, so that they are signed anew. */
export async function unsignWaiting(tx: Tx, administrator: string): Promise<void> {
  await tx
    .updateTable('label')
    .set({ jws: null, vc_hash: null, offline_code: null })
    .where('administrator', '=', administrator)
    .where('leaf', 'is', null)
    .where('jws', 'is not', null)
    .execute();
}

/** Puts another offline code in the place of one whose key was revoked; the credential stays what it is. */
export async function replaceOfflineCode(
  tx: Tx,
  { administrator, id, offlineCode }: Keyed & { readonly id: LabelId; readonly offlineCode: string },
): Promise<void> {
  await tx
    .updateTable('label')
    .set({ offline_code: offlineCode })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('jws', 'is not', null)
    .execute();
}

/** A credential of the log, as it is published. */
export type LoggedCredential = { readonly leaf: number; readonly jws: string; readonly vcHash: string };

/** Credentials whose entry is in the log below `before` and that are not public yet, from a leaf on, a page at a time. */
export async function unpublishedCredentials(
  reader: Reader,
  page: Keyed & { readonly from: number; readonly before: number; readonly limit: number },
): Promise<readonly LoggedCredential[]> {
  const rows = await reader
    .selectFrom('label')
    .select(['leaf', 'jws', 'vc_hash'])
    .where('administrator', '=', page.administrator)
    .where('state', '=', 'integrated')
    .where('leaf', '>=', page.from)
    .where('leaf', '<', page.before)
    .orderBy('leaf')
    .limit(page.limit)
    .execute();
  return rows.flatMap(({ leaf, jws, vc_hash }) =>
    leaf === null || jws === null || vc_hash === null ? [] : [{ leaf, jws, vcHash: vc_hash }],
  );
}

/** Step 7: labels whose entry lies below a published size become public. */
export async function markGranted(
  tx: Tx,
  { administrator, before }: Keyed & { readonly before: number },
): Promise<void> {
  await tx
    .updateTable('label')
    .set({ state: 'granted' })
    .where('administrator', '=', administrator)
    .where('state', '=', 'integrated')
    .where('leaf', '<', before)
    .execute();
}

/** One label, in whatever state. */
export async function readLabel(
  reader: Reader,
  { administrator, id }: Keyed & { readonly id: LabelId },
): Promise<IssuedLabel | undefined> {
  const row = await reader
    .selectFrom('label')
    .select(['id', 'case_id', 'state', 'list', 'idx', 'payload', 'facts'])
    .select(['jws', 'vc_hash', 'offline_code', 'leaf', 'last_leaf'])
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && labelOf(row);
}

/** The label that was asked for in a case, and how far it is on its way to the public. */
export async function labelOfCase(
  reader: Reader,
  { administrator, case: id }: Keyed & { readonly case: CaseId },
): Promise<Pick<IssuedLabel, 'id' | 'state'> | undefined> {
  return reader
    .selectFrom('label')
    .select(['id', 'state'])
    .where('administrator', '=', administrator)
    .where('idem', '=', id)
    .executeTakeFirst();
}

/** A label without the texts of its credential, which are most of it. */
export type TouchedLabel = Pick<IssuedLabel, 'id' | 'state' | 'slot' | 'facts' | 'leaf' | 'lastLeaf'> & {
  readonly signed: Omit<Signature, 'jws'> | null;
};

/** Labels whose newest entry lies in a stretch of the log, in its order, a page at a time. */
export async function labelsTouched(
  reader: Reader,
  page: Keyed & { readonly from: number; readonly before: number; readonly limit: number },
): Promise<readonly TouchedLabel[]> {
  const rows = await reader
    .selectFrom('label')
    .select(['id', 'state', 'list', 'idx', 'facts', 'vc_hash', 'offline_code', 'leaf', 'last_leaf'])
    .where('administrator', '=', page.administrator)
    .where('last_leaf', '>=', page.from)
    .where('last_leaf', '<', page.before)
    .orderBy('last_leaf')
    .limit(page.limit)
    .execute();
  return rows.map(({ id, state, list, idx, facts, vc_hash, offline_code, leaf, last_leaf }) => ({
    ...{ id, state, facts, leaf, slot: { list, index: idx }, lastLeaf: last_leaf },
    signed: vc_hash === null || offline_code === null ? null : { vcHash: vc_hash, offlineCode: offline_code },
  }));
}

/** One writer of labels and outbox at a time: slots follow without gap, and outbox numbers in the order of commits. */
export async function holdOutbox(tx: Tx, administrator: string): Promise<void> {
  await holdLock(tx, 'outbox', administrator);
}

async function askedBefore(
  tx: Tx,
  administrator: string,
  asked: readonly Asked[],
): Promise<Map<string, LabelId>> {
  const keys = asked.map(({ idempotencyKey }) => idempotencyKey);
  const rows = await tx
    .selectFrom('label')
    .select(['idem', 'id'])
    .where('administrator', '=', administrator)
    .where(sql<boolean>`idem = any(${keys}::text[])`)
    .execute();
  return new Map(rows.map(({ idem, id }) => [idem, id]));
}

/** Ids that no label has and that differ among each other. */
async function freeIds(
  tx: Tx,
  administrator: string,
  { count, mint }: { readonly count: number; readonly mint: () => LabelId },
): Promise<readonly LabelId[]> {
  const free = new Set<LabelId>();
  for (let draw = 0; free.size < count; draw += 1) {
    if (draw === MOST_DRAWS) throw new Error('every label id that is drawn is taken');
    const drawn = Array.from({ length: count - free.size }, mint);
    const taken = await tx
      .selectFrom('label')
      .select('id')
      .where('administrator', '=', administrator)
      .where(sql<boolean>`id = any(${drawn}::text[])`)
      .execute();
    const used = new Set(taken.map(({ id }) => id));
    for (const id of drawn) if (!used.has(id)) free.add(id);
  }
  return [...free];
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
  return last ? slotAfter({ list: last.list, index: last.idx }) : { list: 0, index: 0 };
}

function slotAfter({ list, index }: Slot): Slot {
  return index + 1 < LIST_LENGTH ? { list, index: index + 1 } : { list: list + 1, index: 0 };
}

type NewRow = Pick<
  Tables['label'],
  'administrator' | 'id' | 'idem' | 'case_id' | 'state' | 'list' | 'idx' | 'payload' | 'facts'
>;

type NewEntry = Insertable<Tables['outbox']>;

function rowOf(
  administrator: string,
  { idempotencyKey, case: caseId }: Asked,
  { id, slot, payload, facts }: Frozen & { readonly id: LabelId; readonly slot: Slot },
): NewRow {
  const asked = { administrator, id, idem: idempotencyKey, case_id: caseId, state: 'pending' } as const;
  return { ...asked, list: slot.list, idx: slot.index, payload, facts };
}

function labelOf(row: Omit<Tables['label'], 'administrator' | 'idem'>): IssuedLabel {
  const { id, state, payload, facts, jws, vc_hash, offline_code, leaf } = row;
  const signed =
    jws === null || vc_hash === null || offline_code === null
      ? null
      : { jws, vcHash: vc_hash, offlineCode: offline_code };
  const slot = { list: row.list, index: row.idx };
  return { id, case: row.case_id, state, slot, payload, facts, signed, leaf, lastLeaf: row.last_leaf };
}
