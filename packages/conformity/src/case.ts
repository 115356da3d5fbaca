import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Gap } from '@assay/vocabulary/evaluation';
import type { CaseId, Digest, EditionRef, PersonId } from '@assay/vocabulary/ids';
import { unreachable } from '@assay/vocabulary/result';

import type { SignedDeclaration } from './1-application/completeness.ts';
import { ACT_OF, MAY, PART_OF, type Part, type Stage, type Standing } from './journey.ts';

/** A case as its events have made it. `none` before the first. */
export type Case =
  | (Standing & { readonly stage: 'none' })
  | (Standing & {
      readonly stage: Exclude<Stage, 'none'>;
      readonly id: CaseId;
      readonly scheme: EditionRef;
      readonly level: number;
      readonly product: string;
      readonly dossier: Digest;
      readonly declarations: readonly SignedDeclaration[];
      readonly reports: readonly Digest[];
      readonly evaluation: Evaluated | undefined;
      readonly review: { readonly sufficient: boolean } | undefined;
      readonly corrections: number;
    });

type Evaluated = {
  readonly digest: Digest;
  readonly declared: number;
  readonly assessed: number;
  readonly gaps: readonly Gap[];
};

export const NO_CASE: Case = {
  stage: 'none',
  manufacturer: '',
  took: { applicant: [], laboratory: [], evaluator: [], reviewer: [] },
  laboratories: [],
};

/** The case that a history amounts to. */
export function caseOf(history: readonly CaseEvent[]): Case {
  return history.reduce(evolve, NO_CASE);
}

/** One event later. An event that cannot follow is a broken case file and throws. */
export function evolve(state: Case, event: CaseEvent): Case {
  if (event.type === 'ApplicationSubmitted') return opened(state, event);
  if (state.stage === 'none')
    throw new Error(`a case file begins with ApplicationSubmitted, not ${event.type}`);
  if (!MAY[ACT_OF[event.type]].in.includes(state.stage))
    throw new Error(`${event.type} cannot follow in a case that is ${state.stage}`);
  const next = { ...state, took: tookPart(state.took, event) };
  switch (event.type) {
    case 'ApplicationReturned':
      return { ...next, stage: 'returned', corrections: state.corrections + 1 };
    case 'ApplicationResubmitted':
      return { ...next, stage: 'submitted', dossier: event.dossier };
    case 'ApplicationAccepted':
      return { ...next, stage: 'accepted' };
    case 'ApplicationDiscontinued':
      return { ...next, stage: 'discontinued' };
    case 'TestReportReceived':
      return {
        ...next,
        reports: [...state.reports, event.report],
        laboratories: [...state.laboratories, event.laboratory],
      };
    case 'EvaluationCompleted':
      return { ...next, stage: 'evaluated', evaluation: evaluated(event) };
    case 'ReviewCompleted':
      return { ...next, stage: 'reviewed', review: { sufficient: event.sufficient } };
    case 'EvaluationReopened':
      return { ...next, stage: 'accepted', evaluation: undefined, review: undefined };
    case 'LabelGranted':
      return { ...next, stage: 'granted' };
    case 'LabelRefused':
      return { ...next, stage: 'refused' };
    default:
      return unreachable(event);
  }
}

function opened(state: Case, event: Extract<CaseEvent, { type: 'ApplicationSubmitted' }>): Case {
  if (state.stage !== 'none') throw new Error('a case is submitted once');
  return {
    stage: 'submitted',
    id: event.case,
    scheme: event.scheme,
    level: event.level,
    product: event.product,
    manufacturer: event.manufacturer,
    dossier: event.dossier,
    declarations: event.declarations,
    reports: event.reports,
    evaluation: undefined,
    review: undefined,
    corrections: 0,
    took: tookPart(state.took, event),
    laboratories: [],
    ...(event.applicant !== undefined && { applicant: event.applicant }),
  };
}

function evaluated(event: Extract<CaseEvent, { type: 'EvaluationCompleted' }>): Evaluated {
  return { digest: event.evaluation, declared: event.declared, assessed: event.assessed, gaps: event.gaps };
}

function tookPart(took: Standing['took'], event: CaseEvent): Standing['took'] {
  const part: Part | undefined = PART_OF[event.type];
  if (!part || took[part].includes(event.by)) return took;
  const people: readonly PersonId[] = [...took[part], event.by];
  return { ...took, [part]: people };
}
