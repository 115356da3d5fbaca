import { unreachable } from '@assay/vocabulary/result';

import { administratorCode, parseLabelId } from '../label-id.ts';
import { parseEntry, type Entry, type EntryOf, type EntryRefusal } from '../log/entry.ts';
import type { TrustedAdministrator } from '../trust.ts';
import type { KeyHistory } from './key-history.ts';
import { placeOf, type LabelTable, type LoggedState } from './label-table.ts';
import { secondsOf, type ListHistory } from './list-history.ts';
import type { Offence, OffenceCode } from './offence.ts';

type LabelEntry = EntryOf<'label.granted'> | EntryOf<'label.amended'> | EntryOf<'label.status'>;

/** One entry replayed: what it is, if it is one, and what is wrong with it. */
export type Replayed = {
  readonly index: number;
  readonly entry?: Entry;
  readonly offences: readonly Offence[];
};

export type ReplayMemory = {
  readonly labels: LabelTable;
  readonly keys: KeyHistory;
  readonly lists: ListHistory;
};

/** Leaves are remembered in 32 bits. */
const MOST_ENTRIES = 2 ** 32;
const NOTHING: readonly Offence[] = [];
const MOVES: Readonly<Record<LoggedState, readonly LoggedState[]>> = {
  granted: ['suspended', 'revoked'],
  suspended: ['granted', 'revoked'],
  revoked: [],
};

/**
 * A log as a state machine over its entries, in their order from leaf 0 (trust layer, sections 5, 6 and 8). What is wrong
 * is told and then taken as it stands, so that one offence does not hide the next.
 */
export function openReplay(
  { did, code, log }: TrustedAdministrator,
  { labels, keys, lists }: ReplayMemory,
): { readonly take: (bytes: Uint8Array) => Replayed } {
  let next = 0;

  function judged(index: number, entry: Entry): readonly Offence[] {
    switch (entry.type) {
      case 'log.genesis':
        return genesis(index, entry);
      case 'key.added':
      case 'key.retired':
      case 'key.revoked':
        return keys.take(index, entry);
      case 'label.granted':
      case 'label.amended':
      case 'label.status':
        return ofLabel(index, entry);
      case 'statuslist.published':
        return lists.take(index, entry);
      case 'log.note':
        return entry.about < index ? NOTHING : one('about-nothing', index, `leaf ${String(entry.about)}`);
      default:
        return unreachable(entry);
    }
  }

  function genesis(index: number, entry: EntryOf<'log.genesis'>): readonly Offence[] {
    if (index > 0) return one('genesis-twice', index, entry.origin);
    return entry.origin === log.origin && entry.administrator === code
      ? NOTHING
      : one('genesis-of-another-log', index, `${entry.origin} of ${entry.administrator}`);
  }

  function ofLabel(index: number, entry: LabelEntry): readonly Offence[] {
    const { labelId } = entry;
    const id = parseLabelId(labelId);
    if (!id.ok) return one('wrong-check-character', index, labelId);
    if (administratorCode(labelId) !== code) return one('foreign-label', index, labelId);
    const row = labels.find(labelId);
    if (row === undefined) return firstOf(index, entry);
    const newest = labels.newest(row);
    labels.setNewest(row, index);
    const found: Offence[] = [];
    const no = (offence: OffenceCode, detail = '') => {
      found.push({ code: offence, index, detail: detail === '' ? labelId : `${labelId}: ${detail}` });
    };
    if (labels.state(row) === 'revoked') no('label-is-revoked', entry.type);
    if (entry.type === 'label.granted') no('granted-twice');
    else if (entry.prev !== newest) no('wrong-prev', `${String(entry.prev)}, not ${String(newest)}`);
    if (entry.type === 'label.amended') amended(index, entry, row, no);
    if (entry.type === 'label.status') moved(index, entry, row, no);
    return found;
  }

  function firstOf(index: number, entry: LabelEntry): readonly Offence[] {
    const { labelId } = entry;
    if (entry.type !== 'label.granted') return one('not-granted-first', index, `${labelId}: ${entry.type}`);
    const place = placeOf(entry.status);
    const found: Offence[] = [];
    const no = (offence: OffenceCode, detail: string) => found.push({ code: offence, index, detail });
    if (entry.prev !== null) no('wrong-prev', `${labelId}: ${String(entry.prev)}, not null`);
    if (place === undefined) no('no-such-place', `${labelId}: list ${String(entry.status.list)}`);
    else if (labels.isTaken(place))
      no('place-taken', `${labelId}: ${String(entry.status.list)}#${String(entry.status.index)}`);
    if (entry.validUntil < entry.validFrom) no('ends-before-it-begins', labelId);
    labels.add({ id: labelId, leaf: index, vcHash: entry.vcHash, place: place ?? -1 });
    return found;
  }

  function amended(
    index: number,
    entry: EntryOf<'label.amended'>,
    row: number,
    no: (code: OffenceCode, detail?: string) => void,
  ): void {
    if (!labels.isBoundTo(row, entry.supersedes)) no('wrong-supersedes', entry.supersedes);
    // A label that moved would leave its earlier credentials with a bit that nobody sets any more.
    if (entry.status !== undefined && placeOf(entry.status) !== labels.place(row)) no('place-moved');
    if (entry.validFrom !== undefined && entry.validUntil !== undefined && entry.validUntil < entry.validFrom)
      no('ends-before-it-begins');
    labels.bind(row, index, entry.vcHash);
  }

  function moved(
    index: number,
    { from, to, time }: EntryOf<'label.status'>,
    row: number,
    no: (code: OffenceCode, detail?: string) => void,
  ): void {
    const state = labels.state(row);
    if (state === 'revoked') return;
    if (from !== state || !MOVES[state].includes(to)) no('illegal-transition', `${state}: ${from} to ${to}`);
    labels.setState(row, to);
    const place = labels.place(row);
    if (place >= 0) lists.note({ leaf: index, place, state: to, seconds: secondsOf(time) });
  }

  return {
    take(bytes) {
      if (next >= MOST_ENTRIES) throw new RangeError('a log of more than 2^32 entries is not replayed');
      const index = next;
      next += 1;
      const read = parseEntry(bytes);
      if (!read.ok) return { index, offences: one(read.refusal.code, index, detailOf(read.refusal)) };
      const entry = read.value;
      const found = judged(index, entry);
      const foreign = entry.issuer === did ? NOTHING : one('foreign-issuer', index, entry.issuer);
      const headless =
        index > 0 || entry.type === 'log.genesis' ? NOTHING : one('genesis-missing', index, entry.type);
      const offences = foreign.length + headless.length === 0 ? found : [...foreign, ...headless, ...found];
      return { index, entry, offences };
    },
  };
}

function one(code: OffenceCode, index: number, detail: string): readonly Offence[] {
  return [{ code, index, detail }];
}

function detailOf(refusal: EntryRefusal): string {
  switch (refusal.code) {
    case 'misfit':
      return refusal.complaints.map(({ path, expected }) => `${path || 'entry'}: ${expected}`).join('; ');
    case 'not-json':
      return refusal.why;
    case 'entry-too-long':
      return `${String(refusal.bytes)} bytes`;
    case 'not-canonical':
    case 'not-utf-8':
    case 'unknown-entry-type':
      return refusal.code;
    default:
      return unreachable(refusal);
  }
}
