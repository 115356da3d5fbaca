import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import type { Words } from '@assay/office/words';

import { uncertain } from './gap-words.ts';

/** For programs: every evaluation's level and counts, the shared gaps, the steps, and the digests of what was judged. */
export function gapJson(answer: GapAnswer, words: Words): string {
  const { asOf, answers, outOfScope, fixes, steps, inputs } = answer;
  return JSON.stringify(
    {
      asOf,
      schemes: answers.map(({ scheme, status, highest, evaluation, scopeOpen }) => ({
        ...{ scheme, status, highest, level: evaluation.level },
        ...(evaluation.productClass !== undefined && { productClass: evaluation.productClass }),
        ...(evaluation.principles && { principles: evaluation.principles }),
        ...{ counts: evaluation.counts, scopeOpen },
        gaps: evaluation.gaps.map(({ requirement, kind }) => ({ requirement, kind })),
        uncertain: uncertain(evaluation.findings).map(({ requirement }) => requirement),
      })),
      outOfScope: outOfScope.map(({ scheme, grounds }) => ({
        scheme,
        grounds: grounds.map((one) => words.reason(one)),
      })),
      fixes: fixes.map(({ closes, ...fix }) => ({ ...fix, closes: words.reason(closes) })),
      steps: steps.map(({ todo, fix, decides, helps, ...step }) => ({
        ...step,
        todo: words.reason(todo),
        closes: [...(fix ? [fix] : []), ...decides].map(({ requirement }) => requirement),
        helps: helps.map(({ fix: helped, ...link }) => ({ requirement: helped.requirement, ...link })),
      })),
      inputs,
    },
    null,
    2,
  );
}
