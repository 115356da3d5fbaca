import type { EntryOf } from '../log/entry.ts';
import { bitstringOf, LIST_ENTRIES } from '../status-list/bitstring.ts';
import type { StatusPurpose } from '../status-list/status-list-credential.ts';
import { STATES, type LoggedState } from './label-table.ts';
import type { Offence } from './offence.ts';

/** Within 60 s (trust layer, section 5), and the five minutes by which clocks may differ. */
const LAG_SECONDS = 60 + 300;

/** The newest list of one purpose and number, as the log tells of its publication at leaf `index`. */
export type Publication = Pick<
  EntryOf<'statuslist.published'>,
  'purpose' | 'list' | 'seq' | 'jwsHash' | 'through' | 'time'
> & { readonly index: number };

export type ListHistory = {
  /** The entry at `leaf` left the label at `place` in a state. */
  readonly note: (change: {
    readonly leaf: number;
    readonly place: number;
    readonly state: LoggedState;
    readonly seconds: number;
  }) => void;
  readonly take: (index: number, entry: EntryOf<'statuslist.published'>) => readonly Offence[];
  readonly newest: () => readonly Publication[];
  /** The bits that a list must have: 16 KiB, all entries below its `through` replayed. */
  readonly bitsOf: (publication: Publication) => Uint8Array;
  /** Changes that no published list shows although they are this old at `seconds`. */
  readonly overdue: (seconds: number) => readonly Offence[];
};

/** Every change of one list in three plain arrays, in the order of the log. */
type Changes = { readonly leaves: number[]; readonly bits: number[]; readonly seconds: number[] };

/** What status lists must say: memory for each change of a label's state, and for the newest publication of each list. */
export function openListHistory(): ListHistory {
  const changesOf = new Map<number, Changes>();
  const newest = new Map<string, Publication>();

  /** The first change of a list that the entries below `through` do not hold. */
  function firstAfter(list: number, through: number): number {
    const leaves = changesOf.get(list)?.leaves ?? [];
    let [low, high] = [0, leaves.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((leaves[middle] ?? 0) < through) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function isLate(list: number, change: number, seconds: number): boolean {
    const at = changesOf.get(list)?.seconds[change];
    return at !== undefined && at + LAG_SECONDS < seconds;
  }

  return {
    note({ leaf, place, state, seconds }) {
      const list = Math.floor(place / LIST_ENTRIES);
      const changes = changesOf.get(list) ?? { leaves: [], bits: [], seconds: [] };
      changesOf.set(list, changes);
      changes.leaves.push(leaf);
      changes.bits.push((place % LIST_ENTRIES) * STATES.length + STATES.indexOf(state));
      changes.seconds.push(seconds);
    },

    take(index, { purpose, list, seq, jwsHash, through, time }) {
      const name = `${purpose}/${String(list)}`;
      const before = newest.get(name);
      newest.set(name, { purpose, list, seq, jwsHash, through, time, index });
      const no = (code: Offence['code'], detail: string) => [{ code, index, detail: `${name}: ${detail}` }];
      if (before !== undefined && seq <= before.seq)
        return no('seq-not-growing', `${String(seq)} after ${String(before.seq)}`);
      if (through > index) return no('through-ahead', String(through));
      if (before !== undefined && through < before.through)
        return no('through-went-back', `${String(through)} after ${String(before.through)}`);
      const missed = firstAfter(list, through);
      const leaf = changesOf.get(list)?.leaves[missed];
      return leaf !== undefined && isLate(list, missed, secondsOf(time))
        ? no('list-behind', `leaf ${String(leaf)} is not in it`)
        : [];
    },

    newest: () => [...newest.values()],

    bitsOf({ purpose, list, through }) {
      const { bits = [] } = changesOf.get(list) ?? {};
      const set = new Set<number>();
      const wanted = STATES.indexOf(purpose === 'revocation' ? 'revoked' : 'suspended');
      for (const change of bits.slice(0, firstAfter(list, through))) {
        const at = Math.floor(change / STATES.length);
        if (change % STATES.length === wanted) set.add(at);
        else set.delete(at);
      }
      return bitstringOf(set);
    },

    overdue(seconds) {
      const purposes: readonly StatusPurpose[] = ['revocation', 'suspension'];
      return [...changesOf.keys()].flatMap((list) =>
        purposes.flatMap((purpose) => {
          const name = `${purpose}/${String(list)}`;
          const missed = firstAfter(list, newest.get(name)?.through ?? 0);
          const index = changesOf.get(list)?.leaves[missed];
          return index !== undefined && isLate(list, missed, seconds)
            ? [{ code: 'list-behind' as const, index, detail: `${name} does not show it` }]
            : [];
        }),
      );
    },
  };
}

/** Seconds since 1970 of an instant. */
export function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}
