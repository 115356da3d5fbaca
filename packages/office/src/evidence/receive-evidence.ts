import type { KeptEvidence } from '@assay/records/evidence';
import { beginUpload as noteUpload, countPiece } from '@assay/records/upload';
import { BYTES_OF_ID, mintId } from '@assay/vocabulary/desk-ids';
import type { EvidenceGiven } from '@assay/vocabulary/evidence-given';
import { addSeconds } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Bytes } from './blob-store.ts';
import { finishUpload, type Incomplete, type NotItsType } from './finish-upload.ts';
import { inStretches } from './in-stretches.ts';
import {
  largestEvidence,
  plainName,
  type By,
  type NoSuchUpload,
  type NothingToTake,
  type Room,
  type TooLarge,
} from './upload.ts';

type Refusals = TooLarge | NothingToTake | NotItsType | Incomplete | NoSuchUpload | Cut;
type Cut = { readonly code: 'upload-cut'; readonly received: number };

/** Seconds between the last byte and the end of the act; who is killed in between begins anew. */
const SOON = 3_600;

/**
 * Takes a whole file in one go, as a form without script sends it: its size is known only when it has ended. One that is
 * cut, too large or empty leaves nothing behind.
 */
export async function receiveEvidence(
  room: Room,
  {
    organisation,
    by,
    given,
    bytes,
    ...said
  }: By & {
    readonly fileName: string;
    readonly declaredType: string;
    readonly bytes: Bytes;
    readonly given: EvidenceGiven;
  },
): Promise<Result<KeptEvidence, Refusals>> {
  const fileName = plainName(said.fileName);
  if (fileName === undefined) return refuse({ code: 'file-name-refused' });
  const limit = await largestEvidence(room);
  const id = mintId('upload', room.random(BYTES_OF_ID));
  const name = `${id}-whole`;
  const stretches = inStretches(bytes);
  const size = await room.blobs.putPiece(name, stretches.take(limit + 1));
  const taken = isWhole({ size, limit, wasCut: stretches.end() === 'cut' });
  if (!taken.ok) {
    await room.blobs.dropPieces([name]);
    return taken;
  }
  const at = room.clock();
  const expiresAt = addSeconds(at, SOON);
  await room.records.write(async (tx) => {
    const declaredType = said.declaredType.slice(0, 200);
    await noteUpload(tx, { organisation, id, fileName, declaredType, size, begunBy: by, expiresAt, at });
    await countPiece(tx, { organisation, id, piece: { start: 0, size, name }, expiresAt });
  });
  return finishUpload(room, { organisation, by, upload: id, given });
}

function isWhole(came: {
  readonly size: number;
  readonly limit: number;
  readonly wasCut: boolean;
}): Result<undefined, TooLarge | NothingToTake | Cut> {
  const { size, limit, wasCut } = came;
  if (size > limit) return refuse({ code: 'evidence-too-large', bytes: size, limit });
  if (wasCut) return refuse({ code: 'upload-cut', received: size });
  return size === 0 ? refuse({ code: 'evidence-empty' }) : ok(undefined);
}
