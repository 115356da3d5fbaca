import type { Dossier } from './dossier.ts';
import type { BodyId, CaseId, Digest, EditionRef, LabelId, OrganisationId, PersonId } from './ids.ts';
import type { CalendarDate, Instant } from './instant.ts';
import type { Evaluation, Gap, Reason } from './evaluation.ts';

/** What every event carries: when, who, from which seat, and why. Events of an earlier release name no seat. */
export type Fact<Type extends string, Data extends object> = {
  readonly type: Type;
  readonly at: Instant;
  readonly by: PersonId;
  readonly as?: OrganisationId;
  readonly because: string;
} & Readonly<Data>;

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
        /** Absent in applications of an earlier release. */
        applicant?: OrganisationId;
      }
    >
  | Fact<'ApplicationReturned', { missing: readonly Reason[] }>
  | Fact<'ApplicationResubmitted', { dossier: Digest }>
  | Fact<'ApplicationAccepted', { dossier: Digest }>
  | Fact<'ApplicationDiscontinued', object>
  | Fact<'TestReportReceived', { report: Digest; laboratory: BodyId }>
  | Fact<
      'EvaluationCompleted',
      { evaluation: Digest; declared: number; assessed: number; gaps: readonly Gap[] }
    >
  | Fact<'ReviewCompleted', { sufficient: boolean; remarks: readonly string[] }>
  | Fact<'EvaluationReopened', object>
  | Fact<'LabelGranted', { level: number; evaluation: Digest }>
  | Fact<'LabelRefused', { grounds: readonly Gap[]; evaluation: Digest }>;

/** One line of a label's public life. */
export type LabelEvent =
  | Fact<
      'LabelIssued',
      { label: LabelId; case: CaseId; level: number; validFrom: Instant; validUntil: Instant }
    >
  | Fact<'SurveillanceOpened', { modes: readonly string[]; nextReview: CalendarDate }>
  | Fact<'LabelSuspended', { reasonCode: string }>
  | Fact<'LabelRestored', { reasonCode: string }>
  | Fact<'LabelWithdrawn', { reasonCode: string }>;

/** Every event of a case or a label by its name: what a clock may start and end on. */
export const EVENT_NAMES: Readonly<Record<(CaseEvent | LabelEvent)['type'], 'case' | 'label'>> = {
  ApplicationSubmitted: 'case',
  ApplicationReturned: 'case',
  ApplicationResubmitted: 'case',
  ApplicationAccepted: 'case',
  ApplicationDiscontinued: 'case',
  TestReportReceived: 'case',
  EvaluationCompleted: 'case',
  ReviewCompleted: 'case',
  EvaluationReopened: 'case',
  LabelGranted: 'case',
  LabelRefused: 'case',
  LabelIssued: 'label',
  SurveillanceOpened: 'label',
  LabelSuspended: 'label',
  LabelRestored: 'label',
  LabelWithdrawn: 'label',
};

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
