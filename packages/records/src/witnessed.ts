import { instantOf, type Instant } from '@assay/vocabulary/instant';

import { holdLock, type Reader, type Tx } from './open.ts';

type Of = { readonly witness: string; readonly origin: string };

/** The checkpoint of a log that a witness cosigned last, and when. */
export type WitnessedCheckpoint = {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
  readonly at: Instant;
};

/** What a witness has cosigned last of a log; absent where it has never. */
export async function witnessed(
  reader: Reader,
  { witness, origin }: Of,
): Promise<WitnessedCheckpoint | undefined> {
  const row = await reader
    .selectFrom('witnessed')
    .select(['size', 'root', 'note', 'cosigned_at'])
    .where('witness', '=', witness)
    .where('origin', '=', origin)
    .executeTakeFirst();
  return row && { size: row.size, root: row.root, note: row.note, at: instantOf(row.cosigned_at) };
}

/** The same, and nobody else reads it for writing until this transaction ends. */
export async function witnessedAlone(tx: Tx, of: Of): Promise<WitnessedCheckpoint | undefined> {
  await holdLock(tx, 'witnessed', of.witness, of.origin);
  return witnessed(tx, of);
}

/** Keeps what is about to be cosigned in place of what was. A smaller size is a bug and throws: a witness never goes back. */
export async function keepWitnessed(
  tx: Tx,
  { witness, origin, size, root, note, at }: Of & WitnessedCheckpoint,
): Promise<void> {
  const kept = await tx
    .insertInto('witnessed')
    .values({ witness, origin, size, root, note, cosigned_at: at })
    .onConflict((found) =>
      found
        .columns(['witness', 'origin'])
        .doUpdateSet({ size, root, note, cosigned_at: at })
        .where('witnessed.size', '<=', size),
    )
    .returning('size')
    .executeTakeFirst();
  if (!kept) throw new Error(`${witness} has cosigned a larger ${origin} than ${String(size)}`);
}
