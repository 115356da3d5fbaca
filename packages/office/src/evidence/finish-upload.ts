import { keptType, lookAtContent, told, typeOfName, type ContentLook } from '@assay/formats/content-type';
import { keepEvidence, readEvidence, type KeptEvidence } from '@assay/records/evidence';
import { holdBlob } from '@assay/records/evidence-named';
import { endUpload, holdUpload, piecesOf, readUpload, type KeptUpload } from '@assay/records/upload';
import { BYTES_OF_ID, mintId } from '@assay/vocabulary/desk-ids';
import type { EvidenceGiven } from '@assay/vocabulary/evidence-given';
import type { PersonId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Joined } from './blob-store.ts';
import { forgetUpload, type NoSuchUpload, type OneUpload, type Room } from './upload.ts';

export type NotItsType = {
  readonly code: 'content-not-its-type';
  readonly claimed: string;
  readonly found: string;
};
export type Incomplete = {
  readonly code: 'upload-incomplete';
  readonly received: number;
  readonly size: number;
};

/**
 * Makes evidence of an upload whose bytes are all there. The digest is that of the bytes; a content that is not what its
 * type or its name claims is refused with what it is, and forgotten. The same upload finished twice is one piece of evidence.
 */
export async function finishUpload(
  room: Room,
  { organisation, by, upload, given }: OneUpload & { readonly given: EvidenceGiven },
): Promise<Result<KeptEvidence, NoSuchUpload | NotItsType | Incomplete>> {
  const one = { organisation, id: upload };
  const there = await readUpload(room.records.read, one);
  if (!there) return refuse({ code: 'no-such-upload' });
  if (there.evidence !== undefined) return found(room, there);
  const { received, size } = there;
  if (received < size) return refuse({ code: 'upload-incomplete', received, size });
  const names = (await piecesOf(room.records.read, one)).map(({ name }) => name);
  const look = lookAtContent();
  const joined = await joinedOf(room, there, names, look);
  if ('evidence' in joined) return found(room, joined);
  try {
    return await become(room, { there, names, joined, content: look.found(), given, by });
  } catch (error) {
    // Whatever went wrong, what was joined is not left lying; the pieces are there for another try.
    await joined.drop();
    throw error;
  }
}

type Whole = {
  readonly there: KeptUpload;
  readonly names: readonly string[];
  readonly joined: Joined;
  readonly content: ReturnType<ContentLook['found']>;
  readonly given: EvidenceGiven;
  readonly by: PersonId;
};

/** What an upload becomes whose bytes lie together: evidence, or nothing where they are not what they claim to be. */
async function become(
  room: Room,
  { there, names, joined, content, given, by }: Whole,
): Promise<Result<KeptEvidence, NoSuchUpload | NotItsType>> {
  const { organisation, id, size, fileName, declaredType } = there;
  const claims = [declaredType, typeOfName(fileName)];
  const wrong = claims.find((claim) => keptType(claim, content) === undefined);
  if (wrong !== undefined) {
    await joined.drop();
    await forgetUpload(room, there, names);
    return refuse({ code: 'content-not-its-type', claimed: wrong, found: told(content) });
  }
  const [declared, named] = claims.map((claim) => keptType(claim, content));
  const mediaType = typeOfName(fileName) === '' ? declared : named;
  const evidence: Omit<KeptEvidence, 'withdrawn'> = {
    ...{ organisation, id: mintId('evidence', room.random(BYTES_OF_ID)), digest: joined.digest, fileName },
    ...{ mediaType: mediaType ?? told(content), size, ...given },
    ...{ receivedAt: room.clock(), receivedBy: by },
  };
  const ended = await room.records.write(async (tx) => {
    const now = await holdUpload(tx, { organisation, id });
    if (!now || now.evidence !== undefined) {
      await joined.drop();
      return now;
    }
    // Whoever sweeps waits: what is put under its digest is named before it can be taken for a remnant.
    await holdBlob(tx, joined.digest);
    await joined.keep();
    await keepEvidence(tx, evidence);
    await endUpload(tx, { organisation, id, evidence: evidence.id });
    return { ...now, evidence: evidence.id };
  });
  await room.blobs.dropPieces(names);
  return ended ? found(room, ended) : refuse({ code: 'no-such-upload' });
}

/** All pieces as one; or, where somebody else finished the same meanwhile and they are gone, what it became. */
async function joinedOf(
  room: Room,
  { organisation, id, size }: KeptUpload,
  names: readonly string[],
  look: ContentLook,
): Promise<Joined | KeptUpload> {
  try {
    const joined = await room.blobs.join(names, (bytes) => {
      look.take(bytes);
    });
    if (joined.size === size) return joined;
    await joined.drop();
    throw new Error(`${id} has ${String(joined.size)} bytes on disk, not ${String(size)}`);
  } catch (error) {
    const now = await readUpload(room.records.read, { organisation, id });
    if (now?.evidence !== undefined) return now;
    throw error;
  }
}

async function found(room: Room, { organisation, evidence }: KeptUpload) {
  const kept = evidence && (await readEvidence(room.records.read, { organisation, id: evidence }));
  if (!kept) throw new Error(`an upload became ${String(evidence)}, which is not among the evidence`);
  return ok(kept);
}
