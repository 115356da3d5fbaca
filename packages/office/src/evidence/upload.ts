import { readSetting } from '@assay/records/setting';
import {
  beginUpload as noteUpload,
  bytesUnderWay,
  countPiece,
  dropUpload,
  expiredUploads,
  holdUpload,
  piecesOf,
  readUpload,
  type KeptUpload,
  type Piece,
} from '@assay/records/upload';
import { BYTES_OF_ID, drawnFrom, mintId, type UploadId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { administratorOf, type Office } from '../office.ts';
import type { Bytes } from './blob-store.ts';
import { inStretches } from './in-stretches.ts';

export type Room = Pick<Office, 'records' | 'blobs' | 'clock' | 'random' | 'programme'>;
export type By = { readonly organisation: OrganisationId; readonly by: PersonId };
export type OneUpload = By & { readonly upload: UploadId };

export type NoSuchUpload = { readonly code: 'no-such-upload' };
export type UploadEnded = { readonly code: 'upload-expired' } | { readonly code: 'upload-finished' };
export type TooLarge = {
  readonly code: 'evidence-too-large';
  readonly bytes: number;
  readonly limit: number;
};
export type WrongOffset = {
  readonly code: 'wrong-offset';
  readonly offset: number;
  readonly received: number;
};
export type TooLong = { readonly code: 'upload-too-long'; readonly size: number };
export type NothingToTake = { readonly code: 'file-name-refused' | 'evidence-empty' };
export type TooManyPieces = { readonly code: 'upload-in-too-many-pieces'; readonly limit: number };

/** Largest file where the administrator has not set another limit, in bytes. */
const LARGEST = 2 ** 30;
/** Bytes that one organisation may have under way at once, as many times the largest file. */
const UNDER_WAY = 4;
/** A process that is killed loses no more than this of what came. */
const STRETCH = 16 * 2 ** 20;
/** Pieces of one upload at most: whoever sends a byte at a time is told so. */
const MOST_PIECES = 4_096;
/** Seconds for which an upload waits for its next byte. */
const PATIENCE = 24 * 3_600;
const LONGEST_NAME = 200;

/** Announces a file: refused where it is too large before a byte of it is sent. */
export async function beginUpload(
  room: Room,
  {
    organisation,
    by,
    size,
    ...said
  }: By & {
    readonly fileName: string;
    /** Media type that the sender claims; may be empty. */
    readonly declaredType: string;
    readonly size: number;
  },
): Promise<Result<KeptUpload, TooLarge | NothingToTake>> {
  await dropExpired(room);
  const fileName = plainName(said.fileName);
  if (fileName === undefined) return refuse({ code: 'file-name-refused' });
  if (size < 1) return refuse({ code: 'evidence-empty' });
  const limit = await largestEvidence(room);
  if (size > limit) return refuse({ code: 'evidence-too-large', bytes: size, limit });
  const at = room.clock();
  const id = mintId('upload', room.random(BYTES_OF_ID));
  return room.records.write(async (tx) => {
    const left = Math.max(0, limit * UNDER_WAY - (await bytesUnderWay(tx, organisation)));
    if (size > left) return refuse({ code: 'evidence-too-large', bytes: size, limit: left });
    const expiresAt = addSeconds(at, PATIENCE);
    const declaredType = said.declaredType.slice(0, LONGEST_NAME);
    const begun = { organisation, id, fileName, declaredType, size, begunBy: by, expiresAt };
    await noteUpload(tx, { ...begun, at });
    return ok({ ...begun, received: 0, evidence: undefined });
  });
}

/** How far an upload of one's own organisation is: where to go on after it was cut. */
export async function uploadSoFar(
  room: Room,
  { organisation, upload }: Pick<OneUpload, 'organisation' | 'upload'>,
): Promise<Result<KeptUpload, NoSuchUpload>> {
  const kept = await readUpload(room.records.read, { organisation, id: upload });
  return kept ? ok(kept) : refuse({ code: 'no-such-upload' });
}

/**
 * Takes bytes at the place where the upload stands. What came before a cut is kept, so that it goes on there. Refuses
 * another place, and more bytes than were announced; of two who send at once one counts.
 */
export async function appendToUpload(
  room: Room,
  {
    organisation,
    upload,
    offset,
    bytes,
    length,
  }: OneUpload & {
    readonly offset: number;
    readonly bytes: Bytes;
    /** How many are coming, where that is known beforehand. */
    readonly length?: number;
  },
): Promise<Result<KeptUpload, NoSuchUpload | UploadEnded | WrongOffset | TooLong | TooManyPieces>> {
  const one = { organisation, id: upload };
  const begun = await readUpload(room.records.read, one);
  if (!begun) return refuse({ code: 'no-such-upload' });
  const open = isOpen(begun, room);
  if (!open.ok) return open;
  if (offset !== begun.received) return refuse({ code: 'wrong-offset', offset, received: begun.received });
  const { size } = begun;
  if (length !== undefined && offset + length > size) return refuse({ code: 'upload-too-long', size });
  const stretches = inStretches(bytes);
  for (let at = offset; ;) {
    const name = `${upload}-${String(at)}-${drawnFrom(room.random(BYTES_OF_ID))}`;
    const came = await room.blobs.putPiece(name, stretches.take(Math.min(STRETCH, size - at)));
    if (at + came === size && !(await isEmpty(stretches.take(1)))) {
      await room.blobs.dropPieces([name]);
      return refuse({ code: 'upload-too-long', size });
    }
    const counted = came > 0 ? await count(room, one, { start: at, size: came, name }) : 'nothing-came';
    if (counted !== 'counted') await room.blobs.dropPieces([name]);
    if (counted === 'too-many') return refuse({ code: 'upload-in-too-many-pieces', limit: MOST_PIECES });
    if (counted === 'another-first') {
      const now = await readUpload(room.records.read, one);
      return refuse({ code: 'wrong-offset', offset: at, received: now?.received ?? 0 });
    }
    at += came;
    if (stretches.end() !== 'not-yet' || came === 0) return uploadSoFar(room, { organisation, upload });
  }
}

/** Forgets an upload that its sender gives up. */
export async function abandonUpload(
  room: Room,
  { organisation, upload }: Pick<OneUpload, 'organisation' | 'upload'>,
): Promise<Result<undefined, NoSuchUpload | UploadEnded>> {
  const there = await readUpload(room.records.read, { organisation, id: upload });
  if (!there) return refuse({ code: 'no-such-upload' });
  if (there.evidence !== undefined) return refuse({ code: 'upload-finished' });
  await forgetUpload(room, there, await namesOf(room, there));
  return ok(undefined);
}

/** Largest file that this administrator takes, in bytes. */
export async function largestEvidence(room: Pick<Room, 'records' | 'programme'>): Promise<number> {
  const name = 'largest-evidence';
  const set = await readSetting(room.records.read, { administrator: administratorOf(room), name });
  return typeof set === 'number' && set > 0 ? set : LARGEST;
}

/** Forgets what was begun and never finished, a few at each beginning. */
async function dropExpired(room: Room): Promise<void> {
  const before = room.clock();
  for (const one of await expiredUploads(room.records.read, { before, limit: 10 }))
    await forgetUpload(room, one, await namesOf(room, one));
}

/** Counts a piece that lies safe on disk as part of its upload. */
async function count(
  room: Room,
  one: { readonly organisation: OrganisationId; readonly id: UploadId },
  piece: Piece,
): Promise<'counted' | 'another-first' | 'too-many'> {
  return room.records.write(async (tx) => {
    await holdUpload(tx, one);
    const before = await piecesOf(tx, one);
    if (before.length >= MOST_PIECES) return 'too-many';
    const expiresAt = addSeconds(room.clock(), PATIENCE);
    return (await countPiece(tx, { ...one, piece, expiresAt })) ? 'counted' : 'another-first';
  });
}

async function namesOf(room: Room, { organisation, id }: KeptUpload): Promise<readonly string[]> {
  return (await piecesOf(room.records.read, { organisation, id })).map(({ name }) => name);
}

/** Forgets an upload and the pieces that lie under these names. */
export async function forgetUpload(room: Room, one: KeptUpload, names: readonly string[]): Promise<void> {
  await room.records.write(async (tx) => {
    await holdUpload(tx, one);
    await dropUpload(tx, one);
  });
  await room.blobs.dropPieces(names);
}

function isOpen(upload: KeptUpload, { clock }: Pick<Room, 'clock'>): Result<undefined, UploadEnded> {
  if (upload.evidence !== undefined) return refuse({ code: 'upload-finished' });
  return clock() < upload.expiresAt ? ok(undefined) : refuse({ code: 'upload-expired' });
}

async function isEmpty(bytes: Bytes): Promise<boolean> {
  for await (const chunk of bytes) if (chunk.length > 0) return false;
  return true;
}

/** The last part of what a browser calls a file, without what no name on paper has; undefined where nothing is left. */
export function plainName(name: string): string | undefined {
  const last = name.replaceAll('\\', '/').split('/').at(-1) ?? '';
  const plain = last.replaceAll(/\p{C}/gu, '').trim().slice(0, LONGEST_NAME);
  return plain === '' || plain === '.' || plain === '..' ? undefined : plain;
}
