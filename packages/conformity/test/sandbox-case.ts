/** The people of a sandbox programme, and one case played to any stage by its own acts. */
import type { CaseEvent, DismissalGrounds, OrderOutcome } from '@assay/vocabulary/case-event';
import type { Evaluation } from '@assay/vocabulary/evaluation';
import type { BodyId } from '@assay/vocabulary/ids';
import type { Actor } from '@assay/vocabulary/programme';
import type { LabelState } from '@assay/vocabulary/label-record';
import { ok, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { discontinue, resubmit, submit } from '../src/1-application/apply.ts';
import { assignLaboratory } from '../src/1-application/assign-laboratory.ts';
import { signDeclarations } from '../src/1-application/declare.ts';
import { accept, giveBack } from '../src/1-application/intake.ts';
import { requestInformation, supplyInformation } from '../src/1-application/thread.ts';
import { completeEvaluation } from '../src/2-evaluation/complete.ts';
import { recordTestReport } from '../src/2-evaluation/report.ts';
import { completeReview, reopenEvaluation } from '../src/3-review/review.ts';
import { grant, refuseLabel } from '../src/4-decision/decide.ts';
import { dismiss } from '../src/4-decision/dismiss.ts';
import { answerOrder, closeOrder, reportOnOrder, withdrawOrder } from '../src/7-surveillance/answer-order.ts';
import { makeOrder, type OrderAsked } from '../src/7-surveillance/make-order.ts';
import { acknowledgeChange, reportChange, type ChangeTold } from '../src/7-surveillance/change-notice.ts';
import type { Recognition } from '../src/0-programme/body-standing.ts';
import { evolve, type Case } from '../src/case.ts';
import type { CaseAct } from '../src/journey.ts';
import { reason } from '../src/reason.ts';
import {
  CASE,
  day,
  digest,
  dossier,
  edition,
  evaluation,
  LAB,
  NOW,
  organisationId,
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
  authority: person('authority', { administrators: [], schemes: ['sandbox-scheme'] }),
} as const;

const product = world({ provisions: [provision('1-1')], group: { method: 'tested' } });
/** What the laboratory found: everything that level 1 asks, or too little for it. */
export const PASSED: Evaluation = evaluation({ ...product, reports: [report({ '1-1': 'pass' })] });
export const FAILED: Evaluation = evaluation({ ...product, reports: [report({ '1-1': 'fail' })] });

/** What was said of the laboratory: recognised for whatever it may do. */
const RECOGNITION: Recognition = {
  ...{ body: LAB.id, scheme: 'sandbox-scheme' },
  history: [
    {
      ...{ type: 'BodyRecognised', at: NOW, because: 'rehearsed', from: LAB.recognised.from },
      scope: { competence: LAB.competence, activities: LAB.activities },
    },
  ],
};
const CODES = { models: ['SL-1'], gtins: [] };
const NAMED = { product: 'Sandbox Lamp', manufacturer: 'Sandbox Works', codes: CODES };
export const LABORATORY = organisationId('org_sandbox-laboratory');
/** Rules that ask for one declaration, and one that is signed. */
export const RULES: SchemeEdition = {
  ...product.scheme,
  declarations: [
    {
      id: 'truth',
      version: '2',
      text: 'declaration.truth',
      source: 'invented for tests',
      confidence: 'sure',
    },
  ],
};
export const SIGNED = {
  ...{ declaration: 'truth', version: '2', signer: 'Ada Applicant (sandbox)', capacity: 'Director' },
  signedAt: NOW,
};

/** How an act goes where it may go several ways. */
export type Turn = {
  readonly evaluation?: Evaluation;
  readonly sufficient?: boolean;
  readonly report?: string;
  readonly asked?: Partial<Parameters<typeof requestInformation>[1]>;
  readonly thread?: string;
  readonly change?: string;
  /** How the label stands. */
  readonly label?: LabelState | 'none';
  readonly told?: ChangeTold;
  readonly order?: string;
  readonly ordered?: Partial<OrderAsked>;
  readonly outcome?: OrderOutcome;
  readonly history?: readonly CaseEvent[];
  readonly scheme?: SchemeEdition;
  readonly body?: BodyId;
  readonly grounds?: DismissalGrounds;
  readonly timeZone?: string;
  readonly reasons?: readonly string[];
  /** Of a grant; a label of the case could hold for any time unless told. */
  readonly grant?: Partial<Parameters<typeof grant>[1]>;
};

/** A change of firmware, as its maker tells of it. */
export const CHANGE: ChangeTold = {
  ...{ what: ['firmware'], effective: day('2026-12-01'), says: 'A new build.', evidence: [] },
};

/** A suspension, as an authority orders it. */
export const ORDER: OrderAsked = {
  ...{ kind: 'suspension', rule: 'Sandbox rule 1', says: 'Suspend it.', respondBy: day('2026-12-15') },
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
        application: {
          ...{ ...NAMED, case: CASE, scheme: edition('sandbox-scheme@1'), level: 1, dossier: digest('a') },
          ...{ sandbox: true, declarations: [], reports: [], administrator: 'SB', eligibility: [] },
        },
      });
    case 'resubmit':
      return resubmit(state, { ...what, correction: { ...NAMED, dossier: digest('b'), eligibility: [] } });
    case 'signDeclarations':
      return signDeclarations(state, { ...what, scheme: RULES, declarations: [SIGNED] });
    case 'chooseLaboratory':
    case 'assignLaboratory':
      return assignLaboratory(state, { ...what, act, laboratory: LABORATORY, body: turn.body ?? LAB.id });
    case 'requestInformation':
    case 'askAsLaboratory':
      return requestInformation(state, {
        ...{ ...what, act, of: 'applicant', question: 'Which one?', timeZone: 'UTC' },
        ...turn.asked,
      });
    case 'supplyInformation':
    case 'answerAsLaboratory':
      return supplyInformation(state, {
        ...what,
        act,
        thread: turn.thread ?? 'thread-1',
        answer: 'This.',
        evidence: [],
      });
    case 'dismiss':
      return dismiss(state, {
        ...what,
        timeZone: turn.timeZone ?? 'UTC',
        grounds: turn.grounds ?? { kind: 'not-in-accordance', rule: 'Sandbox rule 1' },
      });
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
        recognition: RECOGNITION,
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
      return grant(state, {
        ...what,
        scheme: RULES,
        administrator: 'Sandbox Label Office',
        missing: [],
        validity: ok({ validFrom: NOW, validUntil: NOW }),
        ...turn.grant,
      });
    case 'refuse':
      return refuseLabel(state, { ...what, reasons: turn.reasons ?? ['Sandbox: refused.'] });
    case 'reportChange':
      return reportChange(state, { ...what, label: turn.label ?? 'valid', told: turn.told ?? CHANGE });
    case 'acknowledgeChange':
      return acknowledgeChange(state, {
        ...what,
        ...{ change: turn.change ?? 'change-1', outcome: 'noted', answer: 'Noted.' },
      });
    case 'order':
      return makeOrder(state, {
        ...{ ...what, label: turn.label ?? 'valid', scheme: turn.scheme ?? RULES, choices: [] },
        ...{ history: turn.history ?? [], asked: { ...ORDER, ...turn.ordered } },
      });
    case 'reportOnOrder':
      return reportOnOrder(state, { ...what, order: turn.order ?? 'order-1', says: 'This.', evidence: [] });
    case 'answerOrder':
      return answerOrder(state, {
        ...{ ...what, order: turn.order ?? 'order-2', outcome: turn.outcome ?? 'not-carried-out' },
        ...{ answer: 'Because.', label: turn.label ?? 'valid' },
      });
    case 'closeOrder':
      return closeOrder(state, { ...what, order: turn.order ?? 'order-3', answer: 'Done.' });
    case 'withdrawOrder':
      return withdrawOrder(state, { ...what, order: turn.order ?? 'order-1', answer: 'Not needed.' });
    default:
      throw new Error(`no such act: ${String(act satisfies never)}`);
  }
}

/** The case after some acts, each by the person of a role; an act that is refused is a mistake of the test. */
export function played(
  state: Case,
  ...acts: readonly (readonly [CaseAct, keyof typeof PEOPLE, Turn?])[]
): Case {
  return acts.reduce<Case>((before, [act, who, turn]) => {
    const outcome = play(act, PEOPLE[who], before, turn);
    if (!outcome.ok) throw new Error(`${act}: ${outcome.refusal.code}`);
    return outcome.value.reduce(evolve, before);
  }, state);
}
