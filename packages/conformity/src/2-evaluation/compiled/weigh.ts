import type { Counts, LevelReached } from '@assay/vocabulary/evaluation';

import type { Asked, CompiledEdition, Group } from './compile.ts';
import { CATEGORY_AT } from './record.ts';

/** Levels and counts of one encoded dossier, as `evaluate` gives them; principles where the edition has them. */
export type Weighed = {
  readonly level: LevelReached;
  readonly counts: Counts;
  readonly principles: readonly LevelReached[];
};

/** Weighs encoded dossiers one by one. It keeps its working words between calls: one weigher for one reader. */
export type Weigher = {
  /** The levels reached alone, without counts. */
  readonly level: (records: Int32Array, at: number) => LevelReached;
  /** Levels, and the counts of findings up to the level asked. */
  readonly levelsAndCounts: (records: Int32Array, at: number) => Weighed;
};

const NO_LEVEL = 0x7fffffff;

/** Makes the weigher of a compiled edition for a level asked. */
export function weigherOf(edition: CompiledEdition, asked: number): Weigher {
  const { shape, byCategory, ranks } = edition;
  const { planeWords } = shape;
  const passes = byCategory.map(({ groups }) => passesOver(groups.filter(({ level }) => level <= asked)));
  const principles = edition.principles ?? [];
  const exempt = new Int32Array(planeWords);
  const open = new Int32Array(planeWords);

  const settle = (records: Int32Array, at: number, { applying }: Asked): void => {
    exempt.fill(0);
    open.fill(0);
    for (const { judge, mask } of applying) {
      const truth = judge(records, at);
      if (truth === 2) continue;
      const into = truth === 0 ? exempt : open;
      for (let word = 0; word < planeWords; word += 1) into[word] = word32(into, word) | word32(mask, word);
    }
    for (let word = 0; word < planeWords; word += 1) open[word] = word32(open, word) & ~word32(exempt, word);
  };

  /** Whether a group has requirements that are not satisfied: bit 0 as declared, bit 1 as assessed. */
  const failing = (records: Int32Array, at: number, { mask, declaredAt, assessedAt }: Group): number => {
    let declared = 0;
    let assessed = 0;
    for (let word = 0; word < planeWords; word += 1) {
      const left = word32(mask, word) & ~word32(exempt, word);
      const good = word32(records, at + declaredAt + word) & ~word32(open, word);
      declared |= left & ~good;
      assessed |= left & ~(good & word32(records, at + assessedAt + word));
    }
    return (declared === 0 ? 0 : 1) | (assessed === 0 ? 0 : 2);
  };

  /** Groups are in the order of levels: the first that fails says where it ends. */
  const reached = (records: Int32Array, at: number, { groups }: Asked, principle: number): LevelReached => {
    let declared = NO_LEVEL;
    let assessed = NO_LEVEL;
    for (const group of groups) {
      if (principle >= 0 && group.principle !== principle) continue;
      const failed = failing(records, at, group);
      if (failed === 0) continue;
      if (assessed === NO_LEVEL) assessed = group.level;
      if ((failed & 1) === 1) {
        declared = group.level;
        break;
      }
    }
    return { declared: highestBelow(declared, ranks), assessed: highestBelow(assessed, ranks) };
  };

  const askedOf = (records: Int32Array, at: number): Asked => {
    const found = byCategory[word32(records, at + CATEGORY_AT)];
    if (!found) throw new Error('a record with a category that its layout does not have');
    return found;
  };

  return {
    level: (records, at) => {
      const asking = askedOf(records, at);
      settle(records, at, asking);
      return reached(records, at, asking, -1);
    },
    levelsAndCounts: (records, at) => {
      const asking = askedOf(records, at);
      settle(records, at, asking);
      const pass = passes[word32(records, at + CATEGORY_AT)] ?? [];
      return {
        level: reached(records, at, asking, -1),
        counts: counted(pass, { records, at, planeWords, exempt, open }),
        principles: principles.map((_id, number) => reached(records, at, asking, number)),
      };
    },
  };
}

/** Requirements on distinct provisions, whatever their level or principle, counted in one go. */
type Pass = { readonly mask: Int32Array; readonly readings: Map<number, Int32Array> };

function passesOver(groups: readonly Group[]): readonly Pass[] {
  const passes: Pass[] = [];
  for (const { mask, declaredAt } of groups) {
    let pass = passes.find((one) => one.mask.every((word, place) => (word & word32(mask, place)) === 0));
    if (!pass) {
      pass = { mask: new Int32Array(mask.length), readings: new Map<number, Int32Array>() };
      passes.push(pass);
    }
    const reading = pass.readings.get(declaredAt) ?? new Int32Array(mask.length);
    pass.readings.set(declaredAt, reading);
    for (let place = 0; place < mask.length; place += 1) {
      pass.mask[place] = word32(pass.mask, place) | word32(mask, place);
      reading[place] = word32(reading, place) | word32(mask, place);
    }
  }
  return passes;
}

type Reading = {
  readonly records: Int32Array;
  readonly at: number;
  readonly planeWords: number;
  readonly exempt: Int32Array;
  readonly open: Int32Array;
};

function counted(passes: readonly Pass[], { records, at, planeWords, exempt, open }: Reading): Counts {
  let [met, notMet, notApplicable, noEvidence, inconclusive, unanswered] = [0, 0, 0, 0, 0, 0];
  for (const { mask, readings } of passes)
    for (let word = 0; word < planeWords; word += 1) {
      let [high, middle, low] = [0, 0, 0];
      for (const [declaredAt, mine] of readings) {
        const place = at + declaredAt + word;
        high |= word32(records, place) & word32(mine, word);
        middle |= word32(records, place + planeWords) & word32(mine, word);
        low |= word32(records, place + 2 * planeWords) & word32(mine, word);
      }
      const all = word32(mask, word);
      const judged = all & ~word32(exempt, word) & ~word32(open, word);
      met += bits(judged & high & ~low);
      notApplicable += bits((all & word32(exempt, word)) | (judged & high & low));
      unanswered += bits((all & word32(open, word)) | (judged & ~high & middle & ~low));
      noEvidence += bits(judged & ~high & middle & low);
      inconclusive += bits(judged & ~high & ~middle & low);
      notMet += bits(judged & ~high & ~middle & ~low);
    }
  return { met, notMet, notApplicable, noEvidence, inconclusive, unanswered };
}

/** The highest rank below the lowest level that fails; 0 where not even the first holds. */
function highestBelow(failing: number, ranks: readonly number[]): number {
  let highest = 0;
  for (const rank of ranks) if (rank < failing && rank > highest) highest = rank;
  return highest;
}

/** How many bits of a word are set. */
function bits(word: number): number {
  let sum = word - ((word >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function word32(words: Int32Array, place: number): number {
  return words[place] ?? 0;
}
