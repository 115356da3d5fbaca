import fc from 'fast-check';
import { expect, test } from 'vitest';

import { sha256Sync } from '../../test/sandbox-label.ts';
import { utf8 } from '../bytes.ts';
import { decodeEntryBundle, encodeEntryBundle } from './entry-bundle.ts';
import { consistencyProof, inclusionProof, leafHash, nodesOf, rootHash } from './merkle-tree.ts';
import {
  nodesFromTiles,
  nodesWhileGrowing,
  parseTilePath,
  tileBytes,
  tilePath,
  tilesBetween,
  type Tile,
} from './tile.ts';

const SIZE = 256 * 256 + 300;
const nodes = nodesOf(
  sha256Sync,
  Array.from({ length: SIZE }, (_, i) => leafHash(sha256Sync, utf8(String(i)))),
);

test('tile paths are those of the specification', () => {
  const path = (level: Tile['level'], index: number, width = 256) => tilePath({ level, index, width });
  expect(path(0, 1_234_067)).toBe('tile/0/x001/x234/067');
  expect(path(0, 0)).toBe('tile/0/000');
  expect(path(1, 999)).toBe('tile/1/999');
  expect(path(1, 1000, 17)).toBe('tile/1/x001/000.p/17');
  expect(path('entries', 273, 112)).toBe('tile/entries/273.p/112');
});

test('a path reads back as its tile, and any other spelling is no path', () => {
  const tile = fc.record({
    level: fc.oneof(fc.constant<Tile['level']>('entries'), fc.nat(5)),
    index: fc.maxSafeNat(),
    width: fc.integer({ min: 1, max: 256 }),
  });
  fc.assert(
    fc.property(tile, (each) => {
      expect(parseTilePath(tilePath(each))).toEqual(each);
    }),
  );
  for (const path of [
    'tile/0/0',
    'tile/0/x000/001',
    'tile/0/1000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/257',
    'tile/0/000.p/01',
    'tile/64/000',
    'tile/00/000',
    '/tile/0/000',
    'tile/0/../000',
    'tile/0/000\n',
  ]) {
    expect(parseTilePath(path)).toBeUndefined();
  }
});

test('a log that grows writes each tile that is new or wider, and no empty one', () => {
  const paths = (from: number, to: number) => tilesBetween(from, to).map(tilePath);
  expect(paths(0, 0)).toEqual([]);
  expect(paths(7, 7)).toEqual([]);
  expect(paths(0, 1)).toEqual(['tile/entries/000.p/1', 'tile/0/000.p/1']);
  expect(paths(0, 256)).toEqual(['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']);
  expect(paths(255, 257)).toEqual([
    'tile/entries/000',
    'tile/entries/001.p/1',
    'tile/0/000',
    'tile/0/001.p/1',
    'tile/1/000.p/1',
  ]);
  expect(paths(256, 257)).toEqual(['tile/entries/001.p/1', 'tile/0/001.p/1']);
  const top = tilesBetween(0, 70_000).filter(({ level }) => level === 1 || level === 2);
  expect(top.map(tilePath)).toEqual(['tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1']);
});

test('from the tiles alone come the same roots and proofs as from the leaves', () => {
  const written = new Map<string, Uint8Array>();
  for (const [from, to] of [
    [0, 300],
    [300, 65_600],
    [65_600, SIZE],
  ] as const) {
    for (const tile of tilesBetween(from, to)) {
      if (tile.level === 'entries') continue;
      written.set(tilePath(tile), tileBytes(nodes, { ...tile, level: tile.level }));
    }
  }
  expect(written.get('tile/0/000')?.length).toBe(8192);
  const read = (tile: Tile) => written.get(tilePath(tile)) ?? new Uint8Array();
  const tiled = nodesFromTiles(sha256Sync, SIZE, read);
  expect(rootHash(sha256Sync, tiled, SIZE)).toEqual(rootHash(sha256Sync, nodes, SIZE));
  for (const index of [0, 255, 256, 65_535, 65_536, SIZE - 1]) {
    expect(inclusionProof(sha256Sync, tiled, index, SIZE)).toEqual(
      inclusionProof(sha256Sync, nodes, index, SIZE),
    );
  }
  expect(consistencyProof(sha256Sync, tiled, 300, SIZE)).toEqual(
    consistencyProof(sha256Sync, nodes, 300, SIZE),
  );
});

test('a log that grows by any steps writes the tiles that its leaves have, over three levels', () => {
  const grow = (steps: readonly number[]) => {
    const written = new Map<string, Uint8Array>();
    const read = (tile: Tile) => written.get(tilePath(tile)) ?? new Uint8Array();
    for (const [step, to] of steps.entries()) {
      const from = steps[step - 1] ?? 0;
      const growing = nodesWhileGrowing(sha256Sync, { from, to }, read);
      for (const { level, index, width } of tilesBetween(from, to)) {
        if (level === 'entries') continue;
        const [path, tile] = [tilePath({ level, index, width }), { level, index, width }];
        // The hashes of the leaves come from the records; all above from what has been written.
        const bytes = tileBytes(level === 0 ? nodes : growing, tile);
        if (level > 0) expect([path, bytes]).toEqual([path, tileBytes(nodes, tile)]);
        written.set(path, bytes);
      }
      const root = rootHash(sha256Sync, nodesFromTiles(sha256Sync, to, read), to);
      expect([to, root]).toEqual([to, rootHash(sha256Sync, nodes, to)]);
    }
  };
  const size = fc.oneof(
    fc.integer({ min: 1, max: SIZE }),
    fc.constantFrom(1, 255, 256, 257, 511, 512, 65_279, 65_535, 65_536, 65_537),
  );
  grow([1, 255, 256, 257, 65_535, 65_536, 65_537]);
  fc.assert(
    fc.property(fc.uniqueArray(size, { minLength: 1, maxLength: 4 }), (sizes) => {
      grow(sizes.toSorted((one, other) => one - other));
    }),
    { numRuns: 5 },
  );
});

test('entry bundles frame any entries, empty ones and the longest ones', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 256 });
  fc.assert(
    fc.property(entries, (list) => {
      expect(decodeEntryBundle(encodeEntryBundle(list))).toEqual({ ok: true, value: list });
    }),
  );
  const longest = new Uint8Array(65_535).fill(7);
  expect(decodeEntryBundle(encodeEntryBundle([longest]))).toEqual({ ok: true, value: [longest] });
  expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow();
  expect(() => encodeEntryBundle(Array.from({ length: 257 }, () => new Uint8Array()))).toThrow();
});

test('an entry bundle that ends inside an entry, or holds too many, is refused', () => {
  const bundle = encodeEntryBundle([utf8('one'), utf8('two')]);
  for (const length of [1, 2, 4, 6, bundle.length - 1])
    expect(decodeEntryBundle(bundle.subarray(0, length)).ok).toBe(false);
  expect(decodeEntryBundle(new Uint8Array(257 * 2)).ok).toBe(false);
});
