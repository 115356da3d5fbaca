import { oscalAssessmentOf } from '@assay/formats/oscal-assessment';

import type { Words } from '../words.ts';
import type { GapAnswer } from './gap.ts';
import { beginningOf, inputsOf, TOOL } from './made-by.ts';

/** The findings of a gap as OSCAL assessment results, one result per scheme; at least one scheme must have answered. */
export function gapOscal(answer: GapAnswer, words: Words): object {
  return oscalAssessmentOf({
    tool: TOOL,
    at: beginningOf(answer.asOf),
    dossier: answer.dossier.document,
    inputs: inputsOf(answer),
    evaluations: answer.answers.map(({ scheme, evaluation }) => ({
      title: answer.names.get(scheme)?.title ?? scheme,
      evaluation,
    })),
    say: (reason) => words.reason(reason),
  });
}
