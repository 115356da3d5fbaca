import { sql } from 'kysely';

import type { DeliveryId, EndpointId } from '@assay/vocabulary/desk-ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import { newestFirst, pageOf, type Page, type Place } from './cursor.ts';
import { enqueueJob } from './jobs.ts';
import type { Reader, Tx } from './open.ts';

export type DeliveryState = 'waiting' | 'delivered' | 'dead';

/** One call of one endpoint, with the body that it has at each attempt. */
export type NewDelivery = {
  readonly id: DeliveryId;
  readonly endpoint: EndpointId;
  /** What brought it about: an endpoint is called about it once. */
  readonly cause: string;
  readonly kind: string;
  readonly body: string;
  readonly enqueuedAt: Instant;
};
export type Delivery = NewDelivery & {
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAt: Instant;
  readonly settledAt?: Instant;
  /** Of the last attempt: what was answered, or why nothing was. */
  readonly status?: number;
  readonly failure?: string;
};
/** What became of one attempt. */
export type Attempt = { readonly status?: number; readonly failure?: string };

type Named = { readonly administrator: string; readonly id: DeliveryId };

/** Keeps calls that are to be made, and leaves the making to a worker. */
export async function enqueueDeliveries(
  tx: Tx,
  {
    administrator,
    deliveries,
  }: { readonly administrator: string; readonly deliveries: readonly NewDelivery[] },
): Promise<void> {
  if (deliveries.length === 0) return;
  const kept = await tx
    .insertInto('webhook_delivery')
    .values(
      deliveries.map(({ id, endpoint, cause, kind, body, enqueuedAt }) => ({
        ...{ administrator, id, endpoint, cause, kind, body, enqueued_at: enqueuedAt },
        ...{ state: 'waiting' as const, attempts: 0, next_at: enqueuedAt },
      })),
    )
    .onConflict((found) => found.columns(['administrator', 'endpoint', 'cause']).doNothing())
    .returning('id')
    .execute();
  for (const { id } of kept) await callLater(tx, { administrator, id });
}

/** Takes a call in hand until `until` and counts the attempt; absent where another has it, or it is settled. */
export async function holdDelivery(
  tx: Tx,
  { administrator, id, at, until }: Named & { readonly at: Instant; readonly until: Instant },
): Promise<Delivery | undefined> {
  const row = await tx
    .updateTable('webhook_delivery')
    .set((delivery) => ({ held_until: until, attempts: delivery('attempts', '+', 1) }))
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where(free(at))
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && deliveryOf(row);
}

/** It was taken, or is given up. */
export async function settleDelivery(
  tx: Tx,
  {
    administrator,
    id,
    state,
    at,
    attempt,
  }: Named & {
    readonly state: Exclude<DeliveryState, 'waiting'>;
    readonly at: Instant;
    readonly attempt: Attempt;
  },
): Promise<void> {
  await tx
    .updateTable('webhook_delivery')
    .set({ state, settled_at: at, held_until: null, ...columnsOf(attempt) })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .execute();
}

/** It failed, and is tried again. */
export async function deferDelivery(
  tx: Tx,
  { administrator, id, nextAt, attempt }: Named & { readonly nextAt: Instant; readonly attempt: Attempt },
): Promise<void> {
  await tx
    .updateTable('webhook_delivery')
    .set({ held_until: null, next_at: nextAt, ...columnsOf(attempt) })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
  await callLater(tx, { administrator, id }, nextAt);
}

