import type { FactId } from '@assay/vocabulary/condition';
import type { Counts, Evaluation, Finding, Gap, LevelReached, Question } from '@assay/vocabulary/evaluation';
import { editionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { RecognisedBody } from '@assay/vocabulary/programme';

import type { Catalogue } from '../0-programme/catalogue.ts';
import { classOf } from '../1-application/product-class.ts';
import type { Submission } from './collect.ts';
import { gapOf } from './gap.ts';
import { judge, type Judged } from './judge.ts';
import { ordered } from './ordered.ts';
import { byReference, requirementsOf, type Profile, type Requirement } from './requirement.ts';
import { isSatisfied } from './settle.ts';

/** What an evaluation is made from; nothing else decides it, and the order of nothing matters. */
export type EvaluationInput = {
  readonly scheme: Profile;
  readonly catalogue: Catalogue;
  readonly submission: Submission;
  readonly bodies: readonly RecognisedBody[];
  /** The level the applicant asks for, from 1. */
  readonly asked: number;
  readonly asOf: CalendarDate;
};

/**
 * Judges a submission against every requirement of a scheme edition and weighs the findings to the level
 * reached: as declared (statements and evidence at face value) and as assessed (only what meets each level's
 * method). Findings, gaps and questions are those up to the level asked.
 */
export function evaluate(input: EvaluationInput): Evaluation {
  const { scheme, catalogue, asOf, asked } = input;
  const submission = ordered(input.submission);
  const { category } = submission.dossier.product;
  const productClass = classOf(scheme, category);
  const judged = requirementsOf(scheme, catalogue, category).map((requirement) => ({
    requirement,
    ...judge(requirement, submission, {
      method: requirement.method,
      maxAgeDays: requirement.maxAgeDays,
      scheme: scheme.id,
      asOf,
      bodies: input.bodies,
    }),
  }));
  const principles = scheme.principles?.map(({ id }) => ({
    principle: id,
    ...reached(
      scheme,
      judged.filter(({ requirement }) => requirement.principle === id),
    ),
  }));
  const asking = judged
    .filter((one) => one.requirement.level <= asked)
    .sort((one, other) => byReference(one.requirement, other.requirement));
  const findings = asking.map((one) => one.finding);
  return {
    scheme: scheme.id,
    edition: scheme.edition,
    asOf,
    level: { asked, ...reached(scheme, judged) },
    ...(productClass && { productClass: productClass.id }),
    ...(principles && { principles }),
    counts: countsOf(findings),
    findings,
    gaps: asking.flatMap((one): readonly Gap[] => gapOf(one.requirement, one)),
    questions: questionsOf(
      asking.flatMap((one) => one.ask),
      catalogue,
    ),
    rules: editionRef(scheme.id, scheme.edition),
  };
}

type JudgedRequirement = Judged & { readonly requirement: Requirement };

/** The level that a set of requirements lets the product reach, at face value and as assessed. */
function reached(scheme: Profile, judged: readonly JudgedRequirement[]): LevelReached {
  return {
    declared: levelReached(scheme, judged, (finding) => isSatisfied(finding.outcome)),
    assessed: levelReached(
      scheme,
      judged,
      (finding) => isSatisfied(finding.outcome) && isSatisfied(finding.assessed),
    ),
  };
}

/** The highest rank up to which every requirement is satisfied; 0 where not even the first is. */
function levelReached(
  scheme: Profile,
  judged: readonly JudgedRequirement[],
  satisfied: (finding: Finding) => boolean,
): number {
  const lowestOpen = Math.min(
    Infinity,
    ...judged.filter((one) => !satisfied(one.finding)).map((one) => one.requirement.level),
  );
  return Math.max(0, ...scheme.levels.map((level) => level.rank).filter((rank) => rank < lowestOpen));
}

function countsOf(findings: readonly Finding[]): Counts {
  const count = (outcome: Finding['outcome']) =>
    findings.filter((finding) => finding.outcome === outcome).length;
  return {
    met: count('met'),
    notMet: count('not-met'),
    notApplicable: count('not-applicable'),
    noEvidence: count('no-evidence'),
    inconclusive: count('inconclusive'),
    unanswered: count('unanswered'),
  };
}

/** The questions behind facts that nobody has answered, each once, in one order. */
export function questionsOf(ask: readonly FactId[], catalogue: Catalogue): readonly Question[] {
  return [...new Set(ask)].sort().map((fact) => {
    const known = catalogue.facts.get(fact);
    return { fact, question: known?.question ?? fact, why: known?.why ?? '' };
  });
}
