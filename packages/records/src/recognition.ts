import { sql } from 'kysely';

import type { BodyId } from '@assay/vocabulary/ids';
import type { RecognitionEvent } from '@assay/vocabulary/recognition-event';

import { holdLock, type Reader, type Tx } from './open.ts';
import { columnsOfLine, parseLine } from './told.ts';

/** Everything that was said of one body under one scheme, the newest last. */
export type Recognition = {
  readonly body: BodyId;
  readonly scheme: string;
  readonly history: readonly RecognitionEvent[];
};

/** What was said of a body under a scheme, to which nobody adds until the transaction ends. */
export async function holdRecognition(
  tx: Tx,
  { body, scheme }: Pick<Recognition, 'body' | 'scheme'>,
): Promise<Recognition> {
  await holdLock(tx, 'recognition', body, scheme);
  const found = (await recognitionsOf(tx, [body])).find((one) => one.scheme === scheme);
  return found ?? { body, scheme, history: [] };
}

/** Adds a word to what is held. */
export async function tellOfRecognition(
  tx: Tx,
  { body, scheme, history }: Recognition,
  event: RecognitionEvent,
): Promise<void> {
  await tx
    .insertInto('recognition')
    .values({ body, scheme, version: history.length + 1, ...columnsOfLine(event) })
    .execute();
}

/** What was said of some bodies, under every scheme; a body of which nothing was, is not in the answer. */
export async function recognitionsOf(
  reader: Reader,
  bodies: readonly BodyId[],
): Promise<readonly Recognition[]> {
  const rows = await reader
    .selectFrom('recognition')
    .select(['body', 'scheme', 'type', 'at', 'by', 'seat', 'because', 'data'])
    .where(sql<boolean>`body = any(${bodies}::text[])`)
    .orderBy('body')
    .orderBy('scheme')
    .orderBy('version')
    .execute();
  const found = new Map<string, { body: BodyId; scheme: string; history: RecognitionEvent[] }>();
  for (const { body, scheme, ...row } of rows) {
    const key = `${body} ${scheme}`;
    const one = found.get(key) ?? { body, scheme, history: [] };
    one.history.push(parseEvent(row));
    found.set(key, one);
  }
  return [...found.values()];
}

function parseEvent(row: Parameters<typeof parseLine>[0]): RecognitionEvent {
  return parseLine(row) as RecognitionEvent;
}
