import { sql } from 'kysely';

import type { EvidenceId } from '@assay/vocabulary/desk-ids';
import type { Digest, OrganisationId, PersonId, ProvisionRef } from '@assay/vocabulary/ids';
import { instantOf, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import { ok, type Result } from '@assay/vocabulary/result';

import { newestFirst, pageOf, parseCursor, type MalformedCursor, type Page } from './cursor.ts';
import type { Reader, Tx } from './open.ts';

type Of = { readonly organisation: OrganisationId };

/** A file that a developer handed in, and what was said of it then; its bytes lie under their digest. */
export type KeptEvidence = Of & {
  readonly id: EvidenceId;
  readonly digest: Digest;
  readonly fileName: string;
  /** What the content is, not what was said. */
  readonly mediaType: string;
  readonly size: number;
  /** What it is to an assessor, for example `design-document`. */
  readonly kind: string;
  readonly title: string;
  readonly effective: { readonly from: CalendarDate; readonly to?: CalendarDate };
  readonly confidential: boolean;
  /** Provisions that it was said to show when it came. */
  readonly covers: readonly ProvisionRef[];
  readonly receivedAt: Instant;
  readonly receivedBy: PersonId;
  readonly withdrawn: { readonly reason: string; readonly at: Instant; readonly by: PersonId } | undefined;
};

/** Keeps what is known of a file, for good; the same id again is nothing. */
export async function keepEvidence(tx: Tx, evidence: Omit<KeptEvidence, 'withdrawn'>): Promise<void> {
  const { fileName, mediaType, effective, receivedAt, receivedBy, ...rest } = evidence;
  await tx
    .insertInto('evidence')
    .values({
      ...rest,
      ...{ file_name: fileName, media_type: mediaType, received_at: receivedAt, received_by: receivedBy },
      ...{ effective_from: effective.from, effective_to: effective.to ?? null },
    })
    .onConflict((found) => found.columns(['organisation', 'id']).doNothing())
    .execute();
}

/** Withdraws a file from whatever is still to be handed in; the first reason stays. */
export async function withdrawEvidence(
  tx: Tx,
  withdrawal: Of & {
    readonly id: EvidenceId;
    readonly reason: string;
    readonly at: Instant;
    readonly by: PersonId;
  },
): Promise<void> {
  const { organisation, id: evidence, reason, at: withdrawn_at, by: withdrawn_by } = withdrawal;
  await tx
    .insertInto('evidence_withdrawal')
    .values({ organisation, evidence, reason, withdrawn_at, withdrawn_by })
    .onConflict((found) => found.columns(['organisation', 'evidence']).doNothing())
    .execute();
}

/** One file of an organisation; another's is as absent as one that is not there. */
export async function readEvidence(
  reader: Reader,
  { organisation, id }: Of & { readonly id: EvidenceId },
): Promise<KeptEvidence | undefined> {
  const row = await files(reader)
    .where('evidence.organisation', '=', organisation)
    .where('evidence.id', '=', id)
    .executeTakeFirst();
  return row && evidenceOf(row);
}

/** The files of an organisation under these digests; of several with the same bytes all. */
export async function evidenceWith(
  reader: Reader,
  { organisation, digests }: Of & { readonly digests: readonly Digest[] },
): Promise<readonly KeptEvidence[]> {
  if (digests.length === 0) return [];
  const rows = await files(reader)
    .where('evidence.organisation', '=', organisation)
    .where(sql<boolean>`digest = any(${digests}::text[])`)
    .orderBy('received_at', 'desc')
    .orderBy('evidence.id')
    .execute();
  return rows.map(evidenceOf);
}

/** The files of an organisation, the newest first. */
export async function evidenceOfOrganisation(
  reader: Reader,
  { organisation, after, limit }: Of & { readonly after?: string | undefined; readonly limit: number },
): Promise<Result<Page<KeptEvidence>, MalformedCursor>> {
  const place = parseCursor(after);
  if (!place.ok) return place;
  const query = files(reader).where('evidence.organisation', '=', organisation);
  const newest = newestFirst(query, { at: 'received_at', id: 'evidence.id', place: place.value, limit });
  const rows = (await newest.execute()).map(evidenceOf);
  return ok(pageOf(rows, limit, ({ receivedAt, id }) => ({ at: receivedAt, id })));
}

function files(reader: Reader) {
  return reader
    .selectFrom('evidence')
    .leftJoin('evidence_withdrawal as gone', (join) =>
      join
        .onRef('gone.organisation', '=', 'evidence.organisation')
        .onRef('gone.evidence', '=', 'evidence.id'),
    )
    .select(['evidence.organisation', 'evidence.id', 'digest', 'file_name', 'media_type', 'size', 'kind'])
    .select(['title', 'effective_from', 'effective_to', 'confidential', 'covers'])
    .select(['received_at', 'received_by', 'gone.reason', 'gone.withdrawn_at', 'gone.withdrawn_by']);
}

type Row = Pick<
  KeptEvidence,
  'organisation' | 'id' | 'digest' | 'size' | 'kind' | 'title' | 'confidential'
> & {
  readonly covers: readonly ProvisionRef[];
  readonly file_name: string;
  readonly media_type: string;
  readonly effective_from: CalendarDate;
  readonly effective_to: CalendarDate | null;
  readonly received_at: Date;
  readonly received_by: PersonId;
  readonly reason: string | null;
  readonly withdrawn_at: Date | null;
  readonly withdrawn_by: PersonId | null;
};

function evidenceOf(row: Row): KeptEvidence {
  const { organisation, id, digest, size, kind, title, confidential, covers, reason } = row;
  const { withdrawn_at: at, withdrawn_by: by, effective_to: to } = row;
  return {
    ...{ organisation, id, digest, size, kind, title, confidential, covers },
    ...{ fileName: row.file_name, mediaType: row.media_type },
    effective: { from: row.effective_from, ...(to !== null && { to }) },
    ...{ receivedAt: instantOf(row.received_at), receivedBy: row.received_by },
    withdrawn: reason === null || at === null || by === null ? undefined : { reason, at: instantOf(at), by },
  };
}
