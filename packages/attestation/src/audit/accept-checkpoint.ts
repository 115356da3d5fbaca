import { refuse, ok, type Result } from '@assay/vocabulary/result';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import { equalBytes } from '../bytes.ts';
import { parseCheckpoint, type Checkpoint } from '../log/checkpoint.ts';
import type { NoteKey } from '../log/note-key.ts';
import { parseNote, verifyNote } from '../log/note.ts';
import { meetsQuorum, type Policy } from '../log/policy.ts';

/** A checkpoint that its log has signed, and who has seen it. */
export type Accepted = {
  readonly checkpoint: Checkpoint;
  readonly note: string;
  readonly cosigners: readonly { readonly name: string; readonly at: Instant }[];
  /** Whether the cosigners satisfy the policy; one that asks for nobody is satisfied, and nobody has seen anything. */
  readonly witnessed: 'yes' | 'too-few' | 'nobody-asked';
};

/** A log that is told apart from an honest one before any of its entries is read. */
export type Alarm = { readonly code: AlarmCode; readonly detail: string };
export type AlarmCode =
  | 'no-checkpoint'
  | 'malformed-checkpoint'
  | 'checkpoint-of-another-log'
  | 'log-signature'
  | 'too-few-witnesses'
  | 'rollback'
  | 'fork';

export type Whose = {
  readonly origin: string;
  readonly keys: readonly NoteKey[];
  readonly policy: Policy;
};

/** Reads a served checkpoint: of this log, signed by one of its keys; who has cosigned is told and not yet judged. */
export async function acceptCheckpoint(
  text: string | undefined,
  { origin, keys, policy }: Whose,
): Promise<Result<Accepted, Alarm>> {
  if (text === undefined) return refuse({ code: 'no-checkpoint', detail: origin });
  const note = parseNote(text);
  if (!note.ok) return refuse({ code: 'malformed-checkpoint', detail: note.refusal.code });
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok)
    return refuse({ code: 'malformed-checkpoint', detail: `line ${String(checkpoint.refusal.line)}` });
  if (checkpoint.value.origin !== origin)
    return refuse({ code: 'checkpoint-of-another-log', detail: checkpoint.value.origin });
  const signed = await verifyNote(note.value, keys);
  if (!signed.ok) return refuse({ code: 'log-signature', detail: signed.refusal.code });
  const seen = await verifyNote(note.value, [...policy.witnesses.values()]);
  if (!seen.ok && seen.refusal.code !== 'no-known-signature')
    return refuse({ code: 'log-signature', detail: `${seen.refusal.code}: ${seen.refusal.name ?? ''}` });
  const cosignatures = seen.ok ? seen.value : [];
  const met = meetsQuorum(
    policy,
    cosignatures.map(({ key }) => key),
  );
  return ok({
    checkpoint: checkpoint.value,
    note: text,
    cosigners: cosignatures.map(({ key, time = 0 }) => ({ name: key.name, at: instantAt(time) })),
    witnessed: policy.quorum === null ? 'nobody-asked' : met ? 'yes' : 'too-few',
  });
}

/** What is wrong with a checkpoint in the light of one that was accepted before, as far as the two alone can tell. */
export function since(
  held: Pick<Checkpoint, 'size' | 'root'> | undefined,
  { size, root }: Checkpoint,
): Alarm | undefined {
  if (held === undefined) return undefined;
  if (size < held.size)
    return { code: 'rollback', detail: `${String(size)} entries, there were ${String(held.size)}` };
  return size === held.size && !equalBytes(root, held.root)
    ? { code: 'fork', detail: `two roots of ${String(size)} entries` }
    : undefined;
}

/** Times beyond the year 9999 are told as its end. */
function instantAt(seconds: number): Instant {
  return instantOf(new Date(Math.min(seconds, 253_402_300_799) * 1000));
}
