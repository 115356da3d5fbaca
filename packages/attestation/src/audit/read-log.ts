import { equalBytes } from '../bytes.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
import { decodeEntryBundle } from '../log/entry-bundle.ts';
import { leafHash, type Hash } from '../log/merkle-tree.ts';
import { tilePath, TILE_WIDTH, type Tile } from '../log/tile.ts';
import { growTree, type GrowingTree, type TileBytes } from '../log/tree-growth.ts';
import type { Offence, TreeOffence } from './offence.ts';

export type LogSource = {
  readonly hash: Hash;
  /** The bytes of a tile or of an entry bundle as they are served; undefined where there are none. */
  readonly tile: (tile: Tile) => Promise<Uint8Array | undefined>;
};

/** Takes an entry; reading goes on when it is done. */
export type EachEntry = (entry: Uint8Array) => Promise<void> | undefined;

export type ReadLog = {
  /** Reads from where the last reading ended up to the size of a larger checkpoint. */
  readonly to: (
    checkpoint: Pick<Checkpoint, 'size' | 'root'>,
    each: EachEntry,
  ) => Promise<readonly Offence[]>;
  /** Asks for the root of a size that is yet to come: is an earlier checkpoint a prefix of this log? */
  readonly rootAt: (size: number) => () => Uint8Array | undefined;
};

/** Pairs of bundle and tile asked for ahead of the one that is being read. */
const AHEAD = 8;
/** One broken tile is told; of a thousand, this many. */
const MOST_OFFENCES = 100;

/**
 * Reads a whole log from its public tiles and authenticates it (C2SP tlog-tiles): leaf hashes from the entry bundles, all
 * tiles above recomputed and held against those that are served, the root against the checkpoint's. Entries are handed
 * on in order, and prove nothing until the reading has ended without an offence. Where one differs from its tile, that
 * of the two is right which leads to the signed root. No more than a few tiles are in memory.
 */
export function readLog({ hash, tile: ask }: LogSource): ReadLog {
  const entries = growTree(hash);
  /** The tree as the lowest tiles have it, from the first place on where they differ from the entries. */
  let tiles: GrowingTree | undefined;
  const roots = new Map<number, Uint8Array | undefined>();

  function append(own: Uint8Array, served: Uint8Array): readonly (readonly TileBytes[])[] {
    if (tiles === undefined && !equalBytes(own, served)) tiles = entries.fork();
    const full = tiles ? [entries.append(own), tiles.append(served)] : [entries.append(own)];
    if (roots.has(entries.size())) roots.set(entries.size(), entries.root());
    return full;
  }

  /** An upper tile must be as the entries or as the lowest tiles have it: which of them counts is known in the end. */
  async function upper(computed: readonly (readonly TileBytes[])[]): Promise<readonly Offence[]> {
    const [own = [], served = []] = computed;
    const found: Offence[] = [];
    for (const [at, { tile, bytes }] of own.entries()) {
      if (tile.level === 0) continue;
      const first = tile.index * TILE_WIDTH ** (tile.level + 1);
      const there = await widest(ask, tile);
      const whole = there?.bytes.length === (there?.width ?? 0) * 32;
      const cut = there?.bytes.subarray(0, bytes.length) ?? new Uint8Array();
      const right = [bytes, served[at]?.bytes].some((one) => one !== undefined && equalBytes(one, cut));
      if (there === undefined) found.push(offence(first, 'tile-missing', tilePath(tile)));
      else if (!whole || !right) found.push(offence(first, 'tile-differs', tilePath(tile)));
    }
    return found;
  }

  /** Appends what one bundle has beyond the size so far. What differs from the lowest tile is handed back apart. */
  async function take(pair: Pair, each: EachEntry): Promise<Taken> {
    const { index, width } = pair;
    const first = index * TILE_WIDTH;
    const bundle = await readBundle(pair);
    if (!bundle.ok) return { lowest: [], others: [bundle.offence], ended: true };
    const path = tilePath({ level: 0, index, width });
    const tile = await pair.tile;
    const fits = tile?.bytes.length === (tile?.width ?? 0) * 32 ? tile : undefined;
    const others: Offence[] = [];
    if (tile === undefined) others.push(offence(first, 'tile-missing', path));
    else if (!fits)
      others.push(offence(first, 'tile-differs', `${path}: ${String(tile.bytes.length)} bytes`));
    const lowest: Offence[] = [];
    for (const [place, entry] of bundle.entries.entries()) {
      const own = leafHash(hash, entry);
      const served = fits?.bytes.subarray(place * 32, place * 32 + 32) ?? own;
      if (!equalBytes(own, served)) lowest.push(offence(first + place, 'entry-differs', path));
      if (first + place < entries.size()) continue;
      const full = append(own, served);
      if (full[0] !== undefined && full[0].length > 1) others.push(...(await upper(full)));
      const taking = each(entry);
      if (taking !== undefined) await taking;
    }
    return { lowest, others, ended: false };
  }

  return {
    rootAt(size) {
      roots.set(size, size === entries.size() ? entries.root() : undefined);
      return () => roots.get(size);
    },
    async to({ size, root }, each) {
      const lowest: Offence[] = [];
      const others: Offence[] = [];
      const pairs = ahead(ask, Math.floor(entries.size() / TILE_WIDTH), size);
      for (let pair = pairs.next(); pair !== undefined; pair = pairs.next()) {
        const taken = await take(pair, each);
        if (lowest.length < MOST_OFFENCES) lowest.push(...taken.lowest);
        if (others.length < MOST_OFFENCES) others.push(...taken.others);
        if (taken.ended) return [...lowest, ...others];
      }
      others.push(...(await upper([entries.partials(), tiles?.partials() ?? []])));
      if (equalBytes(entries.root(), root))
        return [...lowest.map((one) => ({ ...one, code: 'tile-differs' as const })), ...others];
      if (tiles && equalBytes(tiles.root(), root)) return [...lowest, ...others];
      const first = lowest[0]?.index ?? 0;
      return [...lowest, ...others, offence(first, 'root-differs', `of ${String(size)} entries`)];
    },
  };
}

