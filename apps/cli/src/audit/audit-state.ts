import { readFile, writeFile } from 'node:fs/promises';

import type { Whose } from '@assay/attestation/audit/accept-checkpoint';
import { acceptCheckpoint, type Accepted } from '@assay/attestation/audit/accept-checkpoint';

import { UsageError } from '../usage.ts';
import { writeWhole } from '../verify/files.ts';

/** The checkpoint that was accepted last, kept as the signed note that it came in; absent at the first time. */
export async function readState(file: string, whose: Whose): Promise<Accepted | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UsageError(`--state ${file}: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (text === undefined) return undefined;
  const held = await acceptCheckpoint(text, whose);
  if (held.ok) return held.value;
  throw new UsageError(
    `--state ${file} is not a checkpoint of ${whose.origin} under the keys believed now: ${held.refusal.code}`,
  );
}

/** Keeps a checkpoint for the next time. */
export async function writeState(file: string, { note }: Accepted): Promise<void> {
  await writeWhole(file, note);
}

/**
 * Keeps both signed notes beside the state where a log has gone back or told two histories: the signatures of one key
 * under both are the proof. Handed back: the two files.
 */
export async function keepEvidence(
  file: string,
  held: Accepted,
  offered: Accepted,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const [which, { note, checkpoint }] of Object.entries({ held, offered })) {
    const root = Buffer.from(checkpoint.root).toString('hex').slice(0, 16);
    const name = `${file}.${which}-${String(checkpoint.size)}-${root}`;
    await writeFile(name, note);
    files.push(name);
  }
  return files;
}
