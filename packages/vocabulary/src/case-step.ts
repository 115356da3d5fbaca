/** Whose move it may be in a case, in the order in which a case goes: each is the name of the role that is waited for. */
export const STEPS = [
  ...(['applicant', 'laboratory', 'intake', 'evaluator', 'reviewer', 'decider', 'issuer'] as const),
  ...(['surveillance', 'authority'] as const),
] as const;
export type Step = (typeof STEPS)[number];

/** Whose move it is in a case. */
export type WaitsFor = Step | 'nobody';