/** A call that was given up or taken waits again under its old id; false where there is none such of the endpoint. */
export async function replayDelivery(
  tx: Tx,
  { administrator, id, endpoint, at }: Named & { readonly endpoint: EndpointId; readonly at: Instant },
): Promise<boolean> {
  const found = await tx
    .updateTable('webhook_delivery')
    .set({ state: 'waiting', settled_at: null, attempts: 0, next_at: at })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('endpoint', '=', endpoint)
    .where('state', '!=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  if (found) await callLater(tx, { administrator, id });
  return found !== undefined;
}

/** Gives up all that waits for an endpoint. */
export async function buryDeliveries(
  tx: Tx,
  {
    administrator,
    endpoint,
    at,
    failure,
  }: {
    readonly administrator: string;
    readonly endpoint: EndpointId;
    readonly at: Instant;
    readonly failure: string;
  },
): Promise<void> {
  await tx
    .updateTable('webhook_delivery')
    .set({ state: 'dead', settled_at: at, held_until: null, failure })
    .where('administrator', '=', administrator)
    .where('endpoint', '=', endpoint)
    .where('state', '=', 'waiting')
    .execute();
}

/** Calls that should have been made before `before` and are in nobody's hand wait for a worker again; how many. */
export async function wakeDeliveries(
  tx: Tx,
  {
    administrator,
    before,
    at,
  }: { readonly administrator: string; readonly before: Instant; readonly at: Instant },
): Promise<number> {
  const rows = await tx
    .selectFrom('webhook_delivery')
    .select('id')
    .where('administrator', '=', administrator)
    .where('state', '=', 'waiting')
    .where(sql<boolean>`next_at < ${before}::timestamptz`)
    .where(free(at))
    .orderBy('next_at')
    .limit(1_000)
    .execute();
  for (const { id } of rows) await callLater(tx, { administrator, id });
  return rows.length;
}

/** Forgets what was taken before a moment: who was called about what stays with the case, not here. */
export async function forgetDeliveries(
  tx: Tx,
  { administrator, before }: { readonly administrator: string; readonly before: Instant },
): Promise<void> {
  await tx
    .deleteFrom('webhook_delivery')
    .where('administrator', '=', administrator)
    .where('state', '!=', 'waiting')
    .where(sql<boolean>`settled_at < ${before}::timestamptz`)
    .execute();
}

/** A page of the calls of an endpoint, newest first, of one state where one is asked for. */
export async function listDeliveries(
  reader: Reader,
  {
    administrator,
    endpoint,
    state,
    after,
    limit,
  }: {
    readonly administrator: string;
    readonly endpoint: EndpointId;
    readonly state?: DeliveryState | undefined;
    readonly after?: Place | undefined;
    readonly limit: number;
  },
): Promise<Page<Delivery>> {
  const query = reader
    .selectFrom('webhook_delivery')
    .select(COLUMNS)
    .where('administrator', '=', administrator)
    .where('endpoint', '=', endpoint)
    .$if(state !== undefined, (asked) => asked.where('state', '=', state ?? 'waiting'));
  const rows = await newestFirst(query, { at: 'enqueued_at', id: 'id', place: after, limit }).execute();
  return pageOf(rows.map(deliveryOf), limit, ({ enqueuedAt, id }) => ({ at: enqueuedAt, id }));
}

const COLUMNS = [
  ...(['id', 'endpoint', 'cause', 'kind', 'body', 'enqueued_at', 'state', 'attempts'] as const),
  ...(['next_at', 'settled_at', 'status', 'failure'] as const),
];

type Row = Omit<NewDelivery, 'enqueuedAt'> & {
  readonly enqueued_at: Date;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly next_at: Date;
  readonly settled_at: Date | null;
  readonly status: number | null;
  readonly failure: string | null;
};

function deliveryOf({ enqueued_at, next_at, settled_at, status, failure, ...same }: Row): Delivery {
  return {
    ...same,
    enqueuedAt: instantOf(enqueued_at),
    nextAt: instantOf(next_at),
    ...(settled_at !== null && { settledAt: instantOf(settled_at) }),
    ...(status !== null && { status }),
    ...(failure !== null && { failure }),
  };
}

function columnsOf({ status, failure }: Attempt) {
  return { status: status ?? null, failure: failure ?? null };
}

function free(at: Instant) {
  return sql<boolean>`(held_until is null or held_until <= ${at}::timestamptz)`;
}

function callLater(tx: Tx, { administrator, id }: Named, at?: Instant): Promise<void> {
  const plan = { key: `delivery/${id}`, ...(at && { at }) };
  return enqueueJob(tx, 'call-webhook', { administrator, delivery: id }, plan);
}
