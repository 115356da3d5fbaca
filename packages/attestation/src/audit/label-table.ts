import type { LabelId } from '@assay/vocabulary/ids';

import { fromBase64Url } from '../base64.ts';
import { LIST_ENTRIES } from '../status-list/bitstring.ts';
import { openPlaceIndex } from './place-index.ts';

/** States in which the log leaves a label; expired is computed by whoever reads. */
export const STATES = ['granted', 'suspended', 'revoked'] as const;
export type LoggedState = (typeof STATES)[number];

/** A place in the status lists as one number; list numbers beyond 2^36 have none. */
export function placeOf({
  list,
  index,
}: {
  readonly list: number;
  readonly index: number;
}): number | undefined {
  const place = list * LIST_ENTRIES + index;
  return Number.isSafeInteger(place) ? place : undefined;
}

/** All that later entries of a label are held against, a row each. */
export type LabelTable = {
  readonly size: () => number;
  readonly find: (id: LabelId) => number | undefined;
  readonly add: (label: {
    readonly id: LabelId;
    readonly leaf: number;
    readonly vcHash: string;
    readonly place: number;
  }) => number;
  readonly isTaken: (place: number) => boolean;
  /** Leaf of the newest entry. */
  readonly newest: (row: number) => number;
  readonly setNewest: (row: number, leaf: number) => void;
  readonly state: (row: number) => LoggedState;
  readonly setState: (row: number, state: LoggedState) => void;
  readonly place: (row: number) => number;
  /** The entry that bound the credential in force: its leaf, and whether this is its hash. */
  readonly bound: (row: number) => number;
  readonly isBoundTo: (row: number, vcHash: string) => boolean;
  readonly bind: (row: number, leaf: number, vcHash: string) => void;
  /** Number of the key that signed the credential in force; 0 where it was not verified. */
  readonly signer: (row: number) => number;
  readonly setSigner: (row: number, key: number) => void;
};

/** Rows that are made room for at once. */
const ROWS = 2 ** 14;

const chunk = () => ({
  ids: new Float64Array(ROWS),
  places: new Float64Array(ROWS),
  newest: new Uint32Array(ROWS),
  bound: new Uint32Array(ROWS),
  signers: new Uint16Array(ROWS),
  states: new Uint8Array(ROWS),
  hashes: new Uint8Array(ROWS * 32),
});

/** Memory for the labels of one administrator, about 70 bytes each, in blocks that are never moved. */
export function openLabelTable(): LabelTable {
  let rows = 0;
  const chunks: ReturnType<typeof chunk>[] = [];
  const chunkOf = (row: number) => (chunks[Math.floor(row / ROWS)] ??= chunk());
  const byId = openPlaceIndex((row) => chunkOf(row).ids[row % ROWS] ?? -1);
  const byPlace = openPlaceIndex((row) => chunkOf(row).places[row % ROWS] ?? -1);

  function bind(row: number, leaf: number, vcHash: string): void {
    const { bound, signers, hashes } = chunkOf(row);
    bound[row % ROWS] = leaf;
    signers[row % ROWS] = 0;
    hashes.set(hashBytes(vcHash), (row % ROWS) * 32);
  }

  return {
    size: () => rows,
    find: (id) => byId.find(numberOf(id)),
    add({ id, leaf, vcHash, place }) {
      const row = rows;
      rows += 1;
      const { ids, places, newest } = chunkOf(row);
      ids[row % ROWS] = numberOf(id);
      places[row % ROWS] = place;
      newest[row % ROWS] = leaf;
      bind(row, leaf, vcHash);
      byId.enter(row);
      if (byPlace.find(place) === undefined) byPlace.enter(row);
      return row;
    },
    isTaken: (place) => byPlace.find(place) !== undefined,
    newest: (row) => chunkOf(row).newest[row % ROWS] ?? 0,
    setNewest(row, leaf) {
      chunkOf(row).newest[row % ROWS] = leaf;
    },
    state: (row) => STATES[chunkOf(row).states[row % ROWS] ?? 0] ?? 'granted',
    setState(row, state) {
      chunkOf(row).states[row % ROWS] = STATES.indexOf(state);
    },
    place: (row) => chunkOf(row).places[row % ROWS] ?? 0,
    bound: (row) => chunkOf(row).bound[row % ROWS] ?? 0,
    isBoundTo(row, vcHash) {
      const { hashes } = chunkOf(row);
      return hashBytes(vcHash).every((byte, i) => hashes[(row % ROWS) * 32 + i] === byte);
    },
    bind,
    signer: (row) => chunkOf(row).signers[row % ROWS] ?? 0,
    setSigner(row, key) {
      chunkOf(row).signers[row % ROWS] = key;
    },
  };
}

const BASE32 = new Uint8Array(128);
for (const [value, char] of Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ').entries())
  BASE32[char.charCodeAt(0)] = value;

/** The 40 random bits of a label id: within one administrator all that tells labels apart. */
function numberOf(id: LabelId): number {
  let number = 0;
  for (let at = 2; at < 10; at += 1) number = number * 32 + (BASE32[id.charCodeAt(at)] ?? 0);
  return number;
}

/** A hash that an entry states is 43 characters of the alphabet; one with stray bits is the hash of nothing. */
function hashBytes(text: string): Uint8Array {
  return fromBase64Url(text) ?? new Uint8Array(32);
}
