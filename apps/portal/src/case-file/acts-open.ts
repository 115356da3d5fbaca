import { MAY, may, type CaseAct } from '@assay/conformity/journey';
import { mayLabel } from '@assay/conformity/label';
import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import { CHANGES } from '@assay/office/rehearsal/story';
import { dateIn, type Instant } from '@assay/vocabulary/instant';

import { whyNot } from './why-not.ts';

/** An act that the stage of a case allows: open to whoever looks, or why not. */
export type ActOpen = {
  readonly path: string;
  readonly name: string;
  readonly says: string;
  readonly whyNot?: string;
};

type Offered = {
  readonly act: CaseAct;
  readonly path: string;
  readonly name: string;
  readonly says: string;
};

/** The acts of an administrator's people on a case, what the case waits for first. */
const OFFERED: readonly Offered[] = [
  {
    ...{ act: 'accept', path: 'accept', name: 'Accept as complete' },
    says: 'Nothing is missing: it goes on to evaluation.',
  },
  {
    ...{ act: 'return', path: 'return', name: 'Return to the applicant' },
    says: 'Something is missing: the applicant gets each item with its reason.',
  },
  {
    ...{ act: 'completeEvaluation', path: 'evaluate', name: 'Evaluate' },
    says: 'Judges every requirement on what is in the file.',
  },
  {
    ...{ act: 'review', path: 'review', name: 'Review' },
    says: 'Do the results suffice for a decision?',
  },
  {
    ...{ act: 'grant', path: 'grant', name: 'Grant the label' },
    says: 'The level that was applied for, from a day on.',
  },
  {
    ...{ act: 'refuse', path: 'deny', name: 'Deny the label' },
    says: 'With each reason, so that a new application can answer it.',
  },
  {
    ...{ act: 'assignLaboratory', path: 'laboratory', name: 'Assign the laboratory' },
    says: 'Only one that is recognised and in scope today.',
  },
  {
    ...{ act: 'requestInformation', path: 'ask', name: 'Ask for information' },
    says: 'The applicant or the laboratory, with a day to respond by.',
  },
  {
    ...{ act: 'reopen', path: 'reopen', name: 'Send back into evaluation' },
    says: 'What was found stays in the file.',
  },
  {
    ...{ act: 'dismiss', path: 'dismiss', name: 'Dismiss the application' },
    says: 'Ends it without findings, on one of the grounds of the rules.',
  },
];

/** Every act that the stage allows, each judged by the rule that the act itself is judged by. */
export function actsOpen(
  { state, reader }: Pick<CaseSheet, 'state' | 'reader'>,
  isComplete: boolean | undefined,
): readonly ActOpen[] {
  return OFFERED.filter(({ act }) => MAY[act].in.includes(state.stage))
    .filter(({ act }) => fits(act, { state }, isComplete))
    .map(({ act, path, name, says }) => {
      const allowed = may(act, reader, state);
      return { path, name, says, ...(!allowed.ok && { whyNot: whyNot(allowed.refusal) }) };
    });
}

/** Issuing the label of a granted case, which is an act on the label; absent where it is not granted, or has one. */
export function issuingOpen(
  { state, reader, label, scheme }: Pick<CaseSheet, 'state' | 'reader' | 'label' | 'scheme'>,
  now: Instant,
): ActOpen | undefined {
  if (state.stage !== 'granted' || label) return undefined;
  const offer = {
    path: 'issue',
    name: 'Issue the label',
    says: 'Signs it, enters it into the public log and shows it in the register.',
  };
  const allowed = mayLabel('issue', reader, { state: 'none' }, state);
  if (!allowed.ok) {
    const { refusal } = allowed;
    return { ...offer, whyNot: refusal.code === 'wrong-label-state' ? 'It is issued.' : whyNot(refusal) };
  }
  const today = dateIn(now, scheme.timeZone);
  return state.effective !== undefined && today < state.effective
    ? { ...offer, whyNot: `Not before the first day of the grant, ${state.effective}.` }
    : offer;
}

/** The notices of change that wait for an answer, each an act of its own. */
export function changesOpen({ state, reader }: Pick<CaseSheet, 'state' | 'reader'>): readonly ActOpen[] {
  const allowed = may('acknowledgeChange', reader, state);
  return state.changes
    .filter(({ answered }) => !answered)
    .map(({ id, what, effective }) => ({
      ...{ path: `changes/${id}`, name: 'Answer the notice of change' },
      says: `${what.map((one) => CHANGES[one]).join(', ')}, from ${effective} on.`,
      ...(!allowed.ok && { whyNot: whyNot(allowed.refusal) }),
    }));
}

/** Accepting and returning exclude each other; a review that found too little leads back and nowhere else. */
function fits(act: CaseAct, { state }: Pick<CaseSheet, 'state'>, isComplete: boolean | undefined): boolean {
  if (act === 'accept') return isComplete === true;
  if (act === 'return') return isComplete === false;
  if (act === 'grant') return state.review?.sufficient === true;
  return true;
}
