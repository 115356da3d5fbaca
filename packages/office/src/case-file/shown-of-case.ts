import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { OrganisationId } from '@assay/vocabulary/ids';

import type { CaseSheet } from './case-sheet.ts';

type Type = CaseEvent['type'];

/** What whoever applied did in the case: nothing of it is kept from them. */
const OF_APPLICANT: ReadonlySet<Type> = new Set([
  ...(['ApplicationSubmitted', 'ApplicationResubmitted', 'DeclarationsSigned'] as const),
  ...(['InformationSupplied', 'ApplicationDiscontinued', 'ChangeReported'] as const),
  'OrderedReportReceived',
]);
/** What the administrator says to the applicant; its other notes are for its own people. */
const TOLD: ReadonlySet<Type> = new Set(['LabelGranted', 'LabelRefused', 'ApplicationDismissed']);
/** How evaluation and review went on; of these the applicant is shown what was found, once it is decided. */
const INTERNAL: ReadonlySet<Type> = new Set(['ReviewCompleted', 'EvaluationReopened']);
/** What is found, before anybody has decided on it. */
/** What is told once the label is held: between its holder, the administrator and authorities. */
const AFTER_GRANT: ReadonlySet<Type> = new Set(['ChangeReported', 'OrderedReportReceived']);
const OF_FINDING: ReadonlySet<Type> = new Set(['TestReportReceived', 'EvaluationCompleted']);
const DECIDED: ReadonlySet<CaseSheet['state']['stage']> = new Set(['granted', 'refused']);

/** Whether somebody decided on findings, so that they are shown. */
export function isDecided({ state }: Pick<CaseSheet, 'state'>): boolean {
  return DECIDED.has(state.stage);
}

/**
 * A case as whoever applied may see it: without notes of the administrator's people, what they ask others, other cases,
 * the review, and, until it is decided, what the laboratory and the evaluation found (ISO/IEC 17065 clause 4.5).
 */
export function shownToApplicant(sheet: CaseSheet, applicant: OrganisationId): CaseSheet {
  const decided = isDecided(sheet);
  const threads = sheet.state.threads.filter(({ of }) => of === 'applicant');
  const asked = new Set(threads.map(({ id }) => id));
  const ids = new Set<string>(sheet.state.threads.map(({ id }) => id));
  const events = sheet.events.filter((event) => isShown(event, asked, decided)).map(withoutNotes);
  const own = new Set(sheet.events.filter((event) => event.as === applicant).map(({ by }) => by));
  const names = {
    ...sheet.names,
    people: new Map([...sheet.names.people].filter(([id]) => own.has(id))),
  };
  return {
    ...sheet,
    ...{ events, names, evaluation: decided ? sheet.evaluation : undefined },
    clocks: sheet.clocks.filter(({ id }) => !ids.has(id) || asked.has(id)),
    state: {
      ...sheet.state,
      ...{ threads, review: undefined, reports: decided ? sheet.state.reports : [] },
      evaluation: decided ? sheet.state.evaluation : undefined,
    },
  };
}

/** What the laboratory of a case may open: what was handed in before the decision, and what it handed in itself. */
export function shownToLaboratory(sheet: CaseSheet, laboratory: OrganisationId): CaseSheet {
  const events = eventsForLaboratory(sheet.events, laboratory);
  const state = { ...sheet.state, changes: [], orders: [] };
  return { ...sheet, events, state, evaluation: undefined };
}

/** The same of the history alone. */
export function eventsForLaboratory(
  events: readonly CaseEvent[],
  laboratory: OrganisationId,
): readonly CaseEvent[] {
  return events.filter(
    (event) =>
      (OF_APPLICANT.has(event.type) && !AFTER_GRANT.has(event.type)) ||
      (event.type === 'TestReportReceived' && event.as === laboratory),
  );
}

function isShown(event: CaseEvent, asked: ReadonlySet<string>, decided: boolean): boolean {
  if (event.type === 'InformationRequested' || event.type === 'InformationSupplied')
    return asked.has(event.thread);
  return !INTERNAL.has(event.type) && (decided || !OF_FINDING.has(event.type));
}

/** Notes of the administrator, and which other cases one was taken before, are told to nobody outside. */
function withoutNotes(event: CaseEvent): CaseEvent {
  const isTheirs = OF_APPLICANT.has(event.type) || TOLD.has(event.type);
  const { jumped, ...rest } = isTheirs ? event : { ...event, because: '' };
  return jumped === undefined && isTheirs ? event : rest;
}
