import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { fromBase64 } from '../base64.ts';
import { equalBytes, sha256 } from '../bytes.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { verifyConsistency } from './merkle-proof.ts';
import type { NoteKey } from './note-key.ts';
import { NOTE_LIMIT, parseNote, verifyNote } from './note.ts';

const PROOF_LIMIT = 63;
/** A note, and before it the line of the old size and 63 hashes of 44 characters. */
export const ADD_CHECKPOINT_LIMIT = NOTE_LIMIT + 4 * 1024;

/** A request of the C2SP tlog-witness protocol, whose checkpoint a known key of its log has signed. */
export type AddCheckpoint = {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
  /** The signed note, and its text: what a witness cosigns. */
  readonly note: string;
  readonly text: string;
};

/** Why a witness does not cosign; each has a status of its own in the protocol: 400, 404, 403, 409, 422. */
export type NotCosigned =
  | { readonly code: 'malformed-request'; readonly why: string }
  | { readonly code: 'unknown-log'; readonly origin: string }
  | { readonly code: 'log-signature'; readonly origin: string }
  | { readonly code: 'other-size'; readonly size: number }
  | { readonly code: 'inconsistent'; readonly why: string };

/** What a witness has cosigned last of a log. */
export type Witnessed = Pick<Checkpoint, 'size' | 'root'>;

/**
 * Reads the body of `add-checkpoint`: `old <size>`, at most 63 hashes in base 64, an empty line, a signed note. `logs`
 * are the keys of the logs that are watched, by origin. Extension lines are refused as everywhere here.
 */
export async function readAddCheckpoint(
  body: string,
  logs: ReadonlyMap<string, readonly NoteKey[]>,
): Promise<Result<AddCheckpoint, NotCosigned>> {
  const end = body.indexOf('\n\n');
  if (body.length > ADD_CHECKPOINT_LIMIT || end < 0) return malformed('no empty line before the checkpoint');
  const [first = '', ...lines] = body.slice(0, end).split('\n');
  const [, digits = ''] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  const oldSize = Number(digits);
  if (digits === '' || !Number.isSafeInteger(oldSize)) return malformed('the first line is not the old size');
  const proof = lines.map(fromBase64).filter((hash) => hash?.length === 32);
  if (proof.length !== lines.length || proof.length > PROOF_LIMIT)
    return malformed('the proof is not at most 63 hashes');
  const text = body.slice(end + 2);
  const note = parseNote(text);
  if (!note.ok) return malformed(note.refusal.code);
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok) return malformed(`line ${String(checkpoint.refusal.line)} of the checkpoint`);
  const { origin, size } = checkpoint.value;
  const keys = logs.get(origin);
  if (!keys) return refuse({ code: 'unknown-log', origin });
  if (!(await verifyNote(note.value, keys)).ok) return refuse({ code: 'log-signature', origin });
  if (oldSize > size) return malformed('the old size is greater than the new one');
  return ok({
    oldSize,
    proof: proof.filter((hash) => hash !== undefined),
    checkpoint: checkpoint.value,
    note: text,
    text: note.value.text,
  });
}

/**
 * Whether a witness that has cosigned `latest` (nothing yet: absent) may cosign this one: the log must speak of that very
 * size, and prove that it has only grown since. Checked and kept in one transaction, or two requests could cross.
 */
export async function mayCosign(
  { oldSize, proof, checkpoint }: AddCheckpoint,
  latest: Witnessed | undefined,
): Promise<Result<undefined, NotCosigned>> {
  if (oldSize !== (latest?.size ?? 0)) return refuse({ code: 'other-size', size: latest?.size ?? 0 });
  if (oldSize === 0 && proof.length > 0) return inconsistent('a proof from the empty log is empty');
  if (checkpoint.size === 0 && !equalBytes(checkpoint.root, await sha256(new Uint8Array())))
    return inconsistent('the root of an empty log is another');
  if (latest === undefined || latest.size === 0) return ok(undefined);
  const grown = await verifyConsistency({
    ...{ first: latest.size, second: checkpoint.size, proof },
    ...{ firstRoot: latest.root, secondRoot: checkpoint.root },
  });
  return grown ? ok(undefined) : inconsistent('the proof does not lead from what was cosigned to this');
}

function malformed(why: string): Result<never, NotCosigned> {
  return refuse({ code: 'malformed-request', why });
}

function inconsistent(why: string): Result<never, NotCosigned> {
  return refuse({ code: 'inconsistent', why });
}
