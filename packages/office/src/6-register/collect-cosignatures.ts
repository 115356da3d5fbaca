import { toBase64 } from '@assay/attestation/base64';
import { consistencyProof } from '@assay/attestation/log/merkle-tree';
import type { NoteKey } from '@assay/attestation/log/note-key';
import { parseNote, verifyNote } from '@assay/attestation/log/note';
import { meetsQuorum } from '@assay/attestation/log/policy';
import { putSetting, readSetting } from '@assay/records/setting';

import { sha256 } from '../hash.ts';
import { administratorOf, type Office, type WitnessClient } from '../office.ts';
import { nodesAt } from './log-nodes.ts';

/** A checkpoint with the cosignatures that its policy wants. */
export type Cosigned = { readonly note: string };

/**
 * Trust layer section 7, step 6: asks every witness at once and adds what it signs. Absent where too few have signed: the
 * old checkpoint then stays, and nothing that is newer may be shown. Throws where a witness has seen a larger log.
 */
export async function collectCosignatures(
  office: Office,
  { note, size }: { readonly note: string; readonly size: number },
): Promise<Cosigned | undefined> {
  const { witnessing } = office;
  if (!witnessing) return { note };
  const given = await Promise.all(
    witnessing.witnesses.map((witness) => ask(office, witness, { note, size }).catch(unlessAlarm)),
  );
  const lines = given.filter((one) => one !== undefined);
  return meetsQuorum(
    witnessing.policy,
    lines.map(({ key }) => key),
  )
    ? { note: `${note}${lines.map(({ line }) => line).join('')}` }
    : undefined;
}

/** A witness that knows more of our log than we do: these records are old, or somebody else signs with our key. */
class Alarm extends Error {
  override readonly name = 'Alarm';
}

function unlessAlarm(error: unknown): undefined {
  if (error instanceof Alarm) throw error;
}

type Line = { readonly key: NoteKey; readonly line: string };
type Signed = { readonly note: string; readonly size: number };

/** The line of one witness; asked again once where it has cosigned another size than was remembered. */
async function ask(office: Office, witness: WitnessClient, signed: Signed): Promise<Line | undefined> {
  const remembered = { administrator: administratorOf(office), name: `witnessed-size ${witness.key.name}` };
  const known = await readSetting(office.records.read, remembered);
  let answer = await witness.add(bodyOf(office, typeof known === 'number' ? known : 0, signed));
  if (answer.status === 409) {
    const size = sizeIn(answer.body);
    if (size > signed.size)
      throw new Alarm(
        `alarm: ${witness.key.name} has cosigned ${office.log.origin} at ${String(size)} entries, here are ${String(signed.size)}. Restore the newer records; never publish over it.`,
      );
    answer = await witness.add(bodyOf(office, size, signed));
  }
  if (answer.status !== 200) return undefined;
  const line = await ownLine(signed.note, answer.body, witness.key);
  if (line === undefined) return undefined;
  await office.records.write((tx) => putSetting(tx, { ...remembered, value: signed.size }));
  return { key: witness.key, line };
}

function bodyOf(office: Office, old: number, { note, size }: Signed): string {
  const from = Math.min(old, size);
  const proof = from === 0 ? [] : consistencyProof(sha256, nodesAt(office, size), from, size);
  return [`old ${String(from)}`, ...proof.map(toBase64), '', note].join('\n');
}

/** Of what a witness answers, the line that its own key has truly signed. */
async function ownLine(note: string, answer: string, key: NoteKey): Promise<string | undefined> {
  for (const line of answer.split('\n').filter((one) => one.startsWith(`— ${key.name} `))) {
    const whole = parseNote(`${note}${line}\n`);
    const verified = whole.ok ? await verifyNote(whole.value, [key]) : whole;
    if (verified.ok) return `${line}\n`;
  }
  return undefined;
}

function sizeIn(body: string): number {
  if (!/^(0|[1-9]\d{0,14})\n$/.test(body)) throw new Error('a witness told no size');
  return Number(body);
}
