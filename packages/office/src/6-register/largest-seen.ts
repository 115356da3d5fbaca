import { ed25519Bytes, type PublicJwk } from '@assay/attestation/key';
import { parseCheckpoint } from '@assay/attestation/log/checkpoint';
import { noteKey, SIGNATURE_TYPE, type NoteKey } from '@assay/attestation/log/note-key';
import { parseNote, verifyNote } from '@assay/attestation/log/note';
import { largestCheckpoint } from '@assay/records/checkpoint';

import { sha256 } from '../hash.ts';
import { readKeyBook } from '../keys/key-book.ts';
import { administratorOf, type Office } from '../office.ts';
import { checkpointSize } from './publish-log.ts';

/**
 * The greatest size of our log that anybody has seen: the public, whoever asks for a checkpoint that was signed, or a
 * witness (rollback guard, trust layer section 7). `own` are the keys by which our log is known.
 */
export async function largestSeen(office: Office, own: readonly NoteKey[]): Promise<number> {
  const log = { administrator: administratorOf(office), log: office.log.origin };
  const signed = await largestCheckpoint(office.records.read, log);
  const shown = await checkpointSize(office);
  return Math.max(shown ?? 0, signed?.size ?? 0, await largestWitnessed(office, own));
}

/** 0 where no witness remembers anything or can be asked. What bears no signature of ours proves nothing about us. */
async function largestWitnessed({ witnessing, log }: Office, own: readonly NoteKey[]): Promise<number> {
  if (!witnessing) return 0;
  const hash = Buffer.from(sha256(new TextEncoder().encode(log.origin))).toString('hex');
  const sizes = await Promise.all(
    witnessing.witnesses.map((witness) =>
      witness.latest(hash).then(
        (note) => sizeOf(note, own),
        () => 0,
      ),
    ),
  );
  return Math.max(0, ...sizes);
}

async function sizeOf(text: string | undefined, own: readonly NoteKey[]): Promise<number> {
  const note = text === undefined ? undefined : parseNote(text);
  if (note?.ok !== true || !(await verifyNote(note.value, own)).ok) return 0;
  const checkpoint = parseCheckpoint(note.value.text);
  return checkpoint.ok && own.some(({ name }) => name === checkpoint.value.origin)
    ? checkpoint.value.size
    : 0;
}

/** Every key that ever signed the log and was not revoked: a witness may remember what an earlier one signed. */
export async function logKeys(office: Office): Promise<readonly NoteKey[]> {
  const book = await readKeyBook(office.records.read, administratorOf(office));
  return noteKeys(
    office.log.origin,
    book.flatMap(({ use, jwk, revoked }) => (use === 'log' && !revoked ? [jwk] : [])),
  );
}

/** The keys by which notes of a log are known. */
export function noteKeys(name: string, jwks: readonly PublicJwk[]): Promise<readonly NoteKey[]> {
  const publicKeys = jwks.flatMap((jwk) => ed25519Bytes(jwk) ?? []);
  return Promise.all(
    publicKeys.map((publicKey) => noteKey({ name, type: SIGNATURE_TYPE.ed25519, publicKey })),
  );
}
