import { factsOf, type Condition, type FactId } from '@assay/vocabulary/condition';
import type { FactAnswer } from '@assay/vocabulary/dossier';

import { truthOf, type Answers } from './truth.ts';

/** Open facts of one condition that are tried in every combination at most; of more, those that could settle it count. */
const MOST = 6;

/**
 * The facts that nobody has answered and on which a condition can still turn: there is a way to answer the others after
 * which this one makes a difference. `truthOf` names every fact of an open part; one that no answer to the others leaves open is not
 * among these. A fact that is answered, be it as unknown, is not asked for.
 */
export function turningFacts(condition: Condition, answers: Answers): readonly FactId[] {
  const truth = truthOf(condition, answers);
  if (truth.value !== 'unknown') return [];
  const open = truth.deciders.filter((fact) => !Object.hasOwn(answers, fact));
  if (open.length > MOST) return open;
  return open.filter((fact) => {
    const others = open.filter((one) => one !== fact);
    return everyAnswer(condition, others, answers).some((rest) => {
      const seen = valuesOf(condition, fact).map(
        (value) => truthOf(condition, { ...rest, [fact]: value }).value,
      );
      return seen.some((value) => value !== truthOf(condition, rest).value);
    });
  });
}

/** Every way to leave some facts open or to answer them. */
function everyAnswer(condition: Condition, facts: readonly FactId[], given: Answers): readonly Answers[] {
  return facts.reduce<readonly Answers[]>(
    (all, fact) => {
      const values = valuesOf(condition, fact);
      return all.flatMap((one) => [one, ...values.map((value) => ({ ...one, [fact]: value }))]);
    },
    [given],
  );
}

/** Answers to a fact of which at least one stands for each that a condition can tell apart. */
function valuesOf(condition: Condition, fact: FactId): readonly FactAnswer[] {
  if (!factsOf(condition).includes(fact)) return [];
  if ('fact' in condition) return ['yes', 'no'];
  if ('not' in condition) return valuesOf(condition.not, fact);
  if ('all' in condition) return [...new Set(condition.all.flatMap((one) => valuesOf(one, fact)))];
  if ('any' in condition) return [...new Set(condition.any.flatMap((one) => valuesOf(one, fact)))];
  if ('in' in condition) return [...condition.in.values, ANOTHER];
  const { value } = condition.compare;
  return [value - 1, value, value + 1];
}

/** A choice that no condition names. */
const ANOTHER = '-';
