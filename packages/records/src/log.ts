import { sql } from 'kysely';

import type { LabelId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { lookedUpBy } from './looked-up.ts';
import { holdLock, type Reader, type Tx } from './open.ts';

/** One administrator's log, by its origin. */
export type Log = { readonly administrator: string; readonly log: string };
/** The right to write the log, until somebody takes it anew. */
export type Fence = Log & { readonly token: number };

export type Leaf = { readonly entry: Uint8Array; readonly hash: Uint8Array };

/** A leaf and what it changes. */
export type ActingLeaf = Leaf & { readonly effect?: Effect };
/** A leaf to write, and the outbox row it comes from. */
export type NewLeaf = ActingLeaf & { readonly seq: number };
type Append<L extends ActingLeaf> = {
  readonly fence: Fence;
  readonly from: number;
  readonly leaves: readonly L[];
};

type Effect =
  | { readonly kind: 'granted'; readonly label: LabelId }
  | {
      readonly kind: 'status';
      readonly label: LabelId;
      readonly suspended: boolean;
      readonly revoked: boolean;
      readonly since: Instant;
    };

/** Another writer took the log over. */
export type FencedOff = { readonly code: 'fenced-off'; readonly held: number; readonly current: number };
/** Leaves were prepared for another end of the log than it has. */
export type LogMoved = { readonly code: 'log-moved'; readonly expected: number; readonly actual: number };

/** Takes the log over: from now on only the bearer of this fence writes it. */
export async function takeFence(tx: Tx, { administrator, log }: Log): Promise<Fence> {
  const { token } = await tx
    .insertInto('log_fence')
    .values({ administrator, log, token: 1 })
    .onConflict((found) =>
      found.columns(['administrator', 'log']).doUpdateSet({ token: sql<number>`log_fence.token + 1` }),
    )
    .returning('token')
    .executeTakeFirstOrThrow();
  return { administrator, log, token };
}

/**
 * The same for a change that is not a leaf itself: no other writer is at work until the transaction ends, and one that
 * had prepared leaves before must prepare them anew.
 */
export async function takeLogOver(tx: Tx, { administrator, log }: Log): Promise<void> {
  await holdLock(tx, 'log', administrator, log);
  await takeFence(tx, { administrator, log });
}

/**
 * Step 3: writes leaves at the positions from `from` on, what they change, and takes their rows out of the outbox, all
 * in one transaction.
 */
export async function appendLeaves(
  tx: Tx,
  { fence, from, leaves }: Append<NewLeaf>,
): Promise<Result<{ readonly size: number }, FencedOff | LogMoved>> {
  const { administrator, log } = fence;
  const written = await writeLeaves(tx, { fence, from, leaves });
  if (!written.ok || leaves.length === 0) return written;
  const taken = await tx
    .deleteFrom('outbox')
    .where('administrator', '=', administrator)
    .where(sql<boolean>`seq = any(${leaves.map(({ seq }) => seq)}::bigint[])`)
    .executeTakeFirst();
  if (taken.numDeletedRows !== BigInt(leaves.length))
    throw new Error(`${log}: of ${leaves.length} entries ${taken.numDeletedRows.toString()} were waiting`);
  return written;
}

/** The same for leaves that are not in the outbox, since the public log has them already and these records lost them. */
export async function writeLeaves(
  tx: Tx,
  { fence, from, leaves }: Append<ActingLeaf>,
): Promise<Result<{ readonly size: number }, FencedOff | LogMoved>> {
  const { administrator, log } = fence;
  const held = await checkFence(tx, fence);
  if (!held.ok) return held;
  const actual = await leafCount(tx, fence);
  if (actual !== from) return refuse({ code: 'log-moved', expected: from, actual });
  if (leaves.length === 0) return ok({ size: from });
  const rows = leaves.map(({ entry, hash }, at) => ({ administrator, log, idx: from + at, entry, hash }));
  await tx.insertInto('leaf').values(rows).execute();
  await takeEffects(tx, administrator, { from, leaves });
  return ok({ size: from + leaves.length });
}

/** How many leaves the log has. */
export async function leafCount(reader: Reader, { administrator, log }: Log): Promise<number> {
  const row = await reader
    .selectFrom('leaf')
    .select('idx')
    .where('administrator', '=', administrator)
    .where('log', '=', log)
    .orderBy('idx', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? row.idx + 1 : 0;
}

/** The leaves at positions `from` to `to`, without `to`, in their order. */
export async function leavesBetween(
  reader: Reader,
  { administrator, log, from, to }: Log & { readonly from: number; readonly to: number },
): Promise<readonly Leaf[]> {
  return reader
    .selectFrom('leaf')
    .select(['entry', 'hash'])
    .where('administrator', '=', administrator)
    .where('log', '=', log)
    .where('idx', '>=', from)
    .where('idx', '<', to)
    .orderBy('idx')
    .execute();
}

/** Waits for any other writer of the log to end, then tells whether the fence still holds. */
export async function checkFence(
  tx: Tx,
  { administrator, log, token }: Fence,
): Promise<Result<null, FencedOff>> {
  await holdLock(tx, 'log', administrator, log);
  const row = await tx
    .selectFrom('log_fence')
    .select('token')
    .where('administrator', '=', administrator)
    .where('log', '=', log)
    .forShare()
    .executeTakeFirst();
  const current = row?.token ?? 0;
  return current === token ? ok(null) : refuse({ code: 'fenced-off', held: token, current });
}

type Placed = { readonly from: number; readonly leaves: readonly ActingLeaf[] };

/** Grants first, all at once: a change of state in the same batch speaks of a label that is in the log by then. */
async function takeEffects(tx: Tx, administrator: string, { from, leaves }: Placed): Promise<void> {
  const effects = leaves.flatMap(({ effect }, at) => (effect ? [{ effect, leaf: from + at }] : []));
  const granted = effects.filter(({ effect }) => effect.kind === 'granted');
  if (granted.length > 0) await placeGrants(tx, administrator, granted);
  for (const { effect, leaf } of effects)
    if (effect.kind === 'status') await changeStatus(tx, administrator, effect, leaf);
}

async function placeGrants(
  tx: Tx,
  administrator: string,
  granted: readonly { readonly effect: Effect; readonly leaf: number }[],
): Promise<void> {
  const ids = granted.map(({ effect }) => effect.label);
  const placed = await sql`
    update label set state = 'integrated', leaf = made.leaf, last_leaf = made.leaf
    from (
      select id, leaf
      from unnest(
        ${ids}::text[], ${granted.map(({ leaf }) => leaf)}::bigint[]
      ) as one (id, leaf)
    ) as made
    where label.administrator = ${administrator} and label.id = made.id and label.leaf is null
      and ${lookedUpBy('label.id', ids)}
  `.execute(tx);
  if (placed.numAffectedRows !== BigInt(granted.length))
    throw new Error(`of ${granted.length} labels ${String(placed.numAffectedRows)} were to be granted`);
}

async function changeStatus(
  tx: Tx,
  administrator: string,
  { label, suspended, revoked, since }: Extract<Effect, { kind: 'status' }>,
  leaf: number,
): Promise<void> {
  const slot = await tx
    .updateTable('label')
    .set({ last_leaf: leaf })
    .where('administrator', '=', administrator)
    .where('id', '=', label)
    .where('leaf', 'is not', null)
    .returning(['list', 'idx'])
    .executeTakeFirst();
  if (!slot) throw new Error(`${label}: a status out of turn`);
  const state = { suspended, revoked, since, leaf };
  await tx
    .insertInto('label_status')
    .values({ administrator, label, ...slot, ...state })
    .onConflict((found) => found.columns(['administrator', 'label']).doUpdateSet(state))
    .execute();
}
