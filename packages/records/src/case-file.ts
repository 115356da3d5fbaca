import { sql } from 'kysely';

import type { CaseEvent, LabelEvent } from '@assay/vocabulary/case-event';
import type { CaseId, Digest, LabelId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { holdLock, type Reader, type Tx } from './open.ts';

/** A case, or the public life of a label. Its id names it. */
export type StreamId = CaseId | LabelId;
export type EventOf<S extends StreamId> = S extends CaseId ? CaseEvent : LabelEvent;
type Stream<S extends StreamId> = { readonly administrator: string; readonly stream: S };

/** A command that may come twice: the key its sender chose, and the digest of what it asks. */
export type Act = { readonly key: string; readonly digest: Digest };
/** First and last version an append wrote; `repeated` when an earlier one with the same key wrote them. */
export type Appended = { readonly from: number; readonly to: number; readonly repeated: boolean };

export type KeyReused = { readonly code: 'idempotency-key-reused'; readonly key: string };
export type VersionConflict = {
  readonly code: 'version-conflict';
  readonly expected: number;
  readonly actual: number;
};

type Append<S extends StreamId> = Stream<S> & {
  /** Version the writer has seen; 0 for a stream that is not there yet. */
  readonly expected: number;
  readonly events: readonly EventOf<S>[];
  readonly act?: Act;
};

/** Writes events at the end of a stream, if the stream is as the writer saw it. Of two writers one gets a refusal. */
export async function appendEvents<S extends StreamId>(
  tx: Tx,
  { administrator, stream, expected, events, act }: Append<S>,
): Promise<Result<Appended, VersionConflict | KeyReused>> {
  if (events.length === 0) throw new Error(`nothing to append to ${stream}`);
  if (act) {
    await holdLock(tx, 'act', administrator, act.key);
    const recalled = await recallAct(tx, { administrator, ...act });
    if (!recalled.ok) return recalled;
    if (recalled.value) return ok(recalled.value);
  }
  await holdLock(tx, 'stream', administrator, stream);
  const actual = await lastVersion(tx, { administrator, stream });
  if (actual !== expected) return refuse({ code: 'version-conflict', expected, actual });
  const rows = events.map((event, index) => ({
    administrator,
    stream,
    version: expected + index + 1,
    ...columnsOf(event),
  }));
  await tx.insertInto('event').values(rows).execute();
  const [from, to] = [expected + 1, expected + events.length];
  if (act)
    await tx
      .insertInto('act')
      .values({ administrator, ...act, stream, first_version: from, last_version: to })
      .execute();
  return ok({ from, to, repeated: false });
}

/**
 * What an earlier command with this key wrote; undefined if there was none. Asked before deciding, since a command
 * that was obeyed once would now be refused by the state it made.
 */
export async function recallAct(
  reader: Reader,
  { administrator, key, digest }: Act & { readonly administrator: string },
): Promise<Result<Appended | undefined, KeyReused>> {
  const row = await reader
    .selectFrom('act')
    .select(['digest', 'first_version', 'last_version'])
    .where('administrator', '=', administrator)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return ok(undefined);
  if (row.digest !== digest) return refuse({ code: 'idempotency-key-reused', key });
  return ok({ from: row.first_version, to: row.last_version, repeated: true });
}

/** All events of a stream in their order; none if there is no such stream. */
export async function readStream<S extends StreamId>(
  reader: Reader,
  stream: Stream<S>,
): Promise<readonly EventOf<S>[]> {
  return (await readStreamWithVersion(reader, stream)).events;
}

/** All events of a stream, and the version to state when appending to it. */
export async function readStreamWithVersion<S extends StreamId>(
  reader: Reader,
  { administrator, stream }: Stream<S>,
): Promise<{ readonly version: number; readonly events: readonly EventOf<S>[] }> {
  const rows = await reader
    .selectFrom('event')
    .select(['version', 'type', 'at', 'by', 'because', 'data'])
    .where('administrator', '=', administrator)
    .where('stream', '=', stream)
    .orderBy('version')
    .execute();
  return { version: rows.at(-1)?.version ?? 0, events: rows.map((row) => parseEvent<S>(row)) };
}

/** The events of many streams at once, each in its order; a stream that is not there is not in the answer. */
export async function readStreams<S extends StreamId>(
  reader: Reader,
  { administrator, streams }: { readonly administrator: string; readonly streams: readonly S[] },
): Promise<ReadonlyMap<S, readonly EventOf<S>[]>> {
  const rows = await reader
    .selectFrom('event')
    .select(['stream', 'type', 'at', 'by', 'because', 'data'])
    .where('administrator', '=', administrator)
    .where(sql<boolean>`stream = any(${streams}::text[])`)
    .orderBy('stream')
    .orderBy('version')
    .execute();
  const asked = new Map<string, S>(streams.map((stream) => [stream, stream]));
  const found = new Map<S, EventOf<S>[]>();
  for (const { stream: name, ...row } of rows) {
    const stream = asked.get(name);
    if (stream === undefined) continue;
    const events = found.get(stream) ?? [];
    events.push(parseEvent<S>(row));
    found.set(stream, events);
  }
  return found;
}

/** Begins many streams at once, each with one event. One that is there already is a fault of the writer's. */
export async function beginStreams<S extends StreamId>(
  tx: Tx,
  {
    administrator,
    begun,
  }: {
    readonly administrator: string;
    readonly begun: readonly { readonly stream: S; readonly event: EventOf<S> }[];
  },
): Promise<void> {
  if (begun.length === 0) return;
  await tx
    .insertInto('event')
    .values(begun.map(({ stream, event }) => ({ administrator, stream, version: 1, ...columnsOf(event) })))
    .execute();
}

async function lastVersion(reader: Reader, { administrator, stream }: Stream<StreamId>): Promise<number> {
  const row = await reader
    .selectFrom('event')
    .select('version')
    .where('administrator', '=', administrator)
    .where('stream', '=', stream)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.version ?? 0;
}

function columnsOf(event: CaseEvent | LabelEvent): {
  type: string;
  at: Instant;
  by: PersonId;
  because: string;
  data: string;
} {
  const { type, at, by, because, ...data } = event;
  return { type, at, by, because, data: JSON.stringify(data) };
}

/** Only `appendEvents` writes here, and the table lets nothing be changed: what it holds is an event. */
function parseEvent<S extends StreamId>(row: {
  type: string;
  at: Date;
  by: PersonId;
  because: string;
  data: object;
}): EventOf<S> {
  const { type, at, by, because, data } = row;
  return { type, at: instantOf(at), by, because, ...data } as unknown as EventOf<S>;
}
