/** The people of a sandbox programme, and one case played to any stage by its own acts. */
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Evaluation } from '@assay/vocabulary/evaluation';
import type { Actor } from '@assay/vocabulary/programme';
import { ok, type Result } from '@assay/vocabulary/result';

import { discontinue, resubmit, submit } from '../src/1-application/apply.ts';
import { accept, giveBack } from '../src/1-application/intake.ts';
import { completeEvaluation } from '../src/2-evaluation/complete.ts';
import { recordTestReport } from '../src/2-evaluation/report.ts';
import { completeReview, reopenEvaluation } from '../src/3-review/review.ts';
import { grant, refuseLabel } from '../src/4-decision/decide.ts';
import type { validityOf } from '../src/5-label/validity.ts';
import type { Case } from '../src/case.ts';
import type { CaseAct } from '../src/journey.ts';
import { reason } from '../src/reason.ts';
import {
  CASE,
  digest,
  dossier,
  edition,
  evaluation,
  LAB,
  NOW,
  person,
  provision,
  report,
  world,
} from './small-world.ts';

export const PEOPLE = {
  applicant: person('applicant'),
  intake: person('intake'),
  laboratory: person('laboratory', { body: LAB.id }),
  evaluator: person('evaluator'),
  reviewer: person('reviewer'),
  decider: person('decider'),
  issuer: person('issuer'),
  surveillance: person('surveillance'),
} as const;

const product = world({ provisions: [provision('1-1')], group: { method: 'tested' } });
/** What the laboratory found: everything that level 1 asks, or too little for it. */
export const PASSED: Evaluation = evaluation({ ...product, reports: [report({ '1-1': 'pass' })] });
export const FAILED: Evaluation = evaluation({ ...product, reports: [report({ '1-1': 'fail' })] });

/** How an act goes where it may go several ways. */
export type Turn = {
  readonly evaluation?: Evaluation;
  readonly sufficient?: boolean;
  readonly report?: string;
  /** Until when a label of the case could hold; any time unless told. */
  readonly validity?: ReturnType<typeof validityOf>;
};

type Outcome = Result<readonly CaseEvent[], { readonly code: string }>;

/** Every act on a case by its name, with documents that let it succeed where the case allows it. */
export function play(act: CaseAct, by: Actor, state: Case, turn: Turn = {}): Outcome {
  const what = { by, at: NOW, because: 'rehearsed' };
  const missing = [reason('member-missing', { pointer: '/product/name' })];
  switch (act) {
    case 'submit':
      return submit(state, {
        ...what,
        case: CASE,
        scheme: edition('sandbox-scheme@1'),
        level: 1,
        dossier: digest('a'),
        product: 'Sandbox Lamp',
        manufacturer: 'Sandbox Works',
        sandbox: true,
        declarations: [],
        reports: [],
      });
    case 'resubmit':
      return resubmit(state, { ...what, dossier: digest('b') });
    case 'discontinue':
      return discontinue(state, what);
    case 'accept':
      return accept(state, { ...what, missing: [] });
    case 'return':
      return giveBack(state, { ...what, missing });
    case 'recordTestReport':
      return recordTestReport(state, {
        ...what,
        report: report({ '1-1': 'pass' }),
        digest: digest(turn.report ?? 'c'),
        dossier: dossier(),
      });
    case 'completeEvaluation':
      return completeEvaluation(state, {
        ...what,
        evaluation: turn.evaluation ?? PASSED,
        digest: digest('e'),
      });
    case 'review':
      return completeReview(state, { ...what, sufficient: turn.sufficient ?? true, remarks: ['Looked at.'] });
    case 'reopen':
      return reopenEvaluation(state, what);
    case 'grant':
      return grant(state, { ...what, validity: turn.validity ?? ok({ validFrom: NOW, validUntil: NOW }) });
    case 'refuse':
      return refuseLabel(state, what);
    default:
      throw new Error(`no such act: ${String(act satisfies never)}`);
  }
}
