import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** How the last look at a log ended. `fault`: a code with facts, null where nothing was amiss; so since `since`. */
export type Look = { readonly at: Instant; readonly since: Instant; readonly fault: unknown };

/** Notes a look. Looks that end alike run on from the first of them: `since` is when that was. */
export async function noteLook(
  tx: Tx,
  {
    origin,
    at,
    fault,
    goesOn,
  }: {
    readonly origin: string;
    readonly at: Instant;
    readonly fault: unknown;
    /** Whether it ended as the one before. */
    readonly goesOn: boolean;
  },
): Promise<void> {
  const written = fault === null ? null : JSON.stringify(fault);
  await tx
    .insertInto('mirror_look')
    .values({ origin, looked_at: at, since: at, fault: written })
    .onConflict((found) =>
      found.column('origin').doUpdateSet({ looked_at: at, fault: written, ...(!goesOn && { since: at }) }),
    )
    .execute();
}

/** The last look at a log; absent where nobody has looked yet. */
export async function lastLook(reader: Reader, origin: string): Promise<Look | undefined> {
  const row = await reader
    .selectFrom('mirror_look')
    .select(['looked_at', 'since', 'fault'])
    .where('origin', '=', origin)
    .executeTakeFirst();
  return row && { at: instantOf(row.looked_at), since: instantOf(row.since), fault: row.fault };
}

/** A contradiction that a log has signed, with the notes that show it. */
export type Alarm = {
  readonly origin: string;
  readonly kind: string;
  /** Tells one contradiction from another; the same one again is the same alarm. */
  readonly evidenceHash: string;
  /** The checkpoint that was held then; null where none was. */
  readonly heldNote: string | null;
  readonly offeredNote: string;
  readonly detail: unknown;
  readonly raisedAt: Instant;
};

/** Keeps an alarm for good. False where this very one is kept already. */
export async function raiseAlarm(tx: Tx, alarm: Alarm): Promise<boolean> {
  const { origin, kind, evidenceHash, heldNote, offeredNote, detail, raisedAt } = alarm;
  const kept = await tx
    .insertInto('mirror_alarm')
    .values({
      origin,
      kind,
      evidence_hash: evidenceHash,
      held_note: heldNote,
      offered_note: offeredNote,
      detail: JSON.stringify(detail),
      raised_at: raisedAt,
    })
    .onConflict((found) => found.columns(['origin', 'kind', 'evidence_hash']).doNothing())
    .executeTakeFirst();
  return kept.numInsertedOrUpdatedRows === 1n;
}

/** Alarms of a log, the newest first, 50 at most. */
export async function alarmsOf(reader: Reader, origin: string): Promise<readonly Alarm[]> {
  const rows = await reader
    .selectFrom('mirror_alarm')
    .select(['origin', 'kind', 'evidence_hash', 'held_note', 'offered_note', 'detail', 'raised_at'])
    .where('origin', '=', origin)
    .orderBy('raised_at', 'desc')
    .orderBy('evidence_hash')
    .limit(50)
    .execute();
  return rows.map(({ evidence_hash, held_note, offered_note, raised_at, ...row }) => ({
    ...row,
    evidenceHash: evidence_hash,
    heldNote: held_note,
    offeredNote: offered_note,
    raisedAt: instantOf(raised_at),
  }));
}
