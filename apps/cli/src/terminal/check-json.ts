import type { Words } from '@assay/office/words';
import type { EvaluationRecord } from '@assay/vocabulary/case-event';
import type { Reason } from '@assay/vocabulary/evaluation';

/** A reason with its sentence, as the JSON of `assay check` shows it. */
type Said = {
  readonly says: string;
  readonly code: string;
  readonly facts: Reason['facts'];
  readonly because: readonly Said[];
};

/** The JSON of `assay check`: the contract that other programs read. Reasons carry both their code and their sentence. */
export function checkJson({ evaluation, inputs }: EvaluationRecord, words: Words): object {
  const { scheme, edition, asOf, level, counts, findings, gaps, questions } = evaluation;
  const { productClass, principles } = evaluation;
  return {
    ...{ scheme, edition, asOf, level, counts },
    ...(productClass !== undefined && { productClass }),
    ...(principles && { principles }),
    findings: findings.map(({ because, parts, ...finding }) => ({
      ...finding,
      because: said(because, words),
      ...(parts.length > 0 && {
        parts: parts.map((part) => ({ ...part, because: said(part.because, words) })),
      }),
    })),
    gaps: gaps.map(({ closes, ...gap }) => ({
      ...gap,
      closes: words.reason(closes),
      because: closes.because.map((one) => said(one, words)),
    })),
    questions,
    inputs,
  };
}

function said(reason: Reason, words: Words): Said {
  return {
    says: words.reason(reason),
    code: reason.code,
    facts: reason.facts,
    because: reason.because.map((one) => said(one, words)),
  };
}
