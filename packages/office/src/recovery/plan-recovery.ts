import { readSignedTrustList } from '@assay/attestation/trust-list/signed-trust-list';
import { trustListNote } from '@assay/attestation/trust-list/log-note';
import { parseEntry, type Entry, type EntryOf } from '@assay/attestation/log/entry';
import { administratorCode } from '@assay/attestation/label-id';
import { caseOf } from '@assay/conformity/case';
import { readStream } from '@assay/records/case-file';
import { readLabel, type IssuedLabel } from '@assay/records/label';
import { labelAtPlace } from '@assay/records/recovered';
import type { LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { keptTrustList } from '../0-programme/publish-trust-list.ts';
import type { Placed } from '../6-register/published-entries.ts';
import { noteKeys } from '../6-register/largest-seen.ts';
import { readKeyBook, stateOf, type KeyRecord } from '../keys/key-book.ts';
import { sameKey } from '../keys/keyring.ts';
import { administratorOf, type Office } from '../office.ts';
import { keysAfter } from './keys-after.ts';
import { loggedCredential } from './logged-credential.ts';
import type { NotRecovered } from './not-recovered.ts';
import { heldKey, ownLogKeys } from './own-log-keys.ts';
import { provenGrowth, signedByOne, type Growth } from './proven-growth.ts';
import type { RecoverySource } from './recovery-source.ts';
import { statedLabel } from './stated-label.ts';

/** What is recovered, where its data lie, and from what. */
export type Recovering = {
  readonly office: Office;
  readonly folder: string;
  readonly source: RecoverySource;
};

/** An entry that the public log has and the records lack. */
export type LostEntry = { readonly index: number; readonly bytes: Uint8Array; readonly entry: Entry };

/** A label whose entry is recovered, and where what the register says of it comes from. */
export type RecoveredLabel = {
  readonly label: LabelId;
  /** `records`: it was asked for before the backup, and nothing of it is lost. */
  readonly from: 'records' | 'record' | 'credential';
  /** Whether the records hold the case up to its grant. */
  readonly caseFile: boolean;
};

/** Everything that will be done, proven and decided; nothing is written yet. */
export type Recovery = Omit<Growth, 'entries' | 'signers'> & {
  readonly entries: readonly LostEntry[];
  readonly labels: readonly RecoveredLabel[];
  /** The key book as it will be. */
  readonly book: readonly KeyRecord[];
  /** Keys that sign or are to sign, and whose private halves are not where our keys lie. */
  readonly keysMissing: readonly string[];
  /** Trust lists of which the log speaks, by what it says of them; those that are at hand with their text. */
  readonly trustLists: ReadonlyMap<string, string | undefined>;
};

/** Proves a copy of our log, and holds every entry that the records lack against them. Writes nothing. */
export async function planRecovery(recovering: Recovering): Promise<Result<Recovery, NotRecovered>> {
  const { office, folder, source } = recovering;
  const growth = await provenGrowth(office, source, await ownLogKeys(office, folder));
  if (!growth.ok) return growth;
  const { entries: bytes, signers, ...proven } = growth.value;
  const entries = ownEntries(office, proven.from, bytes);
  if (!entries.ok) return entries;
  const book = await finalBook(recovering, entries.value);
  if (!book.ok) return book;
  const valid = book.value.flatMap(({ use, jwk, revoked }) => (use === 'log' && !revoked ? [jwk] : []));
  if (!signedByOne(signers, await noteKeys(office.log.origin, valid)))
    return refuse({ code: 'signed-by-revoked-key', at: `of ${String(proven.size)} entries` });
  const labels = await recoveredLabels(recovering, entries.value, book.value);
  if (!labels.ok) return labels;
  return ok({
    ...proven,
    entries: entries.value,
    labels: labels.value,
    book: book.value,
    keysMissing: await keysMissing(folder, book.value),
    trustLists: await trustLists(recovering, entries.value),
  });
}

/** Reads them, and refuses what our own office never sends to the log. */
function ownEntries(
  { did, log, programme }: Office,
  from: number,
  all: readonly Uint8Array[],
): Result<readonly LostEntry[], NotRecovered> {
  const found: LostEntry[] = [];
  const code = programme.administrator.code;
  const ours = (entry: Entry, index: number): boolean => {
    if (entry.issuer !== did || entry.type === 'label.amended') return false;
    if (entry.type === 'log.genesis') return index === 0 && entry.origin === log.origin;
    return !('labelId' in entry) || administratorCode(entry.labelId) === code;
  };
  for (const [at, bytes] of all.entries()) {
    const index = from + at;
    const entry = parseEntry(bytes);
    if (!entry.ok || !ours(entry.value, index))
      return refuse({ code: 'entry-not-ours', at: `leaf ${String(index)}` });
    found.push({ index, bytes, entry: entry.value });
  }
  return ok(found);
}

async function finalBook(
  { office, folder }: Recovering,
  entries: readonly LostEntry[],
): Promise<Result<readonly KeyRecord[], NotRecovered>> {
  let book = await readKeyBook(office.records.read, administratorOf(office));
  for (const placed of entries) {
    if (!isKeyEntry(placed)) continue;
    const after = keysAfter(book, placed, await heldKey(folder, placed.entry));
    if (!after.ok)
      return refuse({ code: 'key-differs', at: `leaf ${String(placed.index)}, ${after.refusal.at}` });
    book = after.value;
  }
  return ok(book);
}

type OfKey = { readonly entry: EntryOf<'key.added' | 'key.retired' | 'key.revoked'> };

export function isKeyEntry(one: LostEntry): one is LostEntry & OfKey {
  return one.entry.type.startsWith('key.');
}

async function keysMissing(folder: string, book: readonly KeyRecord[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const key of book.filter((one) => ['active', 'announced'].includes(stateOf(one)))) {
    const { jwk } = await heldKey(folder, key);
    if (!jwk || !sameKey(jwk, key.jwk)) missing.push(key.kid);
  }
  return missing;
}

/** Holds each entry of a label against what the records have of it: an entry follows on the one before it. */
async function recoveredLabels(
  recovering: Recovering,
  entries: readonly LostEntry[],
  book: readonly KeyRecord[],
): Promise<Result<readonly RecoveredLabel[], NotRecovered>> {
  const { office } = recovering;
  const administrator = administratorOf(office);
  const found: RecoveredLabel[] = [];
  const newest = new Map<LabelId, number | null>();
  for (const { index, entry } of entries) {
    if (!('labelId' in entry)) continue;
    const { labelId: id, prev } = entry;
    const known = await readLabel(office.records.read, { administrator, id });
    const last = newest.get(id) ?? known?.lastLeaf ?? null;
    const begins = entry.type === 'label.granted';
    if (prev !== last || begins !== (last === null))
      return refuse({ code: 'label-differs', at: `leaf ${String(index)}, ${id}` });
    newest.set(id, index);
    if (!begins) continue;
    const label = await recoveredLabel(recovering, { index, entry }, { known, book });
    if (!label.ok) return label;
    found.push(label.value);
  }
  return ok(found);
}

type Against = { readonly known: IssuedLabel | undefined; readonly book: readonly KeyRecord[] };

async function recoveredLabel(
  { office, source }: Recovering,
  placed: Placed<'label.granted'>,
  { known, book }: Against,
): Promise<Result<RecoveredLabel, NotRecovered>> {
  const { index, entry } = placed;
  const administrator = administratorOf(office);
  const { labelId: label, status: slot } = entry;
  const credential = await loggedCredential(source, placed, book);
  if (!credential.ok) return credential;
  const holder = await labelAtPlace(office.records.read, { administrator, slot });
  const fits = known ? holder === label && known.payload === credential.value.payload : holder === undefined;
  if (!fits) return refuse({ code: 'label-differs', at: `leaf ${String(index)}, ${label}` });
  if (known) return ok({ label, from: 'records', caseFile: true });
  const { facts, from } = await statedLabel(office, credential.value.vc);
  const { stage } = caseOf(await readStream(office.records.read, { administrator, stream: facts.case }));
  return ok({ label, from, caseFile: stage === 'granted' });
}

/** Looks for the texts of the trust lists of which the entries speak: in the copy, in our own folder, in the records. */
async function trustLists(
  { office, source }: Recovering,
  entries: readonly LostEntry[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  for (const { entry } of entries)
    if (entry.type === 'log.note' && entry.text.startsWith('trust-list ')) found.set(entry.text, undefined);
  if (found.size === 0) return found;
  const there = await source.trustList();
  for (const text of [
    await keptTrustList(office.records.read, office),
    there && new TextDecoder().decode(there),
  ]) {
    const list = text === undefined ? undefined : await readSignedTrustList(text);
    const note = list?.ok === true ? await trustListNote(list.value) : '';
    if (found.has(note)) found.set(note, text);
  }
  return found;
}
