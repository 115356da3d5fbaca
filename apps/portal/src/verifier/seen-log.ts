import { parseCheckpoint, type Checkpoint } from '@assay/attestation/log/checkpoint';
import { verifyConsistency } from '@assay/attestation/log/merkle-proof';
import { parseNote } from '@assay/attestation/log/note';
import { proofFromTiles } from '@assay/attestation/log/proof-from-tiles';
import { TILE_WIDTH, tilePath, type Tile } from '@assay/attestation/log/tile';
import { toBase64 } from '@assay/attestation/base64';
import type { Instant } from '@assay/vocabulary/instant';

import type { Keep } from './keep.ts';
import type { OwnHost } from './own-host.ts';

/** Whether the log only grew since this browser saw it first, and what it means where that is not shown. */
export type Growth =
  | { readonly ok: true; readonly detail: string }
  | { readonly ok: false; readonly means: 'INVALID' | 'STALE'; readonly detail: string };

/** Two histories of one log, both signed by it: for the scheme owner, and for everybody. */
export type ForkEvidence = {
  readonly at: Instant;
  readonly origin: string;
  readonly kept: string;
  readonly shown: string;
  readonly proof: readonly string[];
};

type Asked = {
  readonly keep: Keep;
  readonly host: OwnHost;
  /** Where the log's tiles lie, without a closing slash. */
  readonly url: string;
  /** The checkpoint under which the label was shown: a signed note whose signatures were verified already. */
  readonly shown: string;
  readonly now: Instant;
};

/**
 * Trust layer section 11, step 11: the tree that this browser saw before and the one shown now must be two ages of one
 * log. The proof is made here, from tiles; where it fails, both checkpoints are kept as evidence.
 */
export async function checkGrowth({ keep, host, url, shown, now }: Asked): Promise<Growth> {
  const after = checkpointIn(shown);
  if (!after) return failed('INVALID', 'no checkpoint');
  const name = `checkpoint ${after.origin}`;
  const kept = await keep.read(name);
  const before = typeof kept === 'string' ? checkpointIn(kept) : undefined;
  if (typeof kept !== 'string' || !before) {
    await keep.write(name, shown);
    return { ok: true, detail: `first seen with ${String(after.size)} entries` };
  }
  const proof = await proofBetween(before, after, { host, url });
  if (proof === 'unreachable') return failed('STALE', 'the log could not be asked');
  if (proof === 'absent' || !(await proves(proof, before, after))) {
    await keepEvidence(keep, {
      ...{ at: now, origin: after.origin, kept, shown },
      proof: proof === 'absent' ? [] : proof.map(toBase64),
    });
    return failed('INVALID', `${String(before.size)} and ${String(after.size)} entries are not of one log`);
  }
  if (after.size > before.size) await keep.write(name, shown);
  return { ok: true, detail: `${String(before.size)} entries before, ${String(after.size)} now` };
}

/** What was found and kept of logs that showed two histories; the newest last. */
export async function evidenceKept(keep: Keep): Promise<readonly ForkEvidence[]> {
  return parseEvidence(await keep.read('evidence'));
}

const MOST_EVIDENCE = 20;
const LARGEST_TILE = TILE_WIDTH * 32;

async function keepEvidence(keep: Keep, evidence: ForkEvidence): Promise<void> {
  await keep.write('evidence', [...(await evidenceKept(keep)), evidence].slice(-MOST_EVIDENCE));
}

/** A saved bundle may be older than what was seen: then the proof goes the other way. */
async function proofBetween(
  { size: before }: Checkpoint,
  { size: after }: Checkpoint,
  { host, url }: Pick<Asked, 'host' | 'url'>,
): Promise<readonly Uint8Array[] | 'absent' | 'unreachable'> {
  const [first, second] = [Math.min(before, after), Math.max(before, after)];
  if (first === second) return [];
  if (!url.startsWith(`${host.origin}/`)) return 'unreachable';
  try {
    return await proofFromTiles({ first, second }, (tile) => tileFrom(tile, host, new URL(url).pathname));
  } catch (error) {
    return error instanceof Unreachable ? 'unreachable' : 'absent';
  }
}

class Unreachable extends Error {}

/** A partial tile may have gone once its full one is there: the beginning of that says the same (C2SP tlog-tiles). */
async function tileFrom(tile: Tile, host: OwnHost, path: string): Promise<Uint8Array> {
  for (const width of new Set([tile.width, TILE_WIDTH])) {
    const answer = await host.get(`${path}/${tilePath({ ...tile, width })}`, LARGEST_TILE);
    if (answer.kind === 'unreachable') throw new Unreachable(path);
    if (answer.kind === 'found') return answer.bytes.subarray(0, tile.width * 32);
  }
  throw new RangeError(`the log lacks ${tilePath(tile)}`);
}

function proves(proof: readonly Uint8Array[], before: Checkpoint, after: Checkpoint): Promise<boolean> {
  const [first, second] = before.size <= after.size ? [before, after] : [after, before];
  return verifyConsistency({
    ...{ first: first.size, second: second.size, proof },
    ...{ firstRoot: first.root, secondRoot: second.root },
  });
}

function checkpointIn(text: string): Checkpoint | undefined {
  const note = parseNote(text);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  return checkpoint.ok ? checkpoint.value : undefined;
}

function failed(means: 'INVALID' | 'STALE', detail: string): Growth {
  return { ok: false, means, detail };
}

/** Written by this very module. */
function parseEvidence(value: unknown): readonly ForkEvidence[] {
  return Array.isArray(value) ? (value as readonly ForkEvidence[]) : [];
}
