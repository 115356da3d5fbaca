import type { CaseEvent, EligibilityAnswer, PriorDenial, ProductCodes } from '@assay/vocabulary/case-event';
import type { Gap } from '@assay/vocabulary/evaluation';
import type { BodyId, CaseId, Digest, EditionRef, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { unreachable } from '@assay/vocabulary/result';

import type { SignedDeclaration } from './1-application/completeness.ts';
import { asked, supplied, type Thread } from './1-application/thread.ts';
import { acknowledged, told, type ChangeNotice } from './7-surveillance/change-notice.ts';
import { ordersAfter, type Order } from './7-surveillance/order.ts';
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
      /** By which another application for the same product is found; absent in cases of an earlier release. */
      readonly codes: ProductCodes | undefined;
      readonly dossier: Digest;
      /** Everything that was signed with the application and since, the newest last. */
      readonly declarations: readonly SignedDeclaration[];
      readonly eligibility: readonly EligibilityAnswer[];
      /** Absent: the applicant was not asked. */
      readonly priorDenials: readonly PriorDenial[] | undefined;
      readonly assigned: { readonly laboratory: OrganisationId; readonly body: BodyId } | undefined;
      readonly threads: readonly Thread[];
      readonly reports: readonly Digest[];
      /** Changes that the holder of the label told of, in their order. */
      readonly changes: readonly ChangeNotice[];
      /** What authorities ordered, in their order. */
      readonly orders: readonly Order[];
      readonly evaluation: Evaluated | undefined;
      readonly review: { readonly sufficient: boolean } | undefined;
      readonly corrections: number;
      /** First day of the grant; absent where there is none, and in grants of an earlier release. */
      readonly effective: CalendarDate | undefined;
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
  const next = { ...state, took: tookPart(state, event) };
  switch (event.type) {
    case 'ApplicationReturned':
      return { ...next, stage: 'returned', corrections: state.corrections + 1 };
    case 'ApplicationResubmitted':
      return { ...next, ...corrected(state, event), stage: 'submitted' };
    case 'DeclarationsSigned':
      return { ...next, declarations: [...state.declarations, ...event.declarations] };
    case 'ApplicationAccepted':
      return { ...next, stage: 'accepted' };
    case 'ApplicationDiscontinued':
      return { ...next, stage: 'discontinued' };
    case 'ApplicationDismissed':
      return { ...next, stage: 'dismissed' };
    case 'LaboratoryAssigned':
      return { ...next, assigned: { laboratory: event.laboratory, body: event.body } };
    case 'InformationRequested':
      return { ...next, threads: [...state.threads, asked(event)] };
    case 'InformationSupplied':
      return { ...next, threads: supplied(state.threads, event) };
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
      return { ...next, stage: 'granted', effective: event.effective };
    case 'LabelRefused':
      return { ...next, stage: 'refused' };
    case 'ChangeReported':
      return { ...next, changes: [...state.changes, told(event)] };
    case 'ChangeAcknowledged':
      return { ...next, changes: acknowledged(state.changes, event) };
    case 'ReportOrdered':
    case 'SanctionOrdered':
    case 'OrderedReportReceived':
    case 'OrderAnswered':
    case 'OrderClosed':
    case 'OrderWithdrawn':
      return { ...next, orders: ordersAfter(state.orders, event) };
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
    codes: event.codes,
    dossier: event.dossier,
    declarations: event.declarations,
    eligibility: event.eligibility ?? [],
    priorDenials: event.priorDenials,
    assigned: undefined,
    threads: [],
    reports: event.reports,
    changes: [],
    orders: [],
    evaluation: undefined,
    review: undefined,
    corrections: 0,
    effective: undefined,
    took: tookPart(state, event),
    laboratories: [],
    ...(event.applicant !== undefined && { applicant: event.applicant }),
    ...(event.administrator !== undefined && { administrator: event.administrator }),
  };
}

/** What was not corrected stays as it was. */
function corrected(
  state: Exclude<Case, { stage: 'none' }>,
  event: Extract<CaseEvent, { type: 'ApplicationResubmitted' }>,
) {
  return {
    dossier: event.dossier,
    product: event.product ?? state.product,
    manufacturer: event.manufacturer ?? state.manufacturer,
    codes: event.codes ?? state.codes,
    eligibility: event.eligibility ?? state.eligibility,
    priorDenials: event.priorDenials ?? state.priorDenials,
    declarations: [...state.declarations, ...(event.declarations ?? [])],
  };
}

function evaluated(event: Extract<CaseEvent, { type: 'EvaluationCompleted' }>): Evaluated {
  return { digest: event.evaluation, declared: event.declared, assessed: event.assessed, gaps: event.gaps };
}

function tookPart(state: Case, event: CaseEvent): Standing['took'] {
  const { took } = state;
  const part = partOf(state, event);
  if (!part || took[part].includes(event.by)) return took;
  const people: readonly PersonId[] = [...took[part], event.by];
  return { ...took, [part]: people };
}

/** Whoever answers a question takes the part of whom it was put to; a laboratory that asks takes its own. */
function partOf(state: Case, event: CaseEvent): Part | undefined {
  if (event.type === 'InformationRequested') return event.from;
  if (event.type === 'InformationSupplied' && state.stage !== 'none')
    return state.threads.find(({ id }) => id === event.thread)?.of;
  return PART_OF[event.type];
}
