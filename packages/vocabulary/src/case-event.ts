import type { Dossier } from './dossier.ts';
import type {
  BodyId,
  CaseId,
  Digest,
  EditionRef,
  LabelId,
  OrganisationId,
  PersonId,
  ProvisionRef,
} from './ids.ts';
import type { CalendarDate, Instant } from './instant.ts';
import type { Evaluation, Gap, Reason } from './evaluation.ts';
import type { SigningManner } from './report-signature.ts';

/** What every event carries: when, who, from which seat, and why. Events of an earlier release name no seat. */
export type Fact<Type extends string, Data extends object> = {
  readonly type: Type;
  readonly at: Instant;
  readonly by: PersonId;
  readonly as?: OrganisationId;
  readonly because: string;
  /** Earlier cases that waited at the same step when this one was taken, and why it was. */
  readonly jumped?: QueueJump;
} & Readonly<Data>;

/** How many earlier cases were passed over, the first of them by id, and the officer's reason. */
export type QueueJump = {
  readonly count: number;
  readonly cases: readonly CaseId[];
  readonly because: string;
};

/** A question of the scheme's scope as the applicant answered it, and when. `question` is the id of a fact. */
export type EligibilityAnswer = {
  readonly question: string;
  readonly answer: string | number;
  readonly at: Instant;
};

/** A denial of the same or a substantially similar product that the applicant discloses (FCC 24-26 paragraph 91). */
export type PriorDenial = {
  readonly administrator: string;
  readonly deniedOn?: CalendarDate;
  readonly reasons: string;
  /** Which of the deficiencies were put right, and how. */
  readonly corrected: string;
};

/** What names the product beside its name and maker: by it another application for the same product is found. */
export type ProductCodes = { readonly models: readonly string[]; readonly gtins: readonly string[] };

/** Of whom something is asked. */
export type Asked = 'applicant' | 'laboratory';

/** Why an application is dismissed (47 CFR 8.210, 8.220(f)(6)). */
export type DismissalGrounds =
  | { readonly kind: 'not-in-accordance'; readonly rule: string }
  /** The applicant asked for it before the decision, in a writing that is kept. */
  | { readonly kind: 'asked-by-applicant'; readonly writing: Digest }
  /** What was asked for in this thread was not supplied in the time set. */
  | { readonly kind: 'not-supplied'; readonly thread: string };

/** A gap that the decider finds closed although the findings leave it open, and why. */
export type Overruled = { readonly requirement: ProvisionRef; readonly reason: string };

/** What about a labelled product its maker may tell of. `design`: hardware, or how it is built or works. */
export const CHANGE_KINDS = ['facts', 'firmware', 'support-period', 'contact', 'design'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
/** What the administrator makes of it: the label stays as it is, or the product has to be evaluated anew. */
export const CHANGE_OUTCOMES = ['noted', 'new-evaluation'] as const;
export type ChangeOutcome = (typeof CHANGE_OUTCOMES)[number];

/** What an authority orders of the administrator; of the holder of a label it orders a report. */
const ORDERED_SANCTIONS = ['suspension', 'withdrawal'] as const;
export type OrderedSanction = (typeof ORDERED_SANCTIONS)[number];
export const ORDER_KINDS = ['report', ...ORDERED_SANCTIONS] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];
/** What the administrator answers to an order that was put to it. */
export const ORDER_OUTCOMES = ['carried-out', 'not-carried-out'] as const;
export type OrderOutcome = (typeof ORDER_OUTCOMES)[number];

/** What every order says. */
type Ordered = {
  /** Id of the order inside the case: `order-1`. */
  readonly order: string;
  /** The rule or finding that it rests on. */
  readonly rule: string;
  /** What is to be done. */
  readonly says: string;
  /** The last day in time, in the scheme's zone. */
  readonly respondBy: CalendarDate;
  /** An answered order in whose place this one comes. */
  readonly replaces?: string;
};

