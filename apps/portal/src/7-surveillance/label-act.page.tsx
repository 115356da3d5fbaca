import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import {
  restoreLabel,
  suspendLabel,
  withdrawLabel,
  type LabelDone,
  type SanctionCommand,
} from '@assay/office/7-surveillance/act-on-label';
import { DoneSchema, OrderIdSchema } from '@assay/vocabulary/api';
import { LABEL_REASONS, STATE_ACTS, type StateAct } from '@assay/vocabulary/label-reason';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed, oneOf, text, Type } from '@assay/vocabulary/schema';

import { openRoom, pathOfCase } from '../case-file/case-room.ts';
import {
  deskApi,
  deskForm,
  deskPage,
  type CaseContext,
  type DeskRoute,
  type Refusal,
} from '../http/desk-route.ts';
import { LABEL_ACTS, LabelActView } from './label-act.view.tsx';
import { labelIn } from './label-in.ts';

/** Suspending, restoring and withdrawing the label of a case: each with its page, its form and its address for programs. */
export const labelActRoutes: readonly DeskRoute[] = STATE_ACTS.flatMap(routesOf);

function routesOf(act: StateAct): readonly DeskRoute[] {
  const { path: below, event, does, done } = LABEL_ACTS[act];
  const path = pathOfCase(':case', below);
  const permission = { case: act } as const;
  const fields = {
    reason: { label: 'What everybody is told', missing: 'Choose what everybody is told' },
    because: {
      label: 'Note for the file of the label',
      missing: 'Say why, for whoever reads the file later',
    },
    order: { label: 'It carries out' },
    confirm: {
      label: 'I know that a label that was withdrawn never becomes valid again',
      missing: 'Say that you know it',
    },
  };
  const fieldOf = {
    ...{ 'reason-not-of-act': 'reason', 'no-such-order': 'order', 'wrong-order-status': 'order' },
  };
  const common = {
    reason: oneOf(LABEL_REASONS[act]),
    order: Type.Optional(OrderIdSchema),
    because: text(2_000),
  };
  // Programs say it too: what cannot be undone is never done by one word alone.
  const body = act === 'withdraw' ? closed({ ...common, confirm: oneOf(['yes']) }) : closed(common);
  return [
    deskPage({
      ...{ path, permission, event: 'case.read' },
      answer: async (_, at) => {
        const room = await openRoom(at);
        if (!room.ok) return room;
        return ok({ page: LabelActView({ act, room: room.value, form: at.form(fields) }) });
      },
    }),
    deskForm({
      ...{ path, permission, event, body, fields, fieldOf },
      again: async (_, at, form) => {
        const room = await openRoom(at);
        return room.ok ? ok(LabelActView({ act, room: room.value, form })) : room;
      },
      answer: async (sent, at) => {
        const acted = await actOnLabelOf(at, act, { ...sent.body, key: sent.key });
        return acted.ok ? ok({ to: `${pathOfCase(at.case.id)}?done=${done}` }) : acted;
      },
    }),
    deskApi({
      ...{ method: 'POST', path: `/api/v1/cases/:case/${below}`, permission, event, body },
      summary: `${does}: the log says so first, then the status list, then the page of the label.`,
      gives: DoneSchema,
      refusals: ['wrong-label-state', 'acts-on-itself', 'conflict-declared'],
      answer: async (sent, at) => {
        const acted = await actOnLabelOf(at, act, { ...sent.body, key: sent.key });
        if (!acted.ok) return acted;
        // The file of the case is as it was; what the public sees of the label follows.
        const { id, version } = at.case;
        return ok({ data: { case: id, version }, status: 202, version });
      },
    }),
  ];
}

const ACTS = { suspend: suspendLabel, restore: restoreLabel, withdraw: withdrawLabel } as const;

type Asked = {
  readonly reason: string;
  readonly because: string;
  readonly order?: string;
  readonly key: string;
};

/** Acts on the label of the case of the address. What the public sees of it follows in the next turn of the log. */
async function actOnLabelOf(
  at: CaseContext,
  act: StateAct,
  { reason: reasonCode, because, order, key }: Asked,
): Promise<Result<LabelDone, Refusal>> {
  const room = await openRoom(at);
  if (!room.ok) return room;
  const { office, sheet } = room.value;
  const label = labelIn(sheet, act);
  if (!label.ok) return label;
  const { id: by, organisation: as } = sheet.reader;
  const told = { reasonCode, because, key, ...(order !== undefined && { order }) };
  const command: SanctionCommand = { label: label.value, by, as, ...told };
  const acted = await ACTS[act](office, command);
  if (!acted.ok) return acted;
  at.note({ object: acted.value.label });
  // Carried on behind the answer. What it could not do is still in the tables: the next turn, of any process, does it.
  void finishIssuance(office).catch(() => undefined);
  return acted;
}
