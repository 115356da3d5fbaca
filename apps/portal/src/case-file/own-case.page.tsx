import { applyAgain, beginCorrection } from '@assay/office/1-application/fill-draft';
import { caseDocuments, caseEvidence } from '@assay/office/case-file/case-documents';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { seatOf } from '../1-application/draft-at.tsx';
import {
  deskForm,
  type CaseContext,
  type DeskAnswer,
  type DeskRoute,
  type Refusal,
} from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { isSeenAs, openOwnRoom, pathOfCase, type CaseRoom } from './case-room.ts';
import { ownActs, placeOf } from './own-acts.ts';
import { itemsReturned, OwnCaseView } from './own-case.view.tsx';

/** What leads from a case back into a draft: correcting what was returned, and applying anew after it ended. */
export const ownCaseRoutes: readonly DeskRoute[] = [
  deskForm({
    path: pathOfCase(':case', 'correct'),
    permission: { case: 'resubmit' },
    event: 'draft.begun',
    body: closed({ place: Type.Optional(text(200)) }),
    fields: {},
    again: (_, at, form) => ownPage(at, form),
    answer: async ({ body: { place } }, at) => {
      const room = await openOwnRoom(at);
      if (!room.ok) return room;
      const begun = await beginCorrection(room.value.office, { ...seatOf(at), case: at.case.id });
      if (!begun.ok) return begun;
      at.note({ object: begun.value });
      // Only to where an item is put right, whatever was sent.
      const isOne = itemsReturned(room.value.sheet).some((item) => placeOf(item) === place);
      return ok({ to: `/desk/drafts/${begun.value}${isOne && place ? `/${place}` : ''}` });
    },
  }),
  deskForm({
    path: pathOfCase(':case', 'apply-again'),
    permission: { case: 'see' },
    event: 'draft.begun',
    body: closed({}),
    fields: {},
    again: (_, at, form) => ownPage(at, form),
    answer: async (_, at) => {
      const room = await openOwnRoom(at);
      if (!room.ok) return room;
      const begun = await applyAgain(room.value.office, { ...seatOf(at), case: at.case.id });
      if (!begun.ok) return begun;
      at.note({ object: begun.value });
      return ok({ to: `/desk/drafts/${begun.value}` });
    },
  }),
];

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
