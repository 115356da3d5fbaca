import type { EvidenceId, UploadId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import { holdLock, type Reader, type Tx } from './open.ts';

type One = { readonly organisation: OrganisationId; readonly id: UploadId };

/** A file on its way: what was said of it before its first byte, and how much of it is safe on disk. */
export type KeptUpload = One & {
  readonly fileName: string;
  readonly declaredType: string;
  readonly size: number;
  readonly received: number;
  readonly begunBy: PersonId;
  readonly expiresAt: Instant;
  /** What it became. */
  readonly evidence: EvidenceId | undefined;
};

/** A stretch of an upload and the name under which it lies. */
export type Piece = { readonly start: number; readonly size: number; readonly name: string };

/** Notes that a file is about to come; the same id again is nothing. */
export async function beginUpload(
  tx: Tx,
  begun: Omit<KeptUpload, 'received' | 'evidence'> & { readonly at: Instant },
): Promise<void> {
  const { organisation, id, size, at, fileName, declaredType, begunBy, expiresAt } = begun;
  await tx
    .insertInto('upload')
    .values({
      ...{ organisation, id, size, received: 0, evidence: null, begun_at: at, begun_by: begunBy },
      ...{ file_name: fileName, declared_type: declaredType, expires_at: expiresAt },
    })
    .onConflict((found) => found.columns(['organisation', 'id']).doNothing())
    .execute();
}

/** One upload of an organisation; another's is as absent as one that is not there. */
export async function readUpload(reader: Reader, { organisation, id }: One): Promise<KeptUpload | undefined> {
  const row = await uploads(reader)
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && uploadOf(row);
}

/** The same, and nobody else counts pieces of it or ends it until this transaction ends. */
export async function holdUpload(tx: Tx, one: One): Promise<KeptUpload | undefined> {
  await holdLock(tx, 'upload', one.organisation, one.id);
  return readUpload(tx, one);
}

/** How many bytes an organisation has under way that are not yet evidence. */
export async function bytesUnderWay(reader: Reader, organisation: OrganisationId): Promise<number> {
  const row = await reader
    .selectFrom('upload')
    .select(({ fn }) => fn.sum<string | null>('size').as('bytes'))
    .where('organisation', '=', organisation)
    .where('evidence', 'is', null)
    .executeTakeFirst();
  return Number(row?.bytes ?? 0);
}

/** Counts a piece that lies safe on disk, if it begins where the upload ends. False where another came first. */
export async function countPiece(
  tx: Tx,
  { organisation, id, piece, expiresAt }: One & { readonly piece: Piece; readonly expiresAt: Instant },
): Promise<boolean> {
  const counted = await tx
    .updateTable('upload')
    .set({ received: piece.start + piece.size, expires_at: expiresAt })
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .where('received', '=', piece.start)
    .where('evidence', 'is', null)
    .returning('received')
    .executeTakeFirst();
  if (!counted) return false;
  await tx
    .insertInto('upload_piece')
    .values({ organisation, upload: id, ...piece })
    .execute();
  return true;
}

/** The pieces of an upload in their order. */
export async function piecesOf(reader: Reader, { organisation, id }: One): Promise<readonly Piece[]> {
  return reader
    .selectFrom('upload_piece')
    .select(['start', 'size', 'name'])
    .where('organisation', '=', organisation)
    .where('upload', '=', id)
    .orderBy('start')
    .execute();
}

/** Notes what an upload became; its pieces are no longer needed. */
export async function endUpload(
  tx: Tx,
  { organisation, id, evidence }: One & { readonly evidence: EvidenceId },
): Promise<void> {
  await tx
    .updateTable('upload')
    .set({ evidence })
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .execute();
  await tx
    .deleteFrom('upload_piece')
    .where('organisation', '=', organisation)
    .where('upload', '=', id)
    .execute();
}

/** Forgets an upload that became nothing, with its pieces. */
export async function dropUpload(tx: Tx, { organisation, id }: One): Promise<void> {
  await tx
    .deleteFrom('upload')
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .where('evidence', 'is', null)
    .execute();
}

/** Uploads that were not finished in time, a limited number. */
export async function expiredUploads(
  reader: Reader,
  { before, limit }: { readonly before: Instant; readonly limit: number },
): Promise<readonly KeptUpload[]> {
  const rows = await uploads(reader)
    .where('evidence', 'is', null)
    .where('expires_at', '<', new Date(before))
    .orderBy('expires_at')
    .limit(limit)
    .execute();
  return rows.map(uploadOf);
}

function uploads(reader: Reader) {
  return reader
    .selectFrom('upload')
    .select(['organisation', 'id', 'file_name', 'declared_type', 'size', 'received', 'begun_by'])
    .select(['expires_at', 'evidence']);
}

type Row = One & {
  readonly file_name: string;
  readonly declared_type: string;
  readonly size: number;
  readonly received: number;
  readonly begun_by: PersonId;
  readonly expires_at: Date;
  readonly evidence: EvidenceId | null;
};

function uploadOf(row: Row): KeptUpload {
  const { organisation, id, size, received, evidence } = row;
  return {
    ...{ organisation, id, size, received, evidence: evidence ?? undefined },
    ...{ fileName: row.file_name, declaredType: row.declared_type },
    ...{ begunBy: row.begun_by, expiresAt: instantOf(row.expires_at) },
  };
}
