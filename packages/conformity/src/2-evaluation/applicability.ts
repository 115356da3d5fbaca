import { weakest, type Confidence } from '@assay/vocabulary/confidence';
import type { FactId } from '@assay/vocabulary/condition';
import type { Reason } from '@assay/vocabulary/evaluation';

import { reason } from '../reason.ts';
import type { Applicability } from './requirement.ts';
import { truthOf, type Answers } from './truth.ts';

/** Whether a requirement applies to the product, why, and, where that is unknown, which facts to ask for. */
export type Applies = {
  readonly value: 'yes' | 'no' | 'unknown';
  readonly why: Reason;
  readonly ask: readonly FactId[];
  readonly confidence: Confidence;
};

/** All conditions must hold; one that is false settles it even where others are unknown. */
export function applies(conditions: Applicability, answers: Answers): Applies {
  if (conditions.length === 0)
    return { value: 'yes', why: reason('applies-always'), ask: [], confidence: 'sure' };
  const judged = conditions.map((condition) => ({
    condition,
    truth: truthOf(condition.expression, answers),
  }));
  const confidence = weakest(conditions.map((condition) => condition.confidence));
  const failing = judged.filter(({ truth }) => truth.value === 'no');
  if (failing.length > 0) {
    return {
      value: 'no',
      why: reason(
        'does-not-apply',
        {},
        failing.map((one) => said('condition-false', one, answers)),
      ),
      ask: [],
      confidence,
    };
  }
  const open = judged.filter(({ truth }) => truth.value === 'unknown');
  if (open.length > 0) {
    const ask = [...new Set(open.flatMap(({ truth }) => truth.deciders))];
    return {
      value: 'unknown',
      why: reason(
        'applies-unknown',
        {},
        open.map((one) => said('condition-unknown', one, answers)),
      ),
      ask,
      confidence,
    };
  }
  return {
    value: 'yes',
    why: reason(
      'applies',
      {},
      judged.map((one) => said('condition-true', one, answers)),
    ),
    ask: [],
    confidence,
  };
}

type Judged = { readonly condition: Applicability[number]; readonly truth: ReturnType<typeof truthOf> };

function said(code: string, { condition, truth }: Judged, answers: Answers): Reason {
  return reason(
    code,
    { condition: condition.id, when: condition.when },
    truth.deciders.map((fact) =>
      reason('fact', {
        fact,
        answer: Object.hasOwn(answers, fact) ? (answers[fact] ?? 'unknown') : 'unknown',
      }),
    ),
  );
}
