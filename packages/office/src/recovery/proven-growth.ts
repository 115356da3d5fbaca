import { acceptCheckpoint, since } from '@assay/attestation/audit/accept-checkpoint';
import { readLog } from '@assay/attestation/audit/read-log';
import { equalBytes } from '@assay/attestation/bytes';
import type { NoteKey } from '@assay/attestation/log/note-key';
import { parseNote, verifyNote } from '@assay/attestation/log/note';
import { parsePolicy, type Policy } from '@assay/attestation/log/policy';
import { growTree } from '@assay/attestation/log/tree-growth';
import { leafCount, leavesBetween } from '@assay/records/log';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { largestSeen } from '../6-register/largest-seen.ts';
import { sha256 } from '../hash.ts';
import { administratorOf, type Office } from '../office.ts';
import type { NotRecovered } from './not-recovered.ts';
import type { RecoverySource } from './recovery-source.ts';

/** Leaves of the records that are read at once. */
const PAGE = 4_096;

export type Growth = {
  /** How many leaves the records have, and the signed size and root of the copy. */
  readonly from: number;
  readonly size: number;
  readonly root: Uint8Array;
  /** The checkpoint with the signatures of the log alone. */
  readonly note: string;
  /** Those of our keys that signed it. */
  readonly signers: readonly NoteKey[];
  /** The bytes of the entries that the records lack: those of leaf `from` and on. */
  readonly entries: readonly Uint8Array[];
};

/**
 * Reads a copy of our log whole and proves it before anything of it is used: a checkpoint that our own key has signed, no
 * shorter than anybody has seen the log; entries and tiles that lead to its root; and records that are its beginning.
 */
export async function provenGrowth(
  office: Office,
  source: RecoverySource,
  own: readonly NoteKey[],
): Promise<Result<Growth, NotRecovered>> {
  const { origin } = office.log;
  const log = { administrator: administratorOf(office), log: origin };
  const whose = { origin, keys: own, policy: await policyOf(office) };
  const accepted = await acceptCheckpoint(await source.checkpoint(), whose);
  if (!accepted.ok) return refuse({ code: accepted.refusal.code, at: accepted.refusal.detail });
  const { checkpoint, note } = accepted.value;
  const { size, root } = checkpoint;
  const seen = await largestSeen(office, own);
  if (size < seen) return refuse({ code: 'copy-too-old', at: `${String(size)} of ${String(seen)} entries` });
  const from = await leafCount(office.records.read, log);
  const common = Math.min(from, size);
  const reading = readLog({ hash: sha256, tile: source.tile });
  const rootThere = reading.rootAt(common);
  const entries: Uint8Array[] = [];
  let index = 0;
  const [offence] = await reading.to(checkpoint, (bytes) => {
    if (index >= from) entries.push(bytes);
    index += 1;
    return undefined;
  });
  if (offence) return refuse({ code: offence.code, at: placeOf(offence) });
  const held = { size: common, root: await rootHere(office, common) };
  const there = { origin, size: common, root: rootThere() ?? new Uint8Array() };
  if (since(held, there)) return refuse({ code: 'another-history', at: `of ${String(common)} entries` });
  return ok({ from, size, root, ...(await ofTheLog(note, origin, own)), entries });
}

function placeOf({ index, detail }: { readonly index: number; readonly detail: string }): string {
  return `leaf ${String(index)}, ${detail}`;
}

/** The root over the first leaves of the records, computed from their entries' hashes. */
async function rootHere(office: Office, size: number): Promise<Uint8Array> {
  const log = { administrator: administratorOf(office), log: office.log.origin };
  const tree = growTree(sha256);
  for (let from = 0; from < size; from += PAGE) {
    const to = Math.min(from + PAGE, size);
    for (const { hash } of await leavesBetween(office.records.read, { ...log, from, to })) tree.append(hash);
  }
  return tree.root();
}

async function policyOf({ witnessing }: Office): Promise<Policy> {
  if (witnessing) return witnessing.policy;
  const nobody = await parsePolicy('quorum none\n');
  if (!nobody.ok) throw new Error('unreachable: a policy that asks for nobody reads');
  return nobody.value;
}

async function ofTheLog(
  text: string,
  origin: string,
  own: readonly NoteKey[],
): Promise<Pick<Growth, 'note' | 'signers'>> {
  const note = parseNote(text);
  const verified = note.ok ? await verifyNote(note.value, own) : note;
  if (!note.ok || !verified.ok) throw new Error('unreachable: this checkpoint was accepted');
  const signers = verified.value.map(({ key }) => key);
  const lines = text.slice(note.value.text.length + 1).split('\n');
  const signed = lines.filter((line) => line.startsWith(`— ${origin} `)).map((line) => `${line}\n`);
  return { note: [note.value.text, '\n', ...signed].join(''), signers };
}

/** Whether one of these keys is among those that signed. */
export function signedByOne(signers: readonly NoteKey[], of: readonly NoteKey[]): boolean {
  return signers.some(({ publicKey }) => of.some((one) => equalBytes(one.publicKey, publicKey)));
}
