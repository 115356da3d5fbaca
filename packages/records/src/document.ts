import { createHash } from 'node:crypto';

import { sql } from 'kysely';

import type { Digest } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Reader, Tx } from './open.ts';

/** Bytes as they were received, under the digest of exactly these bytes. */
export type KeptDocument = {
  readonly digest: Digest;
  /** What it is to us, for example `dossier`, `test-report`, `evaluation`. */
  readonly kind: string;
  readonly mediaType: string;
  readonly body: Uint8Array;
  readonly receivedAt: Instant;
};

export type DigestMismatch = {
  readonly code: 'digest-mismatch';
  readonly stated: Digest;
  readonly actual: string;
};

/** Keeps a document unless it is there; `repeated` tells. What was kept first stays, its kind and its time too. */
export async function keepDocument(
  tx: Tx,
  { administrator, ...document }: KeptDocument & { readonly administrator: string },
): Promise<Result<{ readonly repeated: boolean }, DigestMismatch>> {
  const { digest, kind, mediaType, body, receivedAt } = document;
  const actual = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  if (actual !== digest) return refuse({ code: 'digest-mismatch', stated: digest, actual });
  const kept = await tx
    .insertInto('document')
    .values({ administrator, digest, kind, media_type: mediaType, body, received_at: receivedAt })
    .onConflict((found) => found.columns(['administrator', 'digest']).doNothing())
    .executeTakeFirst();
  return ok({ repeated: kept.numInsertedOrUpdatedRows === 0n });
}

/** The document of a digest, if this administrator has it. */
export async function readDocument(
  reader: Reader,
  { administrator, digest }: { readonly administrator: string; readonly digest: Digest },
): Promise<KeptDocument | undefined> {
  const row = await reader
    .selectFrom('document')
    .select(['kind', 'media_type', 'body', 'received_at'])
    .where('administrator', '=', administrator)
    .where('digest', '=', digest)
    .executeTakeFirst();
  return (
    row && {
      digest,
      kind: row.kind,
      mediaType: row.media_type,
      body: row.body,
      receivedAt: instantOf(row.received_at),
    }
  );
}

/**
 * The text of many documents at once, by their digests; one that this administrator does not have is not in the answer.
 * Only for documents that were read as UTF-8: as text they come in half the bytes.
 */
export async function readTexts(
  reader: Reader,
  { administrator, digests }: { readonly administrator: string; readonly digests: readonly Digest[] },
): Promise<ReadonlyMap<Digest, string>> {
  const rows = await reader
    .selectFrom('document')
    .select(['digest', sql<string>`convert_from(body, 'UTF8')`.as('text')])
    .where('administrator', '=', administrator)
    .where(sql<boolean>`digest = any(${digests}::text[])`)
    .execute();
  return new Map(rows.map(({ digest, text }) => [digest, text]));
}
