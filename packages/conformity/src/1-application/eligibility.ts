import { factsOf, type FactId } from '@assay/vocabulary/condition';
import type { EligibilityAnswer } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { reason } from '../reason.ts';

export type NotEligibility =
  | { readonly code: 'eligibility-not-asked'; readonly question: string }
  | { readonly code: 'eligibility-answered-twice'; readonly question: string }
  | { readonly code: 'eligibility-answered-later'; readonly question: string; readonly answeredAt: Instant };

/** The facts on which it turns whether the scheme takes a product at all, in the order of its rules. */
export function eligibilityQuestions({ scope }: Pick<SchemeEdition, 'scope'>): readonly FactId[] {
  return [...new Set([...scope.inclusion, ...scope.exclusions].flatMap(({ when }) => factsOf(when)))];
}

/**
 * The answers that an application records: those that were given one by one with their own time, and of the other
 * questions what the dossier says, at the time at which it is handed in. What neither answers is not recorded.
 */
export function eligibilityOf(
  scheme: Pick<SchemeEdition, 'scope'>,
  { facts }: Pick<Dossier, 'facts'>,
  { given, at }: { readonly given: readonly EligibilityAnswer[]; readonly at: Instant },
): Result<readonly EligibilityAnswer[], NotEligibility> {
  const questions = eligibilityQuestions(scheme);
  const answers = new Map<string, EligibilityAnswer>();
  for (const one of given) {
    const { question } = one;
    if (!questions.includes(question)) return refuse({ code: 'eligibility-not-asked', question });
    if (answers.has(question)) return refuse({ code: 'eligibility-answered-twice', question });
    if (one.at > at) return refuse({ code: 'eligibility-answered-later', question, answeredAt: one.at });
    answers.set(question, one);
  }
  return ok(
    questions.flatMap((question) => {
      const answer = Object.hasOwn(facts, question) ? facts[question] : undefined;
      const one = answers.get(question) ?? (answer === undefined ? undefined : { question, answer, at });
      return one ? [one] : [];
    }),
  );
}

/** Where an answer and the dossier say different things: one of the two has to be corrected. */
export function contradictions(
  answers: readonly EligibilityAnswer[],
  { facts }: Pick<Dossier, 'facts'>,
): readonly Reason[] {
  return answers.flatMap(({ question, answer }) => {
    const stated = Object.hasOwn(facts, question) ? facts[question] : undefined;
    return stated === undefined || stated === answer
      ? []
      : [reason('eligibility-contradicted', { fact: question, answer, dossier: stated })];
  });
}
