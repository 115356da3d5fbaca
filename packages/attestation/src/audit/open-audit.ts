import type { Instant } from '@assay/vocabulary/instant';

import type { EntryType } from '../log/entry.ts';
import { auditCredential, type Binding, type CredentialSource } from './credential-audit.ts';
import { openKeyHistory } from './key-history.ts';
import { openLabelTable, type LoggedState } from './label-table.ts';
import { auditList } from './list-audit.ts';
import { openListHistory, secondsOf, type Publication } from './list-history.ts';
import type { Offence } from './offence.ts';
import { openReplay, type Replayed } from './replay.ts';

/** Whose log it is, whom the auditor believes, and when it is. `hash` is the platform's own SHA-256. */
export type AuditSource = CredentialSource & { readonly now: Instant };

/** An entry taken; `binding` where its credential is to be fetched and handed to `credential`. */
export type Taken = Replayed & { readonly binding?: Binding };

export type WholeLog = {
  readonly entries: Readonly<Partial<Record<EntryType, number>>>;
  readonly labels: Readonly<Record<LoggedState, number>>;
  /** What no single entry shows: credentials in force under a revoked key, changes that no list tells. */
  readonly offences: readonly Offence[];
};

export type Audit = {
  /** The next entry, from leaf 0 without a gap. That the bytes are that leaf of the tree is for the caller to know. */
  readonly take: (bytes: Uint8Array) => Taken;
  /** The bytes behind a binding's `vcHash`; undefined where there are none. In any order, many at once. */
  readonly credential: (binding: Binding, bytes: Uint8Array | undefined) => Promise<readonly Offence[]>;
  /** The newest publication of every status list so far, whose bytes are to be fetched and handed to `statusList`. */
  readonly lists: () => readonly Publication[];
  readonly statusList: (
    publication: Publication,
    bytes: Uint8Array | undefined,
  ) => Promise<readonly Offence[]>;
  /** What the entries so far amount to, once their credentials were handed in. More may be taken afterwards. */
  readonly whole: () => WholeLog;
};

/**
 * The public audit of one log (trust layer, section 8): no I/O, about seventy bytes for each label, however many
 * entries. Each call hands back the offences that it found; an honest log has none.
 */
export function openAudit(source: AuditSource): Audit {
  const labels = openLabelTable();
  const keys = openKeyHistory(source.administrator, source.now);
  const lists = openListHistory();
  const replay = openReplay(source.administrator, { labels, keys, lists });
  const entries = new Map<EntryType, number>();

  function lateRevocations(): readonly Offence[] {
    const found: Offence[] = [];
    for (let row = 0; row < labels.size(); row += 1) {
      const signer = labels.signer(row);
      const good = signer === 0 ? undefined : keys.voidAfter(signer);
      const index = labels.bound(row);
      if (good !== undefined && index > good && labels.state(row) !== 'revoked')
        found.push({ code: 'key-revoked', index, detail: `nothing after leaf ${String(good)} counts` });
    }
    return found;
  }

  return {
    take(bytes) {
      const replayed = replay.take(bytes);
      const { index, entry } = replayed;
      if (entry === undefined) return replayed;
      entries.set(entry.type, (entries.get(entry.type) ?? 0) + 1);
      return entry.type === 'label.granted' || entry.type === 'label.amended'
        ? { ...replayed, binding: { index, entry } }
        : replayed;
    },
    async credential(binding, bytes) {
      const { offences, signer } = await auditCredential(source, keys, binding, bytes);
      const row = signer === undefined ? undefined : labels.find(binding.entry.labelId);
      if (row !== undefined && signer !== undefined && labels.bound(row) === binding.index)
        labels.setSigner(row, signer);
      return offences;
    },
    lists: () => lists.newest(),
    statusList: (publication, bytes) =>
      auditList(source, keys, { ...publication, bits: lists.bitsOf(publication) }, bytes),
    whole() {
      const states: Record<LoggedState, number> = { granted: 0, suspended: 0, revoked: 0 };
      for (let row = 0; row < labels.size(); row += 1) states[labels.state(row)] += 1;
      return {
        entries: Object.fromEntries(entries),
        labels: states,
        offences: [...lateRevocations(), ...lists.overdue(secondsOf(source.now))],
      };
    },
  };
}
