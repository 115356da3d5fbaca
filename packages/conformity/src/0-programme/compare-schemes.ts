import { weakest, type Confidence } from '@assay/vocabulary/confidence';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { EquivalencePolicy } from '@assay/vocabulary/recognition';
import { unreachable } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { takesCategory } from '../1-application/scope.ts';
import { reason } from '../reason.ts';
import type { Dimension, EquivalenceGap } from './equivalence-gap.ts';
import { isImplied } from './implied.ts';

export type SchemePair = {
  readonly source: SchemeEdition;
  readonly target: SchemeEdition;
  readonly category: string | undefined;
};

type Found = Pick<EquivalenceGap, 'severity' | 'remedy' | 'because' | 'confidence'>;

/** How well it is known what either scheme says of a thing: what no gap was found in rests on it as much as a gap does. */
export function knownOf(dimension: Dimension, { source, target }: SchemePair): Confidence {
  return weakest([source, target].flatMap((scheme) => marksOf(dimension, scheme)));
}

function marksOf(dimension: Dimension, scheme: SchemeEdition): readonly Confidence[] {
  const { scope, validity, supportPeriod, surveillance, disclosures } = scheme;
  const marks = (rows: readonly { readonly confidence: Confidence }[]) =>
    rows.map(({ confidence }) => confidence);
  switch (dimension) {
    case 'scope':
      return marks([...scope.inclusion, ...scope.exclusions, ...scope.excludedCategories]);
    case 'validity':
      return marks([validity, supportPeriod]);
    case 'surveillance':
      return marks([surveillance]);
    case 'publication':
      return marks(disclosures);
    case 'coverage':
    case 'rigour':
    case 'edition':
      return [];
    default:
      return unreachable(dimension);
  }
}

/** Products that the source labels and the target does not take, or takes only on a condition that the source does not ask. */
export function scopeGaps({ source, target, category }: SchemePair): readonly EquivalenceGap[] {
  const confidence = knownOf('scope', { source, target, category });
  const given = source.scope.inclusion.map(({ when }) => when);
  const kept = new Set(source.scope.exclusions.map(({ when }) => JSON.stringify(when)));
  const tests = [
    ...target.scope.inclusion.filter(({ when }) => !isImplied(when, given)),
    ...target.scope.exclusions.filter(({ when }) => !kept.has(JSON.stringify(when))),
  ];
  return of('scope', [
    ...categories({ source, target, category }).map((found) => ({ ...found, confidence })),
    ...tests.map((test) => ({
      ...CONDITION,
      remedy: 'declaration' as const,
      because: reason('scope-test-not-asked', { test: test.id }),
      confidence: test.confidence,
    })),
  ]);
}

const CONDITION = { severity: 'condition', remedy: 'none' } as const;
const BLOCKING = { severity: 'blocking', remedy: 'none' } as const;

function categories({ source, target, category }: SchemePair): readonly Omit<Found, 'confidence'>[] {
  if (category !== undefined) {
    const refusing = [source, target].filter((scheme) => !takesCategory(scheme, category));
    return refusing.map(({ id }) => ({
      ...BLOCKING,
      because: reason('category-taken-by-one', { category, scheme: id }),
    }));
  }
  const named = [...new Set([source, target].flatMap(namedIn))].sort();
  const openOnes = [source, target].every((scheme) => scheme.scope.categories.includes(ANY));
  const common = named.filter((one) => takesCategory(source, one) && takesCategory(target, one));
  if (!openOnes && common.length === 0) return [{ ...BLOCKING, because: reason('no-category-in-common') }];
  const sourceOnly = named.filter((one) => takesCategory(source, one) && !takesCategory(target, one));
  if (sourceOnly.length === 0) return [];
  const because = reason('categories-not-taken', { categories: sourceOnly.join(', ') });
  return [{ ...CONDITION, because }];
}

const ANY = 'any-consumer-iot';

