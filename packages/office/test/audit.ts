/**
 * The public audit of trust layer section 8: what anybody can check from the bytes of the public folder alone. It shares
 * no code with the publishing side: its tree is the recursive definition of RFC 9162. Throws at what does not hold.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readLabelCredential } from '@assay/attestation/credential/read-label-credential';
import { parseLabelId } from '@assay/attestation/label-id';
import { parseCheckpoint } from '@assay/attestation/log/checkpoint';
import { parseEntry, type Entry, type EntryOf } from '@assay/attestation/log/entry';
import { decodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { parseVkey } from '@assay/attestation/log/note-key';
import { parseNote, verifyNote } from '@assay/attestation/log/note';
import { decodeBitstring, readBit } from '@assay/attestation/status-list/bitstring';
import { readStatusList } from '@assay/attestation/status-list/status-list-credential';
import { anchorsFromDid } from '@assay/attestation/trust-from-did';
import type { LabelId } from '@assay/vocabulary/ids';

import { HOST, valueOf } from './sandbox-office.ts';

export type Audited = { readonly size: number; readonly root: string; readonly entries: readonly Entry[] };
type Granted = EntryOf<'label.granted'>;
const PURPOSES = ['revocation', 'suspension'] as const;

/** Reads the whole published log: signature, every leaf, every tile, every credential, every chain. */
export async function auditLog(folder: string): Promise<Audited> {
  const { size, root } = await signedCheckpoint(folder);
  const bytes = entryBytes(folder, size);
  const leaves = bytes.map((entry) => hashOf(0, entry));
  holds(treeHash(leaves).equals(root), 'the root over all leaves is the signed one');
  holds(
    readLog(folder, tileName('0', 0, size)).equals(Buffer.concat(leaves)),
    'the hash tile has the leaves',
  );
  const entries = bytes.map((entry) => valueOf(parseEntry(entry)));
  auditChains(entries);
  for (const entry of entries) if (entry.type === 'label.granted') auditCredential(folder, entry);
  return { size, root: root.toString('hex'), entries };
}

/** Replays the log and compares: each list has exactly the bits that the log tells, and was itself logged. */
export async function auditLists(folder: string, { entries }: Audited): Promise<void> {
  for (const purpose of PURPOSES) {
    const jws = readFileSync(join(folder, `public/status/${purpose}/0`));
    const said = entries.findLast((e) => e.type === 'statuslist.published' && e.purpose === purpose);
    holds(said?.type === 'statuslist.published' && said.jwsHash === base64url(jws), `${purpose} was logged`);
    for (const [index, set] of bitsTold(entries, purpose))
      holds((await bitAt(jws, index)) === set, `${purpose} bit ${index} is ${String(set)}`);
  }
}

/** The whole public audit of a folder: its log, and the lists that the log tells of. */
export async function auditPublic(folder: string): Promise<Audited> {
  const log = await auditLog(folder);
  await auditLists(folder, log);
  return log;
}

/** Bits that stand in a published list although no entry of the published log ever set them. */
export async function prematureBits(folder: string, { entries }: Audited): Promise<readonly string[]> {
  const found: string[] = [];
  for (const purpose of PURPOSES) {
    const file = readOptional(join(folder, `public/status/${purpose}/0`));
    if (!file) continue;
    const ever = new Set(entries.flatMap((_, at) => setBy(entries.slice(0, at + 1), purpose)));
    // Places are given from 0 on: past the last label of the log nothing may be set either.
    const places = entries.filter(({ type }) => type === 'label.granted').length + 8;
    for (let index = 0; index < places; index += 1)
      if ((await bitAt(file, index)) === true && !ever.has(index)) found.push(`${purpose} ${index}`);
  }
  return found;
}

/** Ids of the labels that have a public record. */
export function publicLabels(folder: string): readonly string[] {
  try {
    return readdirSync(join(folder, 'public/L')).flatMap((name) => /^(\w+)\.json$/.exec(name)?.[1] ?? []);
  } catch {
    return [];
  }
}

/** The one label that has a public record. */
export function onlyLabel({ folder }: { readonly folder: string }): LabelId {
  const [label, ...more] = publicLabels(folder);
  if (label === undefined || more.length > 0) throw new Error('there is one label');
  return valueOf(parseLabelId(label));
}

