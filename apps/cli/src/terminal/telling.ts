import type { Finding, Outcome, Reason } from '@assay/vocabulary/evaluation';

/** Reasons that speak for an outcome, the weightiest first. */
const SPEAKS: Record<Outcome, readonly string[]> = {
  met: [],
  'not-met': ['verdict-fail', 'stated-no'],
  'not-applicable': ['does-not-apply', 'verdict-not-applicable', 'stated-not-applicable'],
  'no-evidence': ['stated-yes', 'stated-not-applicable'],
  inconclusive: ['verdict-inconclusive'],
  unanswered: ['applies-unknown'],
};

/**
 * The reasons of a finding that a reader needs first: what speaks for its outcome, part by part where the parts carry
 * it, with what lies below a condition. Empty where it is met, or where its outcome says all there is.
 */
export function telling({ outcome, because, parts }: Finding): readonly Reason[] {
  const at = parts
    .filter((part) => part.outcome === outcome)
    .flatMap((part) => weightiest(part.because, outcome));
  return (at.length > 0 ? at : weightiest(because, outcome)).flatMap(opened);
}

/** A verdict that the rules derived, or that its own cases contradict, is told even where the finding is good. */
export function derivation(because: Reason): Reason | undefined {
  return DERIVED.has(because.code)
    ? because
    : because.because.map(derivation).find((one) => one !== undefined);
}

const DERIVED: ReadonlySet<string> = new Set(['verdict-derived', 'verdict-contradicted']);

function weightiest({ because }: Reason, outcome: Outcome): readonly Reason[] {
  for (const code of SPEAKS[outcome]) {
    const found = because.find((one) => one.code === code);
    if (found) return [found];
  }
  return [];
}

/** A reason about a condition with the conditions and facts below it: alone it says too little. */
function opened(reason: Reason): readonly Reason[] {
  return CONDITIONS.has(reason.code) ? [reason, ...reason.because.flatMap(opened)] : [reason];
}

const CONDITIONS: ReadonlySet<string> = new Set([
  'does-not-apply',
  'applies-unknown',
  'condition-false',
  'condition-unknown',
]);