/** Every category that a scheme says anything about by name. */
function namedIn({ scope: { categories: taken, excludedCategories } }: SchemeEdition): readonly string[] {
  return [...taken.filter((one) => one !== ANY), ...excludedCategories.map((one) => one.category)];
}

/** Where a label of the source may run on when one of the target would have ended. */
export function validityGaps({ source, target }: SchemePair): readonly EquivalenceGap[] {
  const confidence = weakest([source.validity.confidence, target.validity.confidence]);
  const support = weakest([source.supportPeriod.confidence, target.supportPeriod.confidence]);
  const [has, needs] = [endsOf(source), endsOf(target)];
  const found: Found[] = [];
  if (needs.withSupport && !has.withSupport)
    found.push({ ...CONDITION, because: reason('ends-with-support'), confidence });
  if (needs.months === 'unset' && !isSame(source, target))
    found.push({
      ...CONDITION,
      because: reason('term-open', { scheme: target.id }),
      confidence: 'uncertain',
    });
  if (typeof needs.months === 'number' && !(typeof has.months === 'number' && has.months <= needs.months))
    found.push({ ...CONDITION, because: reason('term-capped', { months: needs.months }), confidence });
  if (target.supportPeriod.endDateRequired && !source.supportPeriod.endDateRequired)
    found.push({
      ...{ severity: 'condition', remedy: 'declaration', confidence: support },
      because: reason('support-end-not-asked'),
    });
  if (!target.supportPeriod.mayBeShortened && source.supportPeriod.mayBeShortened)
    found.push({
      ...{ severity: 'condition', remedy: 'declaration', confidence: support },
      because: reason('support-may-shrink'),
    });
  return of('validity', found);
}

function isSame(one: SchemeEdition, other: SchemeEdition): boolean {
  return one.id === other.id && one.edition === other.edition;
}

/** What ends a label: the end of support, a number of months, or neither. */
export function endsOf({ validity, settings }: SchemeEdition): {
  readonly withSupport: boolean;
  readonly months: number | 'unset' | undefined;
} {
  const value = settings.find(({ id }) => id === validity.term)?.value;
  return {
    withSupport: validity.rule !== 'fixed-term',
    months: validity.rule === 'open-ended' ? undefined : typeof value === 'number' ? value : 'unset',
  };
}

/** Kinds of surveillance that the target has and the source has not. */
export function surveillanceGaps(
  { source, target }: SchemePair,
  policy: EquivalencePolicy,
): readonly EquivalenceGap[] {
  const confidence = weakest([source.surveillance.confidence, target.surveillance.confidence]);
  const kindOf = (mode: string): string =>
    Object.entries(policy.surveillanceKinds).find(([, { modes }]) => modes.includes(mode))?.[0] ?? mode;
  const has = new Set(source.surveillance.modes.map(kindOf));
  const lacks = [...new Set(target.surveillance.modes.map(kindOf))].filter((kind) => !has.has(kind)).sort();
  return of(
    'surveillance',
    lacks.map((kind) => ({ ...CONDITION, because: reason('surveillance-lacking', { kind }), confidence })),
  );
}

/** What the target has published and the source does not. */
export function publicationGaps({ source, target }: SchemePair): readonly EquivalenceGap[] {
  const published = new Set(source.disclosures.filter(({ required }) => required).map(({ field }) => field));
  const missing = target.disclosures.filter(({ field, required }) => required && !published.has(field));
  const label: Reason[] = target.label && !source.label ? [reason('label-lacking')] : [];
  return of('publication', [
    ...missing.map(({ field, confidence }) => ({
      ...({ severity: 'condition', remedy: 'declaration', confidence } as const),
      because: reason('disclosure-lacking', { field }),
    })),
    ...label.map((because) => ({ ...CONDITION, because, confidence: target.label?.confidence ?? 'sure' })),
  ]);
}

function of(kind: EquivalenceGap['kind'], found: readonly Found[]): readonly EquivalenceGap[] {
  return found.map((one) => ({ requirement: undefined, kind, testCases: [], ...one }));
}
