import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { sha256Sync } from '../../test/sandbox-label.ts';
import { utf8 } from '../bytes.ts';
import { encodeEntryBundle } from '../log/entry-bundle.ts';
import { leafHash, nodesOf, rootHash } from '../log/merkle-tree.ts';
import { tileBytes, tilePath, tilesBetween, TILE_WIDTH, type Tile } from '../log/tile.ts';
import { growTree } from '../log/tree-growth.ts';
import { readLog } from './read-log.ts';

/** The files of a log of so many entries as they are served at that size, by path. */
function served(size: number): { readonly files: Map<string, Uint8Array>; readonly root: Uint8Array } {
  const entries = Array.from({ length: size }, (_, i) => utf8(`Sandbox entry ${String(i)}`));
  const nodes = nodesOf(
    sha256Sync,
    entries.map((entry) => leafHash(sha256Sync, entry)),
  );
  const bytesOf = ({ level, index, width }: Tile) =>
    level === 'entries'
      ? encodeEntryBundle(entries.slice(index * TILE_WIDTH, index * TILE_WIDTH + width))
      : tileBytes(nodes, { level, index, width });
  const files = new Map(tilesBetween(0, size).map((tile) => [tilePath(tile), bytesOf(tile)]));
  return { files, root: rootHash(sha256Sync, nodes, size) };
}

type Told = readonly (readonly [number, string])[];

async function read(
  files: ReadonlyMap<string, Uint8Array>,
  size: number,
  root: Uint8Array,
): Promise<{ readonly told: Told; readonly entries: number }> {
  let entries = 0;
  const tile = (one: Tile) => Promise.resolve(files.get(tilePath(one)));
  const offences = await readLog({ hash: sha256Sync, tile }).to({ size, root }, () => {
    entries += 1;
    return undefined;
  });
  return { told: offences.map(({ index, code }) => [index, code]), entries };
}

describe('a tree that grows', () => {
  test('has at every size the root and the tiles of the whole tree', () => {
    const sizes = [1, 2, 3, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537, 66_000];
    const hashes = Array.from({ length: 66_000 }, (_, i) => leafHash(sha256Sync, utf8(String(i))));
    const nodes = nodesOf(sha256Sync, hashes);
    const tree = growTree(sha256Sync);
    expect(tree.root()).toEqual(rootHash(sha256Sync, nodes, 0));
    for (const hash of hashes) {
      for (const { tile, bytes } of tree.append(hash)) expect(bytes).toEqual(tileBytes(nodes, tile));
      if (!sizes.includes(tree.size())) continue;
      expect(tree.root()).toEqual(rootHash(sha256Sync, nodes, tree.size()));
      for (const { tile, bytes } of tree.partials()) expect(bytes).toEqual(tileBytes(nodes, tile));
    }
  });
});

describe('the tiles of a log', () => {
  test('are read whole at any size, across full and partial ones', async () => {
    for (const size of [1, 255, 256, 257, 700, 66_000]) {
      const { files, root } = served(size);
      expect(await read(files, size, root)).toEqual({ told: [], entries: size });
    }
  }, 30_000);

  test('are read on from where they ended, and an earlier root is told on the way', async () => {
    const [early, late] = [served(300), served(700)];
    const files = new Map([...early.files, ...late.files]);
    const reading = readLog({ hash: sha256Sync, tile: (one) => Promise.resolve(files.get(tilePath(one))) });
    const rootAt = reading.rootAt(300);
    let taken = 0;
    const each = () => {
      taken += 1;
      return undefined;
    };
    expect(await reading.to({ size: 280, root: served(280).root }, each)).toEqual([]);
    expect([taken, rootAt()]).toEqual([280, undefined]);
    expect(await reading.to({ size: 700, root: late.root }, each)).toEqual([]);
    expect([taken, rootAt()]).toEqual([700, early.root]);
  });

  test('may be full where a partial one was: a partial tile need not outlive it', async () => {
    const [early, late] = [served(700), served(66_000)];
    expect(await read(late.files, 700, early.root)).toEqual({ told: [], entries: 700 });
  });

  test('with one changed byte anywhere are named: the tile, or the entry', async () => {
    const { files, root } = served(600);
    const paths = fc.constantFrom(...files.keys());
    await fc.assert(
      fc.asyncProperty(paths, fc.nat(), fc.integer({ min: 1, max: 255 }), async (path, place, flip) => {
        const bytes = (files.get(path) ?? utf8('')).slice();
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const { told } = await read(new Map([...files, [path, bytes]]), 600, root);
        const expected = path.startsWith('tile/entries')
          ? ['entry-differs', 'bundle-malformed']
          : ['tile-differs'];
        expect(told.length).toBeGreaterThan(0);
        expect(expected).toContain(told[0]?.[1]);
        if (!path.startsWith('tile/1/')) {
          const first = Number(/(\d+)(\.p|$)/.exec(path)?.[1]) * TILE_WIDTH;
          expect(told[0]?.[0]).toBeGreaterThanOrEqual(first);
          expect(told[0]?.[0]).toBeLessThan(first + TILE_WIDTH);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('that are missing, cut off or too long are named by their first leaf', async () => {
    const { files, root } = served(600);
    const wrong = (path: string, bytes: Uint8Array | undefined) =>
      new Map(
        [...files].flatMap(([name, there]) =>
          name !== path ? [[name, there]] : bytes ? [[name, bytes]] : [],
        ),
      );
    const of = (path: string) => files.get(path) ?? utf8('');
    const cases: readonly (readonly [string, Uint8Array | undefined, Told])[] = [
      ['tile/0/001', undefined, [[256, 'tile-missing']]],
      ['tile/0/001', of('tile/0/001').slice(0, -1), [[256, 'tile-differs']]],
      ['tile/0/002.p/88', new Uint8Array([...of('tile/0/002.p/88'), 0]), [[512, 'tile-differs']]],
      ['tile/1/000.p/2', undefined, [[0, 'tile-missing']]],
      ['tile/1/000.p/2', of('tile/0/000').slice(0, 96), [[0, 'tile-differs']]],
      ['tile/entries/001', undefined, [[256, 'bundle-missing']]],
      ['tile/entries/001', of('tile/entries/001').slice(0, -1), [[256, 'bundle-malformed']]],
      ['tile/entries/001', of('tile/entries/002.p/88'), [[256, 'bundle-malformed']]],
      ['tile/entries/002.p/88', of('tile/entries/001'), [[512, 'bundle-malformed']]],
    ];
    for (const [path, bytes, told] of cases)
      expect([path, (await read(wrong(path, bytes), 600, root)).told]).toEqual([path, told]);
  });

  test('that lead nowhere near the signed root say so, even where they agree', async () => {
    const { files } = served(600);
    expect((await read(files, 600, served(601).root)).told).toEqual([[0, 'root-differs']]);
  });
});
