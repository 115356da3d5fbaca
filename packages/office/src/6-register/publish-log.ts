import { signCheckpoint, parseCheckpoint } from '@assay/attestation/log/checkpoint';
import { parseEntry } from '@assay/attestation/log/entry';
import { encodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { rootHash } from '@assay/attestation/log/merkle-tree';
import { cosignatureTime } from '@assay/attestation/log/note-signature';
import { parseNote, type Note } from '@assay/attestation/log/note';
import { tileBytes, tilePath, tilesBetween, TILE_WIDTH, type Tile } from '@assay/attestation/log/tile';
import { publishedSize, storeCheckpoint } from '@assay/records/checkpoint';
import { labelOfCredential } from '@assay/records/label';
import { leafCount, leavesBetween } from '@assay/records/log';
import { holdLock } from '@assay/records/open';

import { sha256 } from '../hash.ts';
import { administratorOf, type Office } from '../office.ts';
import { collectCosignatures } from './collect-cosignatures.ts';
import { nodesAt } from './log-nodes.ts';

/** A cosignature is renewed when it is so old, so that its time goes on proving that the log is alive. */
const RENEW_SECONDS = 3_600;

/** The size that is public now; `held` where the log has grown and too few witnesses have cosigned it. */
export type Public = { readonly size: number; readonly held: boolean };

/**
 * Trust layer section 7, steps 4 to 6 and the first half of 7: tiles and bundles for the size that the leaves have, a
 * signed checkpoint kept before it is shown, its cosignatures, then the checkpoint in its place. Without a quorum the
 * old one stays.
 */
export async function publishLog(office: Office): Promise<Public> {
  const log = { administrator: administratorOf(office), log: office.log.origin };
  const size = await leafCount(office.records.read, log);
  const from = await publishedSize(office.records.read, log);
  const shown = await shownCheckpoint(office);
  if (size === 0 || (size === from && shown?.size === size && isFresh(office, shown)))
    return { size, held: false };
  await writeCredentials(office, from, size);
  for (const tile of tilesBetween(from, size)) await writeTile(office, tile, size);
  const root = rootHash(sha256, nodesAt(office, size), size);
  const note = await signCheckpoint({ origin: office.log.origin, size, root }, office.signers.log);
  const kept = await office.records.write((tx) => storeCheckpoint(tx, { ...log, size, root, note }));
  const cosigned = await collectCosignatures(office, kept);
  if (!cosigned) return { size: from, held: from < size };
  await office.records.write(async (tx) => {
    await holdLock(tx, 'publish', log.administrator);
    const there = await shownCheckpoint(office);
    if (there === undefined || there.size < size || (there.size === size && !isFresh(office, there)))
      await office.publicFolder.replace(
        `${office.log.path}/checkpoint`,
        new TextEncoder().encode(cosigned.note),
      );
  });
  return { size, held: false };
}

type Shown = { readonly size: number; readonly note: Note };

/** Whether the cosignatures of a checkpoint are recent; where nobody is asked for any, there is nothing to renew. */
function isFresh({ witnessing, clock }: Office, { note }: Shown): boolean {
  if (!witnessing) return true;
  const times = note.signatures.flatMap(({ name, bytes }) =>
    witnessing.witnesses.some(({ key }) => key.name === name) ? (cosignatureTime(bytes) ?? []) : [],
  );
  return times.some((time) => Date.parse(clock()) / 1000 - time < RENEW_SECONDS);
}

/** Credentials go out before the checkpoint that commits to them: whoever reads an entry finds what it hashes. */
async function writeCredentials(office: Office, from: number, to: number): Promise<void> {
  const log = { administrator: administratorOf(office), log: office.log.origin };
  for (const { entry } of await leavesBetween(office.records.read, { ...log, from, to })) {
    const read = parseEntry(entry);
    if (!read.ok || !('vcHash' in read.value)) continue;
    const { vcHash } = read.value;
    const label = await labelOfCredential(office.records.read, { administrator: log.administrator, vcHash });
    if (!label?.signed) throw new Error(`the credential ${vcHash} is logged and not kept`);
    await office.publicFolder.writeOnce(credentialPath(vcHash), new TextEncoder().encode(label.signed.jws));
  }
}

/** Where a credential lies below the public root: named by the SHA-256 of its bytes, in hexadecimal digits. */
export function credentialPath(vcHash: string): string {
  return `vc/${Buffer.from(vcHash, 'base64url').toString('hex')}`;
}

/** Size that the published checkpoint states; absent before the first. */
export async function checkpointSize(
  office: Pick<Office, 'publicFolder' | 'log'>,
): Promise<number | undefined> {
  return (await shownCheckpoint(office))?.size;
}

async function shownCheckpoint(office: Pick<Office, 'publicFolder' | 'log'>): Promise<Shown | undefined> {
  const bytes = await office.publicFolder.read(`${office.log.path}/checkpoint`);
  if (!bytes) return undefined;
  const note = parseNote(new TextDecoder().decode(bytes));
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!note.ok || !checkpoint.ok) throw new Error(`${office.log.path}/checkpoint is not a checkpoint`);
  return { size: checkpoint.value.size, note: note.value };
}

async function writeTile(office: Office, tile: Tile, size: number): Promise<void> {
  await office.publicFolder.writeOnce(
    `${office.log.path}/${tilePath(tile)}`,
    await bytesOf(office, tile, size),
  );
}

/** Entries and leaf hashes come from the records; everything above is computed from the tiles below, just written. */
async function bytesOf(office: Office, { level, index, width }: Tile, size: number): Promise<Uint8Array> {
  if (level !== 'entries' && level > 0) return tileBytes(nodesAt(office, size), { level, index, width });
  const from = index * TILE_WIDTH;
  const log = { administrator: administratorOf(office), log: office.log.origin };
  const leaves = await leavesBetween(office.records.read, { ...log, from, to: from + width });
  if (leaves.length !== width)
    throw new Error(`leaves ${String(from)} to ${String(from + width)} are not all there`);
  return level === 'entries'
    ? encodeEntryBundle(leaves.map(({ entry }) => entry))
    : new Uint8Array(Buffer.concat(leaves.map(({ hash }) => hash)));
}
