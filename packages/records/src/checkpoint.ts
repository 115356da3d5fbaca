import { sql } from 'kysely';

import type { Log } from './log.ts';
import type { Reader, Tx } from './open.ts';

/** A signed statement of the log's size and root. */
export type Checkpoint = { readonly size: number; readonly root: Uint8Array; readonly note: string };

/**
 * Step 5: keeps a checkpoint before it is shown to anybody; the one kept first stays and is returned. Throws, since the
 * log would tell two histories, when this size is kept with another root or a larger size is kept.
 */
export async function storeCheckpoint(
  tx: Tx,
  { administrator, log, size, root, note }: Log & Checkpoint,
): Promise<Checkpoint> {
  await tx
    .insertInto('checkpoint')
    .values({ administrator, log, size, root, note })
    .onConflict((found) => found.columns(['administrator', 'log', 'size']).doNothing())
    .execute();
  const largest = await largestCheckpoint(tx, { administrator, log });
  if (largest?.size !== size)
    throw new Error(
      `alarm: ${log} has a checkpoint of size ${largest?.size ?? 0}, now ${size} was to be signed`,
    );
  if (Buffer.compare(largest.root, root) !== 0)
    throw new Error(`alarm: ${log} has another root at size ${size}`);
  return largest;
}

/** The checkpoint of the greatest size. */
export async function largestCheckpoint(
  reader: Reader,
  { administrator, log }: Log,
): Promise<Checkpoint | undefined> {
  return reader
    .selectFrom('checkpoint')
    .select(['size', 'root', 'note'])
    .where('administrator', '=', administrator)
    .where('log', '=', log)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Step 7: notes the size that the public has been shown; a smaller one changes nothing. */
export async function setPublished(
  tx: Tx,
  { administrator, log, size }: Log & { readonly size: number },
): Promise<void> {
  await tx
    .insertInto('published')
    .values({ administrator, log, size })
    .onConflict((found) =>
      found
        .columns(['administrator', 'log'])
        .doUpdateSet({ size: sql<number>`greatest(published.size, excluded.size)` }),
    )
    .execute();
}

/** The greatest size that the public has been shown. */
export async function publishedSize(reader: Reader, { administrator, log }: Log): Promise<number> {
  const row = await reader
    .selectFrom('published')
    .select('size')
    .where('administrator', '=', administrator)
    .where('log', '=', log)
    .executeTakeFirst();
  return row?.size ?? 0;
}
