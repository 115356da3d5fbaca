import { sql } from 'kysely';

import type { Digest } from '@assay/vocabulary/ids';

import { holdLock, type Reader, type Tx } from './open.ts';

/** Whoever puts a file under its digest, or takes one away, holds this until the records say so too. */
export async function holdBlob(tx: Tx, digest: Digest): Promise<void> {
  await holdLock(tx, 'blob', digest);
}

/** Which of these digests are those of files that anybody sent here, whoever it was. */
export async function digestsKept(reader: Reader, digests: readonly Digest[]): Promise<ReadonlySet<Digest>> {
  const rows = await reader
    .selectFrom('evidence')
    .select('digest')
    .distinct()
    .where(sql<boolean>`digest = any(${digests}::text[])`)
    .execute();
  return new Set(rows.map(({ digest }) => digest));
}

/**
 * Whether anything at all says a digest: a file that was sent, a draft, a report under way or finished, an event, a
 * document. It reads all of them, and is asked only of a digest that no file bears.
 */
export async function isSaidAnywhere(tx: Tx, digest: Digest): Promise<boolean> {
  const { rows } = await sql<{ readonly said: boolean }>`
    select exists (select from evidence where digest = ${digest})
      or exists (select from draft where position(${digest} in document::text) > 0)
      or exists (select from report_draft where position(${digest} in document::text) > 0)
      or exists (select from finished_report where position(convert_to(${digest}, 'UTF8') in body) > 0)
      or exists (select from event where position(${digest} in data::text) > 0)
      or exists (select from document where position(convert_to(${digest}, 'UTF8') in body) > 0) as said
  `.execute(tx);
  return rows[0]?.said ?? true;
}

/** Which of these are names of pieces that an upload under way counts as its own. */
export async function piecesKnown(reader: Reader, names: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await reader
    .selectFrom('upload_piece')
    .select('name')
    .where(sql<boolean>`name = any(${names}::text[])`)
    .execute();
  return new Set(rows.map(({ name }) => name));
}
