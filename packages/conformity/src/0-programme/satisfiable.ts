import { factsOf, type Condition, type FactId } from '@assay/vocabulary/condition';
import type { FactAnswer } from '@assay/vocabulary/dossier';
import type { Fact } from '@assay/vocabulary/facts';
import { unreachable } from '@assay/vocabulary/result';

import { truthOf } from '../2-evaluation/truth.ts';

/** One that must be yes (`holds`) or must be no. */
export type Demand = { readonly condition: Condition; readonly holds: boolean };
export type Satisfiable = 'yes' | 'no' | 'undecided';

/** Steps after which a search is given up; real conditions end within some hundred. */
const MOST_STEPS = 100_000;

/**
 * Whether one set of answers meets all demands at once, when every fact is answered. Exact: each fact runs through its
 * answers, a number through one value of every stretch that the comparisons tell apart; three-valued logic cuts a
 * branch as soon as a demand is lost. `undecided` only where the search would take more than `mostSteps`.
 */
export function satisfiable(
  demands: readonly Demand[],
  facts: ReadonlyMap<string, Fact>,
  mostSteps = MOST_STEPS,
): Satisfiable {
  const conditions = demands.map(({ condition }) => condition);
  const asked = [...new Set(conditions.flatMap(factsOf))];
  const answers = asked.map((id) => answersTo(id, facts.get(id), conditions));
  let steps = 0;
  const search = (depth: number, given: Readonly<Record<FactId, FactAnswer>>): Satisfiable => {
    if (++steps > mostSteps) return 'undecided';
    const truths = demands.map(({ condition, holds }) => {
      const { value } = truthOf(condition, given);
      return value === 'unknown' ? 'open' : (value === 'yes') === holds ? 'met' : 'lost';
    });
    if (truths.includes('lost')) return 'no';
    if (!truths.includes('open')) return 'yes';
    const fact = asked[depth];
    // Every fact is answered and a demand still open: a question of another type, which no answer settles.
    if (fact === undefined) return 'no';
    for (const answer of answers[depth] ?? []) {
      const found = search(depth + 1, { ...given, [fact]: answer });
      if (found !== 'no') return found;
    }
    return 'no';
  };
  return search(0, {});
}

/** Answers that stand for all: each choice, and for a number each threshold with a value on either side of it. */
function answersTo(
  id: FactId,
  fact: Fact | undefined,
  conditions: readonly Condition[],
): readonly FactAnswer[] {
  // One that nobody declared is asked like most of them; that it is not declared is told elsewhere.
  const type = fact?.type ?? 'yes-no';
  switch (type) {
    case 'yes-no':
      return ['yes', 'no'];
    case 'number':
      return stretches(conditions.flatMap((condition) => thresholds(condition, id)));
    case 'choice':
      return fact?.choices ?? [];
    default:
      return unreachable(type);
  }
}

function stretches(thresholdsOfFact: readonly number[]): readonly number[] {
  const sorted = [...new Set(thresholdsOfFact)].sort((a, b) => a - b);
  const [first = 0] = sorted;
  const last = sorted.at(-1) ?? 0;
  const between = sorted.slice(1).map((value, index) => (value + (sorted[index] ?? value)) / 2);
  return [...new Set([first - 1 - Math.abs(first), ...sorted, ...between, last + 1 + Math.abs(last)])];
}

function thresholds(condition: Condition, id: FactId): readonly number[] {
  if ('not' in condition) return thresholds(condition.not, id);
  if ('all' in condition) return condition.all.flatMap((member) => thresholds(member, id));
  if ('any' in condition) return condition.any.flatMap((member) => thresholds(member, id));
  return 'compare' in condition && condition.compare.fact === id ? [condition.compare.value] : [];
}
