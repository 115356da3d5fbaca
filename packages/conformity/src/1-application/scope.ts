import type { Dossier } from '@assay/vocabulary/dossier';
import type { Reason } from '@assay/vocabulary/evaluation';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { truthOf } from '../2-evaluation/truth.ts';
import { reason } from '../reason.ts';

/** Whether a scheme takes products of a category, as far as the category goes. */
export function takesCategory({ scope }: Pick<SchemeEdition, 'scope'>, category: string): boolean {
  if (scope.excludedCategories.some((excluded) => excluded.category === category)) return false;
  return scope.categories.includes('any-consumer-iot') || scope.categories.includes(category);
}

export type OutOfScope = { readonly code: 'out-of-scope'; readonly grounds: readonly Reason[] };

/**
 * Whether the scheme takes the product at all (ISO/IEC 27404 clause 8.3: before any assessment).
 * Handed back on yes: the facts that still have to be answered to be certain.
 */
export function inScope(
  scheme: SchemeEdition,
  dossier: Dossier,
): Result<{ readonly ask: readonly string[] }, OutOfScope> {
  const { scope } = scheme;
  const { category } = dossier.product;
  const grounds: Reason[] = [];
  if (scope.excludedCategories.some((excluded) => excluded.category === category))
    grounds.push(reason('category-excluded', { category }));
  else if (!scope.categories.includes('any-consumer-iot') && !scope.categories.includes(category))
    grounds.push(reason('category-not-taken', { category, takes: scope.categories.join(', ') }));

  const included = scope.inclusion.map((test) => ({ test, truth: truthOf(test.when, dossier.facts) }));
  const excluded = scope.exclusions.map((test) => ({ test, truth: truthOf(test.when, dossier.facts) }));
  for (const { test, truth } of included)
    if (truth.value === 'no')
      grounds.push(reason('inclusion-fails', { test: test.id, facts: truth.deciders.join(', ') }));
  for (const { test, truth } of excluded)
    if (truth.value === 'yes')
      grounds.push(reason('exclusion-applies', { test: test.id, facts: truth.deciders.join(', ') }));
  if (grounds.length > 0) return refuse({ code: 'out-of-scope', grounds });

  const open = [...included, ...excluded].filter(({ truth }) => truth.value === 'unknown');
  return ok({ ask: [...new Set(open.flatMap(({ truth }) => truth.deciders))] });
}