type Taken = {
  readonly lowest: readonly Offence[];
  readonly others: readonly Offence[];
  readonly ended: boolean;
};

/** What was served, and how many hashes or entries it should hold. */
type Served = { readonly bytes: Uint8Array; readonly width: number };
type Pair = {
  readonly index: number;
  readonly width: number;
  readonly bundle: Promise<Served | undefined>;
  readonly tile: Promise<Served | undefined>;
};

async function readBundle({
  index,
  width,
  bundle,
}: Pair): Promise<
  | { readonly ok: true; readonly entries: readonly Uint8Array[] }
  | { readonly ok: false; readonly offence: Offence }
> {
  const path = tilePath({ level: 'entries', index, width });
  const no = (code: TreeOffence, detail: string) => ({
    ok: false as const,
    offence: offence(index * TILE_WIDTH, code, detail),
  });
  const served = await bundle;
  if (served === undefined) return no('bundle-missing', path);
  const entries = decodeEntryBundle(served.bytes);
  if (!entries.ok) return no('bundle-malformed', `${path}: ${entries.refusal.code}`);
  return entries.value.length === served.width
    ? { ok: true, entries: entries.value.slice(0, width) }
    : no('bundle-malformed', `${path}: ${String(entries.value.length)} entries`);
}

/** Bundles and lowest tiles in order, the next few already on their way. */
function ahead(
  ask: LogSource['tile'],
  from: number,
  size: number,
): { readonly next: () => Pair | undefined } {
  const asked: Pair[] = [];
  let index = from;
  return {
    next() {
      for (; asked.length < AHEAD && index * TILE_WIDTH < size; index += 1) {
        const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
        const bundle = widest(ask, { level: 'entries', index, width });
        const tile = widest(ask, { level: 0, index, width });
        // Whoever waits for the first that fails does not wait for the others: they must not fail unheard.
        for (const one of [bundle, tile]) one.catch(() => undefined);
        asked.push({ index, width, bundle, tile });
      }
      return asked.shift();
    },
  };
}

/** A partial tile may be gone once the full one is there (C2SP tlog-tiles): that one then begins with the same bytes. */
async function widest(ask: LogSource['tile'], tile: Tile): Promise<Served | undefined> {
  for (const width of new Set([tile.width, TILE_WIDTH])) {
    const bytes = await ask({ ...tile, width });
    if (bytes !== undefined) return { bytes, width };
  }
  return undefined;
}

function offence(index: number, code: TreeOffence, detail: string): Offence {
  return { code, index, detail };
}
