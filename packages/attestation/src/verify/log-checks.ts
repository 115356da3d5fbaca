import { instantOf, type Instant } from '@assay/vocabulary/instant';

import { utf8 } from '../bytes.ts';
import { parseCheckpoint, type Checkpoint } from '../log/checkpoint.ts';
import { leafHashOf, verifyInclusion } from '../log/merkle-proof.ts';
import { parseVkey, type NoteKey } from '../log/note-key.ts';
import { parseNote, verifyNote, type Note } from '../log/note.ts';
import { meetsQuorum, parsePolicy } from '../log/policy.ts';
import { parseTlogProof, type TlogProof } from '../log/tlog-proof.ts';
import type { TrustedAdministrator } from '../trust.ts';
import { isAhead } from './credential-checks.ts';
import type { BindingEntry } from './entry-checks.ts';
import { failed, passed, type Finding } from './report.ts';

const DAY_SECONDS = 24 * 3600;
/** How long a cosignature shows that the log is alive: bearable, with a warning after the first day. */
export const COSIGNATURE_LIFETIME_SECONDS = 7 * DAY_SECONDS;

export type SignedProof = { readonly proof: TlogProof; readonly note: Note; readonly checkpoint: Checkpoint };
/** Who watched the checkpoint: `time` is the newest accepted cosignature; null where the policy asks for nobody. */
export type Witnesses = { readonly time: Instant | null };

/** The proof takes itself apart. Extra data is refused: nothing authenticates it, and our proofs have none. */
export function proofForm(text: string): Finding<SignedProof> {
  const proof = parseTlogProof(text);
  if (!proof.ok) return failed(`${proof.refusal.code}: ${proof.refusal.why}`);
  if (proof.value.extra !== undefined) return failed('extra data that nobody signed');
  const note = parseNote(proof.value.checkpoint);
  if (!note.ok) return failed(note.refusal.code);
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok) return failed(`${checkpoint.refusal.code}: line ${checkpoint.refusal.line}`);
  return passed(
    { proof: proof.value, note: note.value, checkpoint: checkpoint.value },
    `leaf ${proof.value.index} of ${checkpoint.value.size}`,
  );
}

/** The checkpoint is of this administrator's log, and a pinned key of that log signed it. */
export async function logSignature(
  signed: SignedProof,
  { log }: TrustedAdministrator,
): Promise<Finding<true>> {
  if (signed.checkpoint.origin !== log.origin)
    return failed(`a checkpoint of ${signed.checkpoint.origin}, not of ${log.origin}`);
  const keys: NoteKey[] = [];
  for (const text of log.vkeys) {
    const vkey = await parseVkey(text);
    if (!vkey.ok || vkey.value.name !== log.origin)
      return failed('a log key of the trust anchors does not read');
    keys.push(vkey.value);
  }
  const verified = await verifyNote(signed.note, keys);
  return verified.ok ? passed(true, `signed by ${log.origin}`) : failed(verified.refusal.code);
}

/** The cosignatures satisfy the policy. Times in the future do not count; a wrong line of a known witness voids the note. */
export async function logWitnesses(
  signed: Pick<SignedProof, 'note'>,
  policyText: string,
  now: Instant,
): Promise<Finding<Witnesses>> {
  const policy = await parsePolicy(policyText);
  if (!policy.ok) return failed('the witness policy does not read');
  const verified = await verifyNote(signed.note, [...policy.value.witnesses.values()]);
  if (!verified.ok && verified.refusal.code !== 'no-known-signature') return failed(verified.refusal.code);
  if (policy.value.quorum === null)
    return passed({ time: null }, 'the policy asks for no witness: not witnessed');
  const times = new Map<NoteKey, Instant>();
  for (const { key, time = 0 } of verified.ok ? verified.value : []) {
    const at = time < 253_402_300_800 ? instantOf(new Date(time * 1000)) : undefined;
    if (at !== undefined && !isAhead(at, now)) times.set(key, at);
  }
  const newest = [...times.values()].toSorted().at(-1);
  if (newest === undefined || !meetsQuorum(policy.value, [...times.keys()]))
    return failed('too few witnesses');
  return passed({ time: newest }, `${times.size} witnesses, the newest at ${newest}`);
}

/** The bytes of the entry are the leaf that the proof leads from; what came before it lies before it. */
export async function logInclusion(
  entry: BindingEntry,
  text: string,
  { proof, checkpoint }: SignedProof,
): Promise<Finding<number>> {
  const { index, hashes } = proof;
  const leaf = await leafHashOf(utf8(text));
  const included = await verifyInclusion({
    leaf,
    index,
    size: checkpoint.size,
    proof: hashes,
    root: checkpoint.root,
  });
  if (!included) return failed('the proof does not lead from this entry to the signed root');
  if (entry.prev !== null && entry.prev >= index) return failed('prev points forward');
  return passed(index, `leaf ${index} of ${checkpoint.size}`);
}

/** A cosignature is fresh for a day and bearable for seven; without witnesses the lists' own dates are the bound. */
export function logFreshness({ time }: Witnesses, now: Instant): Finding<true> {
  if (time === null) return passed(true, 'no witness: the status lists bound the age');
  const age = (Date.parse(now) - Date.parse(time)) / 1000;
  if (age > COSIGNATURE_LIFETIME_SECONDS) return failed(`newest cosignature of ${time}`, 'STALE');
  return passed(true, age > DAY_SECONDS ? `warning: newest cosignature of ${time}` : `cosigned at ${time}`);
}
