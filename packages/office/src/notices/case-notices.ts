import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { NoticeKind } from '@assay/vocabulary/notice';
import type { Role } from '@assay/vocabulary/programme';
import type { WebhookKind } from '@assay/vocabulary/webhook';

/** Who takes part in a case, each by an organisation; the authority is the one that made the order which an event is about. */
export type Party = 'applicant' | 'laboratory' | 'administrator' | 'authority';
/** What the people of a party who hold one of the roles are told by mail. */
export type MailTold = { readonly kind: NoticeKind; readonly to: Party; readonly roles: readonly Role[] };
/** Who hears of an event: programs of some parties, people of one. What goes on inside the administrator's house stays there. */
export type Told = {
  readonly call: WebhookKind;
  readonly parties: readonly Party[];
  readonly mail?: MailTold | readonly MailTold[];
};

const APPLICANT = { to: 'applicant', roles: ['applicant'] } as const;
const LABORATORY = { to: 'laboratory', roles: ['laboratory'] } as const;
const WATCHING = { to: 'administrator', roles: ['surveillance'] } as const;
const AUTHORITY = { to: 'authority', roles: ['authority'] } as const;
const OVERSEEN = ['administrator', 'applicant', 'authority'] as const;
const BOTH = ['administrator', 'applicant'] as const;
const INSIDE = ['administrator'] as const;
const ALL = ['administrator', 'applicant', 'laboratory'] as const;

/** Who hears of one event. `asker`: who put the question that an answer is to. Absent: nobody needs to. */
export function toldOf(event: CaseEvent, asker: Party = 'administrator'): Told | undefined {
  switch (event.type) {
    case 'ApplicationSubmitted':
      return { call: 'case.submitted', parties: BOTH };
    case 'ApplicationReturned':
      return { call: 'case.returned', parties: BOTH, mail: { kind: 'application-returned', ...APPLICANT } };
    case 'ApplicationResubmitted':
      return { call: 'case.resubmitted', parties: BOTH };
    case 'ApplicationAccepted':
      return { call: 'case.accepted', parties: BOTH, mail: { kind: 'application-accepted', ...APPLICANT } };
    case 'ApplicationDiscontinued':
      return { call: 'case.discontinued', parties: ALL };
    case 'ApplicationDismissed':
      return { call: 'case.dismissed', parties: ALL, mail: { kind: 'application-dismissed', ...APPLICANT } };
    case 'LaboratoryAssigned': {
      const mail = { kind: 'laboratory-assigned', ...LABORATORY } as const;
      return { call: 'case.laboratory-assigned', parties: ALL, mail };
    }
    case 'InformationRequested': {
      const asked = event.of === 'applicant' ? APPLICANT : LABORATORY;
      const parties = ['administrator', event.of] as const;
      return {
        call: 'case.information-requested',
        parties,
        mail: { kind: 'information-requested', ...asked },
      };
    }
    case 'InformationSupplied': {
      const officers = { to: 'administrator', roles: ['evaluator', 'intake'] } as const;
      const mail = {
        kind: 'information-supplied',
        ...(asker === 'laboratory' ? LABORATORY : officers),
      } as const;
      return { call: 'case.information-supplied', parties: ['administrator', mail.to], mail };
    }
    case 'TestReportReceived':
      return { call: 'case.report-received', parties: ALL };
    case 'EvaluationCompleted':
      return { call: 'case.evaluated', parties: INSIDE };
    case 'ReviewCompleted':
      return { call: 'case.reviewed', parties: INSIDE };
    case 'EvaluationReopened':
      return { call: 'case.reopened', parties: INSIDE };
    case 'LabelGranted':
      return { call: 'case.granted', parties: ALL, mail: { kind: 'label-granted', ...APPLICANT } };
    case 'LabelRefused':
      return { call: 'case.refused', parties: BOTH, mail: { kind: 'label-refused', ...APPLICANT } };
    case 'ChangeReported':
      return {
        call: 'case.change-reported',
        parties: BOTH,
        mail: { kind: 'change-reported', ...WATCHING },
      };
    case 'ChangeAcknowledged':
      return {
        call: 'case.change-acknowledged',
        parties: BOTH,
        mail: { kind: 'change-acknowledged', ...APPLICANT },
      };
    // Whoever holds the label is told what is ordered about it, also of others.
    case 'ReportOrdered':
    case 'SanctionOrdered':
      return { call: 'case.order-made', parties: OVERSEEN, mail: toBoth('order-made') };
    case 'OrderedReportReceived':
    case 'OrderAnswered':
      return {
        call: 'case.order-answered',
        parties: OVERSEEN,
        mail: { kind: 'order-answered', ...AUTHORITY },
      };
    case 'OrderClosed':
    case 'OrderWithdrawn':
      return { call: 'case.order-ended', parties: OVERSEEN, mail: toBoth('order-ended') };
    case 'DeclarationsSigned':
      return undefined;
  }
}

function toBoth(kind: NoticeKind): readonly MailTold[] {
  return [
    { kind, ...APPLICANT },
    { kind, ...WATCHING },
  ];
}
