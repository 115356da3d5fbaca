import type { Fact } from '@assay/vocabulary/facts';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { checkCondition, isSound } from './check-conditions.ts';
import { about, type Complaint, type Filed } from './complaint.ts';
import { satisfiable, type Demand } from './satisfiable.ts';

/** A test of the scope with its place; an inclusion must hold, an exclusion must not. */
export type ScopeTest = Demand & { readonly id: string; readonly path: string };

/** The tests of the scope can be asked, and some product passes them all. */
export function checkScope(
  { file, document: scheme }: Filed<SchemeEdition>,
  facts: ReadonlyMap<string, Fact>,
): readonly Complaint[] {
  const say = about(file);
  const tests = scopeTests(scheme);
  const wrong = tests.flatMap((test) => checkCondition(test.condition, { path: test.path, say, facts }));
  const faulty = new Set(wrong.map(({ path }) => path));
  const sound = tests.filter(({ path }) => !faulty.has(path));
  return [
    ...wrong,
    ...contradictions(sound, facts).map(({ test, others }) =>
      say(test.path, 'scope-takes-nothing', {
        test: test.id,
        others: others.join(', '),
        count: others.length,
      }),
    ),
  ];
}

/** The inclusions and exclusions of an edition, in its order. */
function scopeTests({ scope }: SchemeEdition): readonly ScopeTest[] {
  return (['inclusion', 'exclusions'] as const).flatMap((member) =>
    scope[member].map(({ id, when }, index) => ({
      ...{ id, path: `/scope/${member}/${String(index)}/when` },
      ...{ condition: when, holds: member === 'inclusion' },
    })),
  );
}

/** The tests of the scope that can be asked; together with them a requirement is weighed. */
export function soundTests(scheme: SchemeEdition, facts: ReadonlyMap<string, Fact>): readonly ScopeTest[] {
  return scopeTests(scheme).filter(({ condition }) => isSound(condition, facts));
}

type Contradiction = { readonly test: ScopeTest; readonly others: readonly string[] };

/** Takes the tests in order; each that no product can pass together with those before it is told, with the ones it is at odds with. */
function contradictions(
  tests: readonly ScopeTest[],
  facts: ReadonlyMap<string, Fact>,
): readonly Contradiction[] {
  let kept: readonly ScopeTest[] = [];
  const found: Contradiction[] = [];
  for (const test of tests) {
    if (satisfiable([...kept, test], facts) === 'no')
      found.push({ test, others: culprits(test, kept, facts).map(({ id }) => id) });
    else kept = [...kept, test];
  }
  return found;
}

/** The fewest of the earlier tests without any of which the contradiction would be gone. */
function culprits(
  test: ScopeTest,
  earlier: readonly ScopeTest[],
  facts: ReadonlyMap<string, Fact>,
): readonly ScopeTest[] {
  return earlier.reduce<readonly ScopeTest[]>((left, candidate) => {
    const without = left.filter((one) => one !== candidate);
    return satisfiable([...without, test], facts) === 'no' ? without : left;
  }, earlier);
}
