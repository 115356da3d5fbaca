import { concat } from '@assay/attestation/bytes';
import { encodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { leafHash, nodesOf, rootHash } from '@assay/attestation/log/merkle-tree';
import { TILE_WIDTH } from '@assay/attestation/log/tile';
import type { MirroredTile } from '@assay/records/mirror';

import { sha256 } from '../hash.ts';
import { BUNDLES } from './mirrored-tree.ts';

/** Entries of one bundle, from its first to the last that the tree has. */
export type Bundle = { readonly index: number; readonly entries: readonly Uint8Array[] };

/**
 * All tiles that are new or wider when a log grows from `from` leaves, computed from nothing but the entries in the
 * bundles that changed and the right edge that is held. So a tile that is served was never believed.
 */
export function grownTiles(
  from: number,
  bundles: readonly Bundle[],
  edge: readonly MirroredTile[],
): readonly MirroredTile[] {
  let below = bundles.map(leavesOf);
  const tiles: MirroredTile[] = [...bundles.map(bundleOf), ...below];
  for (let level = 1, before = from; ; level += 1) {
    before = Math.floor(before / TILE_WIDTH);
    const full = below.filter(({ width }) => width === TILE_WIDTH);
    if (full.length === 0) return tiles;
    const hashes = [...heldBefore(edge, level, before), ...full.map(rootOf)];
    below = cutIntoTiles(level, before - (before % TILE_WIDTH), hashes);
    tiles.push(...below);
  }
}

/** Places of the tiles in which a log of this size ends, level by level: what `grownTiles` goes on from. */
export function edgeOf(size: number): readonly { readonly level: number; readonly index: number }[] {
  const edge: { level: number; index: number }[] = [];
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / TILE_WIDTH))
    if (count % TILE_WIDTH !== 0) edge.push({ level, index: Math.floor(count / TILE_WIDTH) });
  return edge;
}

function leavesOf({ index, entries }: Bundle): MirroredTile {
  const hashes = entries.map((entry) => leafHash(sha256, entry));
  return { level: 0, index, width: hashes.length, bytes: concat(...hashes) };
}

function bundleOf({ index, entries }: Bundle): MirroredTile {
  return { level: BUNDLES, index, width: entries.length, bytes: encodeEntryBundle(entries) };
}

/** Hashes of the last tile of a level that were there before. */
function heldBefore(edge: readonly MirroredTile[], level: number, count: number): readonly Uint8Array[] {
  const width = count % TILE_WIDTH;
  if (width === 0) return [];
  const tile = edge.find((one) => one.level === level && one.index === Math.floor(count / TILE_WIDTH));
  if (!tile || tile.width < width)
    throw new Error(`the mirror lacks its right edge at level ${String(level)}`);
  return hashesIn(tile.bytes.subarray(0, width * 32));
}

function rootOf({ bytes }: MirroredTile): Uint8Array {
  return rootHash(sha256, nodesOf(sha256, hashesIn(bytes)), TILE_WIDTH);
}

function cutIntoTiles(level: number, first: number, hashes: readonly Uint8Array[]): MirroredTile[] {
  const tiles: MirroredTile[] = [];
  for (let at = 0; at < hashes.length; at += TILE_WIDTH) {
    const here = hashes.slice(at, at + TILE_WIDTH);
    tiles.push({ level, index: (first + at) / TILE_WIDTH, width: here.length, bytes: concat(...here) });
  }
  return tiles;
}

function hashesIn(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(i * 32, i * 32 + 32));
}
