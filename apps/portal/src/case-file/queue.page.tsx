import { countWaiting, lookAtOverdue, lookAtQueue } from '@assay/office/0-programme/look-at-queue';
import { sightsOfSeat } from '@assay/office/0-programme/sight-of';
import { STEPS, type Step, type WaitsFor } from '@assay/vocabulary/case-step';
import type { Role } from '@assay/vocabulary/programme';
import { ok } from '@assay/vocabulary/result';
import { closed, oneOf, text, Type } from '@assay/vocabulary/schema';

import { deskPage, type DeskContext, type DeskRoute } from '../http/desk-route.ts';
import { QueueView } from './queue.view.tsx';

const LINES = 25;
const KINDS = ['label-administrator', 'lead-administrator', 'authority', 'scheme-owner'] as const;
/** What lies with the administrator itself comes first. */
const ELSEWHERE: ReadonlySet<Step> = new Set(['applicant', 'laboratory']);
const QUEUES = STEPS.toSorted((one, other) => Number(ELSEWHERE.has(one)) - Number(ELSEWHERE.has(other)));

/** The cases of an administrator, or of the schemes that somebody looks after, in the order of their receipt. */
export const queueRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/cases',
    permission: { kind: KINDS },
    event: 'cases.read',
    query: closed({
      waits: Type.Optional(oneOf([...QUEUES, 'overdue', 'all'])),
      after: Type.Optional(text(200)),
    }),
    answer: async ({ query }, at) => {
      const waits = query.waits ?? firstOf(at) ?? 'all';
      const [sight = { kind: 'none' as const }] = await sightsOfSeat(at.office, at.signed);
      const part = { sight, limit: LINES, ...(query.after !== undefined && { after: query.after }) };
      const found =
        waits === 'overdue'
          ? await lookAtOverdue(at.office, part)
          : await lookAtQueue(at.office, { ...part, ...(waits !== 'all' && { waitsFor: waits }) });
      if (!found.ok) return found;
      const page = found.value;
      const counts = await countWaiting(at.office, sight);
      const mine = QUEUES.filter((step) => isMine(at, step));
      const isFirst = query.after === undefined;
      return ok({ page: QueueView({ at, page, counts, waits, steps: QUEUES, mine, isFirst }) });
    },
  }),
];

/** The step that somebody's own role is waited for at: the page opens on it. */
function firstOf(at: DeskContext): WaitsFor | undefined {
  // Whoever oversees a scheme reads all of its cases; what is answered to them is marked as theirs.
  return at.signed.administrator === undefined ? undefined : QUEUES.find((step) => isMine(at, step));
}

function isMine({ signed }: DeskContext, step: WaitsFor): boolean {
  const theirs = signed.administrator !== undefined || step === 'authority';
  return theirs && signed.roles.some((role: Role) => role === step);
}
