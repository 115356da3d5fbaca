import { sql } from 'kysely';

import { instantOf, type Instant } from '@assay/vocabulary/instant';

import { holdLock, type Reader, type Tx } from './open.ts';

/** The newest checkpoint of a log that was accepted. */
export type MirroredLog = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note, byte for byte as it was served. */
  readonly note: string;
  /** Newest cosignature that counts; null where the policy asks for none. */
  readonly cosignedAt: Instant | null;
  readonly acceptedAt: Instant;
};

/** A tile of hashes, or at level -1 a bundle of entries, as wide as it was accepted. */
export type MirroredTile = {
  readonly level: number;
  readonly index: number;
  readonly width: number;
  readonly bytes: Uint8Array;
};

/** What is mirrored of one log; absent before its first checkpoint was accepted. */
export async function mirroredLog(reader: Reader, origin: string): Promise<MirroredLog | undefined> {
  const row = await logs(reader).where('origin', '=', origin).executeTakeFirst();
  return row && logOf(row);
}

/** Everything that is mirrored, by origin. As many as there are administrators: few. */
export async function mirroredLogs(reader: Reader): Promise<readonly MirroredLog[]> {
  return (await logs(reader).orderBy('origin').execute()).map(logOf);
}

/**
 * Puts an accepted checkpoint in the place of the one before. Throws where the mirror holds another size than `from`
 * (absent: nothing yet): somebody else has written since it was read, and nothing of this may stay.
 */
export async function putMirroredLog(
  tx: Tx,
  { from, log }: { readonly from: number | undefined; readonly log: MirroredLog },
): Promise<void> {
  await holdLock(tx, 'mirror', log.origin);
  const before = await mirroredLog(tx, log.origin);
  if (before?.size !== from || (before && before.size > log.size))
    throw new Error(`the mirror of ${log.origin} has moved to ${String(before?.size)} meanwhile`);
  const { origin, size, root, note, cosignedAt: cosigned_at, acceptedAt: accepted_at } = log;
  const columns = { size, root, note, cosigned_at, accepted_at };
  await tx
    .insertInto('mirrored_log')
    .values({ origin, ...columns })
    .onConflict((found) => found.column('origin').doUpdateSet(columns))
    .execute();
}

/** Keeps tiles, each in the place of a narrower one. */
export async function putMirroredTiles(
  tx: Tx,
  origin: string,
  tiles: readonly MirroredTile[],
): Promise<void> {
  for (const { level, index, width, bytes } of tiles)
    await tx
      .insertInto('mirrored_tile')
      .values({ origin, level, idx: index, width, bytes })
      .onConflict((found) => found.columns(['origin', 'level', 'idx']).doUpdateSet({ width, bytes }))
      .execute();
}

/** Tiles by their places; one that is not held is left out. */
export async function mirroredTiles(
  reader: Reader,
  origin: string,
  places: readonly Pick<MirroredTile, 'level' | 'index'>[],
): Promise<readonly MirroredTile[]> {
  if (places.length === 0) return [];
  const levels = places.map(({ level }) => level);
  const indices = places.map(({ index }) => index);
  const rows = await reader
    .selectFrom('mirrored_tile')
    .select(['level', 'idx', 'width', 'bytes'])
    .where('origin', '=', origin)
    .where(sql<boolean>`(level, idx) in (select * from unnest(${levels}::smallint[], ${indices}::bigint[]))`)
    .execute();
  return rows.map(({ level, idx, width, bytes }) => ({ level, index: idx, width, bytes }));
}

export type MirroredCredential = { readonly vcHash: string; readonly jws: string };

/** Keeps credentials that entries of this log name. */
export async function putMirroredCredentials(
  tx: Tx,
  origin: string,
  credentials: readonly MirroredCredential[],
): Promise<void> {
  for (const { vcHash, jws } of credentials)
    await tx
      .insertInto('mirrored_credential')
      .values({ origin, vc_hash: vcHash, jws })
      .onConflict((found) => found.columns(['vc_hash', 'origin']).doNothing())
      .execute();
}

/** A credential by the hash of its bytes, in whichever log it is. */
export async function mirroredCredential(reader: Reader, vcHash: string): Promise<string | undefined> {
  const row = await reader
    .selectFrom('mirrored_credential')
    .select('jws')
    .where('vc_hash', '=', vcHash)
    .limit(1)
    .executeTakeFirst();
  return row?.jws;
}

type LogRow = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
  readonly cosigned_at: Date | null;
  readonly accepted_at: Date;
};

function logs(reader: Reader) {
  return reader
    .selectFrom('mirrored_log')
    .select(['origin', 'size', 'root', 'note', 'cosigned_at', 'accepted_at']);
}

function logOf({ cosigned_at, accepted_at, ...row }: LogRow): MirroredLog {
  return { ...row, cosignedAt: cosigned_at && instantOf(cosigned_at), acceptedAt: instantOf(accepted_at) };
}
