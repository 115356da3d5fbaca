import { canonicalJson } from '@assay/attestation/canonical-json';
import type { Entry, EntryOf } from '@assay/attestation/log/entry';
import { leafHash } from '@assay/attestation/log/merkle-tree';
import { appendEvents, readStreamWithVersion } from '@assay/records/case-file';
import { storeCheckpoint } from '@assay/records/checkpoint';
import { unsignWaiting } from '@assay/records/label';
import { leafCount, writeLeaves, type ActingLeaf } from '@assay/records/log';
import type { Tx } from '@assay/records/open';
import { keepLoggedList, showFrom, takeFromOutbox, waitingForLog } from '@assay/records/recovered';
import { newestStatusList } from '@assay/records/status-list';

import { keepLoggedTrustList } from '../0-programme/publish-trust-list.ts';
import { takeTurn, writeInTurn, type Turn } from '../5-label/turn.ts';
import { statusOf } from '../6-register/logged-status.ts';
import { checkpointSize } from '../6-register/publish-log.ts';
import { statusPath } from '../6-register/publish-status-lists.ts';
import { holdKeyBook, putKeyBook } from '../keys/key-book.ts';
import { sha256 } from '../hash.ts';
import { administratorOf, type Office } from '../office.ts';
import { keysAfter } from './keys-after.ts';
import { heldKey } from './own-log-keys.ts';
import { isKeyEntry, type LostEntry, type Recovering, type Recovery } from './plan-recovery.ts';
import { newestLists, publishedLists } from './published-lists.ts';
import { readyGrants, takeGrant } from './recovered-grant.ts';
import { recoveredBy } from './recovered-by.ts';

/** Entries taken in one transaction: what one checkpoint covers at most. */
const AT_ONCE = 1_024;

/**
 * Replays the entries into the records, as they stand, and brings the tables to what they say; so many in one transaction.
 * Stopped anywhere and planned again it goes on where it was. Shows nothing: the next opening of the office does.
 */
export function carryOutRecovery(
  recovering: Recovering,
  recovery: Recovery,
  atOnce = AT_ONCE,
): Promise<void> {
  return takeTurn(recovering.office, async (turn) => {
    const there = await leafCount(recovering.office.records.read, turn.fence);
    if (there !== recovery.from) throw new Error('the records have moved since they were looked at');
    const { entries } = recovery;
    const carrying = { ...recovering, turn, recovery, newest: newestLists(entries) };
    for (let at = 0; at < entries.length; at += atOnce)
      await takeBatch(carrying, entries.slice(at, at + atOnce));
    await conclude(turn, recovery);
  });
}

type Carrying = Recovering & {
  readonly turn: Turn;
  readonly recovery: Recovery;
  readonly newest: ReadonlySet<LostEntry>;
};

async function takeBatch(carrying: Carrying, entries: readonly LostEntry[]): Promise<void> {
  const { office, turn, folder, recovery } = carrying;
  const { fence } = turn;
  const from = entries[0]?.index ?? 0;
  const grants = await readyGrants(carrying, recovery.book, entries);
  const lists = await publishedLists(carrying.source, carrying.newest, entries);
  const held = await Promise.all(
    entries.map(async (one) => (isKeyEntry(one) ? { one, at: await heldKey(folder, one.entry) } : [])),
  );
  await writeInTurn(turn, async (tx) => {
    const administrator = administratorOf(office);
    let book = await holdKeyBook(tx, administrator, 'to-change');
    for (const { one, at } of held.flat()) {
      const after = keysAfter(book, one, at);
      if (!after.ok) throw new Error(`unreachable: ${after.refusal.at} was looked at`);
      book = after.value;
    }
    if (held.flat().length > 0) await putKeyBook(tx, administrator, book);
    for (const grant of grants.values()) await takeGrant(tx, office, grant);
    const leaves = entries.map((one) => leafOf(one));
    const written = await writeLeaves(tx, { fence, from, leaves });
    if (!written.ok) throw new Error(`${fence.log}: ${JSON.stringify(written.refusal)}`);
    for (const one of entries)
      if (one.entry.type === 'label.status') await takeStatus(tx, office, { ...one, entry: one.entry });
    for (const list of lists) await keepLoggedList(tx, { administrator, ...list });
    for (const { index, entry } of entries) {
      const text = entry.type === 'log.note' ? recovery.trustLists.get(entry.text) : undefined;
      if (entry.type === 'log.note' && text !== undefined)
        await keepLoggedTrustList(tx, office, { text, note: entry.text, after: index });
    }
    await takeWaiting(tx, administrator, entries);
    if (held.flat().some(({ one }) => ENDS.has(one.entry.type))) await unsignWaiting(tx, administrator);
  });
}

