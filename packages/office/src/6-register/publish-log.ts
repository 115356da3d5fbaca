import { signCheckpoint, parseCheckpoint } from '@assay/attestation/log/checkpoint';
import { encodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { rootHash } from '@assay/attestation/log/merkle-tree';
import { cosignatureTime } from '@assay/attestation/log/note-signature';
import { parseNote, type Note } from '@assay/attestation/log/note';
import { tileBytes, tilePath, tilesBetween, TILE_WIDTH } from '@assay/attestation/log/tile';
import { storeCheckpoint } from '@assay/records/checkpoint';
import { unpublishedCredentials } from '@assay/records/label';
import { leafCount, leavesBetween } from '@assay/records/log';

import { sha256 } from '../hash.ts';
import { writeInTurn, type Turn } from '../5-label/turn.ts';
import type { Office } from '../office.ts';
import { collectCosignatures } from './collect-cosignatures.ts';
import { growingNodes, nodesAt } from './log-nodes.ts';

/** A cosignature is renewed when it is so old, so that its time goes on proving that the log is alive. */
const RENEW_SECONDS = 3_600;

/** The size that is public now; `held` where the log has grown and too few witnesses have cosigned it. */
export type Public = { readonly size: number; readonly held: boolean };

/**
 * Trust layer section 7, steps 4 to 6 and the first half of 7: tiles and bundles for the size that the leaves have, a
 * signed checkpoint kept before it is shown, its cosignatures, then the checkpoint in its place. Without a quorum the
 * old one stays.
 */
export async function publishLog(turn: Turn): Promise<Public> {
  const { office, fence } = turn;
  const size = await leafCount(office.records.read, fence);
  const shown = await shownCheckpoint(office);
  const from = shown?.size ?? 0;
  if (size === from && (!shown || isFresh(office, shown))) return { size, held: false };
  await Promise.all([writeCredentials(turn, from, size), writeTiles(turn, from, size)]);
  const root = rootHash(sha256, nodesAt(office, size), size);
  const signers = await office.keyring.ofCheckpoints();
  const note = await signCheckpoint({ origin: office.log.origin, size, root }, ...signers);
  const kept = await writeInTurn(turn, (tx) => storeCheckpoint(tx, { ...fence, size, root, note }));
  const cosigned = await collectCosignatures(office, kept);
  if (!cosigned) return { size: from, held: from < size };
  await writeInTurn(turn, () =>
    office.publicFolder.replace(`${office.log.path}/checkpoint`, new TextEncoder().encode(cosigned.note)),
  );
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

/** Credentials read from the records and written in one go. */
const PAGE = 512;

/** Credentials go out before the checkpoint that commits to them: whoever reads an entry finds what it hashes. */
async function writeCredentials({ office, fence }: Turn, start: number, size: number): Promise<void> {
  const { administrator } = fence;
  for (let from = start; from < size;) {
    const page = { administrator, from, before: size, limit: PAGE };
    const logged = await unpublishedCredentials(office.records.read, page);
    await office.publicFolder.writeAllOnce(
      logged.map(({ vcHash, jws }) => ({
        path: credentialPath(vcHash),
        bytes: new TextEncoder().encode(jws),
      })),
    );
    from = logged.length < PAGE ? size : (logged.at(-1)?.leaf ?? size) + 1;
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

/** Tiles whose hashes come from one reading of the records. */
const STRETCH = 16 * TILE_WIDTH;

/** Entries and leaf hashes come from the records; everything above is computed from the tiles below, just written. */
async function writeTiles({ office, fence }: Turn, from: number, size: number): Promise<void> {
  const tiles = tilesBetween(from, size);
  for (let start = Math.floor(from / TILE_WIDTH) * TILE_WIDTH; start < size; start += STRETCH) {
    const end = Math.min(start + STRETCH, size);
    const leaves = await leavesBetween(office.records.read, { ...fence, from: start, to: end });
    if (leaves.length !== end - start)
      throw new Error(`leaves ${String(start)} to ${String(end)} are not all there`);
    const lowest = tiles.filter(
      ({ level, index }) =>
        (level === 'entries' || level === 0) && index * TILE_WIDTH >= start && index * TILE_WIDTH < end,
    );
    await office.publicFolder.writeAllOnce(
      lowest.map(({ level, index, width }) => {
        const held = leaves.slice(index * TILE_WIDTH - start, index * TILE_WIDTH - start + width);
        const bytes =
          level === 'entries'
            ? encodeEntryBundle(held.map(({ entry }) => entry))
            : new Uint8Array(Buffer.concat(held.map(({ hash }) => hash)));
        return { path: `${office.log.path}/${tilePath({ level, index, width })}`, bytes };
      }),
    );
  }
  for (const { level, index, width } of tiles) {
    if (level === 'entries' || level === 0) continue;
    const bytes = tileBytes(growingNodes(office, { from, to: size }), { level, index, width });
    await office.publicFolder.writeOnce(`${office.log.path}/${tilePath({ level, index, width })}`, bytes);
  }
}
