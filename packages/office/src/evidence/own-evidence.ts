import {
  evidenceOfOrganisation,
  readEvidence,
  withdrawEvidence as noteWithdrawal,
  type KeptEvidence,
} from '@assay/records/evidence';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import type { EvidenceId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Bytes } from './blob-store.ts';
import type { By, Room } from './upload.ts';

export type { KeptEvidence };

export type NoSuchEvidence = { readonly code: 'no-such-evidence' };
type One = { readonly organisation: OrganisationId; readonly evidence: EvidenceId };

/** A file to hand out. `confidential` ones are handed out only once `tell` has kept who reads. */
export type EvidenceFile = { readonly evidence: KeptEvidence; readonly bytes: Bytes };
/** Keeps in the audit trail that somebody reads a file; what it throws keeps the file closed. */
export type TellReading = (evidence: KeptEvidence) => Promise<void>;

/** The files of an organisation, for its own people. */
export function ownEvidence(
  room: Pick<Room, 'records'>,
  list: { readonly organisation: OrganisationId; readonly after?: string | undefined },
): Promise<Result<Page<KeptEvidence>, MalformedCursor>> {
  return evidenceOfOrganisation(room.records.read, { ...list, limit: A_PAGE });
}

const A_PAGE = 50;

/** What is known of one file of one's own organisation. */
export async function oneEvidence(
  room: Pick<Room, 'records'>,
  { organisation, evidence }: One,
): Promise<Result<KeptEvidence, NoSuchEvidence>> {
  const kept = await readEvidence(room.records.read, { organisation, id: evidence });
  return kept ? ok(kept) : refuse({ code: 'no-such-evidence' });
}

/** The bytes of one's own file. Another organisation's is answered like one that is not there. */
export async function readOwnEvidence(
  room: Pick<Room, 'records' | 'blobs'>,
  { tell, ...one }: One & { readonly tell: TellReading },
): Promise<Result<EvidenceFile, NoSuchEvidence>> {
  const kept = await oneEvidence(room, one);
  return kept.ok ? ok(await openEvidence(room, kept.value, tell)) : kept;
}

/** Opens a file whose reader was found to be entitled, after the reading has been told. */
export async function openEvidence(
  { blobs }: Pick<Room, 'blobs'>,
  evidence: KeptEvidence,
  tell: TellReading,
): Promise<EvidenceFile> {
  if (evidence.confidential) await tell(evidence);
  const blob = await blobs.read(evidence.digest);
  if (blob?.size !== evidence.size)
    throw new Error(`the file ${evidence.digest} of ${evidence.id} is not as it was kept: restore it`);
  return { evidence, bytes: blob.bytes };
}

/** Withdraws a file with a reason: it is in no application from now on, and stays in those handed in before. */
export async function withdrawEvidence(
  room: Room,
  { organisation, evidence, by, reason }: One & Pick<By, 'by'> & { readonly reason: string },
): Promise<Result<KeptEvidence, NoSuchEvidence>> {
  const kept = await oneEvidence(room, { organisation, evidence });
  if (!kept.ok) return kept;
  const at = room.clock();
  await room.records.write((tx) => noteWithdrawal(tx, { organisation, id: evidence, reason, at, by }));
  return oneEvidence(room, { organisation, evidence });
}
