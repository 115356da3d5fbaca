import type { EligibilityAnswer, PriorDenial } from './case-event.ts';

/** What an applicant tells the administrator beside the dossier. */
export type Told = {
  /** Answers on which it turns whether the scheme takes the product, each with the time at which it was given. */
  readonly eligibility: readonly EligibilityAnswer[];
  /** Absent until the question was answered; an empty list says that there was none. */
  readonly priorDenials?: readonly PriorDenial[];
};
