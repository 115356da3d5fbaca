import { ed25519Bytes } from '@assay/attestation/key';
import { parseCheckpoint } from '@assay/attestation/log/checkpoint';
import { noteKey, SIGNATURE_TYPE, type NoteKey } from '@assay/attestation/log/note-key';
import { parseNote, verifyNote } from '@assay/attestation/log/note';

import { sha256 } from '../hash.ts';
import { readKeyBook } from '../keys/key-book.ts';
import { administratorOf, type Office } from '../office.ts';

/**
 * The greatest size of our log that a witness remembers under our own signature (rollback guard, trust layer section 7);
 * 0 where none remembers anything or can be asked. What bears no signature of ours proves nothing about us.
 */
export async function largestWitnessed(office: Office): Promise<number> {
  const { witnessing, log } = office;
  if (!witnessing) return 0;
  const own = await logKeys(office);
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
async function logKeys(office: Office): Promise<readonly NoteKey[]> {
  const book = await readKeyBook(office.records.read, administratorOf(office));
  const publicKeys = book.flatMap(({ use, jwk, revoked }) =>
    use === 'log' && !revoked ? (ed25519Bytes(jwk) ?? []) : [],
  );
  const { origin: name } = office.log;
  return Promise.all(
    publicKeys.map((publicKey) => noteKey({ name, type: SIGNATURE_TYPE.ed25519, publicKey })),
  );
}
