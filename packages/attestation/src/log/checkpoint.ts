import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { fromBase64, toBase64 } from '../base64.ts';
import type { Signer } from '../key.ts';
import { isKeyName, SIGNATURE_TYPE } from './note-key.ts';
import { signatureLine, signNote } from './note.ts';

/** The state of a log that its key signs: which log, how many leaves, the root over them (32 bytes). */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Uint8Array };

export type CheckpointRefusal = { readonly code: 'malformed-checkpoint'; readonly line: number };

/** The note text of a checkpoint: origin, size, base 64 root, each with a newline. No extension lines, ever. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!isKeyName(origin) || !Number.isSafeInteger(size) || size < 0 || root.length !== 32)
    throw new TypeError('not a checkpoint');
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads the text of a note as a checkpoint. Extension lines are refused: our logs have none, and no monitor could audit them. */
export function parseCheckpoint(text: string): Result<Checkpoint, CheckpointRefusal> {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  if (!isKeyName(origin)) return refuse({ code: 'malformed-checkpoint', line: 1 });
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    return refuse({ code: 'malformed-checkpoint', line: 2 });
  const hash = fromBase64(root);
  if (hash?.length !== 32) return refuse({ code: 'malformed-checkpoint', line: 3 });
  if (rest.length !== 1 || rest[0] !== '') return refuse({ code: 'malformed-checkpoint', line: 4 });
  return ok({ origin, size: Number(size), root: hash });
}

/**
 * The signed note of a checkpoint; the log's key name is its origin. While keys are exchanged the next one signs beside
 * the first, under the same name: whoever knows one of them passes over the line of the other.
 */
export async function signCheckpoint(
  checkpoint: Checkpoint,
  signer: Signer,
  ...beside: readonly Signer[]
): Promise<string> {
  const { origin: name } = checkpoint;
  const text = formatCheckpoint(checkpoint);
  const lines = await Promise.all(
    beside.map((one) => signatureLine(text, { name, type: SIGNATURE_TYPE.ed25519 }, one)),
  );
  return [await signNote(text, name, signer), ...lines].join('');
}
