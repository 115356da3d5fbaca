import {
  acknowledgeChange as decideAnswer,
  reportChange as decideReport,
  type AlreadyAnswered,
  type ChangeTold,
  type NoLabelHeld,
  type NoSuchChange,
} from '@assay/conformity/7-surveillance/change-notice';
import type { MayNot } from '@assay/conformity/journey';
import type { ChangeOutcome } from '@assay/vocabulary/case-event';
import type { Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { filesAlong, holdsFiles, type NotHeld } from '../evidence/files-held.ts';
import type { Office } from '../office.ts';
import { labelStanding } from './label-standing.ts';

type NotReportable = MayNot | NoLabelHeld | NotHeld;

/** The holder of a label tells its administrator of a change. Nothing that the label states changes by it. */
export function reportChange(
  office: Office,
  { told, ...command }: CaseCommand & { readonly told: ChangeTold },
): Promise<Result<Done, NotReportable | ActRefusal>> {
  return actOnCase<NotReportable>(
    office,
    command,
    { act: 'reportChange', ...told },
    async (state, act, tx) => {
      const label = await labelStanding(office, tx, command.case);
      const decided = decideReport(state, { ...act, label, told });
      if (!decided.ok) return decided;
      const { organisation } = act.by;
      const held = await holdsFiles(office, tx, { organisation, named: filesAlong(told.evidence) });
      return held.ok ? decided : held;
    },
  );
}

/** The administrator answers a notice of change: taken note of, or a new evaluation is asked for. */
export function acknowledgeChange(
  office: Office,
  {
    change,
    outcome,
    answer,
    ...command
  }: CaseCommand & { readonly change: string; readonly outcome: ChangeOutcome; readonly answer: string },
): Promise<Result<Done, MayNot | NoSuchChange | AlreadyAnswered | ActRefusal>> {
  const told = { change, outcome, answer };
  return actOnCase(office, command, { act: 'acknowledgeChange', ...told }, (state, act) =>
    Promise.resolve(decideAnswer(state, { ...act, ...told })),
  );
}
