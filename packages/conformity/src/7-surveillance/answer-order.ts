import type { CaseEvent, OrderOutcome } from '@assay/vocabulary/case-event';
import type { Digest } from '@assay/vocabulary/ids';
import type { LabelState } from '@assay/vocabulary/label-record';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type CaseAct, type MayNot } from '../journey.ts';
import { orderFor, type NoSuchOrder, type Order, type OrderStep, type WrongOrderStatus } from './order.ts';

export type NotAnswered = MayNot | NoSuchOrder | WrongOrderStatus;
/** It is said to be carried out, and the label stands otherwise. */
export type NotAsOrdered = {
  readonly code: 'not-as-ordered';
  readonly order: string;
  readonly ordered: 'suspension' | 'withdrawal';
  readonly label: LabelState | 'none';
};

type About = Act & { readonly order: string };

/** The holder of the label reports what was ordered: once; what is missing still is ordered anew. */
export function reportOnOrder(
  state: Case,
  command: About & { readonly says: string; readonly evidence: readonly Digest[] },
): Result<readonly CaseEvent[], NotAnswered> {
  const found = orderIn(state, command, { act: 'reportOnOrder', step: 'report' });
  if (!found.ok) return found;
  const { order, says, evidence } = command;
  return ok([{ type: 'OrderedReportReceived', ...said(command), order, says, evidence }]);
}

/**
 * The administrator answers that a suspension or withdrawal was carried out, or why not. `label`: how the label stands at
 * this moment; one that has ended cannot be suspended any more, and is as good as that.
 */
export function answerOrder(
  state: Case,
  command: About & {
    readonly outcome: OrderOutcome;
    readonly answer: string;
    readonly label: LabelState | 'none';
  },
): Result<readonly CaseEvent[], NotAnswered | NotAsOrdered> {
  const found = orderIn(state, command, { act: 'answerOrder', step: 'answer' });
  if (!found.ok) return found;
  const { order, outcome, answer, label } = command;
  const ordered = found.value.kind === 'withdrawal' ? 'withdrawal' : 'suspension';
  if (outcome === 'carried-out' && !FULFILS[ordered].has(label))
    return refuse({ code: 'not-as-ordered', order, ordered, label });
  return ok([{ type: 'OrderAnswered', ...said(command), order, outcome, answer }]);
}

/** How a label stands where what was ordered is done, or can no longer be. */
const FULFILS: Readonly<Record<'suspension' | 'withdrawal', ReadonlySet<LabelState | 'none'>>> = {
  suspension: new Set(['suspended', 'revoked', 'expired']),
  withdrawal: new Set(['revoked', 'expired']),
};

/** The authority finds that what it ordered is done, or lifts a suspension that it ordered. `answer` is for those it was put to. */
export function closeOrder(
  state: Case,
  command: About & { readonly answer: string },
): Result<readonly CaseEvent[], NotAnswered> {
  const found = orderIn(state, command, { act: 'closeOrder', step: 'close' });
  if (!found.ok) return found;
  const { order, answer } = command;
  return ok([{ type: 'OrderClosed', ...said(command), order, answer }]);
}

/** The authority takes an order back that nobody has answered, and says why. */
export function withdrawOrder(
  state: Case,
  command: About & { readonly answer: string },
): Result<readonly CaseEvent[], NotAnswered> {
  const found = orderIn(state, command, { act: 'withdrawOrder', step: 'withdraw' });
  if (!found.ok) return found;
  const { order, answer } = command;
  return ok([{ type: 'OrderWithdrawn', ...said(command), order, answer }]);
}

function orderIn(
  state: Case,
  { by, order }: About,
  { act, step }: { readonly act: CaseAct; readonly step: OrderStep },
): Result<Order, NotAnswered> {
  const allowed = may(act, by, state);
  if (!allowed.ok) return allowed;
  if (state.stage === 'none') throw new Error('unreachable: nothing is granted before submission');
  return orderFor(state.orders, order, step);
}
