import { oneOf } from './schema.ts';

/** How far a row of a catalogue may be relied on: seen in the source or twice, seen once, or to be checked before use. */
export type Confidence = 'sure' | 'likely' | 'uncertain';

export const ConfidenceSchema = oneOf(['sure', 'likely', 'uncertain']);

const RANK: Record<Confidence, number> = { sure: 2, likely: 1, uncertain: 0 };

/** The weakest of several marks: a conclusion is no surer than what it rests on. */
export function weakest(marks: readonly Confidence[]): Confidence {
  return marks.reduce<Confidence>((low, mark) => (RANK[mark] < RANK[low] ? mark : low), 'sure');
}
