import {
  requestInformation,
  supplyInformation,
  type AlreadySupplied,
  type NobodyToAsk,
  type NoSuchThread,
  type Question,
  type TimeAlreadyOver,
} from '@assay/conformity/1-application/thread';
import type { NotAssigned } from '@assay/conformity/2-evaluation/report';
import type { MayNot } from '@assay/conformity/journey';
import type { Digest } from '@assay/vocabulary/ids';
import type { Result } from '@assay/vocabulary/result';

import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { filesAlong, holdsFiles, type NotHeld } from '../evidence/files-held.ts';
import type { Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';

type NotAskable = MayNot | NotAssigned | TimeAlreadyOver | NobodyToAsk | ActRefusal;
type NotAnswerable = MayNot | NotAssigned | NoSuchThread | AlreadySupplied | NotHeld | ActRefusal;

/** Whoever handles the case asks the applicant or the laboratory. */
export function askInCase(
  office: Office,
  command: CaseCommand & Question,
): Promise<Result<Done, NotAskable>> {
  return ask(office, command, 'requestInformation');
}

/** The assigned laboratory asks the applicant. */
export function askApplicant(
  office: Office,
  command: CaseCommand & Omit<Question, 'of'>,
): Promise<Result<Done, NotAskable>> {
  return ask(office, { ...command, of: 'applicant' }, 'askAsLaboratory');
}

/** `evidence`: digests of files that whoever answers has sent before. */
type Supply = CaseCommand & {
  readonly thread: string;
  readonly answer: string;
  readonly evidence: readonly Digest[];
};

/** The applicant answers a question. */
export function answerAsApplicant(office: Office, command: Supply): Promise<Result<Done, NotAnswerable>> {
  return answerWith(office, command, 'supplyInformation');
}

/** The assigned laboratory answers a question. */
export function answerAsLaboratory(office: Office, command: Supply): Promise<Result<Done, NotAnswerable>> {
  return answerWith(office, command, 'answerAsLaboratory');
}

function ask(
  office: Office,
  command: CaseCommand & Question,
  act: 'requestInformation' | 'askAsLaboratory',
): Promise<Result<Done, NotAskable>> {
  const { of, subject, question, respondBy } = command;
  const told = { of, question, ...(subject && { subject }), ...(respondBy && { respondBy }) };
  return actOnCase(office, command, { act, ...told }, (state, who) => {
    if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
    const { timeZone } = schemeOf(office, state.scheme);
    return Promise.resolve(requestInformation(state, { ...who, ...told, act, timeZone }));
  });
}

function answerWith(
  office: Office,
  command: Supply,
  act: 'supplyInformation' | 'answerAsLaboratory',
): Promise<Result<Done, NotAnswerable>> {
  const { thread, answer, evidence } = command;
  const told = { thread, answer, evidence };
  return actOnCase<NotAnswerable>(office, command, { act, ...told }, async (state, who, tx) => {
    const answered = supplyInformation(state, { ...who, ...told, act });
    if (!answered.ok) return answered;
    const { organisation } = who.by;
    const held = await holdsFiles(office, tx, { organisation, named: filesAlong(evidence) });
    return held.ok ? answered : held;
  });
}
