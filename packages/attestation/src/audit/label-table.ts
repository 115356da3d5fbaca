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

/** Memory for the labels of one administrator, about 80 bytes each, in typed arrays that double. */
export function openLabelTable(): LabelTable {
  let rows = 0;
  let capacity = 1024;
  let ids = new Float64Array(capacity);
  let places = new Float64Array(capacity);
  let newest = new Uint32Array(capacity);
  let bound = new Uint32Array(capacity);
  let signers = new Uint16Array(capacity);
  let states = new Uint8Array(capacity);
  let hashes = new Uint8Array(capacity * 32);
  const byId = openPlaceIndex((row) => ids[row] ?? -1);
  const byPlace = openPlaceIndex((row) => places[row] ?? -1);

  function grow(): void {
    capacity *= 2;
    ids = grown(ids, new Float64Array(capacity));
    places = grown(places, new Float64Array(capacity));
    newest = grown(newest, new Uint32Array(capacity));
    bound = grown(bound, new Uint32Array(capacity));
    signers = grown(signers, new Uint16Array(capacity));
    states = grown(states, new Uint8Array(capacity));
    hashes = grown(hashes, new Uint8Array(capacity * 32));
  }

  function bind(row: number, leaf: number, vcHash: string): void {
    bound[row] = leaf;
    signers[row] = 0;
    hashes.set(hashBytes(vcHash), row * 32);
  }

  return {
    size: () => rows,
    find: (id) => byId.find(numberOf(id)),
    add({ id, leaf, vcHash, place }) {
      const row = rows;
      if ((rows += 1) > capacity) grow();
      ids[row] = numberOf(id);
      places[row] = place;
      newest[row] = leaf;
      bind(row, leaf, vcHash);
      byId.enter(row);
      if (byPlace.find(place) === undefined) byPlace.enter(row);
      return row;
    },
    isTaken: (place) => byPlace.find(place) !== undefined,
    newest: (row) => newest[row] ?? 0,
    setNewest(row, leaf) {
      newest[row] = leaf;
    },
    state: (row) => STATES[states[row] ?? 0] ?? 'granted',
    setState(row, state) {
      states[row] = STATES.indexOf(state);
    },
    place: (row) => places[row] ?? 0,
    bound: (row) => bound[row] ?? 0,
    isBoundTo: (row, vcHash) => hashBytes(vcHash).every((byte, i) => hashes[row * 32 + i] === byte),
    bind,
    signer: (row) => signers[row] ?? 0,
    setSigner(row, key) {
      signers[row] = key;
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

function grown<T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
