import type { Outcome } from '@assay/vocabulary/evaluation';

import type { Mark } from './collect.ts';

/** Face value, or only what meets the method of the level. */
export type View = 'declared' | 'assessed';
export type Settled = { readonly outcome: Outcome; readonly marks: readonly Mark[] };

/** Whether an outcome lets a level be reached. */
export function isSatisfied(outcome: Outcome): boolean {
  return outcome === 'met' || outcome === 'not-applicable';
}

/** The worst word wins: one unfavourable mark outweighs any number of favourable ones. */
export function settle(marks: readonly Mark[], view: View, mayBeExempt: boolean): Settled {
  if (marks.some((mark) => mark.leaning === 'unfavourable')) return { outcome: 'not-met', marks };
  if (marks.some((mark) => mark.leaning === 'inconclusive')) return { outcome: 'inconclusive', marks };
  const favourable = marks.filter((mark) => mark.leaning === 'favourable');
  if (favourable.some((mark) => (view === 'declared' ? mark.counts : mark.assessed)))
    return { outcome: 'met', marks };
  const claims = marks.filter((mark) => mark.leaning === 'claims-not-applicable');
  if (claims.length > 0) {
    if (!mayBeExempt) return { outcome: 'inconclusive', marks };
    const accepted = view === 'declared' || claims.some((mark) => mark.assessed);
    return { outcome: accepted ? 'not-applicable' : 'no-evidence', marks };
  }
  return { outcome: 'no-evidence', marks };
}

const WORST_FIRST: readonly Outcome[] = [
  'not-met',
  'inconclusive',
  'unanswered',
  'no-evidence',
  'met',
  'not-applicable',
];

/** The worst of outcomes that must all hold. */
export function allOf(outcomes: readonly Outcome[]): Outcome {
  return WORST_FIRST.find((outcome) => outcomes.includes(outcome)) ?? 'no-evidence';
}

/** The better of two ways, unless one of them speaks against it. */
export function eitherOf(one: Outcome, other: Outcome): Outcome {
  const bad = allOf([one, other]);
  if (bad === 'not-met' || bad === 'inconclusive') return bad;
  return one === 'met' || other === 'met' ? 'met' : one === 'no-evidence' ? other : one;
}

/** The outcome where one that holds is enough. */
export function anyOf(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('met')) return 'met';
  const open = outcomes.filter(
    (outcome) => outcome === 'inconclusive' || outcome === 'no-evidence' || outcome === 'unanswered',
  );
  if (open.length > 0) return allOf(open);
  return allOf(outcomes);
}

/**
 * A failing or unsettled word about the whole stands, however well the parts do; a good one does not mend a bad
 * part. Where every part is exempt, only a word about the whole can settle it.
 */
export function bounded(whole: Outcome, parts: Outcome): Outcome {
  if (parts === 'not-applicable') return whole;
  return whole === 'not-met' || whole === 'inconclusive' ? allOf([whole, parts]) : parts;
}
