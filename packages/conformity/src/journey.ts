import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { BodyId, EditionRef, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Actor, Role } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { LabelAct } from './label.ts';

/** The journey of a case on one screen. The label's own journey begins where this one ends: see `label.ts`. */
export type Stage =
  | 'none'
  | 'submitted'
  | 'returned'
  | 'accepted'
  | 'evaluated'
  | 'reviewed'
  | 'granted'
  | 'refused'
  | 'dismissed'
  | 'discontinued';

/** A part somebody took in a case; whoever took one may be barred from a later act. */
export type Part = 'applicant' | 'laboratory' | 'evaluator' | 'reviewer';

export type CaseAct =
  | 'submit'
  | 'resubmit'
  | 'signDeclarations'
  | 'return'
  | 'accept'
  | 'discontinue'
  | 'dismiss'
  | 'chooseLaboratory'
  | 'assignLaboratory'
  | 'requestInformation'
  | 'askAsLaboratory'
  | 'supplyInformation'
  | 'answerAsLaboratory'
  | 'recordTestReport'
  | 'completeEvaluation'
  | 'review'
  | 'reopen'
  | 'grant'
  | 'refuse'
  | 'reportChange'
  | 'acknowledgeChange'
  | 'order'
  | 'reportOnOrder'
  | 'answerOrder'
  | 'closeOrder'
  | 'withdrawOrder';

export type Rule = {
  readonly in: readonly Stage[];
  /** Where it depends on the stage: whoever the case lies with then. */
  readonly role: Role | Readonly<Partial<Record<Stage, Role>>>;
  /** Who took one of these parts in the case may not act (ISO/IEC 17065 clauses 4.2 and 7.6). */
  readonly barred: readonly Part[];
  /** Whether a declared conflict with the manufacturer bars. The applicant's own acts are not judged by it. */
  readonly impartial: boolean;
  /** Only the applicant of this case may do it. */
  readonly own?: true;
  /** It is for whoever looks after the scheme of the case, and is of neither its applicant nor its administrator. */
  readonly oversees?: true;
};

/** The stages in which nothing is decided yet. */
const OPEN: readonly Stage[] = ['submitted', 'returned', 'accepted', 'evaluated', 'reviewed'];
/** The stages in which it is not evaluated yet who tests. */
const BEFORE_EVALUATION: readonly Stage[] = ['submitted', 'returned', 'accepted'];
/** Who handles the case at each stage, and so asks for what is missing. */
const HANDLER = {
  submitted: 'intake',
  accepted: 'evaluator',
  evaluated: 'reviewer',
  reviewed: 'decider',
} as const satisfies Partial<Record<Stage, Role>>;
const overseen = {
  role: 'authority',
  barred: ['applicant', 'laboratory', 'evaluator', 'reviewer'],
  impartial: true,
  oversees: true,
} as const;
const own = { role: 'applicant', barred: [], impartial: false, own: true } as const;

/** What each act needs. One table for the rule, the button and the API. */
export const MAY: Record<CaseAct, Rule> = {
  submit: { in: ['none'], role: 'applicant', barred: [], impartial: false },
  resubmit: { in: ['returned'], ...own },
  signDeclarations: { in: OPEN, ...own },
  discontinue: { in: OPEN, ...own },
  chooseLaboratory: { in: BEFORE_EVALUATION, ...own },
  supplyInformation: { in: OPEN, ...own },
  // An end without findings is no smaller a decision than one with them (47 CFR 8.220(f)(6)).
  dismiss: { in: OPEN, role: 'decider', barred: ['applicant', 'laboratory'], impartial: true },
  assignLaboratory: { in: BEFORE_EVALUATION, role: 'intake', barred: ['applicant'], impartial: true },
  requestInformation: {
    in: ['submitted', 'accepted', 'evaluated', 'reviewed'],
    role: HANDLER,
    barred: ['applicant'],
    impartial: true,
  },
  askAsLaboratory: { in: ['accepted'], role: 'laboratory', barred: ['applicant'], impartial: true },
  answerAsLaboratory: { in: OPEN, role: 'laboratory', barred: ['applicant'], impartial: true },
  return: { in: ['submitted'], role: 'intake', barred: ['applicant'], impartial: true },
  accept: { in: ['submitted'], role: 'intake', barred: ['applicant'], impartial: true },
  recordTestReport: { in: ['accepted'], role: 'laboratory', barred: ['applicant'], impartial: true },
  completeEvaluation: {
    in: ['accepted'],
    role: 'evaluator',
    barred: ['applicant', 'laboratory'],
    impartial: true,
  },
  review: {
    in: ['evaluated'],
    role: 'reviewer',
    barred: ['applicant', 'laboratory', 'evaluator'],
    impartial: true,
  },
  reopen: {
    in: ['evaluated', 'reviewed'],
    role: 'reviewer',
    barred: ['applicant', 'laboratory', 'evaluator'],
    impartial: true,
  },
  grant: {
    in: ['reviewed'],
    role: 'decider',
    barred: ['applicant', 'laboratory', 'evaluator', 'reviewer'],
    impartial: true,
  },
  refuse: {
    in: ['reviewed'],
    role: 'decider',
    barred: ['applicant', 'laboratory', 'evaluator', 'reviewer'],
    impartial: true,
  },
  // The label is another machine; its private file goes on where it began.
  reportChange: { in: ['granted'], ...own },
  acknowledgeChange: { in: ['granted'], role: 'surveillance', barred: ['applicant'], impartial: true },
  order: { in: ['granted'], ...overseen },
  reportOnOrder: { in: ['granted'], ...own },
  answerOrder: { in: ['granted'], role: 'surveillance', barred: ['applicant'], impartial: true },
  closeOrder: { in: ['granted'], ...overseen },
  withdrawOrder: { in: ['granted'], ...overseen },
};