/** What is signed with a key that has left the log and waits for its entry must be signed anew. */
const ENDS: ReadonlySet<Entry['type']> = new Set(['key.retired', 'key.revoked']);

function leafOf({ bytes, entry }: LostEntry): ActingLeaf {
  const leaf = { entry: bytes, hash: leafHash(sha256, bytes) };
  if (entry.type === 'label.granted') return { ...leaf, effect: { kind: 'granted', label: entry.labelId } };
  if (entry.type !== 'label.status') return leaf;
  const { labelId: label, to } = entry;
  const effect = { kind: 'status', label, suspended: to === 'suspended', revoked: to === 'revoked' } as const;
  return { ...leaf, effect: { ...effect, since: statusOf(entry).at } };
}

/** The event behind a change of state, where the backup lacks it: who decided and why is not in the log. */
async function takeStatus(
  tx: Tx,
  { programme, log }: Office,
  { index, entry }: { readonly index: number; readonly entry: EntryOf<'label.status'> },
): Promise<void> {
  const { labelId: stream, reasonCode, decisionRef } = entry;
  const administrator = administratorOf({ programme });
  const { version, events } = await readStreamWithVersion(tx, { administrator, stream });
  const { type, at } = statusOf(entry);
  const there = events[Number(decisionRef.slice(decisionRef.lastIndexOf('/') + 1)) - 1];
  if (there?.type === type && there.at === at) return;
  const event = { type, at, reasonCode, ...recoveredBy(log.origin, index) };
  const appended = await appendEvents(tx, { administrator, stream, expected: version, events: [event] });
  if (!appended.ok) throw new Error(`${stream}: ${JSON.stringify(appended.refusal)}`);
}

/** What was on its way to the log when the backup was taken and has come there is not sent again. */
async function takeWaiting(tx: Tx, administrator: string, entries: readonly LostEntry[]): Promise<void> {
  const waiting = new Map<string, number>();
  for (const { seq, kind, label, members } of await waitingForLog(tx, administrator))
    waiting.set(keyOf(kind, label, members), seq);
  const seqs = entries.flatMap(({ entry }) => {
    const label = 'labelId' in entry ? entry.labelId : null;
    return waiting.get(keyOf(entry.type, label, membersOf(entry))) ?? [];
  });
  await takeFromOutbox(tx, { administrator, seqs });
}

/** What an entry says beyond what the sequencer added (`entry-of.ts`). */
function membersOf(entry: Entry): object {
  const added = new Set(['v', 'type', 'time', 'issuer', 'labelId', 'prev']);
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !added.has(name)));
}

/** A grant is known by its label, which has one; all else by what it says. */
function keyOf(kind: string, label: string | null, members: object): string {
  return canonicalJson([kind, label, kind === 'label.granted' ? {} : members]);
}

/** The checkpoint that everybody knows is ours again; what our own public folder lacks of it is shown once more. */
async function conclude(turn: Turn, { from, size, root, note }: Recovery): Promise<void> {
  const shown = (await checkpointSize(turn.office)) ?? 0;
  await writeInTurn(turn, async (tx) => {
    if (from <= size) await storeCheckpoint(tx, { ...turn.fence, size, root, note });
    await showFrom(tx, { ...turn.fence, size: shown });
  });
  await showListsAgain(turn);
}

/** A list that is not due is not published by itself: one that the public folder lacks is put back as it was. */
async function showListsAgain({ office, fence }: Turn): Promise<void> {
  const { administrator } = fence;
  for (const purpose of ['revocation', 'suspension'] as const)
    for (let list = 0; ; list += 1) {
      const newest = await newestStatusList(office.records.read, { administrator, purpose, list });
      if (!newest) break;
      const path = statusPath(purpose, list);
      if (newest.jws !== '' && !(await office.publicFolder.read(path)))
        await office.publicFolder.writeOnce(path, new TextEncoder().encode(newest.jws));
    }
}