/** One line of the case file: private, append-only, past tense. */
export type CaseEvent =
  | Fact<
      'ApplicationSubmitted',
      {
        case: CaseId;
        scheme: EditionRef;
        level: number;
        dossier: Digest;
        product: string;
        manufacturer: string;
        sandbox: boolean;
        /** What the applicant signed with the application, word for word by id and version. */
        declarations: Dossier['declarations'];
        /** The developer's own test reports, handed in with the dossier. */
        reports: readonly Digest[];
        /** Absent in applications of an earlier release, as all below. */
        applicant?: OrganisationId;
        administrator?: string;
        codes?: ProductCodes;
        eligibility?: readonly EligibilityAnswer[];
        /** Empty: the applicant says that there was none. Absent: it was not asked. */
        priorDenials?: readonly PriorDenial[];
      }
    >
  | Fact<'ApplicationReturned', { missing: readonly Reason[] }>
  | Fact<
      'ApplicationResubmitted',
      {
        dossier: Digest;
        /** What names the product by the corrected dossier, and what else was corrected with it. */
        product?: string;
        manufacturer?: string;
        codes?: ProductCodes;
        eligibility?: readonly EligibilityAnswer[];
        priorDenials?: readonly PriorDenial[];
        declarations?: Dossier['declarations'];
      }
    >
  /** Signed anew while the case is open: what was signed before is no longer the text that is asked. */
  | Fact<'DeclarationsSigned', { declarations: Dossier['declarations'] }>
  | Fact<'ApplicationAccepted', { dossier: Digest }>
  | Fact<'ApplicationDiscontinued', object>
  | Fact<'ApplicationDismissed', { grounds: DismissalGrounds }>
  | Fact<'LaboratoryAssigned', { laboratory: OrganisationId; body: BodyId }>
  | Fact<
      'InformationRequested',
      {
        /** Id of the thread inside the case: `thread-1`. */
        thread: string;
        /** Who asks: absent, the administrator. */
        from?: 'laboratory';
        of: Asked;
        /** The requirement that it is about. */
        subject?: ProvisionRef;
        question: string;
        /** The last day of the time set, in the scheme's zone. */
        respondBy?: CalendarDate;
      }
    >
  | Fact<'InformationSupplied', { thread: string; answer: string; evidence: readonly Digest[] }>
  /**
   * `signature`: digest of the kept signature over the report, where it came signed; `signed`: how, absent in events of
   * an earlier release, which knew an act of signing alone.
   */
  | Fact<
      'TestReportReceived',
      { report: Digest; laboratory: BodyId; signature?: Digest; signed?: SigningManner }
    >
  | Fact<
      'EvaluationCompleted',
      { evaluation: Digest; declared: number; assessed: number; gaps: readonly Gap[] }
    >
  | Fact<'ReviewCompleted', { sufficient: boolean; remarks: readonly string[] }>
  | Fact<'EvaluationReopened', object>
  | Fact<
      'LabelGranted',
      {
        level: number;
        evaluation: Digest;
        /** First day of the grant, in the scheme's zone; absent in grants of an earlier release: the day of the event. */
        effective?: CalendarDate;
        /** Names of the authorities that issue it. */
        authorities?: readonly string[];
        /** Gaps that the findings leave open; the evaluation stays as it was. */
        overruled?: readonly Overruled[];
      }
    >
  /** A denial. `reasons`: the decider's own, beside the gaps. */
  | Fact<'LabelRefused', { grounds: readonly Gap[]; evaluation: Digest; reasons?: readonly string[] }>
  /** The holder of the label tells of a change. `change`: its id inside the case, `change-1`; `effective`: its first day. */
  | Fact<
      'ChangeReported',
      {
        change: string;
        what: readonly ChangeKind[];
        effective: CalendarDate;
        says: string;
        evidence: readonly Digest[];
      }
    >
  /** What the administrator answers to it. */
  | Fact<'ChangeAcknowledged', { change: string; outcome: ChangeOutcome; answer: string }>
  /** An authority orders the holder of the label to investigate and report (47 CFR 8.214). */
  | Fact<'ReportOrdered', Ordered>
  /** An authority orders the administrator to suspend the label, or to withdraw it. */
  | Fact<'SanctionOrdered', Ordered & { sanction: OrderedSanction }>
  /** The holder's report, by a report order. */
  | Fact<'OrderedReportReceived', { order: string; says: string; evidence: readonly Digest[] }>
  /** The administrator's answer to what it was ordered. */
  | Fact<'OrderAnswered', { order: string; outcome: OrderOutcome; answer: string }>
  /** The authority finds that what it ordered is done; a suspension that was carried out may be lifted from then on. */
  | Fact<'OrderClosed', { order: string; answer: string }>
  | Fact<'OrderWithdrawn', { order: string; answer: string }>;

