/** What somebody is told of by mail. Each has a subject and a text in every language. */
export const NOTICE_KINDS = [
  ...(['application-returned', 'application-accepted', 'application-dismissed'] as const),
  ...(['laboratory-assigned', 'information-requested', 'information-supplied'] as const),
  ...(['label-granted', 'label-refused', 'change-reported', 'change-acknowledged'] as const),
  ...(['order-made', 'order-answered', 'order-ended'] as const),
  ...(['clock-ahead', 'clock-due', 'clock-overdue'] as const),
  ...(['invitation', 'new-device', 'recovery-used', 'api-key-made'] as const),
  ...(['sign-in-link-made', 'recovery-link-made', 'recovery-watched'] as const),
  ...(['ways-in-changed', 'passkey-doubted'] as const),
  ...(['webhook-disabled', 'report-key-changed'] as const),
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];
