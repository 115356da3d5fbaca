import type { Counts, Evaluation, Finding, Gap, LevelReached, Outcome } from '@assay/vocabulary/evaluation';
import { editionRef } from '@assay/vocabulary/ids';

import { classOf } from '../../1-application/product-class.ts';
import { questionsOf, type EvaluationInput } from '../evaluate.ts';
import { isSatisfied } from '../settle.ts';
import { hear } from './heard.ts';
import { judgeStep, sightOf, type JudgedStep } from './judge-step.ts';
import { planOf } from './plan.ts';

/**
 * The same evaluation as `evaluate` gives, member for member, in a fraction of the time: what does not depend on the
 * dossier is worked out once for each edition and category, and the dossier is read once for all editions.
 * Catalogue and edition are remembered by identity: they must not be changed afterwards. Whoever asks about several
 * editions hands over what was heard of the submission.
 */
export function explain(input: EvaluationInput, told = hear(input.catalogue, input.submission)): Evaluation {
  const { scheme, catalogue, submission, asOf, asked } = input;
  const plan = planOf(scheme, catalogue, submission.dossier.product.category);
  const sight = sightOf(plan, told, { scheme: scheme.id, asOf, bodies: input.bodies });
  const all = new LowestOpen();
  const byPrinciple = new Map(scheme.principles?.map(({ id }) => [id, new LowestOpen()]));
  const counts: Record<Outcome, number> = { ...NONE };
  const findings: Finding[] = [];
  const gaps: Gap[] = [];
  const ask: string[] = [];
  for (const step of plan.steps) {
    const { level, principle } = step.requirement;
    const judged = judgeStep(step, sight, level <= asked);
    all.add(level, judged);
    if (principle !== undefined) byPrinciple.get(principle)?.add(level, judged);
    if (level > asked) continue;
    counts[judged.finding.outcome] += 1;
    findings.push(judged.finding);
    if (judged.gap) gaps.push(judged.gap);
    if (judged.ask.length > 0) ask.push(...judged.ask);
  }
  const productClass = classOf(scheme, submission.dossier.product.category);
  const ranks = scheme.levels.map(({ rank }) => rank);
  const principles = scheme.principles?.map(({ id }) => ({
    principle: id,
    ...(byPrinciple.get(id) ?? new LowestOpen()).reached(ranks),
  }));
  return {
    scheme: scheme.id,
    edition: scheme.edition,
    asOf,
    level: { asked, ...all.reached(ranks) },
    ...(productClass && { productClass: productClass.id }),
    ...(principles && { principles }),
    counts: countsOf(counts),
    findings,
    gaps,
    questions: questionsOf(ask, catalogue),
    rules: editionRef(scheme.id, scheme.edition),
  };
}

const NONE: Readonly<Record<Outcome, number>> = {
  met: 0,
  'not-met': 0,
  'not-applicable': 0,
  'no-evidence': 0,
  inconclusive: 0,
  unanswered: 0,
};

function countsOf(counts: Readonly<Record<Outcome, number>>): Counts {
  return {
    met: counts.met,
    notMet: counts['not-met'],
    notApplicable: counts['not-applicable'],
    noEvidence: counts['no-evidence'],
    inconclusive: counts.inconclusive,
    unanswered: counts.unanswered,
  };
}

/** The lowest levels at which something is not satisfied: at face value, and as assessed. */
class LowestOpen {
  #declared = Infinity;
  #assessed = Infinity;

  add(level: number, { finding }: JudgedStep): void {
    const holds = isSatisfied(finding.outcome);
    if (!holds && level < this.#declared) this.#declared = level;
    if (!(holds && isSatisfied(finding.assessed)) && level < this.#assessed) this.#assessed = level;
  }

  reached(ranks: readonly number[]): LevelReached {
    return { declared: highestBelow(this.#declared, ranks), assessed: highestBelow(this.#assessed, ranks) };
  }
}

/** The highest rank below the lowest that is open; 0 where not even the first holds. */
function highestBelow(open: number, ranks: readonly number[]): number {
  return ranks.reduce((highest, rank) => (rank < open && rank > highest ? rank : highest), 0);
}
