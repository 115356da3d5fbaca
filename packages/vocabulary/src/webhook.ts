/** What an organisation can be called about. `ping` is sent when somebody asks for it, to try an endpoint out. */
export const WEBHOOK_KINDS = [
  ...(['case.submitted', 'case.returned', 'case.resubmitted', 'case.accepted'] as const),
  ...(['case.discontinued', 'case.dismissed', 'case.laboratory-assigned'] as const),
  ...(['case.information-requested', 'case.information-supplied', 'case.report-received'] as const),
  ...(['case.evaluated', 'case.reviewed', 'case.reopened', 'case.granted', 'case.refused'] as const),
  ...(['case.change-reported', 'case.change-acknowledged'] as const),
  ...(['case.order-made', 'case.order-answered', 'case.order-ended'] as const),
] as const;

export type WebhookKind = (typeof WEBHOOK_KINDS)[number];
