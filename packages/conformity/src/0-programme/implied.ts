import type { Condition } from '@assay/vocabulary/condition';

/**
 * Whether a condition holds wherever all of the given ones do, as far as their shape shows. No is the answer also where
 * it would take more than shape to see it: nothing is taken to apply that might not.
 */
export function isImplied(wanted: Condition, given: readonly Condition[]): boolean {
  if ('all' in wanted) return wanted.all.every((one) => isImplied(one, given));
  const held = new Set(given.flatMap(parts).map(spelled));
  if (held.has(spelled(wanted))) return true;
  return 'any' in wanted && wanted.any.some((one) => isImplied(one, given));
}

function parts(condition: Condition): readonly Condition[] {
  return 'all' in condition ? condition.all.flatMap(parts) : [condition];
}

/** One spelling for expressions that differ only in the order of their members. */
function spelled(condition: Condition): string {
  if ('not' in condition) return `not(${spelled(condition.not)})`;
  if ('all' in condition) return `all(${condition.all.map(spelled).sort().join()})`;
  if ('any' in condition) return `any(${condition.any.map(spelled).sort().join()})`;
  if ('in' in condition) return `in(${condition.in.fact},${[...condition.in.values].sort().join()})`;
  if ('compare' in condition) {
    const { fact, op, value } = condition.compare;
    return `compare(${fact}${op}${String(value)})`;
  }
  return condition.fact;
}