/** One line of a label's public life. */
export type LabelEvent =
  | Fact<
      'LabelIssued',
      { label: LabelId; case: CaseId; level: number; validFrom: Instant; validUntil: Instant }
    >
  | Fact<'SurveillanceOpened', { modes: readonly string[]; nextReview: CalendarDate }>
  /** `order`: id of the order, inside the case, that it carries out; nobody outside is told of one. */
  | Fact<'LabelSuspended', { reasonCode: string; order?: string }>
  | Fact<'LabelRestored', { reasonCode: string }>
  | Fact<'LabelWithdrawn', { reasonCode: string; order?: string }>;

/** Every event of a case or a label by its name: what a clock may start and end on. */
export const EVENT_NAMES: Readonly<Record<(CaseEvent | LabelEvent)['type'], 'case' | 'label'>> = {
  ApplicationSubmitted: 'case',
  ApplicationReturned: 'case',
  ApplicationResubmitted: 'case',
  DeclarationsSigned: 'case',
  ApplicationAccepted: 'case',
  ApplicationDiscontinued: 'case',
  ApplicationDismissed: 'case',
  LaboratoryAssigned: 'case',
  InformationRequested: 'case',
  InformationSupplied: 'case',
  TestReportReceived: 'case',
  EvaluationCompleted: 'case',
  ReviewCompleted: 'case',
  EvaluationReopened: 'case',
  LabelGranted: 'case',
  LabelRefused: 'case',
  ChangeReported: 'case',
  ChangeAcknowledged: 'case',
  ReportOrdered: 'case',
  SanctionOrdered: 'case',
  OrderedReportReceived: 'case',
  OrderAnswered: 'case',
  OrderClosed: 'case',
  OrderWithdrawn: 'case',
  LabelIssued: 'label',
  SurveillanceOpened: 'label',
  LabelSuspended: 'label',
  LabelRestored: 'label',
  LabelWithdrawn: 'label',
};

/**
 * What the clocks of a scheme call an event, and the events that it stands for: each event by its own name, and the names
 * that schemes use besides. A name that is not here is of something that nobody records yet.
 */
const CLOCK_NAMES: Readonly<Record<string, readonly (CaseEvent | LabelEvent)['type'][]>> = {
  DecisionMade: ['LabelGranted', 'LabelRefused'],
  ComplaintReportOrdered: ['ReportOrdered'],
  ComplaintReportReceived: ['OrderedReportReceived'],
};

/** The events that a clock's name stands for; none: nobody records it. */
export function clockEvents(name: string): readonly (CaseEvent | LabelEvent)['type'][] {
  return isEventName(name) ? [name] : Object.hasOwn(CLOCK_NAMES, name) ? (CLOCK_NAMES[name] ?? []) : [];
}

function isEventName(name: string): name is keyof typeof EVENT_NAMES {
  return Object.hasOwn(EVENT_NAMES, name);
}

/** The stored result of judging a case: kept under its digest, with the digests of what went in. */
export type EvaluationRecord = { readonly evaluation: Evaluation; readonly inputs: Inputs };

/** Digests of the documents an evaluation rests on. */
export type Inputs = {
  readonly dossier: Digest;
  readonly reports: readonly Digest[];
  readonly scheme: Digest;
  readonly standards: Readonly<Record<string, Digest>>;
  readonly programme?: Digest;
};
