import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import {
  readLabelCredential,
  type LabelCredentialModel,
} from '@assay/attestation/credential/read-label-credential';
import { decodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { parseEntry, type Entry, type EntryOf } from '@assay/attestation/log/entry';
import { tilePath, TILE_WIDTH } from '@assay/attestation/log/tile';
import type { LabelId } from '@assay/vocabulary/ids';
import type { RebuiltRecord } from '@assay/vocabulary/rebuilt-record';

import { recordPath } from '../publish-labels.ts';
import { credentialPath } from '../publish-log.ts';
import { boundRecord, movedRecord } from './rebuilt-record.ts';

export type KeptLog = {
  readonly folder: string;
  readonly log: { readonly origin: string; readonly path: string; readonly size: number };
};

type LabelEntry = EntryOf<'label.granted'> | EntryOf<'label.amended'> | EntryOf<'label.status'>;

/** Labels that an offence at one of these leaves casts doubt on: its own, or all of the list that was published there. */
export function doubtfulLabels(kept: KeptLog, leaves: ReadonlySet<number>): ReadonlySet<LabelId> {
  if (leaves.size === 0) return new Set();
  const lists = new Set<number>();
  const labels = new Set<LabelId>();
  for (const { index, entry } of entriesOf(kept)) {
    if (!leaves.has(index)) continue;
    if (entry.type === 'statuslist.published') lists.add(entry.list);
    if (isOfLabel(entry)) labels.add(entry.labelId);
  }
  for (const { entry } of entriesOf(kept))
    if (entry.type === 'label.granted' && lists.has(entry.status.list)) labels.add(entry.labelId);
  return labels;
}

/** Writes the record of every label that is not left out, entry by entry; handed back: which labels there are. */
export function rebuildLabels(kept: KeptLog, leftOut: ReadonlySet<LabelId>): readonly LabelId[] {
  const labels: LabelId[] = [];
  for (const { index, entry } of entriesOf(kept)) {
    if (!isOfLabel(entry) || leftOut.has(entry.labelId)) continue;
    if (entry.type === 'label.granted') labels.push(entry.labelId);
    put(kept, next(kept, entry, index));
  }
  return labels;
}

/** The record as it was written last. */
export function readRebuilt(folder: string, label: LabelId): RebuiltRecord {
  return parseRecord(readFileSync(join(folder, recordPath(label)), 'utf8'));
}

function next(kept: KeptLog, entry: LabelEntry, index: number): RebuiltRecord {
  if (entry.type === 'label.status')
    return movedRecord(readRebuilt(kept.folder, entry.labelId), entry, index);
  const bound = { entry, index, origin: kept.log.origin, credential: credentialOf(kept, entry.vcHash) };
  return entry.type === 'label.granted'
    ? boundRecord(bound)
    : boundRecord(bound, readRebuilt(kept.folder, entry.labelId));
}

function credentialOf({ folder }: KeptLog, vcHash: string): LabelCredentialModel {
  const jws = readCompactJws(readFileSync(join(folder, credentialPath(vcHash)), 'utf8'));
  const vc = jws.ok ? readLabelCredential(jws.value.payload) : jws;
  if (!vc.ok) throw new Error(`the credential ${vcHash} was audited and does not read`);
  return vc.value;
}

function put({ folder }: KeptLog, record: RebuiltRecord): void {
  const file = join(folder, recordPath(record.labelId));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(record));
}

/** Entries that are entries, a bundle at a time. */
function* entriesOf({ folder, log }: KeptLog): Generator<{ readonly index: number; readonly entry: Entry }> {
  for (let first = 0; first < log.size; first += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, log.size - first);
    const path = tilePath({ level: 'entries', index: first / TILE_WIDTH, width });
    const bundle = decodeEntryBundle(readFileSync(join(folder, log.path, path)));
    if (!bundle.ok) throw new Error(`${path} was written and does not read`);
    for (const [place, bytes] of bundle.value.entries()) {
      const entry = parseEntry(bytes);
      if (entry.ok) yield { index: first + place, entry: entry.value };
    }
  }
}

function isOfLabel(entry: Entry): entry is LabelEntry {
  return 'labelId' in entry;
}

/** Written by `put`. */
function parseRecord(text: string): RebuiltRecord {
  return JSON.parse(text) as RebuiltRecord;
}