async function signedCheckpoint(folder: string): Promise<{ size: number; root: Buffer }> {
  const note = valueOf(parseNote(readLog(folder, 'checkpoint').toString()));
  const did: unknown = JSON.parse(readFileSync(join(folder, 'public/.well-known/did.json'), 'utf8'));
  const anchors = valueOf(await anchorsFromDid(did, HOST));
  const keys = await Promise.all((anchors.administrators[0]?.log.vkeys ?? []).map(parseVkey));
  valueOf(await verifyNote(note, keys.map(valueOf)));
  const { size, root } = valueOf(parseCheckpoint(note.text));
  return { size, root: Buffer.from(root) };
}

function entryBytes(folder: string, size: number): readonly Uint8Array[] {
  const entries = valueOf(decodeEntryBundle(readLog(folder, tileName('entries', 0, size))));
  holds(entries.length === size, 'the bundle holds as many entries as the checkpoint states');
  return entries;
}

/** These tests stay within the first tile. */
function tileName(level: string, tile: number, size: number): string {
  holds(size > 0 && size < 256, 'the log of a test fits one tile');
  return `tile/${level}/${String(tile).padStart(3, '0')}.p/${size}`;
}

function auditChains(entries: readonly Entry[]): void {
  holds(entries[0]?.type === 'log.genesis', 'the log begins with its genesis');
  const last = new Map<string, { readonly at: number; readonly state: string }>();
  const slots = new Set<string>();
  for (const [at, entry] of entries.entries()) {
    if (!('labelId' in entry)) continue;
    const before = last.get(entry.labelId);
    holds(entry.prev === (before?.at ?? null), `entry ${at} follows the label's entry before it`);
    holds(
      (entry.type === 'label.granted') === (before === undefined),
      `entry ${at}: granted once, and first`,
    );
    if (entry.type === 'label.granted') {
      const slot = `${entry.status.list}/${entry.status.index}`;
      holds(!slots.has(slot), `place ${slot} in the lists is given once`);
      slots.add(slot);
    }
    if (entry.type === 'label.status') holds(entry.from === before?.state, `entry ${at} begins where it was`);
    last.set(entry.labelId, { at, state: entry.type === 'label.status' ? entry.to : 'granted' });
  }
}

function auditCredential(folder: string, entry: Granted): void {
  const hex = Buffer.from(entry.vcHash, 'base64url').toString('hex');
  const jws = readFileSync(join(folder, 'public/vc', hex));
  holds(base64url(jws) === entry.vcHash, 'the credential hashes to what was logged');
  const payload: unknown = JSON.parse(
    Buffer.from(jws.toString().split('.')[1] ?? '', 'base64url').toString(),
  );
  const said = valueOf(readLabelCredential(payload)).credentialSubject.cyberLabel;
  holds(said.labelId === entry.labelId && said.tier === entry.tier, 'the credential says what was logged');
}

function setBy(entries: readonly Entry[], purpose: (typeof PURPOSES)[number]): readonly number[] {
  return [...bitsTold(entries, purpose)].filter(([, set]) => set).map(([index]) => index);
}

function bitsTold(
  entries: readonly Entry[],
  purpose: (typeof PURPOSES)[number],
): ReadonlyMap<number, boolean> {
  const index = new Map<string, number>();
  const told = new Map<number, boolean>();
  for (const entry of entries) {
    if (entry.type === 'label.granted') {
      index.set(entry.labelId, entry.status.index);
      told.set(entry.status.index, false);
    }
    if (entry.type === 'label.status')
      told.set(
        index.get(entry.labelId) ?? -1,
        entry.to === (purpose === 'suspension' ? 'suspended' : 'revoked'),
      );
  }
  return told;
}

async function bitAt(jws: Buffer, index: number): Promise<boolean | undefined> {
  const payload: unknown = JSON.parse(
    Buffer.from(jws.toString().split('.')[1] ?? '', 'base64url').toString(),
  );
  const list = valueOf(readStatusList(payload));
  return readBit(valueOf(await decodeBitstring(list.credentialSubject.encodedList)), index);
}

/** RFC 9162 §2.1.1, word for word. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return hashOf(1, treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

function hashOf(prefix: number, ...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256').update(Uint8Array.of(prefix));
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function base64url(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

function readLog(folder: string, path: string): Buffer {
  return readFileSync(join(folder, 'public/log/2026', path));
}

function readOptional(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(`the audit found otherwise: ${what}`);
}
