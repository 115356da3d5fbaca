import type { WaitsFor } from '@assay/vocabulary/case-step';
import type { MayNot, Part, Stage } from '@assay/conformity/journey';
import type { MayNotLabel } from '@assay/conformity/label';

import { ROLE_WORDS } from '../0-programme/people/people-words.ts';

/** Why somebody may not do an act, in a sentence to that person. */
export function whyNot(refusal: MayNot | Exclude<MayNotLabel, { code: 'wrong-label-state' }>): string {
  switch (refusal.code) {
    case 'wrong-stage':
      return `Not while the case is ${STAGES[refusal.stage].toLowerCase()}.`;
    case 'wrong-role':
      return `It needs the role ${ROLE_WORDS[refusal.needs].name.toLowerCase()}, which you do not hold in this seat.`;
    case 'not-the-applicant':
      return 'It is for whoever applied.';
    case 'acts-on-itself':
      return 'You belong to the organisation that applied: nobody judges their own house.';
    case 'of-another-administrator':
      return 'The case belongs to another label administrator.';
    case 'oversees-itself':
      return 'You belong to the label administrator of the case: nobody oversees their own house.';
    case 'scheme-not-looked-after':
      return 'Your organisation does not look after the scheme of this case.';
    case 'held-by-order':
      return 'An authority ordered that it does not hold, and has not closed that order.';
    case 'took-part':
      return `You took part in this case as ${PARTS[refusal.as]}: this is for somebody uninvolved.`;
    case 'conflict-declared':
      return `You declared a conflict of interest with ${refusal.manufacturer}.`;
  }
}

/** Where a case stands, in a word or three. */
export const STAGES: Readonly<Record<Stage, string>> = {
  none: 'Not begun',
  submitted: 'Submitted',
  returned: 'Returned to the applicant',
  accepted: 'Accepted as complete',
  evaluated: 'Evaluated',
  reviewed: 'Reviewed',
  granted: 'Granted',
  refused: 'Denied',
  dismissed: 'Dismissed',
  discontinued: 'Taken back by the applicant',
};

/** For whom a case waits. */
export const WAITS: Readonly<Record<WaitsFor, string>> = {
  applicant: 'the applicant',
  laboratory: 'the laboratory',
  intake: 'intake',
  evaluator: 'evaluation',
  reviewer: 'review',
  decider: 'the decision',
  issuer: 'the label to be issued',
  surveillance: 'surveillance',
  authority: 'the authority',
  nobody: 'nobody',
};

const PARTS: Readonly<Record<Part, string>> = {
  applicant: 'applicant',
  laboratory: 'the laboratory',
  evaluator: 'evaluator',
  reviewer: 'reviewer',
};
