import type { CaseEvent, ChangeKind, ChangeOutcome } from '@assay/vocabulary/case-event';
import type { Digest } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { LabelState } from '@assay/vocabulary/label-record';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';

/** A change of a labelled product that its maker told of (ISO/IEC 17065 clause 4.1.2.2 k), and what came of it. */
export type ChangeNotice = {
  readonly id: string;
  readonly what: readonly ChangeKind[];
  readonly effective: CalendarDate;
  readonly says: string;
  readonly evidence: readonly Digest[];
  readonly reportedAt: Instant;
  /** Absent: nobody has looked at it yet. */
  readonly answered:
    { readonly at: Instant; readonly outcome: ChangeOutcome; readonly answer: string } | undefined;
};

type Reported = Extract<CaseEvent, { type: 'ChangeReported' }>;
type Acknowledged = Extract<CaseEvent, { type: 'ChangeAcknowledged' }>;

/** The notice that an event begins. */
export function told({ change: id, what, effective, says, evidence, at }: Reported): ChangeNotice {
  return { id, what, effective, says, evidence, reportedAt: at, answered: undefined };
}

/** The notices after one of them was answered. */
export function acknowledged(
  changes: readonly ChangeNotice[],
  { change, at, outcome, answer }: Acknowledged,
): readonly ChangeNotice[] {
  return changes.map((one) => (one.id === change ? { ...one, answered: { at, outcome, answer } } : one));
}

/** There is no label, or it has ended: what changes now is told with an application. */
export type NoLabelHeld = { readonly code: 'no-label-held'; readonly label: LabelState | 'none' };
export type NoSuchChange = { readonly code: 'no-such-change'; readonly change: string };
export type AlreadyAnswered = { readonly code: 'change-already-answered'; readonly change: string };

/** What changes, from which day, in the maker's words, with the digests of what shows it. */
export type ChangeTold = Pick<ChangeNotice, 'what' | 'effective' | 'says' | 'evidence'>;

const HELD: ReadonlySet<LabelState | 'none'> = new Set(['valid', 'suspended']);

/** The holder of a label tells of a change. `label`: how its label stands at that moment. */
export function reportChange(
  state: Case,
  command: Act & { readonly label: LabelState | 'none'; readonly told: ChangeTold },
): Result<readonly CaseEvent[], MayNot | NoLabelHeld> {
  const allowed = may('reportChange', command.by, state);
  if (!allowed.ok) return allowed;
  if (state.stage === 'none') throw new Error('unreachable: nothing is granted before submission');
  const { label, told: change } = command;
  if (!HELD.has(label)) return refuse({ code: 'no-label-held', label });
  const id = `change-${String(state.changes.length + 1)}`;
  const what = [...new Set(change.what)];
  return ok([{ type: 'ChangeReported', ...said(command), ...change, what, change: id }]);
}

/** The administrator takes note of a change, or asks for a new evaluation. Once; a further change is told anew. */
export function acknowledgeChange(
  state: Case,
  command: Act & { readonly change: string; readonly outcome: ChangeOutcome; readonly answer: string },
): Result<readonly CaseEvent[], MayNot | NoSuchChange | AlreadyAnswered> {
  const allowed = may('acknowledgeChange', command.by, state);
  if (!allowed.ok) return allowed;
  if (state.stage === 'none') throw new Error('unreachable: nothing is granted before submission');
  const { change, outcome, answer } = command;
  const found = state.changes.find(({ id }) => id === change);
  if (!found) return refuse({ code: 'no-such-change', change });
  if (found.answered) return refuse({ code: 'change-already-answered', change });
  return ok([{ type: 'ChangeAcknowledged', ...said(command), change, outcome, answer }]);
}
