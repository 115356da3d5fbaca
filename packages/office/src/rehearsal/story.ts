import { groupsFor } from '@assay/conformity/1-application/product-class';
import { caseOf, type Case } from '@assay/conformity/case';
import { readStream } from '@assay/records/case-file';
import type { CaseEvent, ChangeKind, LabelEvent } from '@assay/vocabulary/case-event';
import type { Evaluation } from '@assay/vocabulary/evaluation';
import type { CaseId, LabelId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { LabelRecord } from '@assay/vocabulary/label-record';
import { unreachable } from '@assay/vocabulary/result';

import { evaluationOf, keptEvaluation } from '../2-evaluation/evaluate-case.ts';
import { signedHow } from '../2-evaluation/signed-how.ts';
import { orderLine } from '../7-surveillance/order-words.ts';
import { keptDossier } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf, textsOf } from '../scheme-of.ts';
import type { Words } from '../words.ts';
import { SCRIPTS } from './script.ts';
import { walkedSoFar } from './walk.ts';

export type Stage =
  | '0-programme'
  | '1-application'
  | '2-evaluation'
  | '3-review'
  | '4-decision'
  | '5-label'
  | '6-register'
  | '7-surveillance';

/** One thing that happened in a case or to its label, in words. */
export type StoryStep = {
  readonly stage: Stage;
  readonly title: string;
  readonly at: Instant;
  readonly by: string;
  readonly says: string;
};

/** Cases that a sandbox has walked, told for the public. */
export type Story = { readonly cases: readonly StoryCase[] };

/** One case of the rehearsal as its file tells it. */
export type StoryCase = {
  readonly case: CaseId;
  readonly title: string;
  readonly provenance: {
    readonly kind: LabelRecord['provenance']['kind'];
    readonly note: string;
    readonly changes?: readonly string[];
  };
  readonly steps: readonly StoryStep[];
  readonly evaluation: Evaluation;
  /** What the next level would take. */
  readonly nextLevel?: Evaluation;
  readonly label?: LabelId;
};

/** The rehearsal, read back from the case files and label histories; absent before it was walked. */
export async function storyOf(office: Office, words: Words): Promise<Story | undefined> {
  const walked = await walkedSoFar(office);
  if (!walked?.done) return undefined;
  const cases = await Promise.all(
    walked.cases.map((id, at) =>
      storyCase(office, words, { id, title: SCRIPTS[at]?.title ?? id, label: walked.label }),
    ),
  );
  return { cases };
}

type Told = { readonly id: CaseId; readonly title: string; readonly label: LabelId | undefined };

async function storyCase(
  office: Office,
  words: Words,
  { id, title, label: issued }: Told,
): Promise<StoryCase> {
  const administrator = administratorOf(office);
  const events = await readStream(office.records.read, { administrator, stream: id });
  const state = caseOf(events);
  if (state.stage === 'none' || !state.evaluation) throw new Error(`${id} was walked and not evaluated`);
  const { evaluation } = await keptEvaluation(office, state.evaluation.digest);
  const label = state.stage === 'granted' ? issued : undefined;
  const history: readonly LabelEvent[] = label
    ? await readStream(office.records.read, { administrator, stream: label })
    : [];
  const { provenance, product } = await keptDossier(office.records.read, administrator, state.dossier);
  const nextLevel = await judgedForNext(office, state, events.at(-1)?.at);
  return {
    case: id,
    title,
    provenance: {
      kind: provenance.kind,
      note: provenance.note,
      ...(provenance.changes && { changes: provenance.changes }),
    },
    steps: [
      ...rulesStep(office, { state, category: product.category }, events),
      ...caseSteps(office, words, events, evaluation),
      ...labelSteps(office, history),
    ],
    evaluation,
    ...(nextLevel && { nextLevel }),
    ...(label && { label }),
  };
}

