import { mayCosign, readAddCheckpoint, type NotCosigned } from '@assay/attestation/log/add-checkpoint';
import { formatVkey, noteKey, SIGNATURE_TYPE, type NoteKey } from '@assay/attestation/log/note-key';
import { parseNote, signatureLine } from '@assay/attestation/log/note';
import { ed25519Bytes, type Signer } from '@assay/attestation/key';
import type { Records } from '@assay/records/open';
import { keepWitnessed, witnessed, witnessedAlone } from '@assay/records/witnessed';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, type Result } from '@assay/vocabulary/result';

import { sha256 } from '../hash.ts';

/** One that watches other people's logs: it vouches that it has only ever seen them grow, and for nothing in them. */
export type Witness = {
  /** Name in its cosignatures, such as `witness.example.org/w1`. */
  readonly name: string;
  readonly signer: Signer;
  /** Keys of the logs that it watches, by origin. */
  readonly logs: ReadonlyMap<string, readonly NoteKey[]>;
  readonly records: Records;
  readonly clock: () => Instant;
};

/**
 * Cosigns a checkpoint that follows from the one cosigned before (C2SP tlog-witness, `add-checkpoint`): its signature
 * line. What is cosigned is kept before anybody learns of the cosignature, so that no crash lets a witness vouch twice.
 */
export async function witnessCheckpoint(
  { name, signer, logs, records, clock }: Witness,
  body: string,
): Promise<Result<string, NotCosigned>> {
  const read = await readAddCheckpoint(body, logs);
  if (!read.ok) return read;
  const { checkpoint, note, text } = read.value;
  const { origin, size, root } = checkpoint;
  const at = clock();
  const kept = await records.write(async (tx) => {
    const latest = await witnessedAlone(tx, { witness: name, origin });
    const may = await mayCosign(read.value, latest);
    if (may.ok) await keepWitnessed(tx, { witness: name, origin, size, root, note, at });
    return may;
  });
  return kept.ok ? ok(await cosignature({ name, signer }, text, at)) : kept;
}

/** The newest checkpoint of a log that was cosigned, with the cosignature, by the SHA-256 of its origin; absent: none. */
export async function witnessedNote(witness: Witness, originHash: string): Promise<string | undefined> {
  const origin = [...witness.logs.keys()].find((one) => hexHash(one) === originHash);
  if (origin === undefined) return undefined;
  const latest = await witnessed(witness.records.read, { witness: witness.name, origin });
  if (!latest) return undefined;
  const note = parseNote(latest.note);
  if (!note.ok) throw new Error(`what was cosigned of ${origin} is no note`);
  return `${latest.note}${await cosignature(witness, note.value.text, latest.at)}`;
}

/** The verifier key of a witness: what a log's policy names. */
export async function witnessKey({ name, signer }: Pick<Witness, 'name' | 'signer'>): Promise<string> {
  const publicKey = ed25519Bytes(signer.publicJwk);
  if (!publicKey) throw new TypeError('a witness signs with Ed25519');
  return formatVkey(await noteKey({ name, type: SIGNATURE_TYPE.cosignature, publicKey }));
}

/** Ed25519 is deterministic: the same text and time always give the same line. */
function cosignature(
  { name, signer }: Pick<Witness, 'name' | 'signer'>,
  text: string,
  at: Instant,
): Promise<string> {
  return signatureLine(text, { name, type: SIGNATURE_TYPE.cosignature, time: Date.parse(at) / 1000 }, signer);
}

function hexHash(origin: string): string {
  return Buffer.from(sha256(new TextEncoder().encode(origin))).toString('hex');
}
