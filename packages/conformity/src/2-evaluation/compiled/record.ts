import type { Outcome } from '@assay/vocabulary/evaluation';

import type { Layout } from './layout.ts';

/**
 * Where things stand in an encoded dossier, in words of 32 bits: the category, the yes-no facts as two planes (yes, no),
 * a word for each choice, two for each number, then the readings. A reading is three planes over the provisions, the high
 * bit first. Readings: for justified exemptions refused and then allowed, as declared and then for each demand.
 */
export type RecordShape = {
  readonly words: number;
  /** Words of one plane of provisions. */
  readonly planeWords: number;
  /** By fact, in the order of the layout. */
  readonly facts: readonly FactPlace[];
  /** Where the reading of a demand (or of nothing but the declaration) begins. */
  readonly readingAt: (exempt: boolean, demand: number | 'declared') => number;
};

type FactPlace =
  | { readonly type: 'yes-no'; readonly yes: number; readonly no: number; readonly bit: number }
  | { readonly type: 'choice' | 'number'; readonly at: number };

/** The word of the category: 0 for one that the layout does not tell from others, else its number from 1. */
export const CATEGORY_AT = 0;

/** Outcomes as three bits, the worst lowest; the high bit says that a level may be reached. */
export const CODES: Readonly<Record<Outcome, number>> = {
  'not-met': 0,
  inconclusive: 1,
  unanswered: 2,
  'no-evidence': 3,
  met: 4,
  'not-applicable': 5,
};

/** The shape that every record of a layout has. */
export function shapeOf({ facts, provisions, demands }: Layout): RecordShape {
  const yesNo = facts.filter(({ type }) => type === 'yes-no').length;
  const factWords = Math.ceil(yesNo / 32);
  let seen = 0;
  let at = 1 + 2 * factWords;
  const places = facts.map(({ type }): FactPlace => {
    if (type === 'yes-no') {
      const word = 1 + (seen >> 5);
      const bit = seen & 31;
      seen += 1;
      return { type, yes: word, no: word + factWords, bit };
    }
    const place = { type, at };
    at += type === 'number' ? 2 : 1;
    return place;
  });
  const planeWords = Math.ceil(provisions.length / 32);
  const views = 1 + demands.length;
  const readings = at;
  return {
    words: readings + 2 * views * 3 * planeWords,
    planeWords,
    facts: places,
    readingAt: (exempt, demand) =>
      readings + ((exempt ? views : 0) + (demand === 'declared' ? 0 : 1 + demand)) * 3 * planeWords,
  };
}