async function judgedForNext(
  office: Office,
  state: Exclude<Case, { stage: 'none' }>,
  at: Instant | undefined,
): Promise<Evaluation | undefined> {
  const next = state.level + 1;
  if (!at || !schemeOf(office, state.scheme).levels.some((level) => level.rank === next)) return undefined;
  return (await evaluationOf(office, office.records.read, state, { asked: next, at })).evaluation;
}

/** Under which rules, before anything else: the edition, and what the level asked takes. */
function rulesStep(
  office: Office,
  { state, category }: { readonly state: Exclude<Case, { stage: 'none' }>; readonly category: string },
  [first]: readonly CaseEvent[],
): readonly StoryStep[] {
  if (!first) return [];
  const scheme = schemeOf(office, state.scheme);
  const groups = groupsFor(scheme, category).filter((group) => group.level <= state.level);
  const count = groups.reduce((sum, group) => sum + group.provisions.length, 0);
  const methods = [...new Set(groups.map((group) => group.method))].flatMap((id) =>
    scheme.methods.filter((method) => method.id === id),
  );
  const texts = textsOf(office, scheme);
  const how = methods.map((method) => texts[method.title] ?? method.title).join('; ');
  const says = `${state.scheme} level ${String(state.level)}: ${String(count)} requirements of ${[...new Set(groups.map((group) => group.from))].join(', ')}. ${how}.`;
  return [
    { stage: '0-programme', title: 'Rules', at: first.at, by: office.programme.administrator.name, says },
  ];
}

export type Line = Omit<StoryStep, 'at' | 'by'>;

function caseSteps(
  office: Office,
  words: Words,
  events: readonly CaseEvent[],
  evaluation: Evaluation,
): readonly StoryStep[] {
  return events.map((event) => ({
    ...caseLine(event, words, evaluation),
    at: event.at,
    by: nameOf(office, event.by),
  }));
}

/** An event of a case in words. */
export function caseLine(event: CaseEvent, words: Words, evaluation: Evaluation | undefined): Line {
  switch (event.type) {
    case 'ApplicationSubmitted':
      return {
        stage: '1-application',
        title: 'Application submitted',
        says: `${event.product}, for ${event.scheme} level ${String(event.level)}. ${event.because}`,
      };
    case 'ApplicationReturned':
      return {
        stage: '1-application',
        title: 'Application returned',
        says: event.missing.map((one) => words.reason(one)).join(' '),
      };
    case 'ApplicationResubmitted':
      return { stage: '1-application', title: 'Application resubmitted', says: event.because };
    case 'ApplicationAccepted':
      return { stage: '1-application', title: 'Application accepted', says: event.because };
    case 'ApplicationDiscontinued':
      return { stage: '1-application', title: 'Application discontinued', says: event.because };
    case 'DeclarationsSigned':
      return { stage: '1-application', title: 'Declarations signed anew', says: event.because };
    case 'ApplicationDismissed':
      return { stage: '4-decision', title: 'Dismissed', says: event.because };
    case 'LaboratoryAssigned':
      return {
        stage: '1-application',
        title: 'Laboratory assigned',
        says: `${event.body}. ${event.because}`,
      };
    case 'InformationRequested':
      return { stage: '2-evaluation', title: 'Information requested', says: event.question };
    case 'InformationSupplied':
      return { stage: '2-evaluation', title: 'Information supplied', says: event.answer };
    case 'TestReportReceived':
      return {
        stage: '2-evaluation',
        title: 'Laboratory report received',
        says: `${signedHow(event)}. ${event.because}`,
      };
    case 'EvaluationCompleted':
      return {
        stage: '2-evaluation',
        title: 'Evaluated',
        says: evaluation ? evaluated(evaluation) : event.because,
      };
    case 'ReviewCompleted':
      return { stage: '3-review', title: 'Reviewed', says: `${event.because} ${event.remarks.join(' ')}` };
    case 'EvaluationReopened':
      return { stage: '3-review', title: 'Sent back into evaluation', says: event.because };
    case 'LabelGranted':
      return { stage: '4-decision', title: 'Granted', says: granted(event) };
    case 'LabelRefused':
      return { stage: '4-decision', title: 'Refused', says: refused(event, words) };
    case 'ChangeReported':
      return { stage: '7-surveillance', title: 'Change told of', says: changed(event) };
    case 'ChangeAcknowledged':
      return {
        stage: '7-surveillance',
        title: event.outcome === 'noted' ? 'Change noted' : 'New evaluation asked for',
        says: event.answer,
      };
    case 'ReportOrdered':
    case 'SanctionOrdered':
    case 'OrderedReportReceived':
    case 'OrderAnswered':
    case 'OrderClosed':
    case 'OrderWithdrawn':
      return { stage: '7-surveillance', ...orderLine(event) };
    default:
      return unreachable(event);
  }
}

