import { applyAgain, beginCorrection } from '@assay/office/1-application/fill-draft';
import { caseDocuments, caseEvidence } from '@assay/office/case-file/case-documents';
import type { DraftId } from '@assay/vocabulary/desk-ids';
import type { CaseId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, text, Type, type Static } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { seatOf } from '../1-application/draft-at.tsx';
import { actBothWays } from '../http/desk-act.ts';
import type { CaseContext, DeskAnswer, DeskReply, DeskRoute, Refusal } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { isSeenAs, openOwnRoom, pathOfCase, type CaseRoom } from './case-room.ts';
import { ownActs, placeOf } from './own-acts.ts';
import { itemsReturned, OwnCaseView } from './own-case.view.tsx';

const PLACE = closed({ place: Type.Optional(text(200)) });
const BEGUN = closed({ draft: Type.String() });

/** What leads from a case back into a draft: correcting what was returned, and applying anew after it ended. */
export const ownCaseRoutes: readonly DeskRoute[] = [
  ...actBothWays({
    permission: { case: 'resubmit' },
    event: 'draft.begun',
    does: (_, at) => begin(at, beginCorrection),
    form: {
      ...{ path: pathOfCase(':case', 'correct'), fields: {} },
      own: { body: PLACE, read: () => ok({ body: {} }) },
      again: (_, at, form) => ownPage(at, form),
      // Only to where an item is put right, whatever was sent.
      then: async ({ draft, sheet }, { fields }) => {
        const { place } = fields;
        const isOne = itemsReturned(sheet).some((item) => placeOf(item) === place);
        return ok({ to: `/desk/drafts/${draft}${isOne && place ? `/${place}` : ''}` });
      },
    },
    api: {
      path: '/api/v1/cases/:case/correct',
      summary: 'Opens the correction of an application that came back, filled as it was handed in.',
      refusals: ['no-such-case-of-ours', 'not-returned'],
      gives: BEGUN,
      told: begunTold,
    },
  }),
  ...actBothWays({
    permission: { case: 'see' },
    event: 'draft.begun',
    does: (_, at) => begin(at, applyAgain),
    form: {
      ...{ path: pathOfCase(':case', 'apply-again'), fields: {} },
      again: (_, at, form) => ownPage(at, form),
      then: async ({ draft }) => ok({ to: `/desk/drafts/${draft}` }),
    },
    api: {
      path: '/api/v1/cases/:case/apply-again',
      summary: 'Begins an application anew for the product of one that ended, filled as that one was.',
      refusals: ['no-such-case-of-ours', 'still-open'],
      gives: BEGUN,
      told: begunTold,
    },
  }),
];

type Begun = { readonly draft: DraftId; readonly sheet: CaseRoom['sheet'] };

/** Begins a draft for the case of the address, whoever asks. */
async function begin(
  at: CaseContext,
  act: (
    office: CaseRoom['office'],
    of: ReturnType<typeof seatOf> & { readonly case: CaseId },
  ) => Promise<Result<DraftId, Refusal>>,
): Promise<Result<Begun, Refusal>> {
  const room = await openOwnRoom(at);
  if (!room.ok) return room;
  const begun = await act(room.value.office, { ...seatOf(at), case: at.case.id });
  if (!begun.ok) return begun;
  at.note({ object: begun.value });
  return ok({ draft: begun.value, sheet: room.value.sheet });
}

function begunTold({ draft }: Begun): DeskReply<Static<typeof BEGUN>> {
  return { data: { draft }, status: 201, location: `/api/v1/drafts/${draft}` };
}

/** Whether whoever looks does so as applicant: somebody of the administrator of the case works on it instead. */
export function isForApplicant(at: CaseContext): boolean {
  return isSeenAs(at, 'applicant') && !isSeenAs(at, 'administrator');
}

/** The case for whoever applied. */
export async function ownCaseAnswer(at: CaseContext, done: string | undefined): Promise<DeskAnswer> {
  const room = await openOwnRoom(at);
  return room.ok ? ok({ page: await viewOf(room.value, { form: at.form({}), done }) }) : room;
}

async function ownPage(at: CaseContext, form: FormState): Promise<Result<JSX.Element, Refusal>> {
  const room = await openOwnRoom(at);
  return room.ok ? ok(await viewOf(room.value, { form, done: undefined })) : refuse(room.refusal);
}

async function viewOf(
  room: CaseRoom,
  { form, done }: { readonly form: FormState; readonly done: string | undefined },
): Promise<JSX.Element> {
  const { office, sheet } = room;
  return OwnCaseView({
    ...{ room, form, done },
    acts: ownActs(sheet),
    documents: caseDocuments(sheet.events),
    evidence: await caseEvidence(office, sheet),
  });
}