export type MayNot =
  | {
      readonly code: 'wrong-stage';
      readonly act: CaseAct;
      readonly stage: Stage;
      readonly allowed: readonly Stage[];
    }
  | { readonly code: 'wrong-role'; readonly act: CaseAct; readonly needs: Role }
  | { readonly code: 'not-the-applicant'; readonly act: CaseAct }
  | ActsOnItself
  | OfAnother
  | OverseesItself
  | {
      readonly code: 'scheme-not-looked-after';
      readonly organisation: OrganisationId;
      readonly scheme: string;
    }
  | { readonly code: 'took-part'; readonly act: CaseAct; readonly as: Part }
  | { readonly code: 'conflict-declared'; readonly act: CaseAct; readonly manufacturer: string };

/** Whoever acts for an administrator acts on its own cases and labels alone (47 CFR 8.220(f)(5)). */
export type OfAnother = {
  readonly code: 'of-another-administrator';
  readonly act: CaseAct | LabelAct;
  readonly administrator: string;
};

/** Whoever orders in a case belongs to the administrator that it would oversee. */
export type OverseesItself = {
  readonly code: 'oversees-itself';
  readonly act: CaseAct;
  readonly administrator: string;
};

/** Whoever judges a case belongs to whoever applied in it. */
export type ActsOnItself = {
  readonly code: 'acts-on-itself';
  readonly act: CaseAct | LabelAct;
  readonly organisation: OrganisationId;
};

export type Standing = {
  readonly stage: Stage;
  readonly manufacturer: string;
  readonly took: Readonly<Record<Part, readonly PersonId[]>>;
  /** Bodies whose reports are in the case: none of their people may evaluate, review or decide it. */
  readonly laboratories: readonly BodyId[];
  /** The organisation that applied; absent in cases of an earlier release. */
  readonly applicant?: OrganisationId;
  /** Code of the administrator whose case it is; absent in cases of an earlier release. */
  readonly administrator?: string;
  /** Absent before it was applied for. */
  readonly scheme?: EditionRef;
};

/** Whether a person may do an act in a case as it stands; the same answer for the rule and for the button. */
export function may(act: CaseAct, actor: Actor, standing: Standing): Result<Rule, MayNot> {
  const rule = MAY[act];
  if (!rule.in.includes(standing.stage))
    return refuse({ code: 'wrong-stage', act, stage: standing.stage, allowed: rule.in });
  const needs = roleFor(rule, standing.stage);
  if (!actor.roles.includes(needs)) return refuse({ code: 'wrong-role', act, needs });
  if (rule.own && !isApplicant(actor, standing)) return refuse({ code: 'not-the-applicant', act });
  const outside = rule.oversees
    ? overseeing(act, actor, standing)
    : ofHouse(act, needs, { rule, actor, standing });
  if (!outside.ok) return outside;
  // The applicant's own laboratory may test, as the first party that it is.
  if (rule.impartial && needs !== 'laboratory' && belongsTo(actor, standing.applicant))
    return refuse({ code: 'acts-on-itself', act, organisation: standing.applicant });
  const as = rule.barred.find(
    (part) => standing.took[part].includes(actor.id) || isOfLaboratory(part, actor, standing),
  );
  if (as) return refuse({ code: 'took-part', act, as });
  if (rule.impartial && actor.conflicts.includes(standing.manufacturer))
    return refuse({ code: 'conflict-declared', act, manufacturer: standing.manufacturer });
  return ok(rule);
}