function evaluated({ level, counts }: Evaluation): string {
  const { met, notMet, notApplicable, noEvidence, inconclusive, unanswered } = counts;
  const all = [
    `${String(met)} met`,
    `${String(notMet)} not met`,
    `${String(notApplicable)} not applicable`,
    `${String(noEvidence)} without evidence`,
    `${String(inconclusive)} inconclusive`,
    `${String(unanswered)} unanswered`,
  ].filter((count) => !count.startsWith('0 '));
  return `Level ${String(level.declared)} as declared and ${String(level.assessed)} as assessed, of ${String(level.asked)} asked: ${all.join(', ')}.`;
}

type Decided<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>;

/** What was overruled is told wherever the grant is. */
function granted({ because, overruled = [] }: Decided<'LabelGranted'>): string {
  return [
    because,
    ...overruled.map(({ requirement, reason }) => `Overruled by the decider, ${requirement}: ${reason}`),
  ].join(' ');
}

function changed({ what, effective, says }: Decided<'ChangeReported'>): string {
  return `From ${effective} on: ${what.map((one) => CHANGES[one]).join(', ')}. ${says}`;
}

/** What may change about a labelled product, in words. */
export const CHANGES: Readonly<Record<ChangeKind, string>> = {
  facts: 'answers about the product',
  firmware: 'firmware or software',
  'support-period': 'the support period',
  contact: 'who is reached about security',
  design: 'hardware or design',
};

function refused({ because, grounds, reasons = [] }: Decided<'LabelRefused'>, words: Words): string {
  const gaps = grounds.map((gap) => `To close ${gap.requirement}: ${words.reason(gap.closes)}`);
  return [because, ...reasons, ...gaps].join(' ');
}

function labelSteps(office: Office, history: readonly LabelEvent[]): readonly StoryStep[] {
  return history.flatMap((event) =>
    labelLines(office, event).map((line) => ({ ...line, at: event.at, by: nameOf(office, event.by) })),
  );
}

function labelLines(office: Office, event: LabelEvent): readonly Line[] {
  switch (event.type) {
    case 'LabelIssued':
      return [
        {
          stage: '5-label',
          title: 'Label issued',
          says: `${event.label}, valid until ${event.validUntil}; signed, and in the log ${office.log.origin}.`,
        },
        { stage: '6-register', title: 'Page live', says: `${office.origin}/L/${event.label}` },
      ];
    case 'SurveillanceOpened':
      return [
        {
          stage: '7-surveillance',
          title: 'Surveillance opened',
          says: `${event.because} Next review by ${event.nextReview}.`,
        },
      ];
    case 'LabelSuspended':
      return [{ stage: '7-surveillance', title: 'Suspended', says: event.because }];
    case 'LabelRestored':
      return [{ stage: '7-surveillance', title: 'Restored', says: event.because }];
    case 'LabelWithdrawn':
      return [{ stage: '7-surveillance', title: 'Withdrawn', says: event.because }];
    default:
      return unreachable(event);
  }
}

function nameOf(office: Office, id: CaseEvent['by']): string {
  return office.programme.people.find((person) => person.id === id)?.name ?? id;
}
