import { factsOf, type Condition, type FactId } from '@assay/vocabulary/condition';
import type { Fact } from '@assay/vocabulary/facts';

import type { Complaint, Say } from './complaint.ts';
import { satisfiable } from './satisfiable.ts';

/** A condition whose questions exist, are of the type it treats them as, and have an answer that makes it true. */
export function checkCondition(
  condition: Condition,
  {
    path,
    say,
    facts,
  }: { readonly path: string; readonly say: Say; readonly facts: ReadonlyMap<string, Fact> },
): readonly Complaint[] {
  const undeclared = factsOf(condition)
    .filter((fact) => !facts.has(fact))
    .map((fact) => say(path, 'undeclared-fact', { fact }));
  const mistaken = usesOf(condition).flatMap((use) => mistakes(use, facts.get(use.fact), { path, say }));
  if (undeclared.length + mistaken.length > 0) return [...undeclared, ...once(mistaken)];
  return satisfiable([{ condition, holds: true }], facts) === 'no' ? [say(path, 'condition-never-true')] : [];
}

/** Whether the facts of a condition can be asked as it asks them; only then does its truth mean anything. */
export function isSound(condition: Condition, facts: ReadonlyMap<string, Fact>): boolean {
  return usesOf(condition).every((use) => {
    const fact = facts.get(use.fact);
    return fact !== undefined && TYPE_FOR[use.as] === fact.type;
  });
}

type Use = {
  readonly fact: FactId;
  readonly as: 'yes-no' | 'compare' | 'in';
  readonly values: readonly string[];
};

const TYPE_FOR: Readonly<Record<Use['as'], Fact['type']>> = {
  'yes-no': 'yes-no',
  compare: 'number',
  in: 'choice',
};

function usesOf(condition: Condition): readonly Use[] {
  if ('fact' in condition) return [{ fact: condition.fact, as: 'yes-no', values: [] }];
  if ('not' in condition) return usesOf(condition.not);
  if ('all' in condition) return condition.all.flatMap(usesOf);
  if ('any' in condition) return condition.any.flatMap(usesOf);
  if ('compare' in condition) return [{ fact: condition.compare.fact, as: 'compare', values: [] }];
  return [{ fact: condition.in.fact, as: 'in', values: condition.in.values }];
}

function mistakes(
  use: Use,
  fact: Fact | undefined,
  { path, say }: { readonly path: string; readonly say: Say },
): readonly Complaint[] {
  if (fact === undefined) return [];
  if (TYPE_FOR[use.as] !== fact.type)
    return [
      say(path, 'fact-of-another-type', { fact: fact.id, type: fact.type, expected: TYPE_FOR[use.as] }),
    ];
  return use.values
    .filter((value) => fact.choices?.includes(value) !== true)
    .map((value) =>
      say(path, 'choice-not-offered', {
        fact: fact.id,
        choice: value,
        choices: fact.choices?.join(', ') ?? '',
      }),
    );
}

/** A fact may be asked several times in one condition; its mistake is told once. */
function once(complaints: readonly Complaint[]): readonly Complaint[] {
  return [...new Map(complaints.map((one) => [JSON.stringify([one.code, one.facts]), one])).values()];
}