/** Whoever works for an administrator does so on its own cases alone. A laboratory works for any. */
function ofHouse(
  act: CaseAct,
  needs: Role,
  { rule, actor, standing: { administrator } }: Judged,
): Result<undefined, OfAnother> {
  return rule.impartial && needs !== 'laboratory' && isOfAnother(actor, administrator)
    ? refuse({ code: 'of-another-administrator', act, administrator })
    : ok(undefined);
}

/** Whoever orders looks after the scheme from their seat, and from no seat belongs to the administrator. */
function overseeing(
  act: CaseAct,
  { organisation, schemes, administrators }: Actor,
  { scheme, administrator }: Standing,
): Result<undefined, MayNot> {
  const id = scheme?.slice(0, scheme.indexOf('@')) ?? '';
  if (!schemes.includes(id)) return refuse({ code: 'scheme-not-looked-after', organisation, scheme: id });
  return administrator !== undefined && administrators.includes(administrator)
    ? refuse({ code: 'oversees-itself', act, administrator })
    : ok(undefined);
}

type Judged = { readonly rule: Rule; readonly actor: Actor; readonly standing: Standing };

/** The role that an act needs at a stage in which it is allowed. */
function roleFor({ role }: Rule, stage: Stage): Role {
  const needed = typeof role === 'string' ? role : role[stage];
  if (needed === undefined) throw new Error(`no role is named for ${stage}`);
  return needed;
}

/** Whether somebody acts from an organisation, or might from another seat. */
export function belongsTo(
  { organisation, memberOf }: Actor,
  other: OrganisationId | undefined,
): other is OrganisationId {
  return other !== undefined && (organisation === other || memberOf.includes(other));
}

/** Whether somebody acts from elsewhere than the administrator whose case it is. */
export function isOfAnother({ administrator }: Actor, owner: string | undefined): owner is string {
  return owner !== undefined && administrator !== owner;
}

/** Before organisations were known, whoever handed the application in. */
function isApplicant({ id, organisation }: Actor, { applicant, took }: Standing): boolean {
  return applicant === undefined ? took.applicant.includes(id) : organisation === applicant;
}

function isOfLaboratory(part: Part, { bodies }: Actor, { laboratories }: Standing): boolean {
  return part === 'laboratory' && bodies.some((body) => laboratories.includes(body));
}

/** The act that each event records, or the one of several that is allowed in most stages: an event can stand in a case file only where its act was allowed. */
export const ACT_OF: Record<CaseEvent['type'], CaseAct> = {
  ApplicationSubmitted: 'submit',
  ApplicationReturned: 'return',
  ApplicationResubmitted: 'resubmit',
  DeclarationsSigned: 'signDeclarations',
  ApplicationAccepted: 'accept',
  ApplicationDiscontinued: 'discontinue',
  ApplicationDismissed: 'dismiss',
  LaboratoryAssigned: 'assignLaboratory',
  InformationRequested: 'requestInformation',
  InformationSupplied: 'supplyInformation',
  TestReportReceived: 'recordTestReport',
  EvaluationCompleted: 'completeEvaluation',
  ReviewCompleted: 'review',
  EvaluationReopened: 'reopen',
  LabelGranted: 'grant',
  LabelRefused: 'refuse',
  ChangeReported: 'reportChange',
  ChangeAcknowledged: 'acknowledgeChange',
  ReportOrdered: 'order',
  SanctionOrdered: 'order',
  OrderedReportReceived: 'reportOnOrder',
  OrderAnswered: 'answerOrder',
  OrderClosed: 'closeOrder',
  OrderWithdrawn: 'withdrawOrder',
};

/** The part that an event by itself records its author as having taken. */
export const PART_OF: Partial<Record<CaseEvent['type'], Part>> = {
  ApplicationSubmitted: 'applicant',
  ApplicationResubmitted: 'applicant',
  DeclarationsSigned: 'applicant',
  TestReportReceived: 'laboratory',
  EvaluationCompleted: 'evaluator',
  ReviewCompleted: 'reviewer',
};
