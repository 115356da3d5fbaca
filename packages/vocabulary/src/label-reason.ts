/** The acts by which the state of a public label changes. */
export const STATE_ACTS = ['suspend', 'restore', 'withdraw'] as const;
export type StateAct = (typeof STATE_ACTS)[number];

/**
 * Why the state of a label changes, as log and label page tell everybody (ISO/IEC 17065 clause 7.11): codes, whose sentences
 * lie in the texts under `reason.<code>`. They say what is known of the product, and nothing of who brought it up.
 */
export const LABEL_REASONS = {
  suspend: ['nonconformity-suspected', 'nonconformity-found', 'obligation-not-met', 'asked-by-holder'],
  restore: ['suspicion-not-confirmed', 'nonconformity-corrected', 'obligation-met', 'asked-by-holder'],
  withdraw: [
    ...(['nonconformity-not-corrected', 'obligation-not-met', 'statement-untrue'] as const),
    ...(['grant-not-justified', 'given-up-by-holder'] as const),
  ],
} as const satisfies Readonly<Record<StateAct, readonly string[]>>;
